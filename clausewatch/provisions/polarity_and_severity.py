"""Decides what a sentence does with a practice, and how severe a provision is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from clausewatch.model.provisions import HARMLESS, Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.assertion import (
    Assertion,
    find_anchors,
    read_assertion,
    read_refusal,
)
from clausewatch.provisions.contacts import OPT_OUT
from clausewatch.provisions.denial_limits import is_limited
from clausewatch.provisions.parties import RELATIVES, Party
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.taxonomy import (
    SOFTENING,
    ClauseType,
    Denial,
    Effect,
    Facet,
    Taxonomy,
)
from clausewatch.provisions.tokens import join_tokens

_HARMLESS_REASONS = {
    Polarity.DOES_NOT: "the quoted sentence rules it out",
    Polarity.WITH_CONSENT: "it needs consent",
    Polarity.SOME_EXCLUDED: "a part of it is ruled out",
}
_DEFAULT_REASON = "the default for this clause type"
_NARROWER = {
    Polarity.DOES: Polarity.MAY,
    Polarity.DOES_NOT: Polarity.SOME_EXCLUDED,
}
"""The polarity that cues can make of the one that the grammar of a sentence gives."""


_ABILITY_WORDS = 2
_REFUSALS = frozenset({Polarity.DOES_NOT, Polarity.SOME_EXCLUDED})
"""Denials, whole or with exceptions, which harm people if the practice is to their benefit."""


def find_assertion(taxonomy: Taxonomy, clause: ClauseType, sentence: Sentence) -> Assertion:
    """Return what a sentence, with its lead-in, asserts of the practice of a clause type."""
    assertion = read_assertion(sentence, taxonomy.find_verbs(clause.id))
    if assertion.anchor is None and clause.verbs and clause.severity is Severity.HIGH:
        # To affirm a grave practice that the sentence denies would be the worst mistake.
        assertion = read_refusal(sentence) or assertion
    if not clause.verbs:
        actor = read_assertion(sentence, taxonomy.find_acts(clause.id)).actor
        assertion = replace(assertion, actor=actor)
    return replace(assertion, polarity=_narrow_polarity(taxonomy, clause, sentence, assertion))


def _narrow_polarity(
    taxonomy: Taxonomy, clause: ClauseType, sentence: Sentence, assertion: Assertion
) -> Polarity:
    """Return the polarity after the cues that narrow a denial or a statement."""
    if Party.USER in clause.actors and assertion.polarity is Polarity.OPT_OUT_OFFERED:
        # A user who may stop is the practice itself, and no way out of it.
        return Polarity.MAY
    if clause.denial is Denial.HARMS and assertion.polarity is Polarity.OPT_OUT_OFFERED:
        # Nobody needs a way out of what is to his benefit: refunds, or signals that are honoured.
        return Polarity.DOES
    if assertion.polarity is Polarity.DOES_NOT and assertion.anchor is not None and clause.limits:
        anchors = find_anchors(sentence, taxonomy.find_verbs(clause.id)) or [assertion.anchor]
        if is_limited(sentence, anchors, clause.limits):
            return Polarity.SOME_EXCLUDED
    narrower = _NARROWER.get(assertion.polarity)
    if narrower is None or (clause.is_rule and narrower is Polarity.MAY):
        return assertion.polarity
    return narrower if _has_cue(taxonomy, clause, sentence, narrower) else assertion.polarity


def _has_cue(taxonomy: Taxonomy, clause: ClauseType, sentence: Sentence, sought: Polarity) -> bool:
    """Return whether a cue of a narrower polarity is among the words that can state it."""
    words = sentence.words
    if sought is Polarity.MAY:
        words = _find_permitting(sentence, find_anchors(sentence, taxonomy.find_verbs(clause.id)))
    text = join_tokens([word for word in words if word[0].isalnum()])
    distinct = set(text.split())
    return any(
        cue.may_be_in(distinct) and cue.is_in(text)
        for polarity, cues in taxonomy.compile_polarity_cues(clause.id)
        if polarity is sought
        for cue in cues
    )


def _find_permitting(sentence: Sentence, verbs: Sequence[int]) -> tuple[str, ...]:
    """Return the words of a sentence that can permit its practice.

    Clauses that concede or except something permit nothing, and neither do those after the
    practice: "Disputes go to arbitration, except that you may sue in a small-claims court".
    """
    words, is_aside = sentence.words, False
    if not words:
        return ()
    kept: list[str] = []
    own = sentence.lead_in_size
    has_own_clause = bool(verbs) and sentence.find_clause(max(verbs))[0] >= own
    for start, end in pairwise([*sentence.clause_starts, len(words)]):
        if has_own_clause and start < own:
            # An item with a subject of its own takes no permission from its lead-in.
            continue
        opens_aside = start > 0 and sentence.grammar.breaks_conceding.is_at(words, start)
        is_aside = opens_aside or (is_aside and words[start - 1] in {"and", "or"})
        has_verb = bool(verbs) and start <= max(verbs) < end
        is_condition = sentence.grammar.breaks_subordinating.is_at(words, start)
        if has_verb or not is_aside:
            kept += [words[at] for at in range(start, end) if not _is_ability(sentence, at)]
        if has_verb and not is_condition and _has_subject(sentence, start, max(verbs)):
            break
    return tuple(kept)


def _has_subject(sentence: Sentence, start: int, verb: int) -> bool:
    """Return whether somebody acts before a verb ("besides closing your account" has nobody)."""
    return any(sentence.is_finite(at) or sentence.is_party(at) for at in range(start, verb))


def _is_ability(sentence: Sentence, index: int) -> bool:
    """Return whether a modal verb only describes ("so that we can", "offers that may interest").

    "We do the best we can to protect it" permits nothing.
    """
    words, grammar = sentence.words, sentence.grammar
    if index and words[index - 1] in RELATIVES:
        # "Offers that may interest you" describes the offers.
        return grammar.verbs_modal.is_at(words, index)
    if index < _ABILITY_WORDS or not grammar.verbs_able.is_at(words, index):
        return False
    openings = grammar.breaks_purposes, grammar.breaks_subordinating
    opens_purpose = any(kind.is_at(words, index - 2) for kind in openings)
    return opens_purpose and sentence.find_party(index - 1) is Party.COMPANY


def compute_severity(clause: ClauseType, polarity: Polarity, stated: Iterable[Facet]) -> Severity:
    """Return the clause type's own severity, moved by the polarity and the stated facets.

    A practice that is ruled out, needs consent or excludes some people is low. If the denial itself
    harms people (no refunds, no deletion), it is one step up, unless a facet or an exception lowers
    it. An opt-out or a contradiction is one step down. Otherwise, facets that raise and facets that
    lower the severity move it by one step each, regardless of their number.
    """
    effects = {facet.effect for facet in stated}
    rank = clause.severity.rank
    if clause.denial is Denial.HARMS and polarity in _REFUSALS:
        is_whole = polarity is Polarity.DOES_NOT and SOFTENING.isdisjoint(effects)
        return _clamp_severity(rank + is_whole)
    if polarity in HARMLESS:
        return Severity.LOW
    if polarity is Polarity.UNCLEAR:
        return _clamp_severity(rank - 1)
    is_lowered = Effect.LOWERS in effects or polarity is Polarity.OPT_OUT_OFFERED
    return _clamp_severity(rank + (Effect.RAISES in effects) - is_lowered)


def explain_severity(
    clause: ClauseType, polarity: Polarity, stated: Sequence[Facet], severity: Severity
) -> str:
    """Return the reasons for a severity: those of `compute_severity`, and doubt if it is less."""
    reasons = _explain_computed(clause, polarity, stated)
    if severity.rank >= compute_severity(clause, polarity, stated).rank:
        return reasons
    reasons = f"default {clause.severity}" if reasons == _DEFAULT_REASON else reasons
    return f"{reasons}; limited to {severity} because the wording leaves doubt"


def _explain_computed(clause: ClauseType, polarity: Polarity, stated: Sequence[Facet]) -> str:
    own = f"default {clause.severity}"
    if clause.denial is Denial.HARMS and polarity in _REFUSALS:
        kept = [facet.label for facet in stated if facet.effect in SOFTENING]
        if polarity is Polarity.SOME_EXCLUDED:
            kept.insert(0, "an exception")
        lowered = f"; lowered by: {', '.join(kept)}" if kept else ""
        return f"{own}; raised because it is ruled out{lowered}"
    if polarity in HARMLESS:
        return f"{own}; low because {_HARMLESS_REASONS[polarity]}"
    if polarity is Polarity.UNCLEAR:
        return f"{own}; lowered because another sentence denies it"
    facets = list(stated)
    raising = [facet.label for facet in facets if facet.effect is Effect.RAISES]
    lowering = [facet.label for facet in facets if facet.effect is Effect.LOWERS]
    has_opt_out = any(facet.id == OPT_OUT for facet in facets)
    if polarity is Polarity.OPT_OUT_OFFERED and not has_opt_out:
        lowering.insert(0, "an opt-out is offered")
    reasons = [f"raised by: {', '.join(raising)}"] if raising else []
    reasons += [f"lowered by: {', '.join(lowering)}"] if lowering else []
    return "; ".join([own, *reasons]) if reasons else _DEFAULT_REASON


def _clamp_severity(rank: int) -> Severity:
    levels = list(Severity)
    return levels[max(0, min(rank, len(levels) - 1))]
