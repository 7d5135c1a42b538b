"""Run the real stages on pairs of stored pages, to measure the bot's decisions.

A list of pairs has one JSON object per line with `id`, `url`, `service`, `document`, `before` and
`after`. The last two have a `file`, relative to the list. Labels are optional. The result is one
decision per pair.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from clausewatch.analysis.document_facts import analyse_document
from clausewatch.analysis.list_changes import compare_documents, grade_document
from clausewatch.analysis.list_pages import find_implausibility
from clausewatch.compare.first_page import is_in_doubt
from clausewatch.compare.headline import names_only_a_place
from clausewatch.errors import ExtractError
from clausewatch.evaluation.page_lists import Progress, map_in_processes, read_body, read_rows
from clausewatch.extract import read
from clausewatch.model.reading import (
    Comparison,
    Direction,
    Expected,
    Implausible,
    Page,
    Reading,
    Significance,
)

CardRenderer = Callable[[Expected, Comparison], str]
"""Renders the card of a change as text; a module-level function, so that workers can import it."""

_DIRECTION_NAMES: Mapping[Direction | None, str] = {
    Direction.LESS_FAVOURABLE: "less_favourable",
    Direction.MORE_FAVOURABLE: "more_favourable",
    Direction.MIXED: "mixed",
}
_QUOTE_CHARS = 220
_MAX_QUOTED_EDITS = 2


class MarkedEdit(TypedDict):
    """One edit as the redline marks it."""

    kind: str
    before: str | None
    after: str | None


class Decision(TypedDict):
    """What the bot would do about one pair, as `clausewatch judge` prints it."""

    id: str
    told: bool
    significance: str | None
    implausible: str | None
    card: str
    edits: list[MarkedEdit]
    severity: str | None
    """`low`, `medium` or `high` as in the alert; None without one."""
    direction: str | None
    """`less_favourable`, `more_favourable` or `mixed` for users; None if it is not sure."""
    summary: list[str]


@dataclass(frozen=True, slots=True)
class PagePair:
    """Two captures of one document."""

    name: str
    expected: Expected
    before: Path
    after: Path


def _shorten_quote(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_CHARS else line[:_QUOTE_CHARS].rpartition(" ")[0] + "\u2026"


def render_plain_card(expected: Expected, comparison: Comparison) -> str:
    """Return a card in plain text: the document, the summary and the most severe edits."""
    lines = [
        f"{expected.platform} \u00b7 {expected.kind}: {comparison.severity} severity",
        comparison.headline,
    ]
    lines += [f"\u2022 {line}" for line in comparison.summary]
    for edit in comparison.edits[:_MAX_QUOTED_EDITS]:
        if edit.before:
            lines.append(f"Before: {_shorten_quote(edit.before)}")
        if edit.after:
            lines.append(f"After: {_shorten_quote(edit.after)}")
    return "\n".join(lines)


def find_implausible_side(
    before: Reading, after: Reading, expected: Expected
) -> tuple[str, Implausible] | None:
    """Return the side that is not the policy (`before` or `after`) and why; None if both are.

    The earlier page is a first page and the later one is compared with it, as in a check. If the
    earlier page was in doubt and the later one does not continue it, it was the wrong page.
    """
    checks = [("before", before, None), ("after", after, before)]
    if is_in_doubt(before, expected):
        checks.append(("before", before, after))
    for side, reading, baseline in checks:
        if implausible := find_implausibility(reading, baseline, expected):
            return side, implausible
    return None


def _refuse(name: str, implausible: str) -> Decision:
    return Decision(
        id=name,
        told=False,
        significance=None,
        implausible=implausible,
        card="",
        edits=[],
        severity=None,
        direction=None,
        summary=[],
    )


def evaluate(pair: PagePair, card: CardRenderer = render_plain_card) -> Decision:
    """Read and compare one pair. Raises UserError if a file cannot be read."""
    url = pair.expected.url
    try:
        before = read([Page(url, read_body(pair.before), "")])
        after = read([Page(url, read_body(pair.after), "")])
    except ExtractError as fault:
        return _refuse(pair.name, f"unreadable: {fault.reason}")
    if refusal := find_implausible_side(before, after, pair.expected):
        side, implausible = refusal
        return _refuse(pair.name, f"{side}: {implausible.code}: {implausible.reason}")
    comparison = compare_with_provisions(before, after, pair.expected)
    is_alert = comparison.significance is Significance.SUBSTANTIVE
    lead = [] if names_only_a_place(comparison.headline) else [comparison.headline]
    return Decision(
        id=pair.name,
        told=is_alert,
        significance=comparison.significance.value if comparison.significance else None,
        implausible=None,
        card=card(pair.expected, comparison) if is_alert else "",
        edits=[
            MarkedEdit(kind=e.kind.value, before=e.before, after=e.after) for e in comparison.edits
        ],
        severity=comparison.severity.value if is_alert else None,
        direction=_DIRECTION_NAMES.get(comparison.direction) if is_alert else None,
        summary=[*lead, *comparison.summary] if is_alert else [],
    )


def compare_with_provisions(before: Reading, after: Reading, expected: Expected) -> Comparison:
    """Compare two readings and grade the comparison by provisions, as a check does."""
    comparison = compare_documents(before, after, expected)
    if comparison.significance is not Significance.SUBSTANTIVE:
        return comparison
    analysis = analyse_document(before, after, expected.kind)
    return grade_document(comparison, analysis, before, after, expected)


def _parse_pair(row: Mapping[str, Any], folder: Path) -> PagePair:
    kind = str(row.get("document") or "").partition("#")[0].strip()
    expected = Expected(str(row.get("service") or ""), kind, str(row.get("url") or ""))
    return PagePair(
        str(row["id"]), expected, folder / row["before"]["file"], folder / row["after"]["file"]
    )


def read_pairs(path: Path) -> list[PagePair]:
    """Read the list of pairs. Raises UserError with the line that cannot be read."""
    return read_rows(path, _parse_pair, "a pair: id, before.file and after.file are required")


@dataclass(frozen=True, slots=True)
class _PairEvaluator:
    """Evaluates a pair in a worker process; picklable, unlike a closure."""

    card: CardRenderer

    def __call__(self, pair: PagePair) -> Decision:
        return evaluate(pair, self.card)


def evaluate_all(
    path: Path,
    *,
    card: CardRenderer = render_plain_card,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Decision]:
    """Yield a decision for every pair of a list, in order, on `workers` cores or on all.

    Raises UserError if the list or one of its files cannot be read.
    """
    return map_in_processes(_PairEvaluator(card), read_pairs(path), workers, progress)
