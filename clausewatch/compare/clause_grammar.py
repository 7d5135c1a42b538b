"""The grammar of a clause as far as a shift needs it: who acts, whether it is denied or limited.

A clause is a part of a sentence with a statement of its own. English, German, French and Spanish
share the rules: a negation precedes the verb, or stands right behind it, or (in German) ends the
clause.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from clausewatch.compare.shift_words import ShiftWords
from clausewatch.compare.spans import Spans
from clausewatch.compare.wrapped_lines import join_wrapped_lines
from clausewatch.text.cache import cache_per_check
from clausewatch.text.sentences import split_sentences

Actor = Literal["company", "user"]
_PART_END = re.compile(r"(?<=[;:!?])\s+")
"""In a sentence: each part may grant or deny something of its own."""
CLAUSE_END = re.compile(
    r"[;:]\s|, (?:but|however|aber|sondern|mais|pero) |"
    r",? (?:and|und|et|y) (?=(?:we|you|wir|sie|nous|vous) )",
    re.IGNORECASE,
)
_NOUN_BEHIND = re.compile(
    r"['\u2019]s? |-?(?:data|content|information|files?|accounts?|materials?|inputs?|prompts?|"
    r"personal|details|uploads?)\b",
    re.IGNORECASE,
)
_NO_BEHIND = re.compile(
    r"\W{1,3}(?:to |with |for )?(?:no|none|nothing|nobody|kein\w{0,3}|aucun\w?|ning[uú]n\w?)\b|"
    r"(?:[^\w-]{1,3}[\w-]{1,24}){1,6} (?:to|with|mit|an|avec|à|con|a) "
    r"(?:no (?!later|more|longer|less|fewer)|nobody|niemand|kein|personne\b|aucun|nadie|ning[uú]n)",
    re.IGNORECASE,
)
"""Behind a verb: it denies what it gives, or that anybody gets it."""
_OWN_CLAUSE = re.compile(
    r"\b(?:before|until|bevor|avant qu\S{1,3}|antes de que) (?=(?:it|they|he|she|we|you|er|sie|wir|"
    r"the) )",
    re.IGNORECASE,
)
"""What follows denies nothing, whatever the clause before it denies: "not before we tell you"."""
_GERMAN_NEGATION = re.compile(r"\b(?:nicht|nie|niemals|kein\w{0,3})\b", re.IGNORECASE)
_PASSIVE_NEGATION = re.compile(
    r"\W{1,2}(?:\w{1,12} ){0,3}(?:not|never|no longer|pas|jamais)\b", re.IGNORECASE
)
_NAME = re.compile(
    r"\b[A-Z][\w.&-]{1,30}(?: [A-Z][\w.&-]{0,30}){0,3}"
    r"(?= (may|will|shall|must|can|cannot|does|reserves|agrees)\b)"
)
"""A company that a document calls by its name, before the word that shows it."""
ORDER = re.compile(r"\W{0,4}(?:please )?(?:don['\u2019]t|do not|never)\b", re.IGNORECASE)
"""An order to users: "Do not share your password"."""
_COMMON_NOUN = re.compile(
    r"^(?:The|This|That|These|Your|No|Any|Each|If|It|Data|You|They|Who|There|Customer|User|Users|"
    r"Members?)\b|(?:s|Content|Data|Information|Service|Agreement|Policy|Subscription|Plan)$"
)
_DONE_TO_US = re.compile(r"\w+ us\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:the|an?|any|all) (?:(?!(?:we|you|they|to) )[\w'\u2019-]{1,24} ){1,8}(?:we|you|they)$",
    re.IGNORECASE,
)
"""A noun and the subject of its clause in English, without "that": "the categories of data we"."""
_OBJECT_OF_ITS_OWN = re.compile(
    r" (?:(?:the|an?|any|all|some|such|this|these|those|your|our|their|its) |"
    r"(?:it|them|you|us)\b)",
    re.IGNORECASE,
)
"""Directly behind a verb: what is done is done to that, and to no noun before its subject."""
_STRANDED = re.compile(
    r"(?: [\w'\u2019-]{1,24}){0,6} (?:with|to|from)(?=\W{0,3}$|,| (?:is|are|and|or)\b)",
    re.IGNORECASE,
)
"""Behind a verb: "the partners we share your data with" names partners."""
_OTHER_SUBJECT = re.compile(r"\b(?:that|which|who) (?:\w{1,20}ly )?$", re.IGNORECASE)
"""Directly before a verb: "shops that sell boats"."""
_BEFORE_ACTOR = re.compile(r"\b(?:before|until) \w{1,24}$", re.IGNORECASE)
_LEAD_CHARS, _RELATIVE_CHARS = 60, 160
_MAX_MAIN_CHARS = 70
"""Between a subject and the verb that it rules."""
_BEFORE_ACTOR_CHARS = 24
"""Of an actor with the words before it, where a negation may be: \"In no case do we sell\"."""
_OBJECT_BEFORE, _OBJECT_BEHIND = 60, 90
"""Characters around a verb in which its object is."""


class _Clause:
    """A clause with what its verbs ask of it, each found once however many verbs there are."""

    def __init__(self, text: str, words: ShiftWords) -> None:
        self.text, self.words = text, words
        blank = words.grammar["empty_negation"]
        self.plain = blank.sub(lambda match: " " * len(match.group()), text)
        self._found: dict[str, re.Match[str] | None] = {}

    def find_first(self, name: str) -> re.Match[str] | None:
        """Return the first word of a group of grammar."""
        if name not in self._found:
            self._found[name] = self.words.grammar[name].search(self.text)
        return self._found[name]

    @cached_property
    def _negations(self) -> Spans:
        return Spans(self.words.grammar["negation"], self.plain)

    @cached_property
    def _own_clauses(self) -> Spans:
        return Spans(_OWN_CLAUSE, self.plain)

    @cached_property
    def _exceptions(self) -> Spans:
        return Spans(self.words.grammar["exception"], self.plain)

    @cached_property
    def _german_negations(self) -> Spans:
        return Spans(_GERMAN_NEGATION, self.plain)

    @cached_property
    def _subordinates(self) -> Spans:
        return Spans(self.words.grammar["subordinate"], self.plain)

    @cached_property
    def _actors(self) -> tuple[list[int], list[tuple[int, Actor]]]:
        """Places, and the last actor who is named before each."""
        named = sorted(_list_actors(self.plain, len(self.plain), self.words))
        return [shown for shown, *_ in named], list(accumulate((each[1:] for each in named), max))

    def find_actor(self, place: int) -> tuple[Actor | None, int]:
        """Return who acts before a place, and where that word ends."""
        shown, last = self._actors
        number = bisect_right(shown, place)
        if not number:
            return None, max(0, place - _LEAD_CHARS)
        end, actor = last[number - 1]
        return actor, end

    def has_subordinate(self, actor_end: int, verb_end: int) -> bool:
        """Tell whether what stands before an actor makes what it does subordinate.

        "The data that we sell" and "the data we sell" only name data, and what is done "before we
        sell it" is no sale.
        """
        comma = self.plain.rfind(", ", 0, actor_end) + 1
        first = max(comma, actor_end - _RELATIVE_CHARS)
        return bool(
            self._subordinates.has_between(comma, actor_end)
            or self._is_relative(first, actor_end, verb_end)
            or _BEFORE_ACTOR.search(self.plain, first, actor_end)
        )

    def _is_relative(self, first: int, actor_end: int, verb_end: int) -> bool:
        """Tell whether a verb tells which data is meant: "the data we sell".

        "To improve the service we sell your data" names other data behind the verb.
        """
        noun = _RELATIVE.search(self.plain, first, actor_end)
        if noun and _STRANDED.match(self.plain, verb_end):
            return True
        if noun is None or _OBJECT_OF_ITS_OWN.match(self.plain, verb_end):
            return False
        return any(self.words.grammar[n].search(noun.group()) for n in ("matter", "record"))

    def is_denied(self, actor_end: int, verb: re.Match[str], *, is_passive: bool) -> bool:
        """Tell whether a verb is denied before it or behind it."""
        # A negation may precede the actor: "In no case we sell", "No customer data is sold".
        first = max(0, actor_end - _BEFORE_ACTOR_CHARS)
        first = self._own_clauses.find_last_end(first, verb.start())
        exception = self._exceptions.find_last_end(actor_end, verb.start())
        if exception > actor_end and ", " not in self.plain[exception : verb.start()]:
            first = exception  # "not kept, except to train on it" denies no training
        return bool(
            self._negations.has_between(first, verb.start())
            or _NO_BEHIND.match(self.plain, verb.end())
            or self._german_negations.has_between(verb.end(), len(self.plain))
            or (is_passive and _PASSIVE_NEGATION.match(self.plain, verb.end()))
        )


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb of a clause with what its clause says about it."""

    _clause: _Clause
    start: int
    end: int
    """Of its verb in the clause."""
    actor: Actor | None
    is_denied: bool
    is_main: bool
    """A named subject rules it, and no word just before that one makes it subordinate."""

    @property
    def clause(self) -> str:
        """The text of its clause."""
        return self._clause.text

    @property
    def words(self) -> ShiftWords:
        """The rules of its language."""
        return self._clause.words

    @property
    def is_done_to_company(self) -> bool:
        """True for "inform us", whoever does it."""
        return _DONE_TO_US.match(self.clause, self.start) is not None

    def has(self, *names: str) -> bool:
        """Tell whether the clause has a word of one of these groups of grammar."""
        return any(map(self.find_first, names))

    def find_first(self, name: str) -> re.Match[str] | None:
        """Return the first word of the clause that is of a group of grammar."""
        return self._clause.find_first(name)


def split_assertions(text: str) -> list[str]:
    """Return the parts of a text that assert something: no questions, lists by their items."""
    parts = (
        part.strip()
        for line in join_wrapped_lines(text)
        for sentence in split_sentences(line)
        for part in _PART_END.split(sentence)
    )
    return [part for part in parts if part and not part.endswith("?")]


@cache_per_check
def split_clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of a text, in order."""
    return tuple(
        part.strip()
        for assertion in split_assertions(text)
        for part in CLAUSE_END.split(assertion)
        if part.strip()
    )


def find_predicates(
    text: str, words: ShiftWords, verbs: re.Pattern[str], objects: re.Pattern[str] | None
) -> Iterator[Predicate]:
    """Yield the verbs of a text whose clause has one of the objects too."""
    for clause_text in split_clauses(text):
        clause = _Clause(clause_text, words)
        for match in verbs.finditer(clause.plain):
            start, end = max(0, match.start() - _OBJECT_BEFORE), match.end() + _OBJECT_BEHIND
            if objects is None or objects.search(clause.plain, start, end):
                yield _make_predicate(clause, match)


def _make_predicate(clause: _Clause, verb: re.Match[str]) -> Predicate:
    actor, actor_end = clause.find_actor(verb.start())
    is_near = verb.start() - actor_end <= _MAX_MAIN_CHARS
    is_near = is_near and not _OTHER_SUBJECT.search(clause.plain, actor_end, verb.start())
    is_main = actor is not None and is_near and not clause.has_subordinate(actor_end, verb.end())
    is_denied = clause.is_denied(actor_end, verb, is_passive=actor is None)
    return Predicate(clause, *verb.span(), actor, is_denied, is_main)


def find_actors(clause: str, end: int, words: ShiftWords) -> list[tuple[int, Actor]]:
    """Return who is named before a position in a clause, each with where that word ends."""
    return sorted(each[1:] for each in _list_actors(clause, end, words))


def _list_actors(clause: str, end: int, words: ShiftWords) -> Iterator[tuple[int, int, Actor]]:
    """Yield who is named before a position: where that shows, where the word ends, and who."""
    if order := ORDER.match(clause):
        yield 0, order.end(), "user"
    for name in ("company", "user"):
        actor: Actor = "company" if name == "company" else "user"
        for match in words.grammar[name].finditer(clause, 0, end):
            if match.group() != "US" and not _NOUN_BEHIND.match(clause[match.end() :].lstrip()):
                yield match.end(), match.end(), actor
    for match in _NAME.finditer(clause[:end]):
        name = match.group()
        if not _COMMON_NOUN.search(name) and not words.grammar["user"].fullmatch(name):
            yield match.end(1), match.end(), "company"


def cut_main_clause(text: str) -> str:
    """Return a text up to what happens only after it: "we ask you [before we sell it]"."""
    own = _OWN_CLAUSE.search(text)
    return text[: own.start()] if own else text
