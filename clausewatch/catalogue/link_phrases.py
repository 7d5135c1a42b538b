"""Recognises the kind of a policy by the text of its link, in many languages, from a data file."""

from dataclasses import dataclass
from functools import cache

from clausewatch.catalogue.document_kinds import KINDS_BY_KEY, DocumentKind
from clausewatch.text.document_titles import (
    FIRST_UNSPACED_CODE_POINT,
    load_link_data,
    normalise_label,
)

EXACT_SCORE, CONTAINED_SCORE = 60, 40
"""The score of a label that is a phrase, and of one that contains a phrase."""
MAX_LABEL_CHARS = 90
"""Longer link texts are sentences or teasers."""


@dataclass(frozen=True, slots=True)
class KindPhrases:
    """The phrases of links to one kind of document, and those that rule it out."""

    kind: DocumentKind
    words: tuple[str, ...]
    """Longest first."""
    unspaced: tuple[str, ...]
    """Phrases in scripts without spaces."""
    excluded: tuple[str, ...]


@cache
def load_phrases() -> tuple[KindPhrases, ...]:
    """Return the phrases of the data file, in its order."""
    tables = load_link_data()
    return tuple(_build_phrases(key, table) for key, table in tables.items() if key != "title")


def _build_phrases(key: str, table: dict[str, list[str]]) -> KindPhrases:
    phrases = {
        normalise_label(word)
        for language, words in table.items()
        if language != "not"
        for word in words
    }
    unspaced = {
        phrase for phrase in phrases if any(ord(c) >= FIRST_UNSPACED_CODE_POINT for c in phrase)
    }
    return KindPhrases(
        kind=KINDS_BY_KEY[key],
        words=tuple(sorted(phrases - unspaced, key=lambda phrase: (-len(phrase), phrase))),
        unspaced=tuple(sorted(phrase.strip().replace(" ", "") for phrase in unspaced)),
        excluded=tuple(normalise_label(word) for word in table["not"]),
    )


def score_label(label: str) -> list[tuple[DocumentKind, int]]:
    """Return the kinds that a link's text names, each with its score."""
    text = normalise_label(label)
    if len(text) > MAX_LABEL_CHARS:
        return []
    scores = [(phrases.kind, _score_text(text, phrases)) for phrases in load_phrases()]
    return [(kind, score) for kind, score in scores if score]


def _score_text(text: str, phrases: KindPhrases) -> int:
    if any(phrase in text for phrase in phrases.excluded):
        return 0
    if text in phrases.words:
        return EXACT_SCORE
    if any(phrase in text for phrase in phrases.words):
        return CONTAINED_SCORE
    joined = text.replace(" ", "")
    return EXACT_SCORE if any(phrase in joined for phrase in phrases.unspaced) else 0
