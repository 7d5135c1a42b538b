"""Turns values into JSON for columns and back; large values are compressed.

A renamed field of a stored value needs a migration, or an entry in `_RENAMED_FIELDS` if the value
is compressed. Unlike pickle, reading JSON never runs code from the database.
"""

import json
import logging
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from clausewatch.checks.outcome import AnnouncedText, Candidate, DocumentState, Returning
from clausewatch.model.documents import DEFAULT_ACCESS, Access, Unreadable
from clausewatch.model.provisions import Provision, ProvisionEvent
from clausewatch.model.reading import Comparison, Reading, Remark, Selection, Signals
from clausewatch.model.record_ids import VersionId

log = logging.getLogger(__name__)
_Value = TypeVar("_Value")
_Headers = tuple[tuple[str, str], ...]

COMPRESSION_LEVEL = 4
"""Of zlib: level 6 takes twice the time, and its output is only 4% smaller."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """The part of a reading that lists and cards show."""

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
    unread_parts: int = 0
    announced: AnnouncedText | None = None


_NOTHING = _Rest()
_RENAMED_FIELDS = (
    (b'"touched":', b'"impacts":'),
    (b'"happened":', b'"event_text":'),
    (b'"direction":"graver"', b'"direction":"less favourable"'),
    (b'"direction":"milder"', b'"direction":"more favourable"'),
    (b'"direction":"both ways"', b'"direction":"mixed"'),
)
"""JSON keys and values of comparisons that release 0.1.0 stored, each with its present name.

No text inside the JSON can match one, because quotes inside texts are escaped.
"""


DAMAGE_ERRORS = (ValueError, zlib.error)
"""The exceptions of reading a damaged value."""


def compress(body: bytes) -> bytes:
    """Return bytes compressed."""
    return zlib.compress(body, COMPRESSION_LEVEL)


def decompress(body: bytes) -> bytes:
    """Return compressed bytes as they were. Raises one of DAMAGE_ERRORS if they are damaged."""
    return zlib.decompress(body)


def try_decompress(body: bytes) -> bytes | None:
    """Return compressed bytes as they were, or None if they are damaged."""
    try:
        return decompress(body)
    except zlib.error:
        return None


@cache
def _make_adapter(value_type: Any) -> TypeAdapter[Any]:  # noqa: ANN401  # a type
    """Return the adapter of a type, made when a value is first read or written."""
    return TypeAdapter(value_type)


def _parse(value_type: type[_Value], value_json: str | bytes) -> _Value:
    """Return a value from its JSON. Raises ValueError if it is damaged."""
    key: Any = value_type
    value: _Value = _make_adapter(key).validate_json(value_json)
    return value


def _dump(value_type: Any, value: object) -> bytes:  # noqa: ANN401  # a type
    adapter = _make_adapter(value_type)
    try:
        return adapter.dump_json(value)
    except ValueError:
        # A lone surrogate of a hostile page is lost, but not the value around it.
        plain = adapter.dump_python(value, mode="json")
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def try_unpack_reading(packed: bytes) -> Reading | None:
    """Return a stored reading, or None if it is damaged."""
    try:
        return unpack_reading(packed)
    except DAMAGE_ERRORS:
        return None


def pack_reading(reading: Reading) -> bytes:
    """Return a reading as compressed JSON."""
    return compress(_dump(Reading, reading))


def unpack_reading(packed: bytes) -> Reading:
    """Return a packed reading. Raises one of DAMAGE_ERRORS if it is damaged."""
    return _parse(Reading, decompress(packed))


def pack_comparison(comparison: Comparison) -> bytes:
    """Return a comparison as compressed JSON."""
    return compress(_dump(Comparison, comparison))


def unpack_comparison(packed: bytes) -> Comparison:
    """Return a packed comparison. Raises one of DAMAGE_ERRORS if it is damaged."""
    body = decompress(packed)
    for former, name in _RENAMED_FIELDS:
        body = body.replace(former, name)
    return _parse(Comparison, body)


def write_outline(reading: Reading) -> str:
    """Return the outline of a reading as JSON."""
    outline = _Outline(reading.title, reading.language, reading.words, reading.stated_date)
    return _dump(_Outline, outline).decode()


def read_outline(
    text: str, extractor: str, text_fingerprint: str, terms_fingerprint: str
) -> Reading:
    """Return a reading without blocks, from its outline and the other columns of its version."""
    outline = _parse(_Outline, text)
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


def write_state(state: DocumentState) -> str:
    """Return a state without its baseline as JSON, or an empty string if nothing else is set."""
    rest = _Rest(
        state.candidate,
        state.returning,
        state.unreadable,
        state.volatile,
        state.variants,
        state.is_trusted,
        state.remark,
        state.unread_parts,
        state.announced,
    )
    return "" if rest == _NOTHING else _dump(_Rest, rest).decode()


def read_state(text: str, baseline_id: int | None) -> DocumentState:
    """Return a stored state; a damaged one has only its baseline."""
    rest = _read_rest(text)
    return DocumentState(
        baseline_id=None if baseline_id is None else VersionId(baseline_id),
        candidate=rest.candidate,
        returning=rest.returning,
        unreadable=rest.unreadable,
        volatile=rest.volatile,
        variants=rest.variants,
        is_trusted=rest.is_trusted,
        remark=rest.remark,
        unread_parts=rest.unread_parts,
        announced=rest.announced,
    )


def read_remark(text: str) -> Remark | None:
    """Return the remark of a stored state on the first version, if any."""
    return _read_rest(text).remark


def read_unreadable(text: str) -> Unreadable | None:
    """Return why a document is unreadable by its stored state, or None if it is readable."""
    return _read_rest(text).unreadable


def _read_rest(text: str) -> _Rest:
    """Return the rest of a state; a damaged one is empty, because later checks learn it again.

    The baseline, which decides about changes, is a column. If a damaged state stopped the checks,
    the document would look unchanged.
    """
    try:
        return _parse(_Rest, text) if text else _NOTHING
    except ValueError as error:
        reason = " ".join(str(error).split())[:200]
        log.warning("the state of a document is damaged and starts again: %s", reason)
        return _NOTHING


def pack_provision(provision: Provision) -> bytes:
    """Return a provision as compressed JSON."""
    return compress(_dump(Provision, provision))


def unpack_provision(packed: bytes) -> Provision:
    """Return a packed provision. Raises one of DAMAGE_ERRORS if it is damaged."""
    return _parse(Provision, decompress(packed))


def pack_provision_event(event: ProvisionEvent) -> bytes:
    """Return a provision's event as compressed JSON."""
    return compress(_dump(ProvisionEvent, event))


def unpack_provision_event(packed: bytes) -> ProvisionEvent:
    """Return a packed event. Raises one of DAMAGE_ERRORS if it is damaged."""
    return _parse(ProvisionEvent, decompress(packed))


def write_headers(headers: tuple[tuple[str, str], ...]) -> str:
    """Return response headers as JSON."""
    return _dump(_Headers, headers).decode()


def read_headers(text: str) -> tuple[tuple[str, str], ...]:
    """Return stored response headers."""
    return _parse(_Headers, text)


def write_selection(selection: Selection | None) -> str:
    """Return the selection as JSON; an empty string stands for the whole page."""
    return "" if selection is None else _dump(Selection, selection).decode()


def read_selection(text: str) -> Selection | None:
    """Return the stored selection, or None for the whole page."""
    return _parse(Selection, text) if text else None


def write_access(access: Access) -> str:
    """Return the access to a document as JSON, or an empty string for the default."""
    return "" if access == DEFAULT_ACCESS else _dump(Access, access).decode()


def read_access(text: str) -> Access:
    """Return the stored access to a document."""
    return _parse(Access, text) if text else DEFAULT_ACCESS
