"""Whether a page is its document, for pages that list subprocessors instead of saying sentences."""

from dataclasses import replace

from clausewatch import compare
from clausewatch.model.reading import Expected, Implausible, Reading, Remark
from clausewatch.subprocessors import DOCUMENT_KIND, find_subprocessors
from clausewatch.subprocessors.list_comparison import is_same_list

_UNLIKE_POLICY = frozenset({"hub", "home"})
"""The codes of pages that have no sentences of a policy; a list has none either."""
_EMPTY = "empty"
"""A page without text: the names of a list may be in its images, or behind its login."""
_CUT_OFF = "truncated"
"""A list that breaks off is not whole, although it has the companies of the earlier one."""


def find_implausibility(
    reading: Reading, baseline: Reading | None, expected: Expected
) -> Implausible | None:
    """Return why a page is not the document, or None if it is or lists the same companies."""
    implausible = compare.find_implausibility(reading, baseline, expected)
    if implausible is None:
        return None
    if baseline is not None and _is_continued(implausible, reading, baseline, expected):
        return None
    return _explain_list(implausible, reading, expected)


def _explain_list(implausible: Implausible, reading: Reading, expected: Expected) -> Implausible:
    """Return why a page without text is no list, in the words for what keeps a list unread."""
    if implausible.code != _EMPTY or expected.kind != DOCUMENT_KIND:
        return implausible
    remark = find_subprocessors(reading, expected.kind).remark
    return implausible if remark is None else replace(implausible, reason=remark.reason)


def _is_continued(
    implausible: Implausible, reading: Reading, baseline: Reading, expected: Expected
) -> bool:
    """Return whether a page that looks implausible lists the companies of the earlier one."""
    if implausible.code == _CUT_OFF:
        return False
    before, after = (find_subprocessors(each, expected.kind) for each in (baseline, reading))
    return is_same_list(before.entries, after.entries)


def find_remark(reading: Reading, expected: Expected) -> Remark | None:
    """Return what is odd about a first page: what keeps its list unread, or that it has none."""
    remark = compare.find_remark(reading, expected)
    if expected.kind != DOCUMENT_KIND and remark is None:
        return None
    found = find_subprocessors(reading, expected.kind)
    if found.remark is not None:
        return found.remark
    is_odd = remark is not None and not (found.entries and remark.code in _UNLIKE_POLICY)
    return remark if is_odd else None
