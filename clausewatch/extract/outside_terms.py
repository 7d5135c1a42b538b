"""Terms outside the main text: sentences in the footer, a side bar or a box that bind somebody.

A notice to the residents of a state and an amendment may be located there, beside slogans, links
and the owner's name. A longer sentence with a word of duty, permission or agreement is a
term if it has a few words of the main text, one with another modal verb, a negation or an amount
if it has half of its words from there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clausewatch.extract.language import detect_language
from clausewatch.extract.protected_text import is_about_cookies, is_sentence
from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.date_lines import is_copyright
from clausewatch.text.dates import find_dates
from clausewatch.text.document_titles import find_kinds
from clausewatch.text.normal_form import tokenise
from clausewatch.text.scripts import is_unspaced
from clausewatch.text.watched_lines import has_period as has_long_period
from clausewatch.text.word_lists import find_list_code, is_binding, is_rule_word

MIN_SHARED_BY_DUTY, MIN_SHARED, MIN_SHARED_ALONE = 0.2, 0.5, 0.7
"""Share of a sentence's words that the main text has: where a word binds somebody, with another
word of a rule, and in a language without a word list. Measured on 250 stored pages: slogans and
news have 0.4 or less with few exceptions, and small print of an offer has 0.1.
"""
MIN_SHARED_WITHIN = 0.4
"""Of a text in a box within the document; what has less is no term unless it has a sign of one."""
_MIN_COMPARED = 3
"""Fewer words tell nothing: "Maria, Porto"."""
_MIN_DUTY_WORDS = 7
"""A shorter sentence with such a word invites: "You may also like this"."""
_MIN_LETTERS, _STEM_LETTERS = 4, 5
"""Shorter words are in any text; words are compared without their endings."""
_AMOUNT = re.compile(r"\d ?[%€£$¥]|[€£$¥] ?\d")
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_SIGNS = ("©", "\u24d2")


def find_outside_terms(
    candidates: Iterable[Block], main: Sequence[Block], kinds: frozenset[str]
) -> list[Block]:
    """Return the candidates that state terms of the document with this main text."""
    statements = [block for block in candidates if _may_be_term(block, kinds)]
    if not statements:
        return []
    vocabulary = Vocabulary.collect(main)
    return [block for block in statements if vocabulary.states_term(block.text)]


def _may_be_term(block: Block, kinds: frozenset[str]) -> bool:
    text = block.text
    is_statement = block.kind in _KINDS and is_sentence(text) and not text.endswith(("?", "!"))
    is_owner = is_copyright(text) or any(sign in text for sign in _SIGNS)
    return is_statement and not is_owner and not is_about_cookies(text, kinds)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document, for telling its terms from other text of its page."""

    terms: frozenset[str]
    language: str | None
    """The code of its word list, or None if there is none."""

    @classmethod
    def collect(cls, blocks: Sequence[Block]) -> "Vocabulary":
        """Return the vocabulary of the blocks of a document."""
        terms = frozenset(term for block in blocks for term in _list_terms(block.text))
        return cls(terms, find_list_code(detect_language(blocks)))

    def states_term(self, text: str) -> bool:
        """Tell whether a sentence outside the document is one of its terms."""
        shared, words = self.measure_share(text), tokenise(text)
        if self.language is None:
            return shared >= MIN_SHARED_ALONE
        if len(words) >= _MIN_DUTY_WORDS and self._binds(words):
            return shared >= MIN_SHARED_BY_DUTY
        is_rule = _AMOUNT.search(text) or any(is_rule_word(w, self.language) for w in words)
        return shared >= MIN_SHARED and bool(is_rule)

    def may_state_term(self, text: str, kinds: frozenset[str]) -> bool:
        """Tell whether anything in a text within the document looks like a term.

        There the burden of proof is the other way round: a word of duty or agreement, an address,
        a period, an amount, a date, the name of the document, or enough words of it.
        """
        words = tokenise(text)
        has_period = has_long_period(words) and any(map(str.isdigit, text))
        has_figure = has_period or _AMOUNT.search(text) or next(find_dates(text), None)
        if "@" in text or has_figure or self._binds(words) or find_kinds(text) & kinds:
            return True
        terms = _list_terms(text)
        return len(terms) >= _MIN_COMPARED and self.measure_share(text) >= MIN_SHARED_WITHIN

    def _binds(self, words: Iterable[str]) -> bool:
        return self.language is not None and any(is_binding(w, self.language) for w in words)

    def measure_share(self, text: str) -> float:
        """Return the share of a text's longer words that the document has."""
        terms = _list_terms(text)
        return len(terms & self.terms) / max(1, len(terms))


def _list_terms(text: str) -> frozenset[str]:
    """Return the stems of a text's longer words, or the pairs of letters in an unspaced script."""
    tokens = tokenise(text)
    pairs = (a + b for a, b in pairwise(tokens) if is_unspaced(a) and is_unspaced(b))
    words = (word for word in tokens if len(word) >= _MIN_LETTERS and not word[:1].isdigit())
    return frozenset([*(word[:_STEM_LETTERS] for word in words), *pairs])
