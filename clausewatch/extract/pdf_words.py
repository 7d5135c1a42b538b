"""Lines of a printed text joined to one, the words that its line breaks took apart made whole."""

import re
from collections.abc import Mapping, Sequence

KEEPS_HYPHEN = frozenset({"all", "anti", "co", "cross", "data", "de", "e", "end", "ex", "full",
                          "high", "in", "inter", "long", "low", "multi", "non", "off", "on", "opt",
                          "part", "post", "pre", "pro", "re", "real", "self", "semi", "short",
                          "so", "state", "sub", "third", "two", "up", "user", "well"})  # fmt: skip
"""First halves of compounds that are written with a hyphen wherever they stand."""
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_HALF = re.compile(r"([^\W\d_]+)")
_MOST_WORD_CHARS = 200
"""What is longer is no word; so far back is looked for the first half of one."""
_OPEN_CHARS = 4_000
"""So much of a text is held open at most: to copy the whole for each line costs its square."""


def joined(lines: Sequence[str], known: Mapping[str, int]) -> str:
    """Return lines as one text; `known` counts the words of the document, in lower case.

    A word that a line break took apart is written as the rest of the document writes it.
    """
    closed: list[str] = []
    text = ""
    for line in lines:
        if len(text) > _OPEN_CHARS:
            closed.append(text[:-_MOST_WORD_CHARS])
            text = text[-_MOST_WORD_CHARS:]
        if text.endswith("-"):
            text = _mended(text, line, known)
        else:
            text = f"{text} {line}" if text else line
    return "".join((*closed, text))


def _mended(text: str, line: str, known: Mapping[str, int]) -> str:
    first, second = _BROKEN.search(text[-_MOST_WORD_CHARS:]), _HALF.match(line)
    if first is None or second is None:
        # A dash between words, or a number's: it stays, and so does the blank.
        return f"{text}{line}" if text[-2:-1].isalnum() else f"{text} {line}"
    head, tail = first[1].casefold(), second[1].casefold()
    if second[1][0].isupper() and not first[1].isupper():
        return text + line
    whole, compound = known.get(head + tail, 0), known.get(f"{head}-{tail}", 0)
    if compound > whole or (whole == compound and head in KEEPS_HYPHEN):
        return text + line
    return text[:-1] + line
