"""The moves of who decides: consent, a way to opt out, and settings that are on by default."""

import re
from itertools import dropwhile, takewhile

from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import Replacement, find_weighty_replacements
from clausewatch.compare.shift_words import ShiftWords
from clausewatch.compare.stance import find_clause, find_rule_before
from clausewatch.model.reading import Severity, Shift

_FOLLOWING_WORDS = 2
_NAME = re.compile(r"\w[\w-]*")
_NOUN_FIRST = frozenset({"fr", "es"})
"""Languages that put adjectives behind their noun."""
_CHOICES = {
    1: "asks for consent",
    2: "lets users opt out",
    3: "asks nobody for consent",
}


def find_choice_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move between consent, an opt-out and no choice."""
    if not (replacement.removed and replacement.added):
        return _find_new_choice(replacement, words)
    old, new = (_rank_choice(*side, words) for side in replacement.sides)
    if not old or not new or old == new or _is_asked_by_users(replacement, words):
        return None
    return make_quoting_shift(
        "choice", replacement, Severity.HIGH, f"Now {_CHOICES[new]}", is_loss=new > old
    )


def _is_asked_by_users(replacement: Replacement, words: ShiftWords) -> bool:
    """Tell whether users are those who need consent, and not those who give it."""
    rules = (find_rule_before(sentence, start, words) for sentence, start, _ in replacement.sides)
    return any(rule is not None and rule.actor == "user" for rule in rules)


def _rank_choice(sentence: str, start: int, end: int, words: ShiftWords) -> int:
    """Return 1 for consent, 2 for an opt-out, 3 for neither; 0 if the words say nothing of it."""
    grammar = words.grammar
    text = sentence[start:end]
    following = " ".join([text, *sentence[end:].split()[:_FOLLOWING_WORDS]])
    if grammar["no_choice"].search(following):
        return 3
    if grammar["opt_out"].search(text):
        return 2
    is_about_consent = grammar["consent"].search(following)
    if not is_about_consent:
        return 3 if grammar["notice_only"].search(text) else 0
    lead = sentence[find_clause(sentence, start)[0] : start]
    is_denied = grammar["negation"].search(lead) or grammar["negation"].search(text)
    return 3 if grammar["without"].search(text) and not is_denied else 1


def _find_new_choice(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of words that are only added or removed and say how to opt out."""
    grammar = words.grammar
    text = replacement.added or replacement.removed
    other = replacement.before if replacement.added else replacement.after
    if grammar["opt_out"].search(other):
        return None
    if not (grammar["opt_out"].search(text) and grammar["may"].search(text)):
        return None
    if grammar["negation"].search(text) or grammar["limit"].search(text):
        return None
    label = "Adds a way to opt out" if replacement.added else "Drops a way to opt out"
    is_loss = not replacement.added
    return make_quoting_shift("choice", replacement, Severity.HIGH, label, is_loss=is_loss)


def is_switched_by_default(before: str, after: str, words: ShiftWords) -> bool:
    """Tell whether an edit switches the default of a setting on or off."""
    replacements = find_weighty_replacements(before, after)
    return any(_find_switches(replacement, words) for replacement in replacements)


def _find_switches(replacement: Replacement, words: ShiftWords) -> tuple[int, ...]:
    """Return 1 for on and -1 for off, before and after; empty if no default is switched."""
    sides = (replacement.removed, replacement.added)
    states = tuple(_read_switch(text.strip(" ,."), words) for text in sides)
    is_default = words.grammar["default"].search(replacement.after)
    return states if is_default and sorted(states) == [-1, 1] else ()


def find_default_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a setting that is on or off unless users change it."""
    states = _find_switches(replacement, words)
    if not states or _is_act_of_users(replacement, words):
        return None
    setting = _find_setting(replacement.after[: replacement.new[0]], words)
    is_protective, is_intrusive = (
        _is_setting_of(sort, setting, words) for sort in ("protective", "intrusive")
    )
    if is_protective is is_intrusive:
        return None
    is_on = states[1] > 0
    label = f"Is now {'on' if is_on else 'off'} by default"
    is_loss = is_on is not is_protective
    return make_quoting_shift("default", replacement, Severity.HIGH, label, is_loss=is_loss)


def _is_act_of_users(replacement: Replacement, words: ShiftWords) -> bool:
    """Tell whether a switch is what users do: "off until you turn it on"."""
    lead = replacement.after[: replacement.new[0]]
    copula = words.grammar["copula"].search(lead)
    return bool(copula and words.grammar["user"].search(lead, copula.end()))


def _find_setting(lead: str, words: ShiftWords) -> str:
    """Return the noun of a setting with its adjectives, and what it is of: `the use of data`."""
    clause = lead.rpartition(", ")[2]
    copula = words.grammar["copula"].search(clause)
    return clause[: copula.start()] if copula else clause


def _is_setting_of(sort: str, setting: str, words: ShiftWords, *, is_used: bool = False) -> bool:
    """Tell whether a setting is of a sort, protective or intrusive, as its noun says.

    "Masking of locations" and "location masking" are about masking, not about locations. Where the
    noun is only data, its adjective decides: "personalised messages". The use of something is what
    that is, and the use of data is intrusive. So is the tracking of data, but not of parcels.
    """
    grammar = words.grammar
    names = list(_NAME.finditer(setting))
    names = list(dropwhile(lambda name: grammar["article"].fullmatch(name.group()), names))
    names = list(takewhile(lambda name: not _ends_noun(name.group(), words), names))
    if not names:
        return False
    noun, end = names[0 if words.language in _NOUN_FIRST else -1], names[-1].end()
    if grammar["use"].fullmatch(noun.group()):
        used = _find_object(setting[end:], words) or setting[end:]
        return _is_setting_of(sort, used, words, is_used=True)
    matches = (m for m in grammar[sort].finditer(setting) if m.start() <= noun.start() < m.end())
    if match := next(matches, None):
        done_to = _find_object(setting[max(end, match.end()) :], words)
        is_plain = sort == "protective" or not done_to
        return is_plain or _is_setting_of(sort, done_to, words, is_used=True)
    is_data = any(grammar[name].fullmatch(noun.group()) for name in ("matter", "record"))
    if is_data and is_used:
        return sort == "intrusive"
    return is_data and grammar[sort].search(setting, 0, names[-1].end()) is not None


def _find_object(behind: str, words: ShiftWords) -> str:
    """Return what a noun is done to: "of your parcels"; empty if that is not said."""
    behind = behind.strip()
    of = words.grammar["genitive"].match(behind)
    return behind[of.end() :] if of else ""


def _ends_noun(word: str, words: ShiftWords) -> bool:
    groups = ("article", "preposition", "subordinate", "noun_end")
    return any(words.grammar[name].fullmatch(word) for name in groups)


def _read_switch(text: str, words: ShiftWords) -> int:
    if words.grammar["switched_on"].fullmatch(text):
        return 1
    return -1 if words.grammar["switched_off"].fullmatch(text) else 0
