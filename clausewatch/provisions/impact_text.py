"""Describes a change of a provision in the few words that a card has room for."""

from collections.abc import Sequence
from typing import Protocol

from clausewatch.model.provisions import (
    HARMLESS,
    Polarity,
    Provision,
    ProvisionEvent,
    ProvisionEventKind,
)
from clausewatch.model.reading import Direction, ProvisionImpact, Severity
from clausewatch.provisions.taxonomy import ClauseType, Denial, Effect

MAX_FACET_TEXTS = 2
"""People read a line of a card at a glance."""
MAX_LABELS = 3
POLARITY_PHRASES = {
    Polarity.DOES: "stated as practice",
    Polarity.MAY: "permitted",
    Polarity.DOES_NOT: "ruled out",
    Polarity.WITH_CONSENT: "only with consent",
    Polarity.OPT_OUT_OFFERED: "with an opt-out",
    Polarity.SOME_EXCLUDED: "ruled out in part",
    Polarity.UNCLEAR: "unclear",
}
_SEVERITY_DIRECTIONS = {
    ProvisionEventKind.SEVERITY_RAISED: Direction.LESS_FAVOURABLE,
    ProvisionEventKind.SEVERITY_LOWERED: Direction.MORE_FAVOURABLE,
}
_OPPOSITE = {
    Direction.LESS_FAVOURABLE: Direction.MORE_FAVOURABLE,
    Direction.MORE_FAVOURABLE: Direction.LESS_FAVOURABLE,
}


class UnquotedChange(Protocol):
    """Changed sentences of a clause type that the record does not quote."""

    @property
    def is_possible(self) -> bool:
        """Whether the recogniser's confidence is low."""

    @property
    def unquoted_removed(self) -> tuple[str, ...]:
        """Sentences that only the earlier version has."""

    @property
    def unquoted_added(self) -> tuple[str, ...]:
        """Sentences that only the later version has."""


def build_impact(
    clause: ClauseType,
    severity: Severity,
    events: Sequence[ProvisionEvent],
    unquoted: UnquotedChange,
) -> ProvisionImpact:
    """Return the line of a provision on a card."""
    return ProvisionImpact(
        clause=clause.id,
        name=clause.name,
        event_text=_describe_event(clause, events) if events else _describe_unquoted(unquoted),
        severity=severity,
        direction=_find_direction(clause, events) if events else None,
        is_possible=unquoted.is_possible,
        facets=_describe_facets(clause, events[0]) if events else (),
    )


def _describe_unquoted(unquoted: UnquotedChange) -> str:
    """Describe a change of sentences that the record does not quote."""
    if unquoted.unquoted_removed and unquoted.unquoted_added:
        return "further wording changed"
    return "further wording added" if unquoted.unquoted_added else "further wording removed"


def _describe_event(clause: ClauseType, events: Sequence[ProvisionEvent]) -> str:
    """Describe the most important event: a move of the severity comes before a new wording."""
    for event in events:
        if event.kind in _SEVERITY_DIRECTIONS and event.before is not None:
            return f"{event.kind} from {event.before.severity}"
    event = events[0]
    if event.before is None or event.after is None:
        # "added" alone would read as if the document introduced a practice that it rules out.
        polarity = event.latest.polarity
        if clause.verbs and polarity is not Polarity.DOES:
            return f"{event.kind} ({POLARITY_PHRASES[polarity]})"
    return str(event.kind)


def _find_direction(clause: ClauseType, events: Sequence[ProvisionEvent]) -> Direction | None:
    for event in events:
        if event.kind in _SEVERITY_DIRECTIONS:
            return _SEVERITY_DIRECTIONS[event.kind]
    event = events[0]
    if event.after is None:
        direction = _assess_presence(clause, event.before)
        return None if direction is None else _OPPOSITE[direction]
    if event.before is None:
        return _assess_presence(clause, event.after)
    return _assess_denial(clause, event) or _assess_facets(clause, event)


def _assess_presence(clause: ClauseType, provision: Provision | None) -> Direction | None:
    """Return which way the mere presence of a provision goes for people."""
    if provision is None:
        return None
    is_denied = provision.polarity in HARMLESS
    if clause.denial is Denial.HARMS:
        return Direction.LESS_FAVOURABLE if is_denied else Direction.MORE_FAVOURABLE
    if is_denied:
        return Direction.MORE_FAVOURABLE
    return Direction.LESS_FAVOURABLE if provision.severity is not Severity.LOW else None


def is_lost_protection(clause: ClauseType, event: ProvisionEvent) -> bool:
    """Tell whether an event removes what protected people, so that its own severity is too low."""
    is_gone = event.after is None and event.before is not None
    if is_gone and _assess_presence(clause, event.before) is Direction.MORE_FAVOURABLE:
        return True
    is_protective = clause.denial is Denial.PROTECTS
    return is_protective and _assess_denial(clause, event) is Direction.LESS_FAVOURABLE


def _assess_denial(clause: ClauseType, event: ProvisionEvent) -> Direction | None:
    """Return which way a denial goes that came or was given up, in whole or in part.

    A practice that needs consent is harmless in itself, but less so than none.
    """
    if event.before is None or event.after is None:
        return None
    old, new = event.before.polarity, event.after.polarity
    if (old is Polarity.DOES_NOT) is (new is Polarity.DOES_NOT) or Polarity.UNCLEAR in (old, new):
        return None
    is_better = (new is Polarity.DOES_NOT) is (clause.denial is Denial.PROTECTS)
    return Direction.MORE_FAVOURABLE if is_better else Direction.LESS_FAVOURABLE


def _assess_facets(clause: ClauseType, event: ProvisionEvent) -> Direction | None:
    """Return which way a rewording goes, by the facets that it gained and lost."""
    gained = {clause.find_facet(facet_id).effect for facet_id in event.facets_gained}
    lost = {clause.find_facet(facet_id).effect for facet_id in event.facets_lost}
    is_graver = Effect.RAISES in gained or Effect.LOWERS in lost
    is_milder = Effect.LOWERS in gained or Effect.RAISES in lost
    if is_graver and is_milder:
        return Direction.MIXED
    if is_graver:
        return Direction.LESS_FAVOURABLE
    return Direction.MORE_FAVOURABLE if is_milder else None


def _describe_facets(clause: ClauseType, event: ProvisionEvent) -> tuple[str, ...]:
    """Describe a new polarity, facets gained or lost, and what a new provision leaves open."""
    before, after = event.before, event.after
    texts = _describe_polarity_change(clause, before, after)
    texts += _list_labels("now stated", clause, event.facets_gained)
    texts += _list_labels("no longer stated", clause, event.facets_lost)
    if before is None and after is not None:
        texts += _list_labels("not stated", clause, _find_missing_facets(clause, after))
    return tuple(texts[:MAX_FACET_TEXTS])


def _describe_polarity_change(
    clause: ClauseType, before: Provision | None, after: Provision | None
) -> list[str]:
    """Describe a new polarity, except between *does* and *may*, which are too close to report."""
    if before is None or after is None or not clause.verbs:
        return []
    old, new = before.polarity, after.polarity
    if old is new or {old, new} == {Polarity.DOES, Polarity.MAY}:
        return []
    return [f"was {POLARITY_PHRASES[old]}, now {POLARITY_PHRASES[new]}"]


def _find_missing_facets(clause: ClauseType, provision: Provision) -> list[str]:
    """Return the ids of absent facets that would have lowered the severity."""
    is_denied = provision.polarity in HARMLESS
    return [
        finding.id
        for finding in provision.facets
        if finding.is_absent
        and clause.find_facet(finding.id).effect is Effect.LOWERS
        and (clause.find_facet(finding.id).is_relevant_if_denied or not is_denied)
    ]


def _list_labels(lead: str, clause: ClauseType, facet_ids: Sequence[str]) -> list[str]:
    labels = [clause.find_facet(facet_id).label for facet_id in facet_ids[:MAX_LABELS]]
    return [f"{lead}: {', '.join(labels)}"] if labels else []
