"""First checks of single stored pages, as `clausewatch judge --first` prints them.

A list has one JSON object per line with `id`, `service`, `document`, `url` (which may be empty) and
`file`, relative to the list. There is no front page to compare with, so a page that may be one gets
a remark.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from clausewatch.analysis.list_pages import find_implausibility, find_remark
from clausewatch.errors import ExtractError
from clausewatch.evaluation.page_lists import Progress, map_in_processes, read_body, read_rows
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page, Reading


class FirstCheck(TypedDict):
    """The result of the first check of a page."""

    id: str
    verdict: str
    """`read`, `remark` or `refused`."""
    code: str
    reason: str
    words: int
    set_aside_words: int
    """Words of the page that are not part of the policy."""


@dataclass(frozen=True, slots=True)
class SinglePage:
    """A stored page and the document that it should be."""

    name: str
    expected: Expected
    file: Path


def evaluate_page(page: SinglePage) -> FirstCheck:
    """Check one page for the first time. Raises UserError if its file cannot be read."""
    try:
        reading = read([Page(page.expected.url or page.file.name, read_body(page.file), "")])
    except ExtractError as fault:
        return _make_result(page, "refused", "unreadable", fault.reason, None)
    if implausible := find_implausibility(reading, None, page.expected):
        return _make_result(page, "refused", implausible.code, implausible.reason, reading)
    if remark := find_remark(reading, page.expected):
        return _make_result(page, "remark", remark.code, remark.reason, reading)
    return _make_result(page, "read", "", "", reading)


def evaluate_pages(
    path: Path, *, workers: int | None = None, progress: Progress | None = None
) -> Iterator[FirstCheck]:
    """Yield the first check of every page of a list, in order, on `workers` cores or on all.

    Raises UserError if the list or one of its files cannot be read.
    """
    pages = read_rows(path, _parse_page, "a page: id and file are required")
    return map_in_processes(evaluate_page, pages, workers, progress)


def _parse_page(row: Mapping[str, Any], folder: Path) -> SinglePage:
    kind = str(row.get("document") or "").partition("#")[0].strip()
    expected = Expected(str(row.get("service") or ""), kind, str(row.get("url") or ""))
    return SinglePage(str(row["id"]), expected, folder / row["file"])


def _make_result(
    page: SinglePage, verdict: str, code: str, reason: str, reading: Reading | None
) -> FirstCheck:
    dropped = reading.dropped if reading else ()
    return FirstCheck(
        id=page.name,
        verdict=verdict,
        code=code,
        reason=reason,
        words=reading.words if reading else 0,
        set_aside_words=sum(len(part.text.split()) for part in dropped),
    )
