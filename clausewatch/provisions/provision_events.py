"""Two versions' provisions to events: what was added, reworded, removed, or became graver.

A clause type has one provision per document, so types are matched by id; what is compared is what
the provision says, quote by quote, and not where it stands.
"""

from collections.abc import Sequence

from clausewatch.model.provisions import Provision, ProvisionEvent, ProvisionEventKind
from clausewatch.provisions.words import tokenise


def match_provisions(
    earlier: Sequence[Provision], later: Sequence[Provision]
) -> tuple[ProvisionEvent, ...]:
    """Return the events between two versions, gravest first; none where both say the same.

    Both sides must come from one engine (`Provision.engine`): re-judge the earlier version first,
    or a new release of taxonomy or recogniser would look like a change of the document.
    """
    before = {one.clause: one for one in earlier}
    after = {one.clause: one for one in later}
    events: list[ProvisionEvent] = []
    for clause in before.keys() | after.keys():
        old, new = before.get(clause), after.get(clause)
        if old is None:
            events.append(ProvisionEvent(ProvisionEventKind.ADDED, clause, None, new))
        elif new is None:
            events.append(ProvisionEvent(ProvisionEventKind.REMOVED, clause, old, None))
        else:
            events.extend(_between(old, new))
    return tuple(sorted(events, key=lambda one: (-one.gravest.severity.rank, one.clause, one.kind)))


def _between(old: Provision, new: Provision) -> list[ProvisionEvent]:
    """Return what became different in one provision."""
    kinds = []
    if new.severity.rank > old.severity.rank:
        kinds.append(ProvisionEventKind.SEVERITY_RAISED)
    if new.severity.rank < old.severity.rank:
        kinds.append(ProvisionEventKind.SEVERITY_LOWERED)
    stated_before = {one.id for one in old.facets if one.is_stated}
    stated_after = {one.id for one in new.facets if one.is_stated}
    is_other = old.polarity is not new.polarity or _said(old) != _said(new)
    # Particulars that came or went are the reason of another severity, and else a rewording.
    if is_other or (not kinds and stated_before != stated_after):
        kinds.append(ProvisionEventKind.REWORDED)
    return [
        ProvisionEvent(
            kind,
            new.clause,
            old,
            new,
            tuple(sorted(stated_after - stated_before)),
            tuple(sorted(stated_before - stated_after)),
        )
        for kind in kinds
    ]


def _said(provision: Provision) -> frozenset[tuple[str, ...]]:
    """Return the words of all quotes: neither order nor typography nor place makes a rewording."""
    return frozenset(tuple(tokenise(one.text)) for one in (provision.quote, *provision.further))
