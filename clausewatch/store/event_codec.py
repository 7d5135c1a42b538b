"""Turns events into JSON for the column `delivery.event` and back."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from clausewatch.notifications.events import (
    AssigneeReminder,
    BecameUnreadable,
    ChangeAlert,
    ChangeReviewed,
    ChannelPaused,
    DeadlineReminder,
    DigestEntry,
    Event,
    FirstRead,
    FirstReadFailed,
    MonthlyReport,
    PartsUnread,
    ProvisionCorrected,
    QuietDigest,
    ReviewReminder,
    TextReverted,
    TextSeenAgain,
    TookEffect,
)
from clausewatch.store.column_types import UNSTORABLE

TYPES: Mapping[str, type[Event]] = {
    "change alert": ChangeAlert,
    "digest entry": DigestEntry,
    "quiet digest": QuietDigest,
    "first read": FirstRead,
    "first read failed": FirstReadFailed,
    "became unreadable": BecameUnreadable,
    "parts unread": PartsUnread,
    "text seen again": TextSeenAgain,
    "text reverted": TextReverted,
    "took effect": TookEffect,
    "change reviewed": ChangeReviewed,
    "provision corrected": ProvisionCorrected,
    "channel paused": ChannelPaused,
    "review reminder": ReviewReminder,
    "assignee reminder": AssigneeReminder,
    "deadline reminder": DeadlineReminder,
    "monthly report": MonthlyReport,
}
"""The event types by the word in the field `type` of a stored event."""
_NAMES = {event_type: name for name, event_type in TYPES.items()}


@cache
def _make_adapter(name: str) -> TypeAdapter[Event]:
    """Return the adapter of a type, made when an event is first read or written."""
    return TypeAdapter(TYPES[name])


def dump_event(event: Event) -> str:
    """Return an event as JSON, without the characters that no database stores."""
    name = _NAMES[type(event)]
    fields = _make_adapter(name).dump_python(event, mode="json")
    event_json = {"type": name, **_drop_unstorable(fields)}
    return json.dumps(event_json, ensure_ascii=False, separators=(",", ":"))


def load_event(text: str) -> Event:
    """Return the stored event. Raises ValueError if the text is not one."""
    fields = json.loads(text)
    name = fields.pop("type", "") if isinstance(fields, dict) else ""
    if name not in TYPES:
        raise ValueError(f"not an event: {text[:80]}")
    return _make_adapter(name).validate_json(json.dumps(fields))


def _drop_unstorable(value: Any) -> Any:  # noqa: ANN401  # a value of JSON
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {key: _drop_unstorable(each) for key, each in value.items()}
    return [_drop_unstorable(each) for each in value] if isinstance(value, list) else value
