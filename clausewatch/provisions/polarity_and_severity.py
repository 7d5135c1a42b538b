"""What a sentence does with a practice, and how grave a provision is: two readable decisions."""

from collections.abc import Iterable, Sequence

from clausewatch.model.provisions import HARMLESS, Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.taxonomy import ClauseType, Denial, Effect, Facet, Taxonomy
from clausewatch.provisions.words import join_tokens

_WHY_HARMLESS = {
    Polarity.DOES_NOT: "the quoted sentence rules it out",
    Polarity.WITH_CONSENT: "it needs consent",
    Polarity.SOME_EXCLUDED: "some are excluded from it",
}
_WITHOUT_VERBS = {Polarity.DOES, Polarity.MAY}


def find_polarity(taxonomy: Taxonomy, clause: ClauseType, tokens: Sequence[str]) -> Polarity:
    """Return what the words of a sentence, with its lead-in, do with the practice of a type.

    A type without verbs is a rule rather than a practice: it can be stated, not denied.
    """
    text = join_tokens(tokens)
    for phrase in taxonomy.empty:
        text = text.replace(f" {phrase} ", " ")
    held = set(text.split())
    for decided, cues in taxonomy.polarity_cues(clause.id):
        if not clause.verbs and decided not in _WITHOUT_VERBS:
            continue
        if any(cue.may_be_in(held) and cue.is_in(text) for cue in cues):
            return decided
    return Polarity.DOES


def compute_severity(clause: ClauseType, said: Polarity, stated: Iterable[Facet]) -> Severity:
    """Return the severity: the type's own, moved by polarity and by what the document states.

    Ruled out, only with consent or kept from some people: low; where the denial itself harms
    (no refunds, no deletion), one step up. An offered opt-out: one step down. Otherwise facets
    that raise and facets that lower move it by one step each, however many there are.
    """
    effects = {facet.effect for facet in stated}
    rank = clause.severity.rank
    if said is Polarity.DOES_NOT and clause.denial is Denial.HARMS:
        return _at(rank + 1)
    if said in HARMLESS:
        return Severity.LOW
    is_lowered = Effect.LOWERS in effects or said is Polarity.OPT_OUT_OFFERED
    return _at(rank + (Effect.RAISES in effects) - is_lowered)


def explain_severity(clause: ClauseType, said: Polarity, stated: Iterable[Facet]) -> str:
    """Return in words why `severity` is what it is."""
    own = f"{clause.severity} by its type"
    if said is Polarity.DOES_NOT and clause.denial is Denial.HARMS:
        return f"{own}; raised because it is ruled out"
    if said in HARMLESS:
        return f"{own}; low because {_WHY_HARMLESS[said]}"
    facets = list(stated)
    up = [one.label for one in facets if one.effect is Effect.RAISES]
    down = [one.label for one in facets if one.effect is Effect.LOWERS]
    if said is Polarity.OPT_OUT_OFFERED and "opt_out" not in {one.id for one in facets}:
        down.insert(0, "an opt-out is offered")
    moves = [f"raised by: {', '.join(up)}"] if up else []
    moves += [f"lowered by: {', '.join(down)}"] if down else []
    return "; ".join([own, *moves]) if moves else f"{own}; nothing stated moves it"


def _at(rank: int) -> Severity:
    ranks = list(Severity)
    return ranks[max(0, min(rank, len(ranks) - 1))]
