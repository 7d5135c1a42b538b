"""How well a sentence can be read alone, and whether it is one at all."""

from clausewatch.model.reading import Severity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.taxonomy import ClauseType

_CLEAR_WORDS = 8
"""A sentence with fewer words seldom says by itself who does what."""
_FRAGMENT_WORDS = 25
"""A longer passage without a finite verb still says something."""


def is_fragment(
    document: SplitDocument, clause: ClauseType, index: int, assertion: Assertion
) -> bool:
    """Return whether words without a verb, such as a title or a table cell, name no practice."""
    sentence = document.sentences[index]
    if not clause.verbs or assertion.anchor is not None or sentence.lead_in_size:
        return False
    size = len(sentence.words)
    if size > _FRAGMENT_WORDS:
        return False
    return not any(
        sentence.is_finite(at) or sentence.find_party(at) in {Party.COMPANY, Party.USER}
        for at in range(size)
    )


def names_matter(sentence: Sentence, clause: ClauseType) -> bool:
    """Return whether a sentence says with what somebody acts; a long one does in its own words.

    "Acme trains models in two steps" leaves open whose data it is. A practice of lower severity can
    be stated without data: "we use cookies".
    """
    if len(sentence.words) >= _CLEAR_WORDS or clause.severity is not Severity.HIGH:
        return True
    is_named = any(
        sentence.find_party(index) in {Party.MATTER, Party.USER}
        for index in range(len(sentence.words))
    )
    return is_named or sentence.grammar.evidence_owning.is_in(sentence.words)


def measure_clarity(
    document: SplitDocument, clause: ClauseType, index: int, assertion: Assertion
) -> float:
    """Return how well a sentence can be read alone, from about -0.2 to 0.1."""
    sentence, text = document.sentences[index], document.passages[index].text
    own = sentence.lead_in_size
    clarity = 0.0
    if clause.verbs:
        is_named = assertion.anchor is not None and assertion.anchor >= own
        clarity += 0.04 if is_named else -0.04
    if _has_own_subject(sentence, assertion):
        clarity += 0.06
    if len(document.tokens[index]) < _CLEAR_WORDS:
        clarity -= 0.08
    if sentence.grammar.choice_opening.is_at(sentence.words, own):
        clarity -= 0.06
    clarity -= 0.08 * _refers_back(sentence)
    return clarity - 0.03 * text[:1].islower()


def _refers_back(sentence: Sentence) -> bool:
    """Return whether a sentence is about a thing named before ("These cookies"), and not itself."""
    words, grammar, own = sentence.words, sentence.grammar, sentence.lead_in_size
    if own + 1 >= len(words) or not grammar.evidence_pointing.is_at(words, own):
        return False
    following = grammar.evidence_documents, grammar.parties_agent
    return not any(kind.is_at(words, own + 1) for kind in following)


def _has_own_subject(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the company is the subject outside a description ("cookies that we use")."""
    anchor, own = assertion.anchor, sentence.lead_in_size
    if anchor is None or anchor < own or not sentence.has_subject(Party.COMPANY, anchor):
        return False
    return not {"that", "which", "who", "whom"} & set(sentence.words[max(own, anchor - 4) : anchor])
