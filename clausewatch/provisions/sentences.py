"""Splits a sentence into clauses, and finds their subjects and what a "not" reaches.

This is a shallow reading and no parse. A clause opens at a subordinating word ("unless", "if"), at
a semicolon, or where a party is followed by a finite verb ("..., and we may"). Within a clause a
"not" reaches every later verb.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from clausewatch.provisions.consent_words import ask_for_consent
from clausewatch.provisions.exceptions import lists_exceptions
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.parties import RELATIVES, UNNAMED, Party, find_described, name_parties
from clausewatch.provisions.refusals import denies_act, denies_duty, is_refusal
from clausewatch.provisions.sentence_words import split_words

_CLOSING_DISTANCE = 12
"""A verb that is denied after it ("training on files is prohibited") is at most so far away."""
_PREPOSITION_DISTANCE, _SUBJECT_DISTANCE = 3, 8
_LIMIT_DISTANCE, _NOTHING_DISTANCE = 2, 7
"""How far after a "not", or a "nothing", a verb such as *limit* takes its denial."""
_BREAK_MARKS = frozenset({";", ":", ",", ")"})
_RELATIVE_DISTANCE, _COORDINATED_DISTANCE = 3, 2
_JOINTS = frozenset({"and", "or", "but"})
_MATTER_OPENINGS = frozenset({"what", "whatever"})
_CONTINUATIONS = frozenset({"but", "so"})
"""At the start of a sentence, these continue the one before and open no condition."""
_FINITE = frozenset({"is", "are", "was", "were", "has", "have"})
_CONSENT_DISTANCE, _MAX_WORDS = 7, 160


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence after those of its lead-in, with commas, brackets and the like."""

    words: tuple[str, ...]
    lead_in_size: int
    """How many of the words belong to the lead-in."""
    grammar: Grammar
    company_names: frozenset[str]
    _memory: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Results of `remember`."""

    @cached_property
    def clause_starts(self) -> tuple[int, ...]:
        """The indexes of the words that open a clause, in order; the first is 0."""
        words, grammar = self.words, self.grammar
        subordinating = {
            index
            for index in grammar.breaks_subordinating.find(words)
            if words[index : index + 3] != ("but", "not", "limited")
        }
        after_breaks = {
            index + 1
            for index, word in enumerate(words[:-1])
            if word in _BREAK_MARKS or grammar.breaks_coordinating.matches[word]
        }
        later = (index for index in after_breaks - subordinating if self._opens_clause(index))
        return tuple(sorted({0, *subordinating, *later, *self._find_main_clause()}))

    def _opens_with_condition(self) -> bool:
        words, first = self.words, self.lead_in_size
        if first >= len(words) or words[first] in _CONTINUATIONS:
            return False
        return self.grammar.breaks_subordinating.is_at(words, first)

    def _find_main_clause(self) -> tuple[int, ...]:
        """Return where a main clause opens without a comma ("If it is late we may end it")."""
        words, has_subject = self.words, False
        if not self._opens_with_condition():
            return ()
        for index in range(self.lead_in_size + 1, len(words) - 1):
            if (
                words[index] in _BREAK_MARKS
                or self.grammar.breaks_coordinating.matches[words[index]]
            ):
                return ()
            if not self.is_party(index):
                continue
            if has_subject and self.grammar.verbs_modal.is_at(words, index + 1):
                return (index,)
            has_subject = True
        return ()

    def remember(self, test: Callable[["Sentence"], bool]) -> bool:
        """Return the result of a test of this sentence, which is made once."""
        name = test.__name__
        if name not in self._memory:
            self._memory[name] = test(self)
        return self._memory[name]

    def find_clause(self, index: int) -> tuple[int, int]:
        """Return start and end of the clause around a word."""
        starts = self.clause_starts
        following = bisect_right(starts, index)
        end = starts[following] if following < len(starts) else len(self.words)
        return starts[following - 1], end

    def is_finite(self, index: int) -> bool:
        """Return whether a word is a modal, an auxiliary or a negated one."""
        return index in self._finite

    @cached_property
    def _finite(self) -> frozenset[int]:
        grammar = self.grammar
        kinds = (grammar.verbs_modal, grammar.verbs_auxiliary, grammar.negation_auxiliary)
        return frozenset(index for kind in kinds for index in kind.find(self.words))

    def is_party(self, index: int) -> bool:
        """Return whether a word names somebody."""
        return self.find_party(index) not in UNNAMED

    def has_subject(self, party: Party, verb: int | None) -> bool:
        """Return whether a party precedes a verb closely, and a finite word or the verb itself."""
        if verb is None:
            return False
        if find_described(self.words, self._parties, self._finite, verb) is not None:
            return False
        nearby = range(max(0, verb - _SUBJECT_DISTANCE), verb)
        return any(
            self.find_party(index) is party
            and (index + 1 == verb or any(self.is_finite(index + step) for step in (1, 2)))
            for index in nearby
        )

    def is_complete(self) -> bool:
        """Return whether the sentence names the company, or what is its own, and a matter."""
        has_company = Party.COMPANY in self._parties or "our" in self.words
        return has_company and Party.MATTER in self._parties

    def find_actor(self, index: int) -> Party:
        """Return the subject of the clause around a verb, or of the clause that it continues."""
        start, _ = self.find_clause(index)
        described = find_described(self.words, self._parties, self._finite, index)
        if described is not None:
            return self.find_party(described)
        for position in range(start, index):
            party = self.find_party(position)
            if party is not Party.UNKNOWN and not self._follows_preposition(position, start):
                # "What you type is used" speaks of a matter.
                return Party.MATTER if self.words[position - 1] in _MATTER_OPENINGS else party
        if start and self.words[start] not in {";", "unless", "if", "when", "where"}:
            return self.find_actor(start - 1)
        return Party.UNKNOWN

    def is_denied(self, index: int) -> bool:
        """Return whether a "not" reaches a verb from its left, or denies it from its right."""
        return self._is_denied_before(index) or self._is_denied_after(index)

    def _is_denied_before(self, index: int) -> bool:
        start, depth = max(self.find_clause(index)[0], self._denying_start), 0
        for position in range(index - 1, start - 1, -1):
            word = self.words[position]
            depth += (word == ")") - (word == "(" and depth > 0)
            if depth:
                continue
            # Two verbs share a subject and a fate ("may restrict or close").
            is_pair = index - position == _COORDINATED_DISTANCE
            if is_pair and self.words[position + 1] in {"or", "and"}:
                continue
            if denies_act(self.words, position, index, self.grammar):
                return not self._is_denied_before(position)
            if word == "without" and index - position <= _LIMIT_DISTANCE:
                return True
            if self.is_negation(position) and not (
                self._is_relative(position, index)
                or self._is_limited(position, index)
                or self._is_inserted(position, index)
            ):
                return True
            if self._opens_predicate(position):
                return False
        return False

    @cached_property
    def _denying_start(self) -> int:
        """Where denials begin to count: after a lead-in if its items are exceptions."""
        is_excepting = lists_exceptions(self.words[: self.lead_in_size], self.grammar)
        return self.lead_in_size if is_excepting else 0

    def _is_denied_after(self, index: int) -> bool:
        if self.words[index + 1 : index + 2] == ("no",):
            # "We collect no names."
            return not self._is_limited(index + 1, len(self.words))
        start, end = self.find_clause(index)
        if any(self.is_finite(at) or self.is_party(at) for at in range(start, index)):
            return False
        for position in range(index + 1, min(end, index + _CLOSING_DISTANCE)):
            if not self.is_finite(position) or self.words[position - 1] in RELATIVES:
                continue
            following = self.words[position + 1 : position + 1 + _LIMIT_DISTANCE]
            is_negated = self.grammar.negation_auxiliary.is_at(self.words, position)
            if self.grammar.negation_limiting.is_in(following) or self._is_about_consent(
                position if is_negated else position + 1
            ):
                return False
            return is_negated or self.grammar.negation_passive.is_in(following)
        return False

    def is_negation(self, index: int) -> bool:
        """Return whether a word denies what follows it."""
        return index in self._negations

    @cached_property
    def _negations(self) -> frozenset[int]:
        grammar, words = self.grammar, self.words
        found = (*grammar.negation_auxiliary.find(words), *grammar.negation_words.find(words))
        return frozenset(
            at
            for at in found
            if not is_refusal(words, self._parties, at)
            and not denies_duty(words, self._parties, at, grammar)
        )

    def _is_relative(self, negation: int, index: int) -> bool:
        """Return whether a "not" belongs to a description: "content that is not personal"."""
        before = self.words[max(0, negation - 2) : negation]
        is_described = len(before) > 1 and before[0] in RELATIVES and before[1] in {"is", "are"}
        return is_described and index - negation > _RELATIVE_DISTANCE

    def _is_inserted(self, negation: int, index: int) -> bool:
        """Return whether a "not" only excludes a thing ("photos, but not letters, may be used")."""
        if self.words[max(0, negation - 1) : negation] not in {("but",), ("and",)}:
            return False
        # The predicate follows the comma: "but not share, rent or sell" denies every verb.
        comma = next((at for at in range(negation + 2, index) if self.words[at] == ","), index)
        return any(self.is_finite(at) for at in range(comma + 1, index))

    def _opens_predicate(self, index: int) -> bool:
        """Return whether a second predicate without a "not" begins ("is not sold and may be")."""
        is_modal = self.grammar.verbs_modal.is_at(self.words, index)
        is_second = self.words[index - 1] in _JOINTS and not self.is_negation(index + 1)
        return is_second and (is_modal or self.words[index] in _FINITE)

    def _is_limited(self, negation: int, index: int) -> bool:
        """Return whether a "not" governs a verb such as *limit*, and so denies nothing itself."""
        reach = _NOTHING_DISTANCE if self.words[negation] == "nothing" else _LIMIT_DISTANCE
        following = self.words[negation + 1 : min(negation + 1 + reach, index)]
        before = self.words[max(0, negation - 2) : negation]
        is_aside = before == ("whether", "or") or before[-1:] in {("with",), ("at",), ("for",)}
        is_limited = is_aside or self.grammar.negation_limiting.is_in(following)
        return is_limited or self._is_about_consent(negation)

    def _is_about_consent(self, negation: int) -> bool:
        """Return whether a "not" governs the asking ("we do not need your permission to")."""
        near = self.words[negation + 1 : negation + 1 + _CONSENT_DISTANCE]
        return ask_for_consent(near, self.grammar, self.company_names)

    def _opens_clause(self, index: int) -> bool:
        """Return whether a clause opens at the word after a mark or a coordinating word."""
        previous = self.words[index - 1]
        if previous == ";" or (previous == ":" and index != self.lead_in_size):
            return True
        if previous == "," and self._ends_opening_condition(index):
            return True
        if previous == "that" and index > 1:
            # "You should know that it is sold": who is told is not who sells.
            return self.grammar.evidence_telling.is_at(self.words, index - 2) or (
                self.opens_with_subject(index)
            )
        return previous != ":" and self.opens_with_subject(index)

    def opens_with_subject(self, index: int) -> bool:
        """Return whether somebody acts from this word on ("we may")."""
        return self.is_party(index) and (self.is_finite(index + 1) or self.is_finite(index + 2))

    def _ends_opening_condition(self, index: int) -> bool:
        """Return whether a comma is the first one after a condition that opens the sentence."""
        has_comma = "," in self.words[self.lead_in_size : index - 1]
        return self._opens_with_condition() and not has_comma

    def find_party(self, index: int) -> Party:
        """Return whom or what a word names."""
        return self._parties[index]

    @cached_property
    def _parties(self) -> tuple[Party, ...]:
        return name_parties(self.words, self.grammar, self.company_names)

    def _follows_preposition(self, index: int, start: int) -> bool:
        """Return whether a party is the object of a preposition: "for our users"."""
        for position in range(index - 1, max(start, index - _PREPOSITION_DISTANCE) - 1, -1):
            if self.grammar.breaks_prepositions.is_at(self.words, position):
                return True
            if not self.grammar.breaks_determiners.is_at(self.words, position):
                return False
        return False


def read_sentence(
    text: str, lead_in: str, grammar: Grammar, company_names: frozenset[str] = frozenset()
) -> Sentence:
    """Return a sentence with the lead-in that it continues."""
    opening = split_words(lead_in)
    words = (*opening, *split_words(text))[:_MAX_WORDS]
    return Sentence(words, min(len(opening), len(words)), grammar, company_names)
