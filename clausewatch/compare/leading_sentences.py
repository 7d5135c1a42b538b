"""The sentence of an edit that a reader must see first, short enough for a headline."""

from clausewatch.compare.phrase_length import shorten
from clausewatch.compare.quotes import nest_quotes
from clausewatch.compare.sensitive_topics import names_sensitive_topic
from clausewatch.compare.shift_words import ShiftWords, find_shift_words
from clausewatch.model.reading import Edit
from clausewatch.text.normal_form import make_key
from clausewatch.text.sentences import split_sentences

_MAX_CHARS = 140
_MAX_LEAD_CHARS = 60
"""Before the rule of a long sentence, which may then be quoted from its first word."""
_MAX_SEARCHED_CHARS = 6_000
_ELLIPSIS = "\u2026"
_RULES = ("must", "may", "will", "negation")
_LIMITS = ("negation", "consent", "opt_out", "strict_limit", "without", "exception")


def quote_leading_sentence(edit: Edit) -> str:
    """Return the start of the weightiest new or removed sentence in quotation marks.

    The result is empty if the part that is left out could turn the quoted part around.
    """
    text = (edit.after or edit.before or "")[:_MAX_SEARCHED_CHARS]
    kept = {make_key(s) for s in split_sentences(edit.before or "")} if edit.after else set()
    sentences = [s for s in split_sentences(text) if make_key(s) not in kept]
    if not sentences:
        return ""
    words = find_shift_words(text)
    sentence = " ".join(max(sentences, key=lambda s: _weigh(s, words)).split())
    start = _find_start(sentence, words)
    line = shorten(sentence[start:], _MAX_CHARS)
    is_cut = line.endswith(_ELLIPSIS)
    rest = sentence[:start] + (sentence[start + len(line) - 1 :] if is_cut else "")
    if any(words.grammar[name].search(rest) for name in _LIMITS):
        return ""
    inner = nest_quotes(line.rstrip(" .;:,"))
    return f"\u201c{_ELLIPSIS if start else ''}{inner}\u201d"


def _find_start(sentence: str, words: ShiftWords) -> int:
    """Return where the clause of a long sentence starts that says what somebody does or may do."""
    rules = (words.grammar[name].search(sentence) for name in _RULES)
    first = min((rule.start() for rule in rules if rule), default=0)
    if len(sentence) <= _MAX_CHARS or first < _MAX_LEAD_CHARS:
        return 0
    return sentence.rfind(", ", 0, first) + 2 if ", " in sentence[:first] else 0


def _weigh(sentence: str, words: ShiftWords) -> int:
    """Return 2 for a sensitive topic, 1 more for a rule; `max` takes the first one of equals."""
    has_rule = any(words.grammar[name].search(sentence) for name in _RULES)
    return 2 * names_sensitive_topic(sentence) + has_rule
