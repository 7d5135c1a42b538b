"""Events are written to the store and read back as the same values."""

from dataclasses import fields
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.model.deadlines import Deadline
from clausewatch.notifications.deliveries import make_key
from clausewatch.notifications.events import (
    BrowserRemedy,
    Event,
    OtherPage,
    ReportedChange,
    WaitingChange,
)
from clausewatch.store.event_codec import TYPES, dump_event, load_event

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
REMEDIES = st.sampled_from(BrowserRemedy) | st.builds(OtherPage, TEXTS, TEXTS)
WAITING = st.builds(WaitingChange, name=TEXTS, assignee=TEXTS)
BY_FIELD = {
    "change": WAITING,
    "changes": st.lists(WAITING).map(tuple),
    "since": st.datetimes(timezones=st.just(UTC)),
    "deadline": st.builds(Deadline, document_name=TEXTS, url=TEXTS, quote=TEXTS, assignee=TEXTS),
    "severities": st.tuples(TEXTS, TEXTS),
    "reported": st.lists(st.builds(ReportedChange, name=TEXTS, sentence=TEXTS)).map(tuple),
    "owners": st.lists(st.tuples(TEXTS, st.integers(0, 500))).map(tuple),
    "unavailable": st.lists(TEXTS).map(tuple),
    "upcoming": st.just(()),
    "remedies": st.lists(REMEDIES).map(tuple),
}


def build_any(event_type: type[Event]) -> st.SearchStrategy[Event]:
    """Any event of a type whose texts a database takes."""
    strategies = {
        field.name: BY_FIELD.get(field.name, TEXTS)
        for field in fields(event_type)
        if field.name in BY_FIELD or field.type is str
    }
    return st.builds(event_type, **strategies)


EVENTS = st.one_of(*map(build_any, TYPES.values()))


def test_every_event_has_a_word() -> None:
    """An event that the store cannot write is found here and not in a channel."""
    assert set(TYPES.values()) == set(get_args(Event))


@given(EVENTS)
def test_an_event_comes_back(event: Event) -> None:
    """Any event survives the database, and so does its key."""
    stored = load_event(dump_event(event))
    assert stored == event
    assert make_key(stored) == make_key(event)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"type":"no such"}', '{"type":"first read"}'])
def test_what_is_no_event_is_damaged(text: str) -> None:
    """The caller hears of it as of any other damage."""
    with pytest.raises(ValueError, match=r"."):
        load_event(text)
