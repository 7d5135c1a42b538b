"""What links to policies are called, in many languages: words to kinds, from one data file."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clausewatch.catalogue.document_kinds import KINDS_BY_KEY, DocumentKind

EXACT_SCORE, CONTAINED_SCORE = 60, 40
"""What a label is worth that is a phrase, and one that holds it among others."""
MAX_LABEL_CHARS = 90
"""In characters: longer link texts are sentences or teasers."""
# From here on Unicode holds scripts that put no blanks between words.
FIRST_UNSPACED_CODE_POINT = 0x0E00
# Letters that Unicode does not take apart into a base and its mark.
_UNDIVIDED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class KindPhrases:
    """How links to one kind of document are called, and what makes a link none."""

    kind: DocumentKind
    words: tuple[str, ...]
    """Longest first."""
    unspaced: tuple[str, ...]
    """Phrases in scripts without blanks."""
    excluded: tuple[str, ...]


def normalise_label(text: str) -> str:
    """Return lower-case words without accents, a blank around each, for matching whole words."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in bare).split())} "


@cache
def load_phrases() -> tuple[KindPhrases, ...]:
    """Return the phrases of the data file, in its order."""
    text = (files("clausewatch") / "data/policy_links.toml").read_text("utf-8")
    return tuple(_phrases(key, table) for key, table in tomllib.loads(text).items())


def _phrases(key: str, table: dict[str, list[str]]) -> KindPhrases:
    said = {
        normalise_label(word)
        for language, words in table.items()
        if language != "not"
        for word in words
    }
    unspaced = {word for word in said if any(ord(c) >= FIRST_UNSPACED_CODE_POINT for c in word)}
    return KindPhrases(
        kind=KINDS_BY_KEY[key],
        words=tuple(sorted(said - unspaced, key=lambda word: (-len(word), word))),
        unspaced=tuple(sorted(word.strip().replace(" ", "") for word in unspaced)),
        excluded=tuple(normalise_label(word) for word in table["not"]),
    )


def score_label(label: str) -> list[tuple[DocumentKind, int]]:
    """Return the kinds that a link's text speaks of, with what the text is worth for each."""
    words = normalise_label(label)
    if len(words) > MAX_LABEL_CHARS:
        return []
    found = [(each.kind, _worth(words, each)) for each in load_phrases()]
    return [(kind, worth) for kind, worth in found if worth]


def _worth(words: str, each: KindPhrases) -> int:
    if any(word in words for word in each.excluded):
        return 0
    if words in each.words:
        return EXACT_SCORE
    if any(word in words for word in each.words):
        return CONTAINED_SCORE
    joined = words.replace(" ", "")
    return EXACT_SCORE if any(word in joined for word in each.unspaced) else 0
