"""Remarks on the first page of a document: it may be the wrong page, but nothing proves it.

Someone entered this URL as that of the policy, so a page is refused only on positive evidence. A
page that is merely unusual gets a remark: it is accepted and compared from then on, and a person is
asked.
"""

from clausewatch.compare.page_index import index_page
from clausewatch.compare.page_titles import list_titles
from clausewatch.compare.plausibility_facts import PlausibilityFacts
from clausewatch.compare.similarity import measure_shared_text
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.drop_reasons import EARLIER_VERSION
from clausewatch.model.reading import Expected, Implausible, Reading, Remark
from clausewatch.model.unread_parts import UNREAD_PARTS, describe_parts
from clausewatch.text.document_titles import find_kinds

_MAX_TITLE_CHARS = 100
_MAX_CONSENT_WORDS = 120
_MIN_CHOICES = 2
_MAX_CONSENT_STATEMENTS = 40


def find_remark(reading: Reading, expected: Expected) -> Remark | None:
    """Return the first remark on a page without an earlier version, or None."""
    facts = PlausibilityFacts(reading, None, expected)
    return (
        _detect_consent_dialog(facts)
        or _detect_other_kind(facts)
        or _detect_other_page(facts)
        or _detect_failure(facts)
        or _detect_dropped_text(reading)
        or find_unread_parts(reading)
    )


def find_unread_parts(reading: Reading) -> Remark | None:
    """Return a remark on the parts of a page that cannot be read, or None."""
    text = describe_parts(reading.signals.unread_parts)
    return Remark(UNREAD_PARTS, text) if text else None


def is_in_doubt(reading: Reading, expected: Expected) -> bool:
    """Return whether a page may be another page than the expected document.

    Its titles do not name the document, its text is not a policy, or a part failed to load. If the
    next page is not a version of such a page, the first one was the wrong page.
    """
    facts = PlausibilityFacts(reading, None, expected)
    has_title = bool(facts.title_kinds & (facts.expected_kinds or facts.title_kinds))
    detectors = (_detect_other_page, _detect_consent_dialog, _detect_failure)
    return not has_title or any(detect(facts) for detect in detectors)


def compare_front_page(reading: Reading, front_page: Reading) -> Implausible | None:
    """Return the reason why a page is the site's front page, or None if it has its own text.

    On 75 policy pages the front page had 0% of the text at the median and 15% at most.
    """
    share = measure_shared_text(index_page(reading), index_page(front_page))
    if share < THRESHOLDS.min_front_page_share:
        return None
    return Implausible("home", "The page repeats the site's front page.")


def _detect_consent_dialog(facts: PlausibilityFacts) -> Remark | None:
    """Detect a page that speaks of cookies and offers a choice, or says little else."""
    if "cookies" in facts.expected_kinds:
        return None
    is_short = facts.reading.words <= _MAX_CONSENT_WORDS and facts.button_count >= _MIN_CHOICES
    if is_short and "cookies" in find_kinds(facts.kept_text):
        return Remark("consent-wall", "The page asks for consent and has little other text.")
    if find_kinds(facts.reading.title) & (facts.expected_kinds or facts.title_kinds):
        return None
    if _measure_cookie_share(facts) < THRESHOLDS.min_consent_share:
        return None
    return Remark("consent-wall", "The page says little beyond which cookies the site uses.")


def _measure_cookie_share(facts: PlausibilityFacts) -> float:
    """Return the share of the first statements that is about cookies, 0 to 1."""
    statements = facts.page.statements[:_MAX_CONSENT_STATEMENTS]
    sizes = [s.size for s in statements if "cookies" in find_kinds(s.text)]
    return sum(sizes) / max(1, sum(statement.size for statement in statements))


def _detect_other_kind(facts: PlausibilityFacts) -> Remark | None:
    """Detect a page whose titles name another kind of document."""
    if not facts.title_kinds or not facts.expected_kinds:
        return None
    if (facts.title_kinds | facts.section_kinds) & facts.expected_kinds:
        return None
    first_title = next(title for title in list_titles(facts.reading) if find_kinds(title))
    title = " ".join(first_title.split())[:_MAX_TITLE_CHARS]
    return Remark("other-document", f"The page calls itself “{title}”.")


def _detect_other_page(facts: PlausibilityFacts) -> Remark | None:
    """Detect a page whose names and words do not show that it is a policy."""
    has_name = bool(facts.own_kinds or facts.section_kinds & facts.expected_kinds)
    if has_name and facts.prose_share >= THRESHOLDS.min_named_prose_share:
        return None
    if facts.legal_share >= _find_min_legal_share(facts):
        return None
    if facts.prose_share < THRESHOLDS.min_prose_share:
        return Remark("hub", "The page lists links and headlines rather than terms.")
    return Remark("home", "The page does not call itself a policy.")


def _detect_failure(facts: PlausibilityFacts) -> Remark | None:
    """Detect a page on which something failed to load: it may have been the document."""
    if not facts.failures:
        return None
    message = " ".join(facts.failures[0].split())[:_MAX_TITLE_CHARS]
    return Remark("embed", f"A part of the page may be missing. The page says: “{message}”")


def _find_min_legal_share(facts: PlausibilityFacts) -> float:
    return THRESHOLDS.min_legal_share / 2 if facts.section_kinds else THRESHOLDS.min_legal_share


def _detect_dropped_text(reading: Reading) -> Remark | None:
    """Detect a page of which more words were dropped than kept."""
    counts: dict[str, int] = {}
    for dropped in reading.dropped:
        if dropped.reason == EARLIER_VERSION:
            continue
        counts[dropped.reason] = counts.get(dropped.reason, 0) + len(dropped.text.split())
    total = sum(counts.values())
    if total <= reading.words:
        return None
    reason = max(counts, key=lambda name: counts[name])
    return Remark(
        "set-aside",
        f"{total:,} of {total + reading.words:,} words were left out, most of them as {reason}.",
    )
