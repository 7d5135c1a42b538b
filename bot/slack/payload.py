"""The fields of a request's body: read once, here, after its signature was checked."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError

from bot.slack.request_shapes import FORM, JSON, PAYLOAD

FORM_TYPE, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"
MOST_FIELDS = 100
MOST_DEPTH = 64
"""Of objects and lists within each other; Slack's largest views have less than twenty."""

Fields = dict[str, Any]


class MalformedError(ValueError):
    """A body is none of those that Slack sends."""


def fields_of(body: bytes, content_type: str, charset: str | None) -> Fields:
    """Return the fields of a command, an interaction or an event. Raises MalformedError."""
    if (charset or "utf-8").casefold() not in {"utf-8", "utf8"}:
        raise MalformedError
    try:
        found, shape = _read(body.decode(), content_type)
        shape.validate_python(found)
        # a half of a character, which JSON can name, goes into no database and no answer
        json.dumps(found, ensure_ascii=False).encode()
    except (ValidationError, ValueError, RecursionError):
        raise MalformedError from None
    return found


def _read(text: str, content_type: str) -> tuple[Fields, TypeAdapter[Any]]:
    if content_type == JSON_TYPE:
        return _object(text), JSON
    if content_type != FORM_TYPE:
        raise MalformedError
    # Bolt takes a form for an interaction where `payload` is anywhere in it, as in what was typed
    form = dict(
        parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    )
    if "payload" in form:
        return _object(form["payload"]), PAYLOAD
    return form, FORM


def _object(text: str) -> Fields:
    found = json.loads(text, parse_constant=_refused)
    if not isinstance(found, dict) or _depth(found) > MOST_DEPTH:
        raise MalformedError
    return found


def _depth(value: object) -> int:
    """Return how deep lists and objects lie within each other, by levels and not by calls."""
    depth, level = 0, [value]
    while level and depth <= MOST_DEPTH:
        depth += 1
        level = [part for each in level for part in _parts(each)]
    return depth


def _parts(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _refused(_: str) -> float:
    """Refuse NaN and Infinity, which are no JSON."""
    raise MalformedError
