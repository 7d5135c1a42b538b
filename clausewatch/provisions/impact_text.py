"""What happened to a provision, in the few words that a card has for it."""

from collections.abc import Sequence
from typing import Protocol

from clausewatch.model.provisions import (
    HARMLESS,
    Polarity,
    Provision,
    ProvisionEvent,
    ProvisionEventKind,
)
from clausewatch.model.reading import Direction, Severity, Touch
from clausewatch.provisions.taxonomy import Clause, Denial, Effect

MOST_FACETS = 2
"""On a line of a card, which is read at a glance."""
MOST_LABELS = 3
POLARITY_WORDS = {
    Polarity.DOES: "stated as practice",
    Polarity.MAY: "permitted",
    Polarity.DOES_NOT: "ruled out",
    Polarity.WITH_CONSENT: "only with consent",
    Polarity.OPT_OUT_OFFERED: "with an opt-out",
    Polarity.SOME_EXCLUDED: "some are excluded",
}
_RANKED = {
    ProvisionEventKind.SEVERITY_RAISED: Direction.GRAVER,
    ProvisionEventKind.SEVERITY_LOWERED: Direction.MILDER,
}
_OPPOSITE = {Direction.GRAVER: Direction.MILDER, Direction.MILDER: Direction.GRAVER}


class Came(Protocol):
    """Sentences under a type that the record does not quote, gone and come."""

    @property
    def other_gone(self) -> tuple[str, ...]:
        """What stood there."""

    @property
    def other_come(self) -> tuple[str, ...]:
        """What stands there now."""


def touch(
    clause: Clause, severity: Severity, events: Sequence[ProvisionEvent], other: Came
) -> Touch:
    """Return the line of a provision on a card."""
    return Touch(
        clause=clause.id,
        name=clause.name,
        happened=_happened(clause, events) if events else _beside(other),
        severity=severity,
        direction=_direction(clause, events) if events else None,
        facets=_facets(clause, events[0]) if events else (),
    )


def _beside(other: Came) -> str:
    """Return what happened to sentences under the type that its record does not quote."""
    if other.other_gone and other.other_come:
        return "further wording altered"
    return "further wording added" if other.other_come else "further wording removed"


def _happened(clause: Clause, events: Sequence[ProvisionEvent]) -> str:
    """Return what happened in words, the severity's move before the wording's."""
    for event in events:
        if event.kind in _RANKED and event.before is not None:
            return f"{event.kind} from {event.before.severity}"
    event = events[0]
    if event.before is None or event.after is None:
        # "added" alone would read as if a practice that is ruled out had come
        said = event.gravest.polarity
        if clause.verbs and said is not Polarity.DOES:
            return f"{event.kind} ({POLARITY_WORDS[said]})"
    return str(event.kind)


def _direction(clause: Clause, events: Sequence[ProvisionEvent]) -> Direction | None:
    for event in events:
        if event.kind in _RANKED:
            return _RANKED[event.kind]
    event = events[0]
    if event.after is None:
        gone = _news(clause, event.before)
        return None if gone is None else _OPPOSITE[gone]
    return _news(clause, event.after) if event.before is None else _by_facets(clause, event)


def _news(clause: Clause, provision: Provision | None) -> Direction | None:
    """Return what it means for people that the provision is there."""
    if provision is None:
        return None
    is_denied = provision.polarity in HARMLESS
    if clause.denial is Denial.HARMS:
        return Direction.GRAVER if is_denied else Direction.MILDER
    if is_denied:
        return Direction.MILDER
    return Direction.GRAVER if provision.severity is not Severity.LOW else None


def _by_facets(clause: Clause, event: ProvisionEvent) -> Direction | None:
    """Return the way of a rewording: particulars that raise or lower came or went."""
    gained = {clause.facet(one).effect for one in event.facets_gained}
    lost = {clause.facet(one).effect for one in event.facets_lost}
    is_graver = Effect.RAISES in gained or Effect.LOWERS in lost
    is_milder = Effect.LOWERS in gained or Effect.RAISES in lost
    if is_graver and is_milder:
        return Direction.BOTH
    if is_graver:
        return Direction.GRAVER
    return Direction.MILDER if is_milder else None


def _facets(clause: Clause, event: ProvisionEvent) -> tuple[str, ...]:
    """Return another polarity, particulars that came or went, or what a new one leaves open."""
    before, after = event.before, event.after
    said = _turned(clause, before, after)
    said += _labelled("now stated", clause, event.facets_gained)
    said += _labelled("no longer stated", clause, event.facets_lost)
    if before is None and after is not None:
        said += _labelled("not stated", clause, _missing(clause, after))
    return tuple(said[:MOST_FACETS])


def _turned(clause: Clause, before: Provision | None, after: Provision | None) -> list[str]:
    """Return another polarity; between done and permitted the border is too thin to be news."""
    if before is None or after is None or not clause.verbs:
        return []
    was, now = before.polarity, after.polarity
    if was is now or {was, now} == {Polarity.DOES, Polarity.MAY}:
        return []
    return [f"was {POLARITY_WORDS[was]}, now {POLARITY_WORDS[now]}"]


def _missing(clause: Clause, provision: Provision) -> list[str]:
    """Return the particulars that would have lowered the severity and are not stated."""
    is_denied = provision.polarity in HARMLESS
    return [
        one.id
        for one in provision.facets
        if not one.is_stated
        and clause.facet(one.id).effect is Effect.LOWERS
        and (clause.facet(one.id).is_for_denial or not is_denied)
    ]


def _labelled(lead: str, clause: Clause, facets: Sequence[str]) -> list[str]:
    labels = [clause.facet(one).label for one in facets[:MOST_LABELS]]
    return [f"{lead}: {', '.join(labels)}"] if labels else []
