"""Lines around the document that come or go as a whole and bind the company or its users.

Headers, forms, dialogs and side bars have many sentences that bind nobody. So the sentence has to
say itself who must or may do what, or what is charged; what points to a document, offers something
or tells the present day says nothing of the kind. What users may do is left out as well: they may
leave a newsletter at any time.
"""

from collections.abc import Iterator, Mapping

from clausewatch.compare.clause_grammar import split_assertions
from clausewatch.compare.momentary_values import AMOUNT
from clausewatch.compare.page_messages import find_shop_languages
from clausewatch.compare.shift_words import ShiftWords, find_shift_words
from clausewatch.compare.stance import Mood, Rule, find_rules
from clausewatch.model.reading import Reading
from clausewatch.text.document_titles import find_kinds
from clausewatch.text.sentences import split_sentences
from clausewatch.text.watched_lines import is_of_moment, is_watched


def find_rule_lines(lines: Mapping[str, str], reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the lines around a document that are rules between the company and its users.

    `lines` are texts by their keys.
    """
    rules = [(key, text) for key, text in lines.items() if _is_rule_line(text)]
    pointing = _list_pointing_lines(reading) if rules else frozenset()
    yield from ((key, text) for key, text in rules if text not in pointing)


def _list_pointing_lines(reading: Reading) -> frozenset[str]:
    """Return the lines of the pieces that name a document: consent to cookies, a newsletter."""
    pieces = (piece.text for piece in reading.dropped if find_kinds(piece.text))
    return frozenset(line for text in pieces for line in split_sentences(text))


def _is_rule_line(text: str) -> bool:
    if not is_watched(text) or is_of_moment(text) or find_shop_languages(text):
        return False
    words = find_shift_words(text)
    return any(_binds(sentence, words) for sentence in split_assertions(text))


def _binds(sentence: str, words: ShiftWords) -> bool:
    if words.grammar["pointer"].match(sentence.strip()):
        return False
    if AMOUNT.search(sentence) and words.grammar["cost"].search(sentence):
        return True
    return any(_is_binding(rule, sentence, words) for rule in find_rules(sentence, 0, words))


def _is_binding(rule: Rule, sentence: str, words: ShiftWords) -> bool:
    """Tell whether a rule obliges users, forbids them or permits the company something.

    A denial needs a modal verb: "Don't worry" forbids nothing.
    """
    modal = sentence[rule.start : rule.end]
    if rule.actor == "user" and rule.mood is Mood.DENIAL:
        return any(words.grammar[name].search(modal) for name in ("must", "may"))
    if rule.actor == "user":
        return rule.mood is Mood.DUTY
    return rule.actor == "company" and rule.mood is Mood.PERMISSION
