"""The comparison to tell of a page that announces terms, or shows those that were announced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausewatch.analysis.announced_texts import (
    SAME,
    drop_frame,
    find_announcements,
    find_former_announced,
    is_other_text_of,
    split_dated_text,
    try_read,
)
from clausewatch.analysis.document_facts import analyse_document
from clausewatch.analysis.list_changes import compare_documents, grade_document
from clausewatch.model.announcements import NOTHING_ANNOUNCED, AnnouncedComparison
from clausewatch.model.provisions import VersionAnalysis
from clausewatch.model.reading import (
    Comparison,
    EditKind,
    Expected,
    Page,
    Reading,
    Severity,
    Significance,
)
from clausewatch.model.term_dates import TermDateKind

NEARER = 0.5
"""Text is compared with the announced one if that leaves at most this share of differences."""
IN_FORCE_SUMMARY = "The terms that were announced are in force; nothing else changed."
IN_FORCE_REASON = "it was reported when it was announced"


@dataclass(frozen=True, slots=True)
class Sides:
    """Two readings of a document, and how they are compared."""

    before: Reading
    after: Reading
    expected: Expected
    volatile: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AnnouncedTexts:
    """Where announced texts may be."""

    pages: Sequence[Page]
    """The pages of the later reading."""
    linked: Sequence[Page]
    """The pages that these link to, if they were fetched."""
    former: Page | None
    """The page that an earlier announcement linked to."""
    known: Sequence[Reading]
    """Versions before the earlier reading, newest first."""


def compare_announced(
    sides: Sides, comparison: Comparison, analysis: VersionAnalysis, texts: AnnouncedTexts
) -> AnnouncedComparison:
    """Grade the comparison of two readings, or that with a text that is announced, or was."""
    graded = (analysis, sides.before, sides.after, sides.expected)
    comparison = grade_document(comparison, *graded)
    former = find_former_announced(texts.former, sides.before, texts.known, sides.after)
    if former is not None:
        other = replace(sides, before=former)
        since = compare_documents(former, sides.after, sides.expected, sides.volatile)
        if texts.former is None:
            since = drop_frame(since, former, sides.after)
        since = _grade(since, other)
        told = _compare_with_announced(comparison, since, sides.before)
        if told.has_replaced:
            return told
    for index, page in enumerate(texts.linked):
        result = _compare_other_text(sides, try_read(page))
        if result is not None:
            return AnnouncedComparison(_announce(result, comparison, page.url), index=index)
    beside = split_dated_text(sides.after, sides.before)
    result = _compare_other_text(sides, beside)
    if result is not None:
        return AnnouncedComparison(_announce(result, comparison, ""))
    links = find_announcements(comparison, texts.pages, sides.after.language)
    return AnnouncedComparison(comparison, links=links)


def compare_first_announced(
    reading: Reading, expected: Expected, pages: Sequence[Page]
) -> AnnouncedComparison:
    """Return the comparison of a first reading with the terms that it announces.

    `pages` are those that the announcement links to.
    """
    sides = Sides(reading, reading, expected)
    for index, page in enumerate(pages):
        result = _compare_other_text(sides, try_read(page), has_notice=True)
        if result is not None:
            return AnnouncedComparison(replace(result, announced_at=page.url), index=index)
    return NOTHING_ANNOUNCED


def _compare_other_text(
    sides: Sides, text: Reading | None, *, has_notice: bool = False
) -> Comparison | None:
    """Compare the earlier reading with an announced text; None if that is another document.

    If the earlier reading has the notice of the text, that is no term that the text lacks.
    """
    if text is None:
        return None
    comparison = compare_documents(sides.before, text, sides.expected, sides.volatile)
    if has_notice:
        comparison = drop_frame(comparison, sides.before, text)
    if not is_other_text_of(text, sides.before, comparison, sides.expected):
        return None
    return _grade(comparison, replace(sides, after=text))


def _grade(comparison: Comparison, sides: Sides) -> Comparison:
    """Analyse two sides, and grade their comparison."""
    analysis = analyse_document(sides.before, sides.after, sides.expected.kind)
    return grade_document(comparison, analysis, sides.before, sides.after, sides.expected)


def _announce(announced: Comparison, page: Comparison, url: str) -> Comparison:
    """Return the comparison with an announced text, with the dates that its page states."""
    dates = tuple(dict.fromkeys((*page.dates, *announced.dates)))
    starts = (each.on for each in dates if each.kind is TermDateKind.EFFECTIVE)
    effective = page.effective or next(starts, None) or announced.effective
    return replace(announced, dates=dates, effective=effective, announced_at=url)


def _compare_with_announced(
    page: Comparison, announced: Comparison, baseline: Reading
) -> AnnouncedComparison:
    """Return how the text of a page differs from the announced one, if that is what it shows.

    `page` is its comparison with the baseline, and `announced` that with the announced text.
    """
    if announced.significance in SAME:
        return AnnouncedComparison(_mark_in_force(page), is_in_force=True, has_replaced=True)
    if _measure(announced) <= NEARER * _measure(page):
        dated = replace(announced, stated_before=baseline.stated_date)
        return AnnouncedComparison(dated, has_replaced=True)
    return AnnouncedComparison(page)


def _measure(comparison: Comparison) -> int:
    return sum(
        len(edit.before or "") + len(edit.after or "")
        for edit in comparison.edits
        if edit.kind is not EditKind.MOVED
    )


def _mark_in_force(comparison: Comparison) -> Comparison:
    """Return a comparison that is on record, and that nobody is alerted about."""
    edits = tuple(
        replace(
            edit,
            significance=Significance.DATE_ONLY,
            severity=Severity.LOW,
            reason=IN_FORCE_REASON,
            sentence="",
        )
        for edit in comparison.edits
    )
    return replace(
        comparison,
        edits=edits,
        significance=Significance.DATE_ONLY,
        severity=Severity.LOW,
        summary=(IN_FORCE_SUMMARY,),
        headline=IN_FORCE_SUMMARY,
        impacts=(),
        shifts=(),
        subprocessors=(),
        dates=(),
        effective=None,
    )
