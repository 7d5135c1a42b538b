"""Which provisions a change touches: events held against edits, and what a card says of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausewatch.provision import Polarity, Provision, ProvisionEvent, ProvisionEventKind, Quote
from clausewatch.provisions.taxonomy import Clause, Denial, Effect, Taxonomy
from clausewatch.provisions.words import line, words
from clausewatch.reading import Direction, Edit, EditKind, Severity, Significance, Touch

_LEAST_WORDS = 4
"""An edit of fewer words that stands inside a quote may do so by chance."""
_SHARED = 0.6
"""Of a quote's words: an edit that has as many of them in common is about that sentence."""
MOST_FACETS = 2
"""On a line of a card, which is read at a glance."""
_RANKED = {
    ProvisionEventKind.SEVERITY_RAISED: Direction.GRAVER,
    ProvisionEventKind.SEVERITY_LOWERED: Direction.MILDER,
}
_HARMLESS = {Polarity.DOES_NOT, Polarity.WITH_CONSENT, Polarity.SOME_EXCLUDED}
_OPPOSITE = {Direction.GRAVER: Direction.MILDER, Direction.MILDER: Direction.GRAVER}


@dataclass(frozen=True, slots=True)
class _Clause:
    """All that happened to one provision, and the words that came and went with it."""

    clause: Clause
    events: tuple[ProvisionEvent, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]

    @property
    def severity(self) -> Severity:
        """What it is now, or was where it is gone."""
        return self.events[0].gravest.severity


def touched(
    edits: Sequence[Edit], events: Sequence[ProvisionEvent], types: Taxonomy
) -> tuple[tuple[Edit, ...], tuple[Touch, ...]]:
    """Return the edits with the severity of what they touch, and the provisions touched.

    Only edits that alter terms count; one that touches no known type keeps its severity.
    """
    grouped: dict[str, list[ProvisionEvent]] = defaultdict(list)
    for event in events:
        grouped[event.clause].append(event)
    clauses = [_clause(types.clauses[clause], held) for clause, held in grouped.items()]
    met: dict[str, _Clause] = {}
    graded = []
    for edit in edits:
        mine = [one for one in clauses if _is_met(edit, one)] if _alters(edit) else []
        met.update({one.clause.id: one for one in mine})
        severity = max((one.severity for one in mine), key=lambda s: s.rank, default=edit.severity)
        graded.append(replace(edit, severity=severity))
    ordered = sorted(met.values(), key=lambda one: (-one.severity.rank, one.clause.id))
    return tuple(graded), tuple(_touch(one) for one in ordered)


def _alters(edit: Edit) -> bool:
    return edit.significance is Significance.SUBSTANTIVE and edit.kind is not EditKind.MOVED


def _clause(clause: Clause, events: Sequence[ProvisionEvent]) -> _Clause:
    before, after = _quotes(events[0].before), _quotes(events[0].after)
    return _Clause(
        clause,
        tuple(events),
        gone=tuple(text for text in before if text not in after),
        come=tuple(text for text in after if text not in before),
    )


def _quotes(provision: Provision | None) -> list[str]:
    """Return the words of all quotes of a provision, its facets' too, as lines."""
    if provision is None:
        return []
    held: list[Quote] = [provision.quote, *provision.further]
    held += [one.quote for one in provision.facets if one.quote is not None]
    return [line(words(quote.text)) for quote in held]


def _is_met(edit: Edit, one: _Clause) -> bool:
    sides = ((edit.before, one.gone), (edit.after, one.come))
    return any(_is_about(line(words(text)), quotes) for text, quotes in sides if text)


def _is_about(text: str, quotes: Sequence[str]) -> bool:
    """Tell whether the words of one side of an edit are those of a quote."""
    has = set(text.split())
    for quote in quotes:
        if quote in text or (text in quote and len(text.split()) >= _LEAST_WORDS):
            return True
        wanted = set(quote.split())
        if len(wanted & has) >= _SHARED * max(len(wanted), len(has)):
            return True
    return False


def _touch(one: _Clause) -> Touch:
    return Touch(
        clause=one.clause.id,
        name=one.clause.name,
        happened=_happened(one.events),
        severity=one.severity,
        direction=_direction(one),
        facets=_facets(one.clause, one.events[0]),
    )


def _happened(events: Sequence[ProvisionEvent]) -> str:
    """Return what happened in words, the severity's move before the wording's."""
    for event in events:
        if event.kind in _RANKED and event.before is not None:
            return f"{event.kind} from {event.before.severity}"
    return str(events[0].kind)


def _direction(one: _Clause) -> Direction | None:
    for event in one.events:
        if event.kind in _RANKED:
            return _RANKED[event.kind]
    event = one.events[0]
    if event.after is None:
        gone = _news(one.clause, event.before)
        return None if gone is None else _OPPOSITE[gone]
    return _news(one.clause, event.after) if event.before is None else _by_facets(one.clause, event)


def _news(clause: Clause, provision: Provision | None) -> Direction | None:
    """Return what it means for people that the provision is there."""
    if provision is None:
        return None
    is_denied = provision.polarity in _HARMLESS
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
    """Return which particulars came, went, or are missing where a practice is new."""
    said = [f"{clause.facet(one).label.lower()} now stated" for one in event.facets_gained]
    said += [f"{clause.facet(one).label.lower()} no longer stated" for one in event.facets_lost]
    if event.before is None and event.after is not None:
        is_denied = event.after.polarity in _HARMLESS
        said += [
            f"no {one.label.lower()} stated"
            for one in event.after.facets
            if not one.is_stated
            and clause.facet(one.id).effect is Effect.LOWERS
            and (clause.facet(one.id).is_for_denial or not is_denied)
        ]
    return tuple(said[:MOST_FACETS])
