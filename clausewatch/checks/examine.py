"""The CPU-heavy part of a check, as one pure function that runs in a worker process.

It takes bytes and values and returns values: no clock, no network, no database.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from clausewatch import compare, extract
from clausewatch.analysis.announced_texts import (
    find_first_announcements,
    shows_announced_terms,
)
from clausewatch.analysis.announcements import (
    AnnouncedTexts,
    Sides,
    compare_announced,
    compare_first_announced,
)
from clausewatch.analysis.document_facts import analyse_document
from clausewatch.analysis.list_changes import compare_documents, grade_document
from clausewatch.analysis.list_pages import find_implausibility, find_remark
from clausewatch.checks.examination import (
    BaselineTerms,
    Disagreement,
    EarlierTerms,
    Examination,
    FirstReading,
    ImplausibleReading,
    OtherTerms,
    Task,
)
from clausewatch.checks.outcome import EARLIER_CHECKS
from clausewatch.model.announcements import NOTHING_ANNOUNCED
from clausewatch.model.reading import Comparison, Reading


def examine(task: Task) -> Examination:
    """Read the pages and compare them with what is known. Raises ExtractError."""
    seen = task.recall(task.pages)
    reading = extract.read(task.pages) if seen is None else seen.reading
    baseline = extract.read(task.baseline_pages) if task.baseline_pages else task.baseline
    if baseline is not None and baseline.text_fingerprint == reading.text_fingerprint:
        return BaselineTerms(
            reading, is_same_text=True, unread_parts=len(baseline.signals.unread_parts)
        )
    if baseline is not None and task.is_baseline_in_doubt:
        baseline = _keep_right_baseline(task, reading, baseline)
    if not task.is_trusted:
        implausible = find_implausibility(reading, baseline, task.expected)
        if implausible is not None and not shows_announced_terms(
            task.announced, reading, task.expected
        ):
            return ImplausibleReading(reading, implausible)
    if baseline is None:
        return _examine_first(task, reading)
    comparison = (
        compare_documents(baseline, reading, task.expected, task.volatile)
        if seen is None
        else seen.comparison
    )
    if comparison.significance is None:
        return BaselineTerms(
            reading, is_same_text=False, unread_parts=len(baseline.signals.unread_parts)
        )
    index = _find_same_terms(task, reading, task.known)
    if index is not None:
        analysis = analyse_document(baseline, task.known[index], task.expected.kind)
        return EarlierTerms(reading, index, analysis)
    other = _examine_candidate(task, reading, baseline, comparison)
    return replace(other, unread_parts=len(baseline.signals.unread_parts))


def _examine_first(task: Task, reading: Reading) -> FirstReading | ImplausibleReading:
    """Look for what is odd about a first page; the front page proves what it suggests."""
    remark = None if task.is_trusted else find_remark(reading, task.expected)
    if task.front_page is not None and compare.is_front_page_needed(remark):
        implausible = compare.compare_front_page(reading, extract.read((task.front_page,)))
        if implausible is not None:
            return ImplausibleReading(reading, implausible)
    analysis = analyse_document(None, reading, task.expected.kind)
    if task.linked:
        told = compare_first_announced(reading, task.expected, task.linked)
        return FirstReading(reading, analysis, remark, told)
    if task.read_on is None:
        return FirstReading(reading, analysis, remark)
    links = find_first_announcements(reading, analysis.dates, task.pages, task.read_on)
    return FirstReading(reading, analysis, remark, replace(NOTHING_ANNOUNCED, links=links))


def _keep_right_baseline(task: Task, reading: Reading, baseline: Reading) -> Reading | None:
    """Return a doubtful baseline, or None if the policy shows now that it was the wrong page."""
    remark = find_remark(reading, task.expected)
    is_policy = find_implausibility(reading, None, task.expected) is None
    is_sure = is_policy and (remark is None or not remark.is_doubt)
    is_wrong = is_sure and find_implausibility(baseline, reading, task.expected)
    return None if is_wrong else baseline


def _examine_candidate(
    task: Task, reading: Reading, baseline: Reading, comparison: Comparison
) -> OtherTerms:
    """Compare terms that are not on record with the earlier checks of the candidate."""
    # An earlier check often saw the same bytes.
    known = {pages: seen.reading for pages in task.earlier_checks if (seen := task.recall(pages))}
    known[task.pages] = reading
    earlier = [known.get(pages) or extract.read(pages) for pages in task.earlier_checks]
    is_confirmed = _find_same_terms(task, reading, earlier) is not None
    is_filed = is_confirmed or reading.terms_fingerprint in task.recurring
    if task.needs_confirmation and not is_filed and len(earlier) < EARLIER_CHECKS:
        return OtherTerms(reading, comparison, None)
    analysis = analyse_document(baseline, reading, task.expected.kind)

    def grade(ungraded: Comparison) -> Comparison:
        return grade_document(ungraded, analysis, baseline, reading, task.expected)

    if is_confirmed or len(earlier) < EARLIER_CHECKS:
        sides = Sides(baseline, reading, task.expected, task.volatile)
        texts = AnnouncedTexts(task.pages, task.linked, task.announced, task.known)
        told = compare_announced(sides, comparison, analysis, texts)
        return OtherTerms(reading, told.comparison, analysis, is_confirmed=is_confirmed, told=told)
    # A check that showed the terms of the baseline says nothing about unstable statements.
    others = [each for each in earlier if each.terms_fingerprint != baseline.terms_fingerprint]
    unstable = _find_unstable([*others, reading])
    stable = compare_documents(baseline, reading, task.expected, task.volatile | unstable)
    disagreement = Disagreement(grade(stable), tuple(sorted(unstable)))
    return OtherTerms(reading, grade(comparison), analysis, disagreement=disagreement)


def _find_same_terms(task: Task, reading: Reading, others: Sequence[Reading]) -> int | None:
    """Return the index of the first reading with the same terms, by fingerprint if possible."""
    for index, other in enumerate(others):
        if other.terms_fingerprint == reading.terms_fingerprint:
            return index
    for index, other in enumerate(others):
        comparison = compare_documents(other, reading, task.expected, task.volatile)
        if comparison.significance is None:
            return index
    return None


def _find_unstable(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the fingerprints of the statements that not all of these readings have."""
    sets = [frozenset(compare.map_statements(reading)) for reading in readings]
    return frozenset().union(*(first ^ second for first, second in combinations(sets, 2)))
