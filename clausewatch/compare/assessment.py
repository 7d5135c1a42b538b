"""The assessment of a comparison: its order, severity, direction and headline.

One function decides them, from the edits and from the provisions that they affect. Cards, digests,
`judge` and `explain` show what it decided, so that they cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clausewatch.compare.asides import is_aside, is_slight
from clausewatch.compare.clause_states import is_stated, states_practice
from clausewatch.compare.echoes import Echoes
from clausewatch.compare.headline import (
    describe_clause,
    describe_edit,
    describe_moves,
    tells_whole_clause,
)
from clausewatch.compare.item_shifts import is_item_shift
from clausewatch.compare.lone_rules import describe_further_case
from clausewatch.compare.severity import names_figure, states_rule
from clausewatch.compare.shift import drop_contradictions, find_shifts, rank_shift
from clausewatch.compare.shift_words import find_shift_words, list_topics
from clausewatch.compare.summary import summarise
from clausewatch.model.reading import (
    Comparison,
    Direction,
    Edit,
    EditKind,
    ProvisionImpact,
    Reading,
    Severity,
    Shift,
    Significance,
)

_LOSS_WEIGHT, _PRACTICE_WEIGHT, _ITEM_WEIGHT = 3, 2, 1
_MAX_SURE_EDITS = 5
_SIGNIFICANCE_ORDER = list(Significance)
Leads = Mapping[int, ProvisionImpact]
"""By the index of an edit: the most severe provision that this edit shows best."""


def assess(
    comparison: Comparison, before: Reading, after: Reading, leads: Leads | None = None
) -> Comparison:
    """Return a comparison with its edits in order, and what the order decides.

    The severity is the highest of all edits that do more than move text. `leads` are indexes into
    `comparison.edits`.
    """
    leads = leads or {}
    echoes = Echoes(comparison.edits)
    document = _Documents(before, after, comparison.edits, echoes)
    moves = [document.find_sure_shifts(edit) for edit in comparison.edits]
    order = rank_edits(comparison.edits, moves, leads, echoes)
    ranked = [(comparison.edits[index], moves[index]) for index in order]
    edits = tuple(replace(edit, sentence=describe_moves(its, edit)) for edit, its in ranked)
    telling = [edit for edit in edits if edit.kind is not EditKind.MOVED]
    lead = leads.get(order[0]) if telling else None
    shifts = drop_contradictions(shift for index in order for shift in moves[index])
    if not shifts and lead is not None and len(telling) <= _MAX_SURE_EDITS:
        shifts = _find_clause_shifts(telling[0], lead)
    if order and not moves[order[0]] and all(_rank_loss(shift) < 0 for shift in shifts):
        shifts = []  # a gain says little beside a weightier edit whose direction is not sure
    return replace(
        comparison,
        edits=edits,
        significance=telling[0].significance if telling else None,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summarise(telling, before, after, comparison.effective),
        headline=describe_edit(_join_replacing(edits[0], telling), lead) if telling else "",
        shifts=tuple(sorted(shifts, key=rank_shift)),
        impacts=tuple(sorted(comparison.impacts, key=lambda impact: impact is not lead)),
    )


def _join_replacing(first: Edit, edits: Sequence[Edit]) -> Edit:
    """Return the first edit with both sides, if a section loses one text and gains another.

    They share too few words to be one rewording, and each alone would mislead.
    """
    sides = {edit.kind: edit for edit in edits}
    if len(edits) != len(sides) or set(sides) != {EditKind.REMOVED, EditKind.ADDED}:
        return first
    old, new = sides[EditKind.REMOVED], sides[EditKind.ADDED]
    if old.section != new.section or old.significance is not new.significance:
        return first
    return replace(first, kind=EditKind.REWORDED, before=old.before, after=new.after)


def _find_clause_shifts(edit: Edit, lead: ProvisionImpact) -> list[Shift]:
    """Return the move of a grave clause type that a document gains or loses with an edit.

    In a rewritten document a clause type often comes and goes with its words, so that only a few
    edits are sure to tell.
    """
    is_whole = edit.kind is not EditKind.REWORDED and tells_whole_clause(edit, lead)
    if not is_whole or lead.direction is None or lead.severity is not Severity.HIGH:
        return []
    return [Shift(lead.clause, lead.direction, lead.severity, f"{describe_clause(edit, lead)}.")]


@dataclass(frozen=True, slots=True)
class _Documents:
    """Both versions of a document, for telling whether an edit is all that they say on a topic."""

    before: Reading
    after: Reading
    edits: Sequence[Edit]
    echoes: Echoes
    _stated: dict[tuple[str, str, bool], bool] = field(default_factory=dict)

    @property
    def has_few_edits(self) -> bool:
        """True if the text of no edit can be found in another edit in other words."""
        return sum(edit.kind is not EditKind.MOVED for edit in self.edits) <= _MAX_SURE_EDITS

    def find_sure_shifts(self, edit: Edit) -> tuple[Shift, ...]:
        """Return the moves of an edit, without those that the rest of a version contradicts."""
        if edit.significance is not Significance.SUBSTANTIVE or edit.kind is EditKind.MOVED:
            return ()
        shifts = find_shifts(edit.before, edit.after)
        found = (self._check(shift, edit) for shift in shifts)
        return tuple(shift for shift in found if shift is not None)

    def _check(self, shift: Shift, edit: Edit) -> Shift | None:
        """Return a move as far as both versions bear it out.

        One more sentence on what the company did before is a further case of it.
        """
        if shift.is_general:
            return shift if self.has_few_edits and not self.echoes.has(edit) else None
        if not self._is_elsewhere(shift):
            return shift
        is_added = edit.kind is EditKind.ADDED and shift.direction is Direction.LESS_FAVOURABLE
        if not is_added or shift.is_denial or not self.has_few_edits:
            return None
        return describe_further_case(shift, [e.before for e in self.edits if e.before])

    def _is_elsewhere(self, shift: Shift) -> bool:
        """Tell whether what seems lost is still stated, or what seems new was stated before."""
        if not shift.only_side:
            return False
        key = (shift.topic, shift.only_side, shift.is_denial)
        if key not in self._stated:
            reading = self.after if shift.only_side == "before" else self.before
            text = "\n".join(block.text for block in reading.blocks)
            words = find_shift_words(text)
            self._stated[key] = is_stated(shift.topic, text, words, is_denied=shift.is_denial)
        return self._stated[key]


def rank_edits(
    edits: Sequence[Edit], moves: Sequence[Sequence[Shift]], leads: Leads, echoes: Echoes
) -> list[int]:
    """Return the indexes of the edits, most severe first.

    Edits that only move text come last, and before them those that only point elsewhere. Among
    equals, what users lose comes first, grave losses in the order of `shifts.toml` (a sale, then
    training), then new text on what the company does with their data,
    then what states a rule and is not only said in other words elsewhere, then what shows a known
    clause type, the most severe type first.
    """
    places = {index: place for place, index in enumerate(leads)}

    def rank(index: int) -> tuple[bool, int, bool, int, int, int, int, bool, int]:
        edit = edits[index]
        significance = _SIGNIFICANCE_ORDER.index(edit.significance)
        place = places.get(index, len(places))
        loss = _weigh(edit, moves[index])
        is_moved = edit.kind is EditKind.MOVED
        return (
            is_moved,
            significance,
            is_aside(edit),
            -edit.severity.rank,
            -loss,
            _rank_topic(moves[index]) if loss == Severity.HIGH.rank else 0,
            _rank_statement(edit, echoes),
            is_slight(edit),
            place,
        )

    return sorted(range(len(edits)), key=rank)


def _weigh(edit: Edit, moves: Sequence[Shift]) -> int:
    """Return the weight of an edit among those of its severity.

    One more item of a list weighs less than a new sentence on a practice. Of grave edits only a
    grave loss comes first; rules and known clause types tell better which of the others does.
    """
    loss = max((_rank_loss(shift) for shift in moves), default=0)
    if edit.severity is Severity.HIGH:
        return loss if loss == Severity.HIGH.rank else 0
    if edit.severity is Severity.LOW:
        return loss
    if loss > 0:
        is_item = all(is_item_shift(shift) for shift in moves)
        return _ITEM_WEIGHT if is_item else _LOSS_WEIGHT
    is_practice = edit.kind is EditKind.ADDED and states_practice(edit.after or "")
    return _PRACTICE_WEIGHT if is_practice else loss


def _rank_topic(moves: Sequence[Shift]) -> int:
    """Return the place of the gravest topic that users lose, in the order of the rules' file."""
    topics = list_topics()
    losses = (shift.topic for shift in moves if _rank_loss(shift) == Severity.HIGH.rank)
    return min((topics.get(topic, len(topics)) for topic in losses), default=len(topics))


def _rank_statement(edit: Edit, echoes: Echoes) -> int:
    """Return 0 for a new or lost rule with a figure, 1 for another rule, 2 for what is none.

    What is only said in other words elsewhere is no new rule, nor is the start of a list.
    """
    if edit.before and edit.after:
        return 2 if is_slight(edit) else 1
    text = edit.after or edit.before or ""
    if not states_rule(text) or text.rstrip().endswith(":") or echoes.has(edit):
        return 2
    return 0 if names_figure(text) else 1


def _rank_loss(shift: Shift) -> int:
    """Return the weight of a shift: its severity for a loss, below none for a gain."""
    return shift.severity.rank if shift.direction is Direction.LESS_FAVOURABLE else -1
