"""Lines around the document that come or go as a whole and bind the company or its users.

Headers, forms, dialogs and side bars have many sentences that bind nobody. So the sentence has to
say itself who must or may do what, or what is charged; what points to a document, offers something
or tells the present day says nothing of the kind. What users may do is left out as well: they may
leave a newsletter at any time. What they must do, or are not able to do, is often only how the page
works ("You must log in to continue"): it has to name an age, a period or a sum, or be about what
the document is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from clausewatch.compare.clause_grammar import split_assertions
from clausewatch.compare.momentary_values import AMOUNT
from clausewatch.compare.page_messages import find_shop_languages
from clausewatch.compare.severity import names_figure
from clausewatch.compare.shift_words import ShiftWords, find_shift_words
from clausewatch.compare.stance import Mood, Rule, find_rules
from clausewatch.model.reading import Reading
from clausewatch.text.date_words import list_month_names
from clausewatch.text.dates import remove_dates
from clausewatch.text.document_titles import find_kinds
from clausewatch.text.normal_form import tokenise
from clausewatch.text.sentences import split_sentences
from clausewatch.text.watched_lines import is_of_moment, is_watched

_STEM_LETTERS = 5
"""Words are compared without their endings."""
_MIN_SHARED_WORDS, _MIN_SHARE = 3, 0.6
"""What a line has from one sentence of the document if both are about the same matter.

A whole document has the words of most lines: it names pages, addresses and how to sign in.
"""
_MONTHS = frozenset(" ".join(list_month_names()).split())
_GRAMMAR = ("function", "must", "may", "negation", "company", "user")
"""Groups of words that tell nothing of the matter."""
_VERBS = ("copula", "must", "may", "will", "company", "user")
"""A list of prices has none of these: "Tickets from $12, fee included"."""


def find_rule_lines(lines: Mapping[str, str], reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the lines around a document that are rules between the company and its users.

    `lines` are texts by their keys.
    """
    document = _Document(reading)
    rules = [(key, text) for key, text in lines.items() if _is_rule_line(text, document)]
    pointing = _list_pointing_lines(reading) if rules else frozenset()
    yield from ((key, text) for key, text in rules if text not in pointing)


@dataclass
class _Document:
    """What the sentences of a document are about."""

    reading: Reading

    def has_matter_of(self, text: str) -> bool:
        """Tell whether one sentence of the document has most words of a text that say something."""
        own = _list_stems(text, find_shift_words(text))
        needed = max(_MIN_SHARED_WORDS, _MIN_SHARE * len(own))
        return any(len(own & stems) >= needed for stems in self._sentences)

    @cached_property
    def _sentences(self) -> Sequence[frozenset[str]]:
        texts = [text for block in self.reading.blocks for text in split_sentences(block.text)]
        words = find_shift_words(" ".join(texts))
        return [_list_stems(text, words) for text in texts]


def _list_stems(text: str, words: ShiftWords) -> frozenset[str]:
    patterns = [words.grammar[name] for name in _GRAMMAR]
    tokens = (token for token in tokenise(text) if not token.isdecimal())
    return frozenset(
        token[:_STEM_LETTERS]
        for token in tokens
        if not any(pattern.fullmatch(token) for pattern in patterns)
    )


def _list_pointing_lines(reading: Reading) -> frozenset[str]:
    """Return the lines of the pieces that name a document: consent to cookies, a newsletter."""
    pieces = (piece.text for piece in reading.dropped if find_kinds(piece.text))
    return frozenset(line for text in pieces for line in split_sentences(text))


def _is_rule_line(text: str, document: _Document) -> bool:
    if not is_watched(text) or is_of_moment(text) or find_shop_languages(text):
        return False
    words = find_shift_words(text)
    return any(_binds(sentence, words, document) for sentence in split_assertions(text))


def _binds(sentence: str, words: ShiftWords, document: _Document) -> bool:
    if words.grammar["pointer"].match(sentence.strip()):
        return False
    if AMOUNT.search(sentence) and words.grammar["cost"].search(sentence):
        return any(words.grammar[name].search(sentence) for name in _VERBS)
    rules = [rule for rule in find_rules(sentence, 0, words) if _is_binding(rule)]
    if any(_is_sure(rule, sentence, words) for rule in rules):
        return True
    return bool(rules) and (_limits(sentence, words) or document.has_matter_of(sentence))


def _is_binding(rule: Rule) -> bool:
    """Tell whether a rule obliges users, forbids them or permits the company something."""
    if rule.actor == "user":
        return rule.mood in {Mood.DUTY, Mood.DENIAL}
    return rule.actor == "company" and rule.mood is Mood.PERMISSION


def _is_sure(rule: Rule, sentence: str, words: ShiftWords) -> bool:
    """Tell whether a rule that binds is one of the company's, and not how the page works.

    Users agree to terms and are forbidden something by them; a denial without a modal verb forbids
    nothing: "Don't worry".
    """
    modal = sentence[rule.start : rule.end]
    if rule.actor == "company":
        return True
    if rule.mood is Mood.DUTY:
        return words.grammar["entitlement"].search(modal) is not None
    is_modal = any(words.grammar[name].search(modal) for name in ("must", "may"))
    return is_modal and not words.grammar["unable"].search(modal)


def _limits(sentence: str, words: ShiftWords) -> bool:
    """Tell whether a sentence names a period, a sum or an age, apart from its dates.

    What a figure counts stands behind it, and behind an age there is none: "18 or older".
    """
    undated = remove_dates(sentence)
    if names_figure(undated):
        return True
    tokens = ["", *tokenise(undated), ""]
    function = words.grammar["function"]
    return any(
        token.isdecimal()
        and (not behind or function.fullmatch(behind) is not None)
        and _MONTHS.isdisjoint((before, behind))
        for before, token, behind in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )
