"""The sentence of an edit that a reader must see first, short enough for a headline."""

import re

from clausewatch.compare.phrase_length import shorten
from clausewatch.compare.quotes import nest_quotes
from clausewatch.compare.sensitive_topics import names_sensitive_topic
from clausewatch.compare.shift_words import RULE_WORDS, TURNING_WORDS, ShiftWords, find_shift_words
from clausewatch.compare.stance import find_rules
from clausewatch.model.reading import Edit
from clausewatch.text.normal_form import make_key
from clausewatch.text.sentences import split_sentences

_ELLIPSIS = "\u2026"
_MAX_CHARS = 140
_MAX_WHOLE_CHARS = 200
"""Of a sentence that is quoted whole."""
_MIN_CHARS = 30
"""Of the rule of a sentence, when what limits it takes most of the room."""
_GAP = f" {_ELLIPSIS} "
_PART = re.compile(r", |; ")
_MAX_LEAD_CHARS = 60
"""Before the rule of a long sentence, which may then be quoted from its first word."""
_MAX_LEAD_IN_CHARS = 90
"""Of the sentence that introduces a list: its end tells best what the items are."""
_MAX_TRIED = 4
_MIN_WORDS = 4
_MAX_SEARCHED_CHARS = 6_000
_DANGLING = re.compile(
    r"(?:[,;]? (?:with|to|by|for|of|and|or|in|from|the|your|our|an?|any|mit|an|von|und|oder|der|"
    r"die|das|den|avec|à|de|et|ou|la|le|les|con|y|o|el)){1,3}$",
    re.IGNORECASE,
)
_LIMITS = (*TURNING_WORDS, "exception")
_SAYING = (*RULE_WORDS, *TURNING_WORDS, "copula", "company", "user")
"""Groups of grammar of which whatever says something has one; a title has none."""
_MIN_SENTENCE_WORDS = 7
"""Of a sentence in a language without a grammar."""


def quote_leading_sentence(edit: Edit, limit: int) -> str:
    """Return the weightiest new or removed sentence in quotation marks, cut to what it rules.

    A sentence that cannot be cut without turning it around leaves its place to the next one.
    """
    text = (edit.after or edit.before or "")[:_MAX_SEARCHED_CHARS]
    kept = {make_key(s) for s in split_sentences(edit.before or "")} if edit.after else set()
    sentences = [s for s in split_sentences(text) if make_key(s) not in kept]
    first, lead = sentences[:1], _cut_lead_in(edit)
    words = find_shift_words(text)
    sentences.sort(key=lambda s: weigh_sentence(s, words), reverse=True)
    for sentence in sentences[:_MAX_TRIED]:
        quote = quote_sentence(sentence, limit)
        whole = f"\u201c{nest_quotes(lead)}{_GAP}{quote[1:]}"
        is_item = lead and [sentence] == first and not _stands_alone(sentence, words)
        if is_item and quote and len(whole) <= limit:
            return whole
        if quote:
            return quote
    return ""


def _stands_alone(sentence: str, words: ShiftWords) -> bool:
    """Tell whether a sentence says itself who does something, or only where to read on."""
    is_pointer = words.grammar["pointer"].match(sentence.strip()) is not None
    return is_pointer or any(rule.actor for rule in find_rules(sentence, 0, words))


def _cut_lead_in(edit: Edit) -> str:
    """Return the sentence that introduces the list of an edit, or its end: what the items are.

    A mere label of the list tells nothing of its items.
    """
    lead = " ".join(edit.lead.split())
    grammar = find_shift_words(lead).grammar
    if not lead.endswith(":") or not any(grammar[name].search(lead) for name in _SAYING):
        return ""
    if len(lead) <= _MAX_LEAD_IN_CHARS:
        return lead
    if grammar["negation"].search(lead[:-_MAX_LEAD_IN_CHARS]):
        # Without its "not", the end of the sentence would say the opposite.
        return ""
    return f"{_ELLIPSIS}{lead[-_MAX_LEAD_IN_CHARS:].partition(' ')[2]}"


def quote_sentence(sentence: str, limit: int) -> str:
    """Return a sentence in quotation marks, at most `limit` characters.

    A long sentence is cut to the part that says what somebody does or may do, with every part that
    limits it. The result is empty if these do not fit: what is left out could turn it around.
    """
    words = find_shift_words(sentence)
    line = " ".join(sentence.split()).strip(" ;:,")
    line = line if len(line) <= min(limit, _MAX_WHOLE_CHARS) else _cut_to_rule(line, limit, words)
    return f"\u201c{nest_quotes(line.rstrip(' .;:,'))}\u201d" if line else ""


def _cut_to_rule(sentence: str, limit: int, words: ShiftWords) -> str:
    """Return the start of the rule of a sentence, with every other part that limits it."""
    start = _find_start(sentence, words)
    head = _shorten(sentence[start:], min(limit, _MAX_CHARS))
    rest = sentence[start + len(head) :]
    before, behind = (
        [part.strip(" ,;.") for part in _PART.split(text) if _is_limit(part, words)]
        for text in (sentence[:start], rest)
    )
    room = limit - sum(len(part) + len(_GAP) for part in (*before, *behind)) - 2 * len(_GAP)
    if room < min(len(head), _MIN_CHARS):
        return ""
    head = _shorten(head, room)
    if behind and sentence[start + len(head) :].strip(" ,;").startswith(behind[0]):
        head = f"{head} {behind.pop(0)}"
    line = _GAP.join([*before, head, *behind])
    is_cut_before = not sentence.startswith(line[:_MIN_CHARS])
    end = line.rstrip(" .;:,")[-_MIN_CHARS:]
    is_cut_behind = not sentence.rstrip(" .;:,").endswith(end)
    return f"{_ELLIPSIS * is_cut_before}{line}{_ELLIPSIS * is_cut_behind}"


def _shorten(text: str, limit: int) -> str:
    """Return the start of a text, without a preposition whose noun is cut off."""
    line = shorten(text, limit).rstrip(_ELLIPSIS)
    return _DANGLING.sub("", line) if len(line) < len(text) else line


def _is_limit(text: str, words: ShiftWords) -> bool:
    """Tell whether a part of a sentence limits what it says, or tells with whom it is shared."""
    return bool(words.grammar["together"].match(text.lstrip(" ,("))) or any(
        words.grammar[name].search(text) for name in _LIMITS
    )


def _find_start(sentence: str, words: ShiftWords) -> int:
    """Return where the clause of a long sentence starts that says what somebody does or may do."""
    rules = (words.grammar[name].search(sentence) for name in RULE_WORDS)
    first = min((rule.start() for rule in rules if rule), default=0)
    if len(sentence) <= _MAX_CHARS or first < _MAX_LEAD_CHARS:
        return 0
    return sentence.rfind(", ", 0, first) + 2 if ", " in sentence[:first] else 0


def weigh_sentence(sentence: str, words: ShiftWords) -> int:
    """Return how much a sentence says: 2 for a sensitive topic, 1 for a rule, 1 for a disclaimer.

    A title, a few words or the start of a list have less than no weight.
    """
    grammar, count = words.grammar, len(sentence.split())
    if count < _MIN_WORDS or sentence.rstrip().endswith(":"):
        return -1
    if count < _MIN_SENTENCE_WORDS and not any(grammar[name].search(sentence) for name in _SAYING):
        return -1
    has_rule = any(grammar[name].search(sentence) for name in RULE_WORDS)
    is_freed = bool(grammar["negation"].search(sentence) and grammar["disclaimer"].search(sentence))
    return 2 * names_sensitive_topic(sentence) + has_rule + is_freed
