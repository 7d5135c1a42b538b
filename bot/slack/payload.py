"""The fields of a request's body, parsed once after its signature is verified."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError

from bot.slack.request_shapes import FORM, JSON, PAYLOAD

FORM_TYPE, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"
MAX_FIELDS = 100
MAX_DEPTH = 64
"""Levels of nested objects and lists; Slack's largest views have fewer than twenty."""

Fields = dict[str, Any]


class MalformedError(ValueError):
    """The body has no shape that Slack sends."""


def parse_fields(body: bytes, content_type: str, charset: str | None) -> Fields:
    """Return the fields of a command, an interaction or an event. Raises MalformedError."""
    if (charset or "utf-8").casefold() not in {"utf-8", "utf8"}:
        raise MalformedError
    try:
        fields, shape = _parse_body(body.decode(), content_type)
        shape.validate_python(fields)
        # JSON can escape a lone surrogate, which no database and no answer can hold
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValidationError, ValueError, RecursionError):
        raise MalformedError from None
    return fields


def _parse_body(text: str, content_type: str) -> tuple[Fields, TypeAdapter[Any]]:
    if content_type == JSON_TYPE:
        return _parse_object(text), JSON
    if content_type != FORM_TYPE:
        raise MalformedError
    # Bolt takes any form that contains `payload` for an interaction, even inside typed text
    form = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS))
    if "payload" in form:
        return _parse_object(form["payload"]), PAYLOAD
    return form, FORM


def _parse_object(text: str) -> Fields:
    value = json.loads(text, parse_constant=_refuse_constant)
    if not isinstance(value, dict) or _measure_depth(value) > MAX_DEPTH:
        raise MalformedError
    return value


def _measure_depth(value: object) -> int:
    """Return the depth of nested lists and objects, level by level and without recursion."""
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [child for parent in level for child in _list_children(parent)]
    return depth


def _list_children(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _refuse_constant(_: str) -> float:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise MalformedError
