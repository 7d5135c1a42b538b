"""The vocabulary as numbers: pairs are found without being written as texts."""

from collections import Counter
from collections.abc import Sequence

import pytest

from clausewatch.provisions.features import extract_terms
from clausewatch.provisions.term_index import PackedTerms, TermIndex
from clausewatch.provisions.tokens import tokenise

TERMS = (
    "data",
    "personal data",
    "sell your",
    "we",
    "~perso",
    "~perso data",
    "~sell",
    "~we",
    "~we sell",
    "~share infor",
)
PASSAGES = (
    "We sell your personal data, and we sell data.",
    "",
    "Nothing known here",
    "We",
    "Personal data: sharing information we share information.",
    "data data data",
)


def _count_as_texts(tokens: Sequence[str], terms: Sequence[str]) -> dict[int, int]:
    columns = {term: column for column, term in enumerate(terms)}
    counts = Counter(columns[term] for term in extract_terms(tokens) if term in columns)
    return dict(counts)


@pytest.mark.parametrize(
    "terms",
    [TERMS, ("data",), ("~data",), ("sell data",), ()],
    ids=["all", "word", "stem", "pair", "none"],
)
def test_terms_are_counted_as_if_they_were_texts(terms: tuple[str, ...]) -> None:
    """Every passage has the same columns and counts, in the order of their first occurrence."""
    passages = [tokenise(text) for text in PASSAGES]
    packed = PackedTerms("\n".join(terms).encode())
    found = TermIndex(packed if terms else terms).count_terms(passages)
    assert not terms or (len(packed), tuple(packed)) == (len(terms), terms)
    assert len(found.sizes) == len(passages)
    position = 0
    for tokens, size in zip(passages, found.sizes, strict=True):
        own = slice(position, position := position + size)
        pairs = list(zip(found.columns[own].tolist(), found.counts[own].tolist(), strict=True))
        assert pairs == list(_count_as_texts(tokens, terms).items())


def test_no_passages_have_no_terms() -> None:
    """A document without a passage that may be quoted has nothing to count."""
    found = TermIndex(TERMS).count_terms([])
    assert (found.sizes.size, found.columns.size, found.counts.size) == (0, 0, 0)
