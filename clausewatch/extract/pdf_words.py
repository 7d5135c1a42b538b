"""Lines of printed text joined to one text, with broken words mended."""

import re
from collections.abc import Mapping, Sequence

HYPHENATED_PREFIXES = frozenset({"all", "anti", "co", "cross", "data", "de", "e",
                                 "end", "ex", "full", "high", "in", "inter", "long",
                                 "low", "multi", "non", "off", "on", "opt", "part",
                                 "post", "pre", "pro", "re", "real", "self", "semi",
                                 "short", "so", "state", "sub", "third", "two", "up",
                                 "user", "well"})  # fmt: skip
"""First halves of compounds that always keep their hyphen."""
_BROKEN_END = re.compile(r"([^\W\d_]+)-$")
_WORD_START = re.compile(r"([^\W\d_]+)")
_MAX_WORD_CHARS = 200
"""No word is longer, so the first half of a word is searched in this many characters."""
_MAX_OPEN_CHARS = 4_000
"""Longer texts are closed in parts: a copy of the whole text per line would cost quadratic time."""


def join_lines(lines: Sequence[str], word_counts: Mapping[str, int]) -> str:
    """Return lines as one text; `word_counts` counts the document's words in lower case.

    A word broken across two lines is joined as the rest of the document spells it.
    """
    closed: list[str] = []
    text = ""
    for line in lines:
        if len(text) > _MAX_OPEN_CHARS:
            closed.append(text[:-_MAX_WORD_CHARS])
            text = text[-_MAX_WORD_CHARS:]
        if text.endswith("-"):
            text = _join_broken_word(text, line, word_counts)
        else:
            text = f"{text} {line}" if text else line
    return "".join((*closed, text))


def _join_broken_word(text: str, line: str, word_counts: Mapping[str, int]) -> str:
    first, second = _BROKEN_END.search(text[-_MAX_WORD_CHARS:]), _WORD_START.match(line)
    if first is None or second is None:
        # A dash between words or after a number stays.
        return f"{text}{line}" if text[-2:-1].isalnum() else f"{text} {line}"
    head, tail = first[1].casefold(), second[1].casefold()
    if second[1][0].isupper() and not first[1].isupper():
        return text + line
    words, compounds = word_counts.get(head + tail, 0), word_counts.get(f"{head}-{tail}", 0)
    if compounds > words or (words == compounds and head in HYPHENATED_PREFIXES):
        return text + line
    return text[:-1] + line
