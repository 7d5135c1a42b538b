"""What a first look at a page has to remark on: what may be wrong with it, where nothing proves it.

Somebody said that the policy is at this URL, so a page is read unless there is positive evidence
against it. What merely looks odd is a remark: the page is read, compared from then on, and a person
is asked.
"""

from clausewatch.compare.page_index import index_page
from clausewatch.compare.page_titles import list_titles
from clausewatch.compare.plausibility_facts import PlausibilityFacts
from clausewatch.compare.similarity import measure_shared_text
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.reading import Expected, Implausible, Reading, Remark
from clausewatch.text.document_titles import find_kinds

_MAX_TITLE_CHARS = 100
_DOUBTS = frozenset({"home", "hub"})


def find_remark(reading: Reading, expected: Expected) -> Remark | None:
    """Return the first thing to remark on in a page that is read for the first time."""
    facts = PlausibilityFacts(reading, None, expected)
    return _remark_other_kind(facts) or _remark_other_page(facts) or _remark_set_aside(reading)


def is_in_doubt(reading: Reading, expected: Expected) -> bool:
    """Return whether a page may be another page than the expected document.

    Nothing at its top names the document, or nothing below is a policy. Where the page that follows
    is no version of such a page, the first one was the wrong page.
    """
    facts = PlausibilityFacts(reading, None, expected)
    is_named = bool(facts.title_kinds & (facts.expected_kinds or facts.title_kinds))
    return not is_named or _remark_other_page(facts) is not None


def is_front_page_needed(remark: Remark | None) -> bool:
    """Return whether the site's front page would settle what a remark only suspects."""
    return remark is not None and remark.code in _DOUBTS


def compare_front_page(reading: Reading, front_page: Reading) -> Implausible | None:
    """Return why a page is the site's front page, or None if it has a text of its own.

    On 75 policy pages the front page had 0% of the text at the median and 15% at most.
    """
    share = measure_shared_text(index_page(reading), index_page(front_page))
    if share < THRESHOLDS.min_front_page_share:
        return None
    return Implausible("home", "The page says what the site's front page says.")


def _remark_other_kind(facts: PlausibilityFacts) -> Remark | None:
    """Remark on a page that calls itself something else than was expected."""
    if not facts.title_kinds or not facts.expected_kinds:
        return None
    if (facts.title_kinds | facts.section_kinds) & facts.expected_kinds:
        return None
    named = next(name for name in list_titles(facts.reading) if find_kinds(name))
    title = " ".join(named.split())[:_MAX_TITLE_CHARS]
    return Remark("other-document", f"The page calls itself “{title}”.")


def _remark_other_page(facts: PlausibilityFacts) -> Remark | None:
    """Remark on a page that neither its names nor its words show to be a policy."""
    has_name = bool(facts.own_kinds or facts.section_kinds & facts.expected_kinds)
    if has_name and facts.prose_share >= THRESHOLDS.min_named_prose_share:
        return None
    if facts.legal_share >= _needed_share(facts):
        return None
    if facts.prose_share < THRESHOLDS.min_prose_share:
        return Remark("hub", "The page lists links and headlines rather than terms.")
    return Remark("home", "The page does not call itself a policy.")


def _needed_share(facts: PlausibilityFacts) -> float:
    return THRESHOLDS.min_legal_share / 2 if facts.section_kinds else THRESHOLDS.min_legal_share


def _remark_set_aside(reading: Reading) -> Remark | None:
    """Remark on a page of which more was set aside as no part of the policy than was kept."""
    counts: dict[str, int] = {}
    for dropped in reading.dropped:
        counts[dropped.reason] = counts.get(dropped.reason, 0) + len(dropped.text.split())
    total = sum(counts.values())
    if total <= reading.words:
        return None
    reason = max(counts, key=lambda name: counts[name])
    return Remark(
        "set-aside",
        f"{total:,} of {total + reading.words:,} words were left out, most of them as {reason}.",
    )
