"""Whether a line that begins with a verb is a sentence rather than a command."""

from collections.abc import Collection, Mapping, Sequence

from bot.exports.item_lists import AUDIT, COLLECTIONS
from bot.slack.listeners.call import Call
from bot.slack.listeners.clause_lookup import find_core_clause
from bot.slack.listeners.command_line import CommandLine, is_all
from bot.slack.listeners.platform_names import load_names
from bot.slack.listeners.request_words import fold_word, is_ignored, split_words
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
    "list": {ALL},
    "deadlines": {ALL},
}
"""The verbs that take certain words or record ids, with these words."""
NAMING_VERBS = frozenset({"watch", "unwatch", "mute", "unmute", "check", "show", "changes", "log"})
"""The verbs whose rest is names of platforms."""


async def is_doubtful(call: Call, verb: str, line: CommandLine) -> bool:
    """Return whether the rest of a line of this verb is not what the verb takes."""
    first_word = line.rest.split(maxsplit=1)[0].casefold() if line.rest else ""
    if not first_word:
        return False
    if verb == "review":
        _, _, name_words = parse_filter(line.rest, "")
        is_other = first_word in PRONOUNS or RECORD_ID.fullmatch(first_word) is not None
        return is_other or await _has_sentence(call, verb, [" ".join(name_words)])
    if verb in NAMING_VERBS:
        return not is_all(line.names) and await _has_sentence(call, verb, line.names)
    if verb == "compare":
        match = find_clause_types(line.names[0], load_taxonomy())
        if any(is_ignored(fold_word(word)) for word in line.names[0].split()):
            return True
        return not match.is_sure and find_core_clause(line.names[0], match.clauses) is None
    is_record = RECORD_ID.fullmatch(first_word) is not None or first_word.isdigit()
    is_known = is_record or first_word in WORDS_OF_VERBS.get(verb, ())
    if verb in {"list", "deadlines"}:
        is_known = names_all(line.rest)
    return verb in WORDS_OF_VERBS and not is_known


def names_all(text: str) -> bool:
    """Return whether a text says no more than `all`: `all vendors in this workspace`."""
    words = [fold_word(word) for word in split_words(text)]
    return words[:1] == [ALL] and all(
        is_ignored(word) or word in {ALL, "platforms", "workspace"} for word in words
    )


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
        if not is_plain and not is_begun:
            return True
    return False
