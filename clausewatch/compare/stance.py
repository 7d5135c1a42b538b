"""The rule that a sentence states at a place: who is bound, how, and whom that favours.

A lawyer reads "the Processor shall" and "you may" before anything else. What the company must do
favours users. What it may do, and what users must do, counts against them. A verb that is known to
harm or to help users turns this around: a company that must suspend an account does its users no
favour. What the company will not do favours users only if the verb is known to harm them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.compare.clause_grammar import (
    CLAUSE_END,
    Actor,
    cut_main_clause,
    find_actors,
)
from clausewatch.compare.noun_roles import is_only_mentioned
from clausewatch.compare.shift_words import ShiftWords

NEAR_CHARS = 14
"""Between a replacement and the modal verb that it is part of."""
_MAX_CLUSTER_GAP = 14
"""Characters between words that belong together: "may, however, not"."""
_NEED_CHARS = 5
"""Before a negation, for "need not"."""
_WITHOUT_CHARS = 60
_OBJECT_CHARS = 44
"""Behind a verb, in which its object is."""
_MAX_SUBJECT_WORDS = 2
"""Between a subject and its verb."""
_MAX_VERB_CHARS = 170
_PRONOUN_BEFORE = re.compile(r"\b(?:it|they|he|she|er|sie|es|il|elle|ils)\W*$", re.IGNORECASE)
_PASSIVE_VERB = re.compile(r"\W*(?:also |then )?be \w+(?:ed|en|wn|ld|pt|nt)\b", re.IGNORECASE)
_COPULA = re.compile(r"\b(?:are|is) $", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\W*(?:\w+ly )?(?!required|allowed|permitted|entitled)\w+(?:ed|en|wn)\b")
_ACTIVE_VERB = re.compile(
    r"\W*(?:\w+ly )?(?!be\b)\w+ (?:the|an?|any|all|its|their|his|her)\b", re.IGNORECASE
)
_JOINED = re.compile(r"\b(?:and|or|but) $", re.IGNORECASE)
_DOES_TO_US = re.compile(r"\W*\w+ us\b", re.IGNORECASE)
"""Whoever must inform us is no part of the company."""
_PARENTHESIS = re.compile(r"^\s*,[^,]{1,200},")
_AGREED = frozenset(
    {"agree", "agrees", "acknowledge", "acknowledges", "understand", "understands", "accept"}
    | {"accepts", "confirm", "confirms", "vereinbaren", "reconnaissent", "conviennent", "aceptan"}
)
"""What follows one of these and "that" is a rule of its own."""
_WITHOUT = re.compile(r"\b(?:without|ohne|sans|sin)\b", re.IGNORECASE)


class Mood(StrEnum):
    """How a rule binds."""

    DUTY = "duty"
    WILL = "will"
    """A promise or a practice, as its verb says."""
    PERMISSION = "permission"
    DENIAL = "denial"
    NO_DUTY = "no duty"
    STATEMENT = "statement"
    """No word says how the verb binds."""


class Effect(StrEnum):
    """What a verb does to users."""

    HELPS = "helps"
    HARMS = "harms"
    UNSURE = "unsure"
    """Its object decides: the company provides support, or provides data to others."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is bound, how, and what the verb does to users."""

    actor: Actor | None
    mood: Mood
    effect: Effect
    start: int
    end: int
    """Of the words that bind, in the sentence."""

    @property
    def favour(self) -> int:
        """1 if the rule favours users, -1 if it counts against them, 0 if that is not sure."""
        if self.actor == "user":
            return {Mood.PERMISSION: 1, Mood.NO_DUTY: 1, Mood.DUTY: -1, Mood.DENIAL: -1}.get(
                self.mood, 0
            )
        return _favour_of_company(self.mood, self.effect, is_named=self.actor == "company")


def _favour_of_company(mood: Mood, effect: Effect, *, is_named: bool) -> int:
    """Return the favour of what the company does, or of what happens to users."""
    if mood is Mood.NO_DUTY:
        return -1 if is_named else 0
    if effect is Effect.HELPS:
        return {Mood.DENIAL: -1, Mood.PERMISSION: 0}.get(mood, 1)
    if effect is Effect.HARMS:
        return 1 if mood is Mood.DENIAL else -1
    if effect is Effect.UNSURE:
        return 1 if mood is Mood.DUTY else 0
    if not is_named:
        return 0
    return {Mood.DUTY: 1, Mood.PERMISSION: -1}.get(mood, 0)


def find_clause(sentence: str, place: int) -> tuple[int, int]:
    """Return where the clause around a place starts and ends."""
    start = max((m.end() for m in CLAUSE_END.finditer(sentence, 0, place)), default=0)
    behind = CLAUSE_END.search(sentence, place)
    return start, behind.start() if behind else len(sentence)


def find_rules(sentence: str, place: int, words: ShiftWords) -> list[Rule]:
    """Return the rules of the clause around a place, in order, subordinate ones left out."""
    start, end = find_clause(sentence, place)
    clause = sentence[start:end]
    rules = (
        _read_rule(clause, first, last, words, start) for first, last in _cluster(clause, words)
    )
    return [rule for rule in rules if rule is not None]


def find_rule_before(sentence: str, place: int, words: ShiftWords) -> Rule | None:
    """Return the rule that governs a place: the last one before it."""
    return next((r for r in reversed(find_rules(sentence, place, words)) if r.end <= place), None)


def has_modal_words(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether a modal verb or a negation stands at a place, whatever it rules."""
    first, last = find_clause(sentence, start)
    return any(
        first + low <= end + NEAR_CHARS and first + high >= start - NEAR_CHARS
        for low, high in _cluster(sentence[first:last], words)
    )


def _cluster(clause: str, words: ShiftWords) -> list[tuple[int, int]]:
    """Return where words of modality and negation stand together in a clause."""
    empty = words.grammar["empty_negation"]
    plain = empty.sub(lambda match: " " * len(match.group()), clause)
    names = ("must", "may", "will", "negation")
    spans = sorted(m.span() for name in names for m in words.grammar[name].finditer(plain))
    clusters: list[tuple[int, int]] = []
    for first, last in spans:
        if clusters and first - clusters[-1][1] <= _MAX_CLUSTER_GAP:
            clusters[-1] = (clusters[-1][0], max(last, clusters[-1][1]))
        else:
            clusters.append((first, last))
    return clusters


def _read_rule(clause: str, first: int, last: int, words: ShiftWords, offset: int) -> Rule | None:
    is_main, subject = _find_subject(clause, first, words)
    if not is_main:
        return None
    behind = _PARENTHESIS.sub("", clause[last:])[:_MAX_VERB_CHARS]
    behind = cut_main_clause(behind)
    mood = _find_mood(clause[max(0, first - _NEED_CHARS) : last], behind, words)
    actor = subject
    if subject == "user":
        if mood is Mood.PERMISSION and _PASSIVE_VERB.match(behind):
            return None  # "you may be charged" is no right
        actor, mood = _read_fate(mood, clause[:last], first, behind, words)
    elif subject is None and _DOES_TO_US.match(behind):
        actor = "user"
    exception = words.grammar["exception"].search(behind) if mood is Mood.DENIAL else None
    said = behind[: exception.start()] if exception else behind  # "not kept, except encrypted"
    effect = _find_effect(clause[:last], said, clause, words)
    is_active = _ACTIVE_VERB.match(behind) and not _JOINED.search(clause[:first])
    if actor is None and effect in {Effect.HELPS, Effect.UNSURE} and is_active:
        effect = Effect.UNKNOWN  # "the tenant must pay a deposit" helps no tenant
    if mood is Mood.DENIAL:
        is_party = subject is not None and actor is None  # "you will not be charged"
        is_withheld = not is_party and _leaves_alone(
            actor, clause[:first], clause[first:last], behind, words
        )
        effect = _find_effect_of_denial(effect, behind, is_withheld=is_withheld)
    return Rule(actor, mood, effect, offset + first, offset + last)


def _find_effect_of_denial(effect: Effect, behind: str, *, is_withheld: bool) -> Effect:
    """Return what a denied verb does to users: "your files are not shown to anybody"."""
    if _WITHOUT.search(behind[:_WITHOUT_CHARS]):
        return Effect.UNSURE  # "will not delete it without a reminder"
    return Effect.HARMS if is_withheld and effect is Effect.UNKNOWN else effect


def _leaves_alone(
    actor: Actor | None, lead: str, modal: str, behind: str, words: ShiftWords
) -> bool:
    """Tell whether a verb that intrudes on what users own is denied: "not open your files".

    What the company is not able to do is no promise, and of any other verb nobody can tell whether
    users are better off without it.
    """
    grammar, text = words.grammar, behind.lstrip()
    if actor is None and grammar["matter"].search(lead):
        return not any(grammar[name].search(behind) for name in ("on_request", "received"))
    verb = grammar["intrude"].match(text.removeprefix("be "))
    if verb is None or grammar["unable"].search(modal) or grammar["received"].search(behind):
        return False
    names = ("matter", "record", "private")
    if actor is None:
        return any(grammar[name].search(lead) for name in names)
    object_ = text[:_OBJECT_CHARS]
    is_of_users = actor == "company" and grammar["yours"].search(object_)
    return bool(is_of_users) and any(grammar[name].search(object_) for name in names)


def _read_fate(
    mood: Mood, clause: str, first: int, behind: str, words: ShiftWords
) -> tuple[Actor | None, Mood]:
    """Return who is bound by a rule on users, and how: what happens to them is no act of theirs.

    "You will not be charged", "you are not asked" and "you will not owe interest" deny users
    nothing. `clause` ends with the words of the rule, which start at `first`.
    """
    modal = clause[first:]
    is_done = _PASSIVE_VERB.match(behind) or (
        _COPULA.search(clause[:first]) and _PARTICIPLE.match(behind)
    )
    if is_done and mood is not Mood.DUTY:
        return None, mood
    is_burden = words.grammar["burden"].match(behind.lstrip(" ,"))
    if is_burden and words.grammar["will"].search(modal):
        return "user", Mood.NO_DUTY if mood is Mood.DENIAL else Mood.DUTY
    return "user", mood


def _find_mood(text: str, behind: str, words: ShiftWords) -> Mood:
    grammar = words.grammar
    if grammar["negation"].search(text):
        is_about_duty = grammar["disclaimer"].search(f"{text} {behind[:24]}")
        return Mood.NO_DUTY if is_about_duty else Mood.DENIAL
    if grammar["may"].search(text):
        return Mood.PERMISSION
    return Mood.DUTY if grammar["must"].search(text) else Mood.WILL


def _find_subject(clause: str, place: int, words: ShiftWords) -> tuple[bool, Actor | None]:
    """Return whether the verb at a place rules the clause, and its subject if that is a party."""
    lead = clause[:place]
    found = find_actors(clause, place, words)
    if not found:
        return True, None
    end, actor = found[-1]
    gap = lead[end:]
    if _PRONOUN_BEFORE.search(gap):
        return True, actor
    is_near = len(gap.split()) <= _MAX_SUBJECT_WORDS and "," not in gap
    is_parenthesis = gap.startswith(",") and gap.rstrip().endswith(",")
    if not (is_near or is_parenthesis):
        return True, None
    word, word_before = _find_words_before(lead[:end], words)
    if words.grammar["preposition"].fullmatch(word):
        return True, None
    is_subordinate = words.grammar["subordinate"].fullmatch(word) is not None
    return word_before in _AGREED or not is_subordinate, actor


def _find_words_before(lead: str, words: ShiftWords) -> tuple[str, str]:
    """Return the two words before the party that ends a text, its article left out.

    A comma parts it from the words before: "Unless you ask us to, we".
    """
    raw = lead.casefold().split()[-5:-1]
    tokens = [] if raw and raw[-1].endswith(",") else [token.strip(" ,.()") for token in raw]
    while tokens and words.grammar["article"].fullmatch(tokens[-1]):
        tokens.pop()
    return (["", "", *tokens][-1], ["", "", *tokens][-2])


def _find_effect(lead: str, behind: str, clause: str, words: ShiftWords) -> Effect:
    """Return what the first known verb behind a place does to users."""
    text, offset = lead + behind, len(lead)
    harmful = [practice for practice in words.practices if practice.actor != "user"]
    places: list[tuple[int, Effect]] = []
    for effect, conducts in ((Effect.HELPS, words.promises), (Effect.HARMS, harmful)):
        for conduct in conducts:
            verb = conduct.verbs.search(behind)
            if verb and is_only_mentioned(text, offset + verb.start(), offset + verb.end(), words):
                continue
            if verb and (conduct.objects is None or conduct.objects.search(clause)):
                is_unsure = effect is Effect.HELPS and conduct.is_general
                places.append((verb.start(), Effect.UNSURE if is_unsure else effect))
    return min(places, default=(0, Effect.UNKNOWN))[1]
