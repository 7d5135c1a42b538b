"""The CPU-heavy part of a check, as one pure function that runs in a worker process.

It is given bytes and values and returns values: no clock, no network, no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from clausewatch import compare, extract, provisions
from clausewatch.checks.impact import graded
from clausewatch.model.provisions import Recognised
from clausewatch.model.reading import Comparison, Expected, Implausible, Page, Reading, Severity
from clausewatch.text.cache import clear_cache


@dataclass(frozen=True, slots=True)
class Task:
    """What a look brought, and what it is held against."""

    pages: tuple[Page, ...]
    expected: Expected
    baseline: Reading | None = None
    baseline_pages: tuple[Page, ...] = ()
    """Given where another extractor release made the baseline: it is then read anew."""
    known: tuple[Reading, ...] = ()
    """Other versions of this document, newest first."""
    looks: tuple[tuple[Page, ...], ...] = ()
    """Pages of the candidate's earlier looks, oldest first."""
    volatile: frozenset[str] = frozenset()
    has_provisions: bool = False
    """What may be filed is to be recognised, too."""
    is_trusted: bool = False
    """Somebody said that the page is the policy: it is not asked whether it looks like one."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What a worker found."""

    reading: Reading
    implausible: Implausible | None = None
    rederived: Reading | None = None
    """The baseline as the running extractor reads it, where that was needed."""
    comparison: Comparison | None = None
    """Against the baseline; None for a first look and for an implausible one."""
    known_index: int | None = None
    """Which of the known versions has the same terms."""
    confirms: int | None = None
    """Which earlier look showed the same terms."""
    stable: Comparison | None = None
    """Against the baseline without what came and went between the looks; on a third look."""
    came_and_went: tuple[str, ...] = ()
    """Fingerprints of the statements that the looks did not share; on a third look."""
    recognised: Recognised | None = None
    """Of the reading, or of the known version with its terms; None where it says nothing new."""


FULL_LOOKS = 2
"""Earlier looks after which a further one that agrees with none settles the matter."""


def examine(task: Task) -> Examination:
    """Read the pages and hold them against what is known. Raises ExtractError."""
    try:
        found = _compared(task)
        return _recognised(task, found) if task.has_provisions else found
    finally:
        clear_cache()


def _recognised(task: Task, found: Examination) -> Examination:
    """Add the provisions to what may become a version, and grade the change by them."""
    is_same = found.comparison is not None and found.comparison.significance is None
    if found.implausible is not None or is_same:
        return found
    baseline = found.rederived or task.baseline
    shown = found.reading if found.known_index is None else task.known[found.known_index]
    held = provisions.analyse_version(baseline, shown)
    if baseline is None or found.comparison is None:
        return replace(found, recognised=held)
    stable = found.stable and graded(found.stable, held, baseline, shown)
    comparison = graded(found.comparison, held, baseline, shown)
    return replace(found, recognised=held, comparison=comparison, stable=stable)


def _compared(task: Task) -> Examination:
    """Read, question and compare; no provisions yet."""
    reading = extract.read(task.pages)
    rederived = extract.read(task.baseline_pages) if task.baseline_pages else None
    baseline = rederived or task.baseline
    if baseline is not None and baseline.text_fingerprint == reading.text_fingerprint:
        return Examination(reading, rederived=rederived, comparison=NOTHING)
    implausible = None
    if not task.is_trusted:
        implausible = compare.find_implausibility(reading, baseline, task.expected)
    if implausible is not None or baseline is None:
        return Examination(reading, implausible, rederived)
    comparison = compare.compare(baseline, reading, task.volatile)
    if comparison.significance is None:
        return Examination(reading, rederived=rederived, comparison=comparison)
    known = _same_terms(reading, task.known, task.volatile)
    if known is not None or not task.looks:
        return Examination(reading, None, rederived, comparison, known)
    looks = [extract.read(pages) for pages in task.looks]
    confirms = _same_terms(reading, looks, task.volatile)
    if confirms is not None or len(looks) < FULL_LOOKS:
        return Examination(reading, None, rederived, comparison, None, confirms)
    # A look that showed the old terms says nothing about which statements are unsteady.
    others = [look for look in looks if look.terms_fingerprint != baseline.terms_fingerprint]
    unsteady = _unsteady([*others, reading])
    stable = compare.compare(baseline, reading, task.volatile | unsteady)
    return Examination(
        reading, None, rederived, comparison, None, None, stable, tuple(sorted(unsteady))
    )


NOTHING = Comparison((), None, Severity.LOW, (), None, None)
"""Two readings with the same text."""


def _same_terms(
    reading: Reading, others: Sequence[Reading], volatile: frozenset[str]
) -> int | None:
    """Return the index of the first reading with the same terms; fingerprints are asked first."""
    for index, other in enumerate(others):
        if other.terms_fingerprint == reading.terms_fingerprint:
            return index
    for index, other in enumerate(others):
        if compare.compare(other, reading, volatile).significance is None:
            return index
    return None


def _unsteady(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the fingerprints of the statements that not all of these readings have."""
    sets = [frozenset(compare.map_statements(reading)) for reading in readings]
    return frozenset().union(*(first ^ second for first, second in combinations(sets, 2)))
