"""Compares the provisions of two versions: added, reworded, removed, severity raised or lowered.

A document has one provision per clause type, so provisions are matched by clause type. The
comparison covers the words of the quotes, not their positions.
"""

from collections.abc import Sequence

from clausewatch.model.provisions import Provision, ProvisionEvent, ProvisionEventKind
from clausewatch.provisions.tokens import tokenise


def match_provisions(
    earlier: Sequence[Provision], later: Sequence[Provision]
) -> tuple[ProvisionEvent, ...]:
    """Return the events between two versions, highest severity first.

    Both sides must come from the same engine (`Provision.engine`). Analyse the earlier version
    again first, or a new release of taxonomy or recogniser looks like a change of the document.
    """
    before = {provision.clause: provision for provision in earlier}
    after = {provision.clause: provision for provision in later}
    events: list[ProvisionEvent] = []
    for clause in before.keys() | after.keys():
        old, new = before.get(clause), after.get(clause)
        if old is None:
            events.append(ProvisionEvent(ProvisionEventKind.ADDED, clause, None, new))
        elif new is None:
            events.append(ProvisionEvent(ProvisionEventKind.REMOVED, clause, old, None))
        else:
            events.extend(_compare_provisions(old, new))
    return tuple(
        sorted(events, key=lambda event: (-event.latest.severity.rank, event.clause, event.kind))
    )


def _compare_provisions(old: Provision, new: Provision) -> list[ProvisionEvent]:
    """Return the events of one provision that both versions have."""
    kinds = []
    if new.severity.rank > old.severity.rank:
        kinds.append(ProvisionEventKind.SEVERITY_RAISED)
    if new.severity.rank < old.severity.rank:
        kinds.append(ProvisionEventKind.SEVERITY_LOWERED)
    stated_before = {facet.id for facet in old.facets if facet.is_stated}
    stated_after = {facet.id for facet in new.facets if facet.is_stated}
    is_reworded = old.polarity is not new.polarity or _collect_words(old) != _collect_words(new)
    # Facets gained or lost explain a new severity; with the same severity they are a rewording.
    if is_reworded or (not kinds and stated_before != stated_after):
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


def _collect_words(provision: Provision) -> frozenset[tuple[str, ...]]:
    """Return the words of the quotes, without their order, typography and position."""
    quotes = (provision.quote, *provision.further)
    return frozenset(tuple(tokenise(quote.text)) for quote in quotes)
