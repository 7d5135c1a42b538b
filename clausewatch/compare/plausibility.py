"""Is this page the policy at all? Judged by its relation to the last good version and the kind."""

from collections.abc import Callable

from clausewatch.compare.page_index import side_of
from clausewatch.compare.page_kinds import BLOCKERS, ERROR_TITLE
from clausewatch.compare.plausibility_facts import Question
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.reading import Expected, Implausible, Reading

_LANGUAGES = {
    "en": "English", "fr": "French", "de": "German", "zh": "Chinese", "sv": "Swedish",
    "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "da": "Danish",
    "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "pl": "Polish", "ja": "Japanese",
    "ko": "Korean", "ru": "Russian",
}  # fmt: skip
_ENDS = tuple(".!?\u2026:;\u3002\uff01\uff1f\uff1b\uff1a)]\"'\u201d\u2019\u00bb")
_TORN_TOKENS = 3
_FRAME_LINES = 4


def _language(code: str) -> str:
    return _LANGUAGES.get(code, f"the language {code}")


def _blocker(code: str) -> Implausible:
    return Implausible(code, BLOCKERS[code][0])


def _is_torn(q: Question) -> bool:
    """Tell whether the page's last sentence is the torn start of one of the last good version."""
    if q.baseline is None or not q.side.statements:
        return False
    last = q.side.statements[-1]
    if last.text.rstrip().endswith(_ENDS) or last.size < _TORN_TOKENS:
        return False
    # The last word may itself be torn, so only what stands before it has to match.
    start = last.key.rpartition(" ")[0] + " "
    keys = [statement.key for statement in side_of(q.baseline).statements]
    return last.key not in keys and any(key.startswith(start) for key in keys)


def _is_start(q: Question) -> bool:
    """Tell whether the page says nothing that the last good version did not, to some point."""
    if q.baseline is None or q.reading.words >= q.baseline.words or q.is_much_shorter:
        return q.is_much_shorter
    keys = side_of(q.baseline).keys
    said = [statement.key in keys for statement in q.side.statements[:-1]]
    return sum(said) >= THRESHOLDS.start_known * max(1, len(said))


def truncated(q: Question) -> Implausible | None:
    """A body that ends before its document does."""
    reason = None
    if q.reading.signals.truncated:
        reason = "Fewer bytes came than the server announced, so the end is missing."
    elif q.baseline is None or q.reading.words > q.baseline.words:
        return None
    elif _is_torn(q) and (not q.reading.signals.closed or q.is_much_shorter):
        reason = "The text breaks off in mid-sentence, so the end is missing."
    elif not q.reading.signals.closed and q.baseline.signals.closed and _is_start(q):
        reason = "The page ends before its closing tags and lacks the rest of the text."
    return Implausible("truncated", reason) if reason else None


def _by_markup(q: Question) -> str | None:
    signals, is_bare = q.reading.signals, q.reading.words < THRESHOLDS.shell_words
    if "captcha" in signals.generator_hints and is_bare:
        return "captcha"
    if "parking" in signals.generator_hints:
        return "parked"
    return "redirect" if signals.refresh_to and is_bare else None


def blocked(q: Question) -> Implausible | None:
    """Something stands before the document: a captcha, a login, an error, a redirect."""
    if q.is_kept or q.reading.words > THRESHOLDS.blocker_words:
        return None
    if code := _by_markup(q):
        return _blocker(code)
    is_named = q.reading.words > THRESHOLDS.shell_words and q.called & (q.wanted or q.called)
    if q.reading.signals.password_fields and not is_named:
        return Implausible("login", "The page asks to log in instead of showing the document.")
    if q.called and q.reading.words > 2 * THRESHOLDS.shell_words:
        return None
    return next(
        (_blocker(code) for code, (_, shape) in BLOCKERS.items() if shape.search(q.said)), None
    )


def failed(q: Question) -> Implausible | None:
    """A page of any length that says in its title that it is an error."""
    if not q.is_kept and ERROR_TITLE.search(q.reading.title) and not q.called:
        return _blocker("error")
    return None


def empty(q: Question) -> Implausible | None:
    """A page that says next to nothing."""
    if q.is_kept or q.reading.words >= THRESHOLDS.shell_words:
        return None
    hints = q.reading.signals.generator_hints
    if "script root" in hints or (q.reading.signals.scripts and not q.reading.words):
        return _blocker("script-shell")
    return Implausible("empty", "The page has no text of a policy on it.")


def hollow(q: Question) -> Implausible | None:
    """The page around the document is whole, but the document in it did not load."""
    if q.baseline is None or q.kept >= THRESHOLDS.hollow_share or not q.is_much_shorter:
        return None
    around = {d.text for d in q.reading.dropped} & {d.text for d in q.baseline.dropped}
    is_little = q.reading.words < THRESHOLDS.hollow_share * q.baseline.words
    is_frame = q.known >= THRESHOLDS.hollow_known or (len(around) >= _FRAME_LINES and is_little)
    if is_frame and q.likeness < THRESHOLDS.like:
        return Implausible("embed", "The page is there, but the document inside it did not load.")
    return None


def foreign(q: Question) -> Implausible | None:
    """A text in another language than the last good version."""
    if q.baseline is None or q.is_kept:
        return None
    one, other = q.baseline.language, q.reading.language
    if "und" in {one, other} or one == other or q.likeness >= THRESHOLDS.like:
        return None
    reason = f"The page is in {_language(other)}; the document was in {_language(one)}."
    return Implausible("language", reason)


def other_document(q: Question) -> Implausible | None:
    """Another document of the same site."""
    if q.is_kept or not q.called or not q.wanted or q.called & q.wanted:
        return None
    if q.is_same_title or q.likeness >= THRESHOLDS.same_document:
        return None
    # A first page of several documents is named by one of them and has the other further down.
    if q.baseline is None and q.headed & q.wanted:
        return None
    kinds = " or ".join(sorted(q.called))
    return Implausible("other-document", f"The page calls itself something else ({kinds}).")


def _is_policy_by_itself(q: Question) -> bool:
    if q.called & (q.wanted or q.called):
        return True
    is_headed = bool(q.headed & (q.wanted or q.headed))
    needed = THRESHOLDS.legal_share / 2 if is_headed else THRESHOLDS.legal_share
    return q.legal_share >= needed


def elsewhere(q: Question) -> Implausible | None:
    """A page of the site that is no policy: its home page, a hub of links."""
    if q.baseline is None:
        is_policy = _is_policy_by_itself(q)
    else:
        is_named = bool(q.called & q.wanted) or q.is_same_title or q.is_same_headed
        needed = THRESHOLDS.like_named if is_named else THRESHOLDS.like
        is_policy = q.is_kept or q.likeness >= needed
    if is_policy:
        return None
    if q.prose_share < THRESHOLDS.hub_prose:
        return Implausible("hub", "The page lists links and headlines rather than terms.")
    return Implausible("home", "The page reads like the site's home page, not like the document.")


_ASKED: tuple[Callable[[Question], Implausible | None], ...] = (
    truncated,
    blocked,
    empty,
    failed,
    foreign,
    other_document,
    hollow,
    elsewhere,
)


def plausible(reading: Reading, baseline: Reading | None, expected: Expected) -> Implausible | None:
    """Return why a reading is not the policy, or None where it is; the first reason counts."""
    question = Question(reading, baseline, expected)
    for ask in _ASKED:
        if verdict := ask(question):
            return verdict
    return None
