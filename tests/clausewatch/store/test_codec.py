"""What is packed comes back the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from clausewatch.checks.outcome import Candidate, DocumentState, Returning
from clausewatch.model.documents import Unreadable
from clausewatch.model.reading import (
    Block,
    BlockKind,
    Comparison,
    ProvisionImpact,
    Reading,
    Selection,
    Severity,
)
from clausewatch.model.record_ids import VersionId
from clausewatch.store import codec
from tests.clausewatch.store.world import make_reading

TIMES = st.datetimes(timezones=st.just(UTC))
STATES = st.builds(
    DocumentState,
    baseline_id=st.none() | st.integers(1).map(VersionId),
    candidate=st.none() | st.builds(Candidate, first_seen_at=TIMES),
    returning=st.none() | st.builds(Returning, since=TIMES),
    unreadable=st.none() | st.builds(Unreadable, since=TIMES),
)


@given(st.from_type(Reading))
def test_a_reading_comes_back(value: Reading) -> None:
    """Any reading survives the database, blocks, dates and signals included."""
    assert codec.unpack_reading(codec.pack_reading(value)) == value


@given(st.from_type(Comparison))
def test_a_comparison_comes_back(value: Comparison) -> None:
    """Any comparison survives the database."""
    assert codec.unpack_comparison(codec.pack_comparison(value)) == value


@given(STATES)
def test_a_state_comes_back(value: DocumentState) -> None:
    """Any state survives, its baseline in a column of its own."""
    assert codec.read_state(codec.write_state(value), value.baseline_id) == value


@given(st.none() | st.from_type(Selection))
def test_a_selection_comes_back(value: Selection | None) -> None:
    """Selectors, bounds and the whole page survive."""
    assert codec.read_selection(codec.write_selection(value)) == value


def test_an_ordinary_state_costs_nothing() -> None:
    """A document with nothing to remember stores an empty text."""
    assert codec.write_state(DocumentState(baseline_id=VersionId(7))) == ""


@given(st.from_type(Reading))
def test_an_outline_is_the_reading_without_its_blocks(value: Reading) -> None:
    """Lists and cards see title, date, words and fingerprints."""
    outlined = codec.read_outline(
        codec.write_outline(value),
        value.extractor,
        value.text_fingerprint,
        value.terms_fingerprint,
    )
    assert outlined == replace(value, blocks=(), dropped=(), signals=outlined.signals)


@given(st.lists(st.tuples(st.text(), st.text())).map(tuple))
def test_headers_come_back(headers: tuple[tuple[str, str], ...]) -> None:
    """Headers survive, repeated ones too."""
    assert codec.read_headers(codec.write_headers(headers)) == headers


@given(st.binary())
def test_bytes_come_back(body: bytes) -> None:
    """Snapshots are stored as fetched."""
    assert codec.decompress(codec.compress(body)) == body


def test_half_a_character_does_not_stop_the_rest() -> None:
    """A lone surrogate out of a hostile page is replaced, and what it came with is kept."""
    block = Block(BlockKind.PARAGRAPH, "We sell \ud800 data.")
    hostile = replace(make_reading("x"), blocks=(block,))
    kept = codec.unpack_reading(codec.pack_reading(hostile))
    assert kept.blocks[0].text == "We sell ? data."


def test_a_time_of_another_zone_is_the_same_time() -> None:
    """States are compared by instant, whatever zone they were written in."""
    east = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=3)))
    state = DocumentState(returning=Returning(VersionId(1), east, 1))
    back = codec.read_state(codec.write_state(state), None).returning
    assert back is not None
    assert back.since == east


def test_a_comparison_of_release_0_1_0_keeps_its_provision_impacts() -> None:
    """Fields that were renamed since a comparison was stored are read under their new names."""
    impact = ProvisionImpact("data_sale", "Data sale", 'added, "touched":', Severity.HIGH)
    comparison = Comparison((), None, Severity.HIGH, (), None, None, impacts=(impact,))
    body = codec.decompress(codec.pack_comparison(comparison))
    former = body.replace(b'"impacts":', b'"touched":').replace(b'"event_text":', b'"happened":')
    assert former != body
    assert codec.unpack_comparison(codec.compress(former)) == comparison
