"""A stretch of a document's history, judged as a check would have: pure, for a worker process."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from clausewatch.checks.examine import Task, examine
from clausewatch.errors import ExtractError
from clausewatch.extract import read
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Comparison, Expected, Page, Reading

CONTENT_TYPE = "text/markdown; charset=utf-8"
MOST_KNOWN = 2
"""Earlier versions that a text is held against: one that comes back is no new change."""


@dataclass(frozen=True, slots=True)
class Text:
    """One recorded text."""

    commit: str
    recorded_at: datetime
    body: bytes
    is_technical: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Texts of one document, oldest first, and the texts before them."""

    expected: Expected
    before: tuple[bytes, ...]
    """The last texts, the one that stands first; none at the beginning."""
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A text that is a version of its own; with `comparison`, a change."""

    commit: str
    snapshot: Snapshot
    reading: Reading
    before: str | None
    """SHA-256 of the text before it."""
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An earlier text came back: the version of that SHA-256 did not stay."""

    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a stretch came to."""

    found: tuple[Version | TakenBack, ...]
    standing: tuple[bytes, ...]
    """The last texts, the one that stands at its end first."""
    refused: int = 0
    """Texts that are not the policy, or cannot be read."""
    same: int = 0
    """Texts with the terms of the one before."""


def judge(stretch: Stretch) -> Judged:
    """Return versions and changes of a stretch, in order."""
    work = _Judge(stretch)
    for text in stretch.texts:
        work.take(text)
    standing = tuple(each.body for each in work.standing)
    return Judged(tuple(work.found), standing, work.refused, work.same)


def _page(body: bytes, url: str) -> Page:
    return Page(url, body, CONTENT_TYPE)


class _Judge:
    def __init__(self, stretch: Stretch) -> None:
        self._expected = stretch.expected
        self.found: list[Version | TakenBack] = []
        self.refused = self.same = 0
        self.standing = [_Standing(body, self._read(body)) for body in stretch.before]

    def _read(self, body: bytes) -> Reading:
        return read((_page(body, self._expected.url),))

    def take(self, text: Text) -> None:
        """Judge one text."""
        known = self.standing[1:]
        task = Task(
            pages=(_page(text.body, self._expected.url),),
            expected=self._expected,
            baseline=self.standing[0].reading if self.standing else None,
            known=tuple(each.reading for each in known),
        )
        try:
            found = examine(task)
        except ExtractError:
            self.refused += 1
            return
        if found.implausible is not None:
            self.refused += 1
        elif found.comparison is not None and found.comparison.significance is None:
            self.same += 1
        elif found.known_index is not None and not text.is_technical:
            self._came_back(known[found.known_index])
        else:
            comparison = None if text.is_technical else found.comparison
            self._add(text, found.reading, comparison)

    def _came_back(self, earlier: "_Standing") -> None:
        """The text before is back: what replaced it was taken back, and is no change again."""
        self.found.append(TakenBack(self.standing[0].sha256))
        self.standing.remove(earlier)
        self.standing.insert(0, earlier)

    def _add(self, text: Text, reading: Reading, comparison: Comparison | None) -> None:
        before = self.standing[0].sha256 if comparison is not None else None
        new = _Standing(text.body, reading)
        snapshot = Snapshot(
            url=self._expected.url,
            final_url=self._expected.url,
            status=200,
            headers=(("content-type", CONTENT_TYPE),),
            body=text.body,
            sha256=new.sha256,
            fetched_at=text.recorded_at,
        )
        self.found.append(Version(text.commit, snapshot, reading, before, comparison))
        kept = [each for each in self.standing[:MOST_KNOWN] if each.sha256 != new.sha256]
        self.standing = [new, *kept]


class _Standing:
    """A text that stands or stood."""

    def __init__(self, body: bytes, reading: Reading) -> None:
        self.body = body
        self.reading = reading
        self.sha256 = hashlib.sha256(body).hexdigest()
