"""Items as CSV and JSON files."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import StringIO

from bot.exports.items import Item, wrap_items

FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""A cell that begins so is a formula to a spreadsheet, and policy text is hostile.

The four full-width signs are formulas too where people write Chinese, Japanese or Korean.
"""
BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""


def write_csv(items: Sequence[Item]) -> bytes:
    """Return items as CSV with a row of names; lists have a line per text.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    buffer = StringIO()
    buffer.write(BYTE_ORDER_MARK)
    names = list(items[0]) if items else []
    writer = csv.writer(buffer)
    writer.writerow(names)
    writer.writerows([format_cell(item[name]) for name in names] for item in items)
    return buffer.getvalue().encode("utf-8", "replace")


def write_json(kind: str, items: Sequence[Item], now: datetime) -> bytes:
    """Return items as JSON with format, version and time of the export."""
    text = json.dumps(wrap_items(kind, items, now), ensure_ascii=False, indent=1)
    return f"{text}\n".encode("utf-8", "replace")


def format_cell(value: object) -> str:
    """Return a cell as text, with an apostrophe before what a spreadsheet takes for a formula."""
    if isinstance(value, list):
        value = "\n".join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def read_cell(text: str) -> str:
    """Return the text of a cell that `format_cell` wrote."""
    bare = text.removeprefix("'")
    return bare if bare.startswith(FORMULA_STARTS) else text


CONTENT_TYPES: Mapping[str, str] = {"csv": "text/csv", "json": "application/json"}
"""By suffix of a file."""
