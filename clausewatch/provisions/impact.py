"""Which provisions a change touches: what came and went under a type, held against edits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clausewatch.model.provisions import (
    Provision,
    ProvisionEvent,
    ProvisionEventKind,
    Recognised,
    Sentences,
)
from clausewatch.model.reading import Edit, EditKind, Severity, Significance, Touch
from clausewatch.provisions.impact_text import touch
from clausewatch.provisions.taxonomy import Clause, Taxonomy
from clausewatch.provisions.words import line, words

_LEAST_WORDS = 4
"""An edit of fewer words that stands inside a quote may do so by chance."""
_SHARED = 0.6
"""Of a quote's words: an edit that has as many of them in common is about that sentence."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """All that happened under one clause type, and the words that came and went with it."""

    clause: Clause
    severity: Severity
    """What it is now, or was where it is gone."""
    events: tuple[ProvisionEvent, ...]
    """None where only sentences that the record does not quote became different."""
    gone: tuple[str, ...]
    come: tuple[str, ...]
    other_gone: tuple[str, ...]
    other_come: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Gravest first; among equals what is new, gone or moved before what is reworded."""
        kinds = {event.kind for event in self.events}
        is_only_reworded = kinds == {ProvisionEventKind.REWORDED}
        return -self.severity.rank, 2 if not kinds else int(is_only_reworded), self.clause.id


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches."""

    edits: tuple[Edit, ...]
    """With the severity of what they touch, in their order."""
    leading: tuple[int, ...]
    """Numbers of the edits that show each provision best, gravest provision first."""
    touches: tuple[Touch, ...]


def touched(edits: Sequence[Edit], recognised: Recognised, types: Taxonomy) -> Touched:
    """Return the edits with the severity of what they touch, and the provisions touched.

    Only edits that alter terms count; one that touches no known type keeps its severity.
    """
    clauses = sorted(_clauses(recognised, types), key=lambda one: one.rank)
    met: dict[str, tuple[float, int]] = {}
    graded = []
    for number, edit in enumerate(edits):
        severity = None
        for one in clauses if _alters(edit) else ():
            share, is_quoted = _likeness(edit, one)
            if share:
                best = met.get(one.clause.id, (0.0, 0))
                met[one.clause.id] = max(best, (share, -number))
                counts = one.severity if is_quoted else _nearer(one.severity, edit.severity)
                severity = max(severity or counts, counts, key=lambda each: each.rank)
        graded.append(replace(edit, severity=severity or edit.severity))
    shown = [one for one in clauses if one.clause.id in met]
    return Touched(
        tuple(graded),
        tuple(dict.fromkeys(-met[one.clause.id][1] for one in shown)),
        tuple(touch(one.clause, one.severity, one.events, one) for one in shown),
    )


def _alters(edit: Edit) -> bool:
    return edit.significance is Significance.SUBSTANTIVE and edit.kind is not EditKind.MOVED


def _nearer(provision: Severity, own: Severity) -> Severity:
    """Return the severity of an edit to a sentence that the record does not quote.

    It is less sure what such a sentence says, so it makes an edit milder by one step at most.
    """
    ranks = list(Severity)
    return ranks[max(provision.rank, own.rank - 1)]


def _clauses(recognised: Recognised, types: Taxonomy) -> Iterator[_Clause]:
    """Yield every type of which something came, went or became different."""
    sides = {one.clause: one for one in (*recognised.before, *recognised.after)}
    others = {one.clause: one for one in recognised.sentences}
    events: dict[str, list[ProvisionEvent]] = {clause: [] for clause in others}
    for event in recognised.events:
        events.setdefault(event.clause, []).append(event)
    for clause, held in events.items():
        severity = held[0].gravest.severity if held else sides[clause].severity
        yield _clause(types.clauses[clause], severity, held, others.get(clause))


def _clause(
    clause: Clause, severity: Severity, events: Sequence[ProvisionEvent], other: Sentences | None
) -> _Clause:
    before = _quotes(events[0].before) if events else []
    after = _quotes(events[0].after) if events else []
    return _Clause(
        clause,
        severity,
        tuple(events),
        gone=tuple(text for text in before if text not in after),
        come=tuple(text for text in after if text not in before),
        other_gone=_lines(other.gone) if other else (),
        other_come=_lines(other.come) if other else (),
    )


def _quotes(provision: Provision | None) -> list[str]:
    """Return the words of all quotes of a provision, its facets' too, as lines."""
    if provision is None:
        return []
    return list(_lines(tuple(quote.text for quote in provision.quotes())))


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(line(words(text)) for text in texts)


def _likeness(edit: Edit, one: _Clause) -> tuple[float, bool]:
    """Return how much of an edit is about a type, 0 for nothing, and whether by its quotes."""
    for is_quoted, gone, come in (
        (True, one.gone, one.come),
        (False, one.other_gone, one.other_come),
    ):
        sides = ((edit.before, gone), (edit.after, come))
        shares = [_share(line(words(text)), quotes) for text, quotes in sides if text]
        if best := max(shares, default=0.0):
            return best + is_quoted, is_quoted
    return 0.0, False


def _share(text: str, quotes: Sequence[str]) -> float:
    """Return which share of one side of an edit is a quote's; 0 where it is not about one."""
    has = set(text.split())
    best = 0.0
    for quote in quotes:
        wanted = set(quote.split())
        most = max(len(wanted), len(has), 1)
        share = len(wanted & has) / most
        is_inside = quote in text or (text in quote and len(text.split()) >= _LEAST_WORDS)
        if is_inside or len(wanted & has) >= _SHARED * most:
            best = max(best, share)
    return best
