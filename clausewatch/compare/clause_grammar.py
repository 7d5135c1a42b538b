"""The grammar of a clause as far as a shift needs it: who acts, whether it is denied or limited.

A clause is a part of a sentence with a statement of its own. English, German, French and Spanish
share the rules: a negation precedes the verb, or stands right behind it, or (in German) ends the
clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from clausewatch.compare.shift_words import ShiftWords
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
    r"(?= (?:may|will|shall|must|can|cannot|does|reserves|agrees)\b)"
)
"""A company that a document calls by its name."""
_ORDER = re.compile(r"\W{0,4}(?:please )?(?:don['\u2019]t|do not|never)\b", re.IGNORECASE)
"""An order to users: "Do not share your password"."""
_COMMON_NOUN = re.compile(
    r"^(?:The|This|That|These|Your|No|Any|Each|If|It|Data|You|They|Who|There|Customer|User|Users|"
    r"Members?)\b|(?:s|Content|Data|Information|Service|Agreement|Policy|Subscription|Plan)$"
)
_DONE_TO_US = re.compile(r"\w+ us\b", re.IGNORECASE)
_LEAD_CHARS = 60
_MAX_MAIN_CHARS = 70
"""Between a subject and the verb that it rules."""
_BEFORE_ACTOR_CHARS = 24
"""Of an actor with the words before it, where a negation may be: \"In no case do we sell\"."""
_OBJECT_BEFORE, _OBJECT_BEHIND = 60, 90
"""Characters around a verb in which its object is."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb of a clause with what its clause says about it."""

    words: ShiftWords
    clause: str
    start: int
    end: int
    """Of its verb in the clause."""
    actor: Actor | None
    is_denied: bool
    is_main: bool
    """A named subject rules it, and no word just before that one makes it subordinate."""

    @property
    def is_done_to_company(self) -> bool:
        """True for "inform us", whoever does it."""
        return _DONE_TO_US.match(self.clause, self.start) is not None

    def has(self, *names: str) -> bool:
        """Tell whether the clause has a word of one of these groups of grammar."""
        return any(self.words.grammar[name].search(self.clause) for name in names)


def split_assertions(text: str) -> list[str]:
    """Return the parts of a text that assert something: no questions, lists by their items."""
    parts = (
        part.strip()
        for line in text.split("\n")
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
    empty = words.grammar["empty_negation"]
    for clause in split_clauses(text):
        plain = empty.sub(lambda match: " " * len(match.group()), clause)
        for match in verbs.finditer(plain):
            start, end = max(0, match.start() - _OBJECT_BEFORE), match.end() + _OBJECT_BEHIND
            if objects is None or objects.search(plain, start, end):
                actor, actor_end = _find_actor(plain, match.start(), words)
                comma = plain.rfind(", ", 0, actor_end) + 1
                subordinate = words.grammar["subordinate"].search(plain, comma, actor_end)
                is_near = match.start() - actor_end <= _MAX_MAIN_CHARS
                is_main = actor is not None and subordinate is None and is_near
                denied = _is_denied(plain, actor_end, match, words, is_passive=actor is None)
                yield Predicate(words, clause, *match.span(), actor, denied, is_main)


def find_actors(clause: str, end: int, words: ShiftWords) -> list[tuple[int, Actor]]:
    """Return who is named before a position in a clause, each with where that word ends."""
    found: list[tuple[int, Actor]] = []
    if order := _ORDER.match(clause):
        found.append((order.end(), "user"))
    for name in ("company", "user"):
        actor: Actor = "company" if name == "company" else "user"
        found += [
            (match.end(), actor)
            for match in words.grammar[name].finditer(clause, 0, end)
            if match.group() != "US" and not _NOUN_BEHIND.match(clause[match.end() :].lstrip())
        ]
    found += [
        (match.end(), "company")
        for match in _NAME.finditer(clause[:end])
        if not _COMMON_NOUN.search(match.group())
        and not words.grammar["user"].fullmatch(match.group())
    ]
    return sorted(found)


def _find_actor(clause: str, end: int, words: ShiftWords) -> tuple[Actor | None, int]:
    """Return who acts before a position in a clause, and where that word ends."""
    found = find_actors(clause, end, words)
    return (found[-1][1], found[-1][0]) if found else (None, max(0, end - _LEAD_CHARS))


def _is_denied(
    clause: str, start: int, verb: re.Match[str], words: ShiftWords, *, is_passive: bool
) -> bool:
    negation = words.grammar["negation"]
    behind = clause[verb.end() :]
    # A negation may precede the actor: "In no case we sell", "No customer data is sold".
    lead = clause[max(0, start - _BEFORE_ACTOR_CHARS) : verb.start()]
    lead = lead[max((match.end() for match in _OWN_CLAUSE.finditer(lead)), default=0) :]
    return bool(
        negation.search(lead)
        or _NO_BEHIND.match(behind)
        or _GERMAN_NEGATION.search(behind)
        or (is_passive and _PASSIVE_NEGATION.match(behind))
    )
