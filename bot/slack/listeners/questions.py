"""From a question to the command line that answers it."""

from collections.abc import Callable, Iterator

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.clause_lookup import find_core_clause
from bot.slack.listeners.clause_words import find_clause_by_words
from bot.slack.listeners.command_line import normalise
from bot.slack.listeners.platform_names import KeyAndName, load_names
from bot.slack.listeners.request_words import begins_question, fold_word, is_ignored
from clausewatch.catalogue.document_kinds import find_kind
from clausewatch.model.documents import Platform
from clausewatch.provisions.clause_names import find_clause_types
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_WORDS = 25
OPT_OUTS = "opt_out_choices"
OPT = "opt"
OPT_OUT_WORDS = frozenset({"opt", "out", "of", "optout", "opt-out"})
MAX_NAME_WORDS = 3
MIN_STEM_LETTERS = 4
MIN_EQUAL_LETTERS = 2
MARKS = "?!¿¡.,;:\"'()"
_NO_CLAUSE = frozenset(
    {
        "change", "changed", "changes", "check", "checked", "checks", "contact", "contract",
        "policies", "policy", "share", "suppliers", "terms", "vendor", "vendors",
    }
)  # fmt: skip
"""Words that name no clause type by themselves."""
_NO_NAME = frozenset(
    {
        "clause", "clauses", "companies", "content", "information", "may", "platform", "platforms",
        "sell", "share", "store", "train", "whose",
    }
)  # fmt: skip
"""Words of questions, besides those ignored in any sentence, that are no platform's name."""


async def find_meaning(call: Call, text: str, *, is_strict: bool = False) -> str | None:
    """Return the command line that a text without a verb asks for, or None if it is not certain.

    If it is strict, one word that resembles a name of a clause type is not enough.

    A platform with a clause type is the record; a clause type alone, or with several platforms, is
    the comparison. A platform with a kind of document, as in `notion's dpa`, is the platform.
    """
    words = [word.strip(MARKS) for word in normalise(text).split()]
    words = [word.removesuffix("'s") for word in words if word]
    if not 0 < len(words) <= MAX_WORDS:
        return None
    keys, other_words = await _find_platforms(call, words)
    clause_id = (find_certain_clause if is_strict else find_asked_clause)(other_words)
    names = [f'"{KEY_PREFIX}{key}"' for key in keys]
    if clause_id is None:
        return f"show {names[0]}" if len(names) == 1 and _name_kind(other_words) else None
    if not names:
        is_name = call.context.catalogue.find_exact(text) is not None
        return None if is_name and find_clause_id(words) is None else f'compare "{clause_id}"'
    if len(names) > 1:
        return f'compare "{clause_id}", {", ".join(names)}'
    return f'show {names[0]}, "{clause_id}"'


def find_asked_clause(words: list[str]) -> str | None:
    """Return the clause type that words name together, by its name, or by one of its words."""
    certain = find_certain_clause(words)
    return certain or find_clause_id(words) or find_clause_by_words(words)


def find_certain_clause(words: list[str]) -> str | None:
    """Return the clause type whose name some words are, or that several words name."""
    clause_id = _find_exact_clause(words) or _find_exact_clause(_join_runs(words))
    return clause_id or find_clause_by_words(words, min_words=2)


def _join_runs(words: list[str]) -> list[str]:
    """Return the runs of several words, which may be a name: `governing law`."""
    counts = range(2, MAX_NAME_WORDS + 1)
    return [" ".join(words[at : at + n]) for n in counts for at in range(len(words) - n + 1)]


def _name_kind(words: list[str]) -> bool:
    """Return whether the words name a kind of document and say nothing else."""
    named = [word for word in words if not is_ignored(fold_word(word))]
    return bool(words) and (find_kind(" ".join(named or words)) is not None)


async def find_named_platform(call: Call, text: str) -> Platform | None:
    """Return the catalogue's platform that the text is or that its words name."""
    platform = call.context.catalogue.find_exact(text)
    words = [word.strip(MARKS) for word in normalise(text).split()][:MAX_WORDS]
    if platform is None and (len(words) > 1 and begins_question(text)):
        keys, _ = await _find_platforms(call, words)
        platform = call.context.catalogue.find_by_key(keys[0]) if keys else None
    return platform


def find_clause_id(words: list[str]) -> str | None:
    """Return the clause type that the words mean together, or that exactly one of them names.

    A clause that people ask to opt out of is meant itself, not opt-outs in general. A word that is
    a name by itself counts more than several words: `share data with police`.
    """
    if any(word.casefold().startswith(OPT) for word in words):
        others = [word for word in words if word.casefold() not in OPT_OUT_WORDS]
        if (clause_id := _find_joint_clause(others) or _find_named_clause(others)) is not None:
            return clause_id
    clause_id = _find_exact_clause(words) or _find_joint_clause(words)
    return clause_id or _find_named_clause(words) or _find_ending_clause(words)


def _find_exact_clause(words: list[str]) -> str | None:
    """Return the only clause type that has one of the words as its name or alias."""
    folded = {word.casefold() for word in words} - _NO_CLAUSE
    named = [
        clause.id
        for clause in load_taxonomy().clauses.values()
        if clause.id != OPT_OUTS and not folded.isdisjoint(_list_names(clause))
    ]
    return named[0] if len(named) == 1 else None


def _find_joint_clause(words: list[str]) -> str | None:
    match = find_clause_types(" ".join(words), load_taxonomy())
    is_sure = match.is_sure and (len(words) != 1 or _begins_alike(words[0], match.clauses[0]))
    return match.clauses[0].id if is_sure else None


def _find_named_clause(words: list[str]) -> str | None:
    clause_ids = set()
    for word in words:
        match = find_clause_types(word, load_taxonomy())
        clause = match.clauses[0] if match.is_sure else find_core_clause(word, match.clauses)
        if clause is not None and _shares_word([word], clause):
            clause_ids.add(clause.id)
    return clause_ids.pop() if len(clause_ids) == 1 else None


def _find_ending_clause(words: list[str]) -> str | None:
    """Return the only clause type that the last words resemble: `allowed to train on our stuff`."""
    for start in range(len(words) - 1):
        match = find_clause_types(" ".join(words[start:]), load_taxonomy())
        is_only = len(match.clauses) == 1 and _shares_word(words[start:], match.clauses[0])
        if match.is_sure or is_only:
            return match.clauses[0].id
    return None


def _list_names(clause: ClauseType) -> list[str]:
    names = [name.casefold() for name in (clause.name, *clause.aliases)]
    return [*names, clause.id.replace("_", " ")] if "_" in clause.id else names


def _begins_alike(word: str, clause: ClauseType) -> bool:
    """Return whether a word begins as one in the names does: people mistype later letters."""
    beginning = word[:MIN_EQUAL_LETTERS].casefold()
    return any(part.startswith(beginning) for name in _list_names(clause) for part in name.split())


def _shares_word(words: list[str], clause: ClauseType) -> bool:
    """Return whether a word is or begins one in the names of a clause type."""
    names = " ".join(_list_names(clause)).split()
    folded = [word.casefold() for word in words if word.casefold() not in _NO_CLAUSE]
    stems = tuple(word for word in folded if len(word) >= MIN_STEM_LETTERS)
    return bool(stems) and any(name.startswith(stems) for name in names)


async def _find_platforms(call: Call, words: list[str]) -> tuple[list[str], list[str]]:
    """Return the keys of the platforms that the words name, and the other words.

    They are those on this channel's watchlist, or else the first one of the catalogue.
    """
    names = await load_names(call)
    keys: list[str] = []
    while (found := _find_name(names.find_watched, words)) is not None:
        key, words = found
        keys.append(key)
    if not keys and (found := _find_name(names.find_in_catalogue, words)) is not None:
        return [found[0]], found[1]
    return list(dict.fromkeys(keys)), words


def _find_name(
    find: Callable[[str], KeyAndName | None], words: list[str]
) -> tuple[str, list[str]] | None:
    """Return the key of the first platform that some words name, and the other words."""
    for name, rest in _split_names(words):
        if (pair := find(name)) is not None:
            return pair[0], rest
    return None


def _split_names(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each run of words that may be a name, longest first, with the other words."""
    for count in range(min(MAX_NAME_WORDS, len(words) - 1), 0, -1):
        for start in range(len(words) - count + 1):
            run = words[start : start + count]
            if not any(map(_is_no_name, run)):
                yield " ".join(run), words[:start] + words[start + count :]


def _is_no_name(word: str) -> bool:
    return is_ignored(fold_word(word)) or word.casefold() in _NO_NAME
