"""Tell whether a page is the policy at all, from the last good version and the expected kind."""

from collections.abc import Callable

from clausewatch.compare.page_index import index_page
from clausewatch.compare.page_kinds import BLOCKERS, ERROR_TITLE
from clausewatch.compare.plausibility_facts import PlausibilityFacts
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.reading import BlockKind, Expected, Implausible, Reading
from clausewatch.text.document_titles import find_kinds

_LANGUAGES = {
    "en": "English", "fr": "French", "de": "German", "zh": "Chinese", "sv": "Swedish",
    "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "da": "Danish",
    "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "pl": "Polish", "ja": "Japanese",
    "ko": "Korean", "ru": "Russian",
}  # fmt: skip
_SENTENCE_ENDS = tuple(".!?\u2026:;\u3002\uff01\uff1f\uff1b\uff1a)]\"'\u201d\u2019\u00bb")
_EMBED = Implausible("embed", "The page is there, but the document inside it did not load.")
_MIN_TORN_TOKENS = 3
_MIN_FRAME_LINES = 4


def find_implausibility(
    reading: Reading, baseline: Reading | None, expected: Expected
) -> Implausible | None:
    """Return the first reason why a reading is not the policy, or None if it is.

    Without a last good version only positive evidence counts; see `first_page` for remarks.
    """
    facts = PlausibilityFacts(reading, baseline, expected)
    for detect in _FIRST_DETECTORS if baseline is None else _DETECTORS:
        if implausible := detect(facts):
            return implausible
    return None


def _name_language(code: str) -> str:
    return _LANGUAGES.get(code, f"the language {code}")


def _report_blocker(code: str) -> Implausible:
    return Implausible(code, BLOCKERS[code].reason)


def _is_torn(facts: PlausibilityFacts) -> bool:
    """Tell whether the page ends inside a sentence of the last good version."""
    if facts.baseline is None or not facts.page.statements:
        return False
    last = facts.page.statements[-1]
    if last.text.rstrip().endswith(_SENTENCE_ENDS) or last.size < _MIN_TORN_TOKENS:
        return False
    # The last word may be cut off too, so only the words before it have to match.
    start = last.key.rpartition(" ")[0] + " "
    keys = [statement.key for statement in index_page(facts.baseline).statements]
    return last.key not in keys and any(key.startswith(start) for key in keys)


def _is_start(facts: PlausibilityFacts) -> bool:
    """Tell whether the page is the last good version up to some point, or a small part of it."""
    if facts.baseline is None or facts.is_much_shorter:
        return facts.is_much_shorter
    if facts.reading.words >= facts.baseline.words:
        return False
    keys = index_page(facts.baseline).keys
    is_known = [statement.key in keys for statement in facts.page.statements[:-1]]
    return sum(is_known) >= THRESHOLDS.min_start_share * max(1, len(is_known))


def _detect_truncation(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a body that ends before its document does."""
    signals, baseline = facts.reading.signals, facts.baseline
    reason = None
    if signals.truncated:
        reason = "Only a part of the page could be read, so the end is missing."
    elif baseline is None or facts.reading.words > baseline.words:
        return None
    elif _is_torn(facts) and (not signals.closed or facts.is_much_shorter):
        reason = "The text breaks off in mid-sentence, so the end is missing."
    elif not signals.closed and baseline.signals.closed and _is_start(facts):
        reason = "The page ends before its closing tags and lacks the rest of the text."
    return Implausible("truncated", reason) if reason else None


def _find_blocker_in_markup(facts: PlausibilityFacts) -> str | None:
    """Return the code of the blocker that the markup reveals."""
    signals = facts.reading.signals
    is_bare = facts.reading.words < THRESHOLDS.min_page_words
    if "captcha" in signals.generator_hints and is_bare:
        return "captcha"
    if "parking" in signals.generator_hints:
        return "parked"
    return "redirect" if signals.refresh_to and is_bare else None


def _has_expected_name(facts: PlausibilityFacts) -> bool:
    """Tell whether the page names an expected kind, or any kind if none is expected."""
    return bool(facts.own_kinds & (facts.expected_kinds or facts.own_kinds))


def _detect_blocker(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a page that blocks the way to the document: a captcha, a login, an error."""
    if facts.is_same_document or facts.reading.words > THRESHOLDS.max_blocker_words:
        return None
    if code := _find_blocker_in_markup(facts):
        return _report_blocker(code)
    has_name = facts.reading.words > THRESHOLDS.min_page_words and _has_expected_name(facts)
    is_login = facts.reading.words <= THRESHOLDS.max_login_words
    if facts.reading.signals.password_fields and is_login and not has_name:
        return Implausible("login", "The page asks to log in instead of showing the document.")
    if facts.own_kinds and facts.reading.words > 2 * THRESHOLDS.min_page_words:
        return None
    # Where the page has text of its own, a banner above it blocks nothing.
    is_bare = facts.reading.words < THRESHOLDS.min_page_words
    text = facts.kept_text if facts.title_kinds and not is_bare else facts.visible_text
    for code, blocker in BLOCKERS.items():
        if code == "consent-wall" and not is_bare:
            is_blocked = _is_consent_wall(facts)
        else:
            is_blocked = bool(blocker.pattern.search(text))
        if is_blocked:
            return _report_blocker(code)
    return None


def _is_consent_wall(facts: PlausibilityFacts) -> bool:
    """Tell whether a page asks for consent: a cookie policy speaks of it, too, without a choice."""
    pattern = BLOCKERS["consent-wall"].pattern
    if "cookies" not in find_kinds(facts.kept_text):
        return False
    if facts.button_count > 0:
        return bool(pattern.search(f"{facts.kept_text} {facts.outer_text}"))
    return bool(pattern.search(facts.outer_text))


def _detect_error_title(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a page whose title, or a short page whose first heading, says that it is an error."""
    if facts.is_same_document or facts.own_kinds:
        return None
    titles = [facts.reading.title]
    if facts.reading.words <= THRESHOLDS.max_blocker_words:
        headings = (b.text for b in facts.reading.blocks if b.kind is BlockKind.HEADING)
        titles += [next(headings, "")]
    return _report_blocker("error") if any(map(ERROR_TITLE.search, titles)) else None


def _detect_empty_page(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a page with almost no text."""
    if facts.is_same_document or facts.reading.words >= THRESHOLDS.min_page_words:
        return None
    signals = facts.reading.signals
    if "script root" in signals.generator_hints or (signals.scripts and not facts.reading.words):
        return _report_blocker("script-shell")
    return Implausible("empty", "The page has no text of a policy on it.")


def _detect_missing_embed(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a page that is complete except for the document that it embeds."""
    baseline = facts.baseline
    if baseline is None or not facts.is_much_shorter:
        return None
    if facts.has_failed and facts.known_share >= THRESHOLDS.min_frame_share:
        return _EMBED
    if facts.kept_share >= THRESHOLDS.min_embed_share:
        return None
    frame_lines = {d.text for d in facts.reading.dropped} & {d.text for d in baseline.dropped}
    has_little_text = facts.reading.words < THRESHOLDS.min_embed_share * baseline.words
    is_frame = facts.known_share >= THRESHOLDS.min_frame_share or (
        len(frame_lines) >= _MIN_FRAME_LINES and has_little_text
    )
    if is_frame and facts.vocabulary_similarity < THRESHOLDS.min_vocabulary_similarity:
        return _EMBED
    return None


def _detect_other_language(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a text in another language than the last good version."""
    if facts.baseline is None or facts.is_same_document:
        return None
    old, new = facts.baseline.language, facts.reading.language
    if "und" in {old, new} or old == new:
        return None
    if facts.vocabulary_similarity >= THRESHOLDS.min_vocabulary_similarity:
        return None
    reason = f"The page is in {_name_language(new)}; the document was in {_name_language(old)}."
    return Implausible("language", reason)


def _detect_other_document(facts: PlausibilityFacts) -> Implausible | None:
    """Detect another document of the same site."""
    own_kinds, expected_kinds = facts.own_kinds, facts.expected_kinds
    if facts.is_same_document or not own_kinds or not expected_kinds or own_kinds & expected_kinds:
        return None
    if (
        facts.has_same_title
        or facts.vocabulary_similarity >= THRESHOLDS.min_same_document_similarity
    ):
        return None
    kinds = " or ".join(sorted(own_kinds))
    return Implausible("other-document", f"The page calls itself something else ({kinds}).")


def _is_rewritten_policy(facts: PlausibilityFacts) -> bool:
    """Tell whether a page with a baseline is that document, whole or rewritten."""
    if facts.is_same_document:
        return True
    has_name = bool(facts.own_kinds & facts.expected_kinds)
    needed = THRESHOLDS.min_vocabulary_similarity
    # A list of links may keep the heading of the policy that it replaced, and nothing else of it.
    if facts.is_much_shorter and not (facts.kept_share or facts.has_same_title):
        return facts.vocabulary_similarity >= needed
    if has_name or facts.has_same_title or facts.has_same_heading:
        needed = THRESHOLDS.min_titled_similarity
    return facts.vocabulary_similarity >= needed


def _detect_other_page(facts: PlausibilityFacts) -> Implausible | None:
    """Detect a page of the site that is not a policy: its home page or a list of links."""
    if _is_rewritten_policy(facts):
        return None
    if facts.prose_share < THRESHOLDS.min_prose_share:
        return Implausible("hub", "The page lists links and headlines rather than terms.")
    return Implausible("home", "The page reads like the site's home page, not like the document.")


_FIRST_DETECTORS: tuple[Callable[[PlausibilityFacts], Implausible | None], ...] = (
    _detect_truncation,
    _detect_blocker,
    _detect_empty_page,
    _detect_error_title,
)
_DETECTORS = (
    *_FIRST_DETECTORS,
    _detect_other_language,
    _detect_other_document,
    _detect_missing_embed,
    _detect_other_page,
)
