"""Finds the provisions that a change affects, by comparing edits with the sentences behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clausewatch.model.provisions import (
    ChangedSentences,
    Confidence,
    Provision,
    ProvisionEvent,
    ProvisionEventKind,
    VersionAnalysis,
)
from clausewatch.model.reading import Edit, EditKind, ProvisionImpact, Severity, Significance
from clausewatch.provisions.impact_text import build_impact, is_lost_protection
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.tokens import join_tokens, tokenise

_MIN_CONTAINED_WORDS = 4
"""A shorter edit that is part of a quote may be so by chance."""
_MIN_OVERLAP = 0.6
"""An edit that shares this part of its words with a quote is about that sentence."""


@dataclass(frozen=True, slots=True)
class _ClauseChange:
    """The events of one clause type, and the sentences that were added and removed."""

    clause: ClauseType
    severity: Severity
    """The present severity, or the former one if the provision was removed."""
    events: tuple[ProvisionEvent, ...]
    """Empty if only sentences that the record does not quote changed."""
    quotes_removed: tuple[str, ...]
    quotes_added: tuple[str, ...]
    unquoted_removed: tuple[str, ...]
    unquoted_added: tuple[str, ...]
    is_possible: bool
    """The recogniser's confidence is low."""

    @property
    def sort_key(self) -> tuple[bool, int, int, str]:
        """What is only possible comes last; of the others, the highest severity first.

        Among equals, provisions that were only reworded come later.
        """
        kinds = {event.kind for event in self.events}
        is_only_reworded = kinds == {ProvisionEventKind.REWORDED}
        return (
            self.is_possible,
            -self.severity.rank,
            2 if not kinds else int(is_only_reworded),
            self.clause.id,
        )


@dataclass(frozen=True, slots=True)
class ChangeImpact:
    """The impact of one change on the provisions of its document."""

    edits: tuple[Edit, ...]
    """In their original order, each with the severity of the provisions that it affects."""
    leads: Mapping[int, ProvisionImpact]
    """The edits that show each provision best by their indexes, highest severity first."""
    impacts: tuple[ProvisionImpact, ...]


def assess_impact(
    edits: Sequence[Edit], analysis: VersionAnalysis, taxonomy: Taxonomy
) -> ChangeImpact:
    """Grade each edit by the provisions that it affects, and describe those provisions.

    Only edits that alter terms count. An edit that affects no known clause type keeps its severity.
    """
    changes = sorted(_find_clause_changes(analysis, taxonomy), key=lambda change: change.sort_key)
    best_edits: dict[str, tuple[float, int]] = {}
    graded_edits = []
    for index, edit in enumerate(edits):
        severity = None
        for change in changes if _is_term_edit(edit) else ():
            score, is_quoted = _score_edit(edit, change)
            if score:
                best = best_edits.get(change.clause.id, (0.0, 0))
                best_edits[change.clause.id] = max(best, (score, -index))
                candidate = (
                    change.severity if is_quoted else _limit_drop(change.severity, edit.severity)
                )
                severity = max(severity or candidate, candidate, key=lambda level: level.rank)
        graded_edits.append(replace(edit, severity=severity or edit.severity))
    affected = [change for change in changes if change.clause.id in best_edits]
    impacts = tuple(
        build_impact(change.clause, change.severity, change.events, change) for change in affected
    )
    leads: dict[int, ProvisionImpact] = {}
    for impact in impacts:
        if impact.is_possible or best_edits[impact.clause][0] <= 1:
            continue  # what is only possible, or is not the quote, names no edit
        leads.setdefault(-best_edits[impact.clause][1], impact)
    return ChangeImpact(tuple(graded_edits), leads, impacts)


def _is_term_edit(edit: Edit) -> bool:
    return edit.significance is Significance.SUBSTANTIVE and edit.kind is not EditKind.MOVED


def _limit_drop(provision: Severity, own: Severity) -> Severity:
    """Return the severity of an edit to a sentence that the record does not quote.

    The meaning of such a sentence is less certain, so the provision lowers the edit's own severity
    by one step at most.
    """
    levels = list(Severity)
    return levels[max(provision.rank, own.rank - 1)]


def _find_clause_changes(analysis: VersionAnalysis, taxonomy: Taxonomy) -> Iterator[_ClauseChange]:
    """Yield every clause type in which a provision or a sentence changed."""
    provisions = {provision.clause: provision for provision in (*analysis.before, *analysis.after)}
    sentences = {changed.clause: changed for changed in analysis.sentences}
    events: dict[str, list[ProvisionEvent]] = {clause_id: [] for clause_id in sentences}
    for event in analysis.events:
        events.setdefault(event.clause, []).append(event)
    for clause_id, clause_events in events.items():
        clause = taxonomy.clauses[clause_id]
        provision = clause_events[0].latest if clause_events else provisions[clause_id]
        severity = provision.severity
        if any(is_lost_protection(clause, event) for event in clause_events):
            severity = max(severity, clause.severity, key=lambda level: level.rank)
        if provision.confidence is Confidence.LOW:
            severity = min(severity, Severity.MEDIUM, key=lambda level: level.rank)
        changed = sentences.get(clause_id)
        yield _build_clause_change(clause, severity, clause_events, changed, provision.confidence)


def _build_clause_change(
    clause: ClauseType,
    severity: Severity,
    events: Sequence[ProvisionEvent],
    sentences: ChangedSentences | None,
    confidence: Confidence,
) -> _ClauseChange:
    before = _normalise_quotes(events[0].before) if events else []
    after = _normalise_quotes(events[0].after) if events else []
    return _ClauseChange(
        clause,
        severity,
        tuple(events),
        quotes_removed=tuple(text for text in before if text not in after),
        quotes_added=tuple(text for text in after if text not in before),
        unquoted_removed=_normalise_texts(sentences.removed) if sentences else (),
        unquoted_added=_normalise_texts(sentences.added) if sentences else (),
        is_possible=confidence is Confidence.LOW,
    )


def _normalise_quotes(provision: Provision | None) -> list[str]:
    """Return the words of all quotes of a provision, including those of its facets."""
    if provision is None:
        return []
    return list(_normalise_texts(tuple(quote.text for quote in provision.quotes())))


def _normalise_texts(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(join_tokens(tokenise(text)) for text in texts)


def _score_edit(edit: Edit, change: _ClauseChange) -> tuple[float, bool]:
    """Return how much of an edit is about a clause type, and whether it is about its quotes.

    The score is 0 if the edit is about something else, up to 1 for sentences that the record does
    not quote, and above 1 for quotes.
    """
    for is_quoted, removed, added in (
        (True, change.quotes_removed, change.quotes_added),
        (False, change.unquoted_removed, change.unquoted_added),
    ):
        sides = ((edit.before, removed), (edit.after, added))
        overlaps = [
            _measure_overlap(join_tokens(tokenise(text)), quotes) for text, quotes in sides if text
        ]
        if best := max(overlaps, default=0.0):
            return best + is_quoted, is_quoted
    return 0.0, False


def _measure_overlap(text: str, quotes: Sequence[str]) -> float:
    """Return the largest share of words that one side of an edit has in common with a quote.

    The share is 0 if the text is about none of the quotes.
    """
    text_words = set(text.split())
    best = 0.0
    for quote in quotes:
        quote_words = set(quote.split())
        larger = max(len(quote_words), len(text_words), 1)
        shared = len(quote_words & text_words)
        is_contained = quote in text or (
            text in quote and len(text.split()) >= _MIN_CONTAINED_WORDS
        )
        if is_contained or shared >= _MIN_OVERLAP * larger:
            best = max(best, shared / larger)
    return best
