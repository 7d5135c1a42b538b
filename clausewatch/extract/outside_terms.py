"""Terms outside the main text: sentences in the footer, a side bar or a box that bind somebody.

A notice to the residents of a state and an amendment may be located there, beside slogans, links
and the owner's name. A longer sentence with a word of duty, permission or agreement is a
term if it has a few words of the main text, one with another modal verb, a negation or an amount
if it has half of its words from there.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from clausewatch.extract.language import detect_language
from clausewatch.extract.protected_text import is_about_cookies, is_sentence
from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.date_lines import is_copyright
from clausewatch.text.normal_form import tokenise
from clausewatch.text.scripts import is_unspaced
from clausewatch.text.word_lists import find_list_code, is_binding, is_rule_word

MIN_SHARED_BY_DUTY, MIN_SHARED, MIN_SHARED_ALONE = 0.2, 0.5, 0.7
"""Share of a sentence's words that the main text has: where a word binds somebody, with another
word of a rule, and in a language without a word list. Measured on 250 stored pages: slogans and
news have 0.4 or less with few exceptions, and small print of an offer has 0.1.
"""
_MIN_DUTY_WORDS = 7
"""A shorter sentence with such a word invites: "You may also like this"."""
_MIN_LETTERS, _STEM_LETTERS = 4, 5
"""Shorter words are in any text; words are compared without their endings."""
_AMOUNT = re.compile(r"\d ?[%€£$¥]|[€£$¥] ?\d")
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_SIGNS = ("©", "\u24d2")


def find_outside_terms(
    candidates: Iterable[Block], main: list[Block], kinds: frozenset[str]
) -> list[Block]:
    """Return the candidates that state terms of the document with this main text."""
    statements = [block for block in candidates if _may_be_term(block, kinds)]
    if not statements:
        return []
    vocabulary = frozenset(term for block in main for term in _list_terms(block.text))
    language = find_list_code(detect_language(main))
    return [block for block in statements if _states_term(block.text, vocabulary, language)]


def _may_be_term(block: Block, kinds: frozenset[str]) -> bool:
    text = block.text
    is_statement = block.kind in _KINDS and is_sentence(text) and not text.endswith(("?", "!"))
    is_owner = is_copyright(text) or any(sign in text for sign in _SIGNS)
    return is_statement and not is_owner and not is_about_cookies(text, kinds)


def _states_term(text: str, vocabulary: frozenset[str], language: str | None) -> bool:
    terms, words = _list_terms(text), tokenise(text)
    shared = len(terms & vocabulary) / max(1, len(terms))
    if language is None:
        return shared >= MIN_SHARED_ALONE
    if len(words) >= _MIN_DUTY_WORDS and any(is_binding(word, language) for word in words):
        return shared >= MIN_SHARED_BY_DUTY
    is_rule = _AMOUNT.search(text) or any(is_rule_word(word, language) for word in words)
    return shared >= MIN_SHARED and bool(is_rule)


def _list_terms(text: str) -> frozenset[str]:
    """Return the stems of a text's longer words, or the pairs of letters in an unspaced script."""
    tokens = tokenise(text)
    pairs = (a + b for a, b in pairwise(tokens) if is_unspaced(a) and is_unspaced(b))
    words = (word for word in tokens if len(word) >= _MIN_LETTERS and not word[:1].isdigit())
    return frozenset([*(word[:_STEM_LETTERS] for word in words), *pairs])
