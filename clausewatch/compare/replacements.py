"""The words that one form of a sentence has in place of those of another."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from clausewatch.compare.vocabulary import CONNECTIVES
from clausewatch.text.cache import cache_edits

_WORD = re.compile(r"\S+")
_JOINING_WORDS = frozenset(
    {"and", "or", "nor", "und", "oder", "sowie", "et", "ou", "y", "o", "e", ""}
)
_LIGHT_WORDS = CONNECTIVES | _JOINING_WORDS | {"as", "well"}
_MAX_GAP, _LONG_WORDS = 2, 3
"""Long replacements that two words part are one: these words are the same by chance."""
MAX_QUOTED_WORDS = 14
"""A quote of more words is cut, which would hide a second replacement in it."""
_MAX_SHARED_WORDS = 7
"""Between replacements that are quoted together: a quote has four words on either side."""
_MARKS = '.,;:()"“”'
Run = tuple[int, int, int, int]
"""First word and end in the earlier sentence, then in the later one."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Adjacent words that were replaced, added (`removed` is empty) or removed."""

    before: str
    after: str
    """Both sentences."""
    old: tuple[int, int]
    new: tuple[int, int]
    """Where the words are in either sentence, as start and end."""

    @property
    def removed(self) -> str:
        """The words of the earlier sentence."""
        return self.before[slice(*self.old)]

    @property
    def added(self) -> str:
        """The words of the later sentence."""
        return self.after[slice(*self.new)]

    @property
    def is_weighty(self) -> bool:
        """True if more than articles and joining words were replaced."""
        tokens = f"{self.removed} {self.added}".casefold().split()
        return any(token.strip(_MARKS) not in _LIGHT_WORDS for token in tokens)

    @property
    def sides(self) -> tuple[tuple[str, int, int], tuple[str, int, int]]:
        """Each sentence with where its words start and end."""
        return (self.before, *self.old), (self.after, *self.new)


def find_weighty_replacements(before: str | None, after: str | None) -> list[Replacement]:
    """Return the replacements that are more than articles and joining words."""
    return [r for r in find_replacements(before, after) if r.is_weighty]


def find_new_item(before: str, after: str) -> Replacement | None:
    """Return the words that one of two sentences has more, if they are all in one place.

    What joins items does not count: "calls and chats" becomes "calls, chats and videos".
    """
    sides = [
        [word for word in _WORD.finditer(text) if _strip(word.group()) not in _JOINING_WORDS]
        for text in (before, after)
    ]
    old_keys, new_keys = ([_strip(word.group()) for word in side] for side in sides)
    codes = SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes()
    runs = [code for code in codes if code[0] != "equal"]
    if len(runs) != 1 or runs[0][0] == "replace":
        return None
    _, i, j, k, m = runs[0]
    old, new = _find_span(sides[0], i, j, before), _find_span(sides[1], k, m, after)
    return Replacement(before, after, old, new)


def _strip(word: str) -> str:
    return word.casefold().strip(_MARKS)


def merge_near(replacements: list[Replacement]) -> list[Replacement]:
    """Return the replacements with those joined whose quotes would repeat each other's words."""
    merged: list[Replacement] = []
    for replacement in replacements:
        last = merged[-1] if merged else None
        between = replacement.before[last.old[1] : replacement.old[0]].split() if last else []
        joined = _join(last, replacement) if last else replacement
        is_short = max(len(joined.removed.split()), len(joined.added.split())) <= MAX_QUOTED_WORDS
        if last and len(between) <= _MAX_SHARED_WORDS and is_short:
            merged[-1] = joined
        else:
            merged.append(replacement)
    return merged


def _join(first: Replacement, last: Replacement) -> Replacement:
    """Return one replacement from the start of one to the end of a later one."""
    old, new = (first.old[0], last.old[1]), (first.new[0], last.new[1])
    return Replacement(last.before, last.after, old, new)


@cache_edits
def find_replacements(before: str | None, after: str | None) -> list[Replacement]:
    """Return what was replaced between two sentences, in order; case and marks do not count."""
    before, after = before or "", after or ""
    old, new = (list(_WORD.finditer(text)) for text in (before, after))
    runs: list[Run] = []
    for run in find_replaced_runs(before, after):
        last = runs[-1] if runs else None
        if last and run[0] - last[1] <= _MAX_GAP and _is_long(last) and _is_long(run):
            runs[-1] = (last[0], run[1], last[2], run[3])
        else:
            runs.append(run)
    return [
        Replacement(before, after, _find_span(old, i, j, before), _find_span(new, k, m, after))
        for i, j, k, m in runs
    ]


@cache_edits
def find_replaced_runs(before: str | None, after: str | None) -> list[Run]:
    """Return the runs of words in which two sentences differ; case and marks do not count."""
    old, new = (
        [word.casefold().strip(_MARKS) for word in (text or "").split()] for text in (before, after)
    )
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i, j, k, m) for tag, i, j, k, m in codes if tag != "equal"]


def _is_long(run: Run) -> bool:
    return max(run[1] - run[0], run[3] - run[2]) >= _LONG_WORDS


def _find_span(words: list[re.Match[str]], first: int, end: int, text: str) -> tuple[int, int]:
    """Return where words are in a text; an empty span before the next word if there are none."""
    if first == end:
        place = words[first].start() if first < len(words) else len(text)
        return place, place
    return words[first].start(), words[end - 1].end()


def is_verb_swap(
    verbs: re.Pattern[str], before: str, after: str, others: re.Pattern[str] | None = None
) -> bool:
    """Tell whether another verb takes the place of one: "revoke" instead of "withdraw".

    `others` are the verbs that may do so; any may without it.
    """
    pairs = ((r.removed, r.added) for r in find_replacements(before, after))
    return any(
        len(old.split()) == len(new.split()) == 1
        and verbs.search(one)
        and (others is None or others.search(other))
        for old, new in pairs
        for one, other in ((old, new), (new, old))
    )
