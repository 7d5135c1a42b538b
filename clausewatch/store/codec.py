"""Values as bytes and back: JSON by their own types, compressed where it pays.

Nothing here can run code from the database, as pickle would.
"""

import json
import logging
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from clausewatch.checks.outcome import Candidate, DocumentState, Returning
from clausewatch.model.documents import DEFAULT_ACCESS, Access, Unreadable
from clausewatch.model.provisions import Provision, ProvisionEvent
from clausewatch.model.reading import Comparison, Reading, Remark, Selection, Signals
from clausewatch.model.record_ids import VersionId

log = logging.getLogger(__name__)

LEVEL = 6
"""Of zlib: a policy page shrinks to a fifth, higher levels gain nothing."""

_READING = TypeAdapter(Reading)
_COMPARISON = TypeAdapter(Comparison)
_PROVISION = TypeAdapter(Provision)
_EVENT = TypeAdapter(ProvisionEvent)
_HEADERS = TypeAdapter(tuple[tuple[str, str], ...])
_SELECTION = TypeAdapter(Selection)
_ACCESS = TypeAdapter(Access)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What lists and cards say of a version."""

    title: str
    language: str
    words: int
    stated_date: date | None


@dataclass(frozen=True, slots=True)
class _Rest:
    """A document's state without the parts that are columns."""

    candidate: Candidate | None = None
    returning: Returning | None = None
    unreadable: Unreadable | None = None
    volatile: tuple[tuple[str, int], ...] = ()
    variants: tuple[tuple[str, int], ...] = ()
    is_trusted: bool = False
    remark: Remark | None = None


_OUTLINE = TypeAdapter(_Outline)
_REST = TypeAdapter(_Rest)
_NOTHING = _Rest()
_RENAMED_FIELDS = ((b'"touched":', b'"impacts":'), (b'"happened":', b'"event_text":'))
"""JSON keys of comparisons that release 0.1.0 stored, each with its present name.

No text inside the JSON can match a key, because quotes inside texts are escaped.
"""


DAMAGED = (ValueError, zlib.error)
"""What reading something stored raises where that is not what was written."""


def squeeze(body: bytes) -> bytes:
    """Return bytes compressed."""
    return zlib.compress(body, LEVEL)


def expand(body: bytes) -> bytes:
    """Return bytes as they were before `squeeze`."""
    return zlib.decompress(body)


def intact(body: bytes) -> bytes | None:
    """Return bytes as they were before `squeeze`, or None where what is stored is damaged."""
    try:
        return expand(body)
    except zlib.error:
        return None


def _dump(adapter: TypeAdapter[Any], value: object) -> bytes:
    try:
        return adapter.dump_json(value)
    except ValueError:
        # A lone surrogate out of a hostile page: it is lost, the outcome it came with is not.
        plain = adapter.dump_python(value, mode="json")
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def readable(packed: bytes) -> Reading | None:
    """Return a stored reading, or None where it cannot be unpacked."""
    try:
        return unpack_reading(packed)
    except DAMAGED:
        return None


def pack_reading(reading: Reading) -> bytes:
    """Return a reading as compressed JSON."""
    return squeeze(_dump(_READING, reading))


def unpack_reading(packed: bytes) -> Reading:
    """Return the reading that was packed."""
    return _READING.validate_json(expand(packed))


def pack_comparison(comparison: Comparison) -> bytes:
    """Return a comparison as compressed JSON."""
    return squeeze(_dump(_COMPARISON, comparison))


def unpack_comparison(packed: bytes) -> Comparison:
    """Return the comparison that was packed."""
    body = expand(packed)
    for former, name in _RENAMED_FIELDS:
        body = body.replace(former, name)
    return _COMPARISON.validate_json(body)


def outline_text(reading: Reading) -> str:
    """Return what lists and cards say of a reading, as JSON."""
    outline = _Outline(reading.title, reading.language, reading.words, reading.stated_date)
    return _dump(_OUTLINE, outline).decode()


def outlined(text: str, extractor: str, text_fingerprint: str, terms_fingerprint: str) -> Reading:
    """Return a reading without its blocks, from its outline and the columns beside it."""
    outline = _OUTLINE.validate_json(text)
    return Reading(
        extractor=extractor,
        title=outline.title,
        language=outline.language,
        blocks=(),
        dropped=(),
        signals=Signals(),
        words=outline.words,
        stated_date=outline.stated_date,
        text_fingerprint=text_fingerprint,
        terms_fingerprint=terms_fingerprint,
    )


def state_text(state: DocumentState) -> str:
    """Return a state without its baseline as JSON, or an empty string where that is all."""
    rest = _Rest(
        state.candidate,
        state.returning,
        state.unreadable,
        state.volatile,
        state.variants,
        state.is_trusted,
        state.remark,
    )
    return "" if rest == _NOTHING else _dump(_REST, rest).decode()


def state_of(text: str, baseline_id: int | None) -> DocumentState:
    """Return the state that was stored; where that is damaged, the baseline and nothing else."""
    rest = _rest_of(text)
    return DocumentState(
        baseline_id=None if baseline_id is None else VersionId(baseline_id),
        candidate=rest.candidate,
        returning=rest.returning,
        unreadable=rest.unreadable,
        volatile=rest.volatile,
        variants=rest.variants,
        is_trusted=rest.is_trusted,
        remark=rest.remark,
    )


def remark_of(text: str) -> Remark | None:
    """Return what a stored state says was odd about the first version, if anything."""
    return _rest_of(text).remark


def unreadable_of(text: str) -> Unreadable | None:
    """Return what a stored state says of a document that cannot be read, or None where it can."""
    return _rest_of(text).unreadable


def _rest_of(text: str) -> _Rest:
    """Return what looks remembered; nothing where it is damaged, as they learn it again.

    What a change is told by, the baseline, is a column. A document that is never looked at again
    for the sake of its notes would pass for one in which nothing changed.
    """
    try:
        return _REST.validate_json(text) if text else _NOTHING
    except ValueError as fault:
        why = " ".join(str(fault).split())[:200]
        log.warning("what was remembered of a document is damaged and begun anew: %s", why)
        return _NOTHING


def pack_provision(provision: Provision) -> bytes:
    """Return a provision as compressed JSON."""
    return squeeze(_dump(_PROVISION, provision))


def unpack_provision(packed: bytes) -> Provision:
    """Return the provision that was packed."""
    return _PROVISION.validate_json(expand(packed))


def pack_event(event: ProvisionEvent) -> bytes:
    """Return a provision's event as compressed JSON."""
    return squeeze(_dump(_EVENT, event))


def unpack_event(packed: bytes) -> ProvisionEvent:
    """Return the event that was packed."""
    return _EVENT.validate_json(expand(packed))


def headers_text(headers: tuple[tuple[str, str], ...]) -> str:
    """Return response headers as JSON."""
    return _dump(_HEADERS, headers).decode()


def headers_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the headers that were stored."""
    return _HEADERS.validate_json(text)


def write_selection(selection: Selection | None) -> str:
    """Return the selection as JSON; an empty string stands for the whole page."""
    return "" if selection is None else _dump(_SELECTION, selection).decode()


def read_selection(text: str) -> Selection | None:
    """Return the stored selection, or None for the whole page."""
    return _SELECTION.validate_json(text) if text else None


def access_text(access: Access) -> str:
    """Return how a document is had as JSON, or an empty string where that is as usual."""
    return "" if access == DEFAULT_ACCESS else _dump(_ACCESS, access).decode()


def access_of(text: str) -> Access:
    """Return how a document is had, as stored."""
    return _ACCESS.validate_json(text) if text else DEFAULT_ACCESS
