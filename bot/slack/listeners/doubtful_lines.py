"""Whether a line that begins with a verb is a sentence rather than a command."""

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.exports.item_lists import AUDIT, COLLECTIONS
from bot.slack.listeners.call import Call
from bot.slack.listeners.clause_lookup import find_core_clause
from bot.slack.listeners.command_line import CommandLine, is_all
from bot.slack.listeners.platform_names import load_names
from bot.slack.listeners.request_words import (
    EVERYTHING,
    find_phrases,
    fold_word,
    is_ignored,
    list_phrases,
    split_words,
)
from bot.slack.listeners.requests import ALL, RECORD_ID
from bot.slack.listeners.settings_options import SETTERS
from bot.slack.listeners.waiting_changes import parse_filter
from clausewatch.provisions.clause_names import find_clause_types
from clausewatch.provisions.taxonomy_files import load_taxonomy

PRONOUNS = frozenset({"this", "that", "it", "these", "them"})
"""What `assign` is followed by in a sentence; a list of changes is narrowed by other words."""
WORDS_OF_VERBS: Mapping[str, Collection[str]] = {
    "change": (),
    "export": {*COLLECTIONS, AUDIT, "report", "month"},
    "settings": SETTERS.keys(),
}
"""The verbs that take certain words or record ids, with these words."""
NAMING_VERBS = frozenset(
    {"watch", "unwatch", "mute", "unmute", "check", "show", "changes", "log", "subprocessors"}
)
"""The verbs whose rest is names of platforms."""
OTHER_SUBJECTS = frozenset({"changes", "deadlines", "decisions", "log", "reviews", "subprocessors"})
"""What `show` may be followed by, and another verb shows."""


async def is_doubtful(call: Call, verb: str, line: CommandLine) -> bool:
    """Return whether the rest of a line of this verb is not what the verb takes."""
    if not line.rest.strip():
        return False
    if _begins_phrase(line):
        return True
    if verb == "review":
        return await _is_doubtful_review(call, line)
    if verb in NAMING_VERBS:
        return not is_all(line.names) and await _has_sentence(call, verb, line.names)
    if verb in PLAIN_CHECKS:
        return PLAIN_CHECKS[verb](line)
    first_word = line.rest.split(maxsplit=1)[0].casefold()
    is_record = RECORD_ID.fullmatch(first_word) is not None or first_word.isdigit()
    is_known = is_record or first_word in WORDS_OF_VERBS.get(verb, ())
    return verb in WORDS_OF_VERBS and not is_known


def _begins_phrase(line: CommandLine) -> bool:
    """Return whether the verb begins a longer phrase for one: `audit trail`, `open items`."""
    words = [fold_word(word) for word in split_words(f"{line.verb} {line.rest}")]
    return any(phrase.start == 0 and phrase.length > 1 for phrase in list_phrases(words))


async def _is_doubtful_review(call: Call, line: CommandLine) -> bool:
    """Return whether a line says more than filters and a name: `open items for me`."""
    first_word = line.rest.split(maxsplit=1)[0]
    is_other = first_word.casefold() in PRONOUNS or RECORD_ID.fullmatch(first_word) is not None
    _, _, name_words = parse_filter(line.rest, "")
    return is_other or await _has_sentence(call, "review", [" ".join(name_words)])


def _is_doubtful_list(line: CommandLine) -> bool:
    return not names_all(line.rest)


def _is_doubtful_address(line: CommandLine) -> bool:
    return "/" not in line.rest and "." not in line.rest


def _is_doubtful_comparison(line: CommandLine) -> bool:
    """Return whether a name is not that of a clause type: `compare what they say`."""
    name = line.names[0]
    if any(is_ignored(fold_word(word)) for word in name.split()):
        return True
    match = find_clause_types(name, load_taxonomy())
    return not match.is_sure and find_core_clause(name, match.clauses) is None


PLAIN_CHECKS: Mapping[str, Callable[[CommandLine], bool]] = {
    "list": _is_doubtful_list,
    "deadlines": _is_doubtful_list,
    "address": _is_doubtful_address,
    "compare": _is_doubtful_comparison,
}
"""The checks of verbs that need no records."""


def names_all(text: str) -> bool:
    """Return whether a text says no more than `all`: `all vendors in this workspace`."""
    words = [fold_word(word) for word in split_words(text)]
    is_all = any(phrase.start == 0 for phrase in find_phrases(words, EVERYTHING))
    return is_all and all(is_ignored(word) or word in {ALL, "platforms"} for word in words)


async def _has_sentence(call: Call, verb: str, names: Sequence[str]) -> bool:
    """Return whether one of the names contains words of a sentence, and names no platform."""
    platform_names = await load_names(call)

    def is_name(name: str) -> bool:
        return platform_names.find(name) is not None

    for name in names:
        words = name.split()
        folded = [fold_word(word.strip("/?!.,")) for word in words]
        is_plain = len(words) == 1 or is_name(name) or not any(map(is_ignored, folded))
        beginnings = [" ".join(words[:count]) for count in range(1, len(words))]
        is_begun = verb == "show" and not is_ignored(folded[0]) and any(map(is_name, beginnings))
        is_begun = is_begun and OTHER_SUBJECTS.isdisjoint(folded)
        if not is_plain and not is_begun:
            return True
    return False
