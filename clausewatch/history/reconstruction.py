"""Reconstruct a document's versions and changes from archived texts, as checks would have.

Pure, so that it runs in a worker process.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from clausewatch.checks.examination import (
    BaselineTerms,
    EarlierTerms,
    ImplausibleReading,
    OtherTerms,
    Task,
)
from clausewatch.checks.examine import examine
from clausewatch.errors import ExtractError
from clausewatch.extract import read
from clausewatch.model.formats import MARKDOWN
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Comparison, Expected, Page, Reading

CONTENT_TYPE = f"{MARKDOWN.media_types[0]}; charset=utf-8"
MAX_EARLIER_TEXTS = 2
"""The number of earlier texts that are remembered: a text that returns is not a new change.

A resumed import loads the same number and the current text: `store.imports.LATEST_BODIES`.
"""


@dataclass(frozen=True, slots=True)
class DatedText:
    """One text of a document as the archive recorded it."""

    commit: str
    recorded_at: datetime
    body: bytes
    is_technical: bool
    """True if the archive only filtered an old page again: the terms are the same."""


@dataclass(frozen=True, slots=True)
class HistoryBatch:
    """Consecutive texts of one document, oldest first, and the texts just before them."""

    expected: Expected
    earlier_bodies: tuple[bytes, ...]
    """The texts before the batch, the current one first; empty at the start of the history."""
    texts: tuple[DatedText, ...]


@dataclass(frozen=True, slots=True)
class ReconstructedVersion:
    """A text that became a version; with a comparison, it is also a change."""

    commit: str
    snapshot: Snapshot
    reading: Reading
    previous_sha256: str | None
    """SHA-256 of the text that this version changed; None without a comparison."""
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Reversion:
    """An earlier text came back, which reverts the version with this SHA-256."""

    reverted_sha256: str


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """The result of a batch."""

    records: tuple[ReconstructedVersion | Reversion, ...]
    latest_bodies: tuple[bytes, ...]
    """The last texts, the current one first: `earlier_bodies` of the next batch."""
    implausible_count: int = 0
    """Texts that are not the policy or cannot be read."""
    unchanged_count: int = 0
    """Texts with the same terms as the text before."""


def reconstruct(batch: HistoryBatch) -> Reconstruction:
    """Return the versions and reversions of a batch, oldest first."""
    reconstructor = _Reconstructor(batch)
    for text in batch.texts:
        reconstructor.add(text)
    return reconstructor.build_result()


def _make_page(body: bytes, url: str) -> Page:
    return Page(url, body, CONTENT_TYPE)


class _KnownText:
    """A text that is or was the document's current one."""

    def __init__(self, body: bytes, reading: Reading) -> None:
        self.body = body
        self.reading = reading
        self.sha256 = hashlib.sha256(body).hexdigest()


class _Reconstructor:
    def __init__(self, batch: HistoryBatch) -> None:
        self._expected = batch.expected
        self._records: list[ReconstructedVersion | Reversion] = []
        self._implausible_count = self._unchanged_count = 0
        # The current text first, then the earlier ones.
        self._known = [_KnownText(body, self._read(body)) for body in batch.earlier_bodies]

    def build_result(self) -> Reconstruction:
        return Reconstruction(
            records=tuple(self._records),
            latest_bodies=tuple(text.body for text in self._known),
            implausible_count=self._implausible_count,
            unchanged_count=self._unchanged_count,
        )

    def _read(self, body: bytes) -> Reading:
        return read((_make_page(body, self._expected.url),))

    def add(self, text: DatedText) -> None:
        """Examine one text and record what it means."""
        earlier = self._known[1:]
        task = Task(
            pages=(_make_page(text.body, self._expected.url),),
            expected=self._expected,
            baseline=self._known[0].reading if self._known else None,
            known=tuple(known.reading for known in earlier),
        )
        try:
            examination = examine(task)
        except ExtractError:
            self._implausible_count += 1
            return
        match examination:
            case ImplausibleReading():
                self._implausible_count += 1
            case BaselineTerms():
                self._unchanged_count += 1
            case EarlierTerms(index=index) if not text.is_technical:
                self._add_reversion(earlier[index])
            case OtherTerms(comparison=comparison) if not text.is_technical:
                self._add_version(text, examination.reading, comparison)
            case _:
                self._add_version(text, examination.reading, None)

    def _add_reversion(self, returned: _KnownText) -> None:
        """Record that an earlier text came back; the change back is not a change of its own."""
        self._records.append(Reversion(self._known[0].sha256))
        self._known.remove(returned)
        self._known.insert(0, returned)

    def _add_version(
        self, text: DatedText, reading: Reading, comparison: Comparison | None
    ) -> None:
        previous = self._known[0].sha256 if comparison is not None else None
        current = _KnownText(text.body, reading)
        snapshot = Snapshot(
            url=self._expected.url,
            final_url=self._expected.url,
            status=200,
            headers=(("content-type", CONTENT_TYPE),),
            body=text.body,
            sha256=current.sha256,
            fetched_at=text.recorded_at,
        )
        version = ReconstructedVersion(text.commit, snapshot, reading, previous, comparison)
        self._records.append(version)
        earlier = [t for t in self._known[:MAX_EARLIER_TEXTS] if t.sha256 != current.sha256]
        self._known = [current, *earlier]
