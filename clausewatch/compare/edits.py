"""The edits between two pages: statements only one of them has, paired, classified and grouped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausewatch.compare.alignment import (
    StatementPair,
    pair_contained_statements,
    pair_statements,
)
from clausewatch.compare.amended_lines import find_amended_lines
from clausewatch.compare.margins import find_margins
from clausewatch.compare.moves import find_moves
from clausewatch.compare.page_index import PageIndex, remove_duplicates
from clausewatch.compare.renames import fold_renames
from clausewatch.compare.replaced_limits import join_replaced_limits
from clausewatch.compare.section_numbers import find_renumbering
from clausewatch.compare.severity import decide_severity
from clausewatch.compare.significance import (
    NAME_REPLACED,
    Classification,
    PageContext,
    classify_rewording,
    classify_unpaired,
)
from clausewatch.compare.spelling import find_spelling_rule
from clausewatch.model.reading import BlockKind, Edit, EditKind, Significance
from clausewatch.text.normal_form import tokenise
from clausewatch.text.statements import Statement, hash_key

_SIGNIFICANCE_ORDER = list(Significance)
_MAX_ITEMS = 40
"""Between an item and the sentence that introduces its list."""


@dataclass(slots=True)
class EditGroup:
    """Adjacent pairs of one block: they become one edit."""

    pairs: list[StatementPair]
    statement_count: int = 1
    """The number of statements in which a name was replaced; 1 for any other edit."""

    @property
    def old_statements(self) -> list[Statement]:
        """The statements of the old version, in order."""
        return sorted((p.before for p in self.pairs if p.before), key=lambda s: s.index)

    @property
    def new_statements(self) -> list[Statement]:
        """The statements of the new version, in order."""
        return sorted((p.after for p in self.pairs if p.after), key=lambda s: s.index)


def _is_adjacent(group: EditGroup, pair: StatementPair) -> bool:
    """Tell whether a pair follows a group without an unchanged statement in between."""
    if group.statement_count > 1:
        return False
    for statements, following in (
        (group.old_statements, pair.before),
        (group.new_statements, pair.after),
    ):
        if not statements or following is None:
            continue
        last = statements[-1]
        if last.block_index != following.block_index or last.index + 1 != following.index:
            return False
    last_pair = group.pairs[-1]
    shares_before = bool(last_pair.before and pair.before)
    shares_after = bool(last_pair.after and pair.after)
    return shares_before or shares_after


def _sort_pairs(pairs: Sequence[StatementPair]) -> list[tuple[int, StatementPair]]:
    """Sort pairs in the order of the new text; a removed one follows its old neighbour."""
    new_places: dict[int, float] = {
        p.before.index: float(p.after.index) for p in pairs if p.before and p.after
    }

    def find_position(pair: StatementPair) -> tuple[float, int]:
        if pair.after:
            return float(pair.after.index), 1
        at = pair.before.index if pair.before else 0
        return new_places.get(at - 1, float(at)), 2

    return sorted(enumerate(pairs), key=lambda row: find_position(row[1]))


def _group_pairs(pairs: Sequence[StatementPair], rename_counts: dict[int, int]) -> list[EditGroup]:
    groups: list[EditGroup] = []
    for i, pair in _sort_pairs(pairs):
        count = rename_counts.get(i, 1)
        if groups and count == 1 and _is_adjacent(groups[-1], pair):
            groups[-1].pairs.append(pair)
        else:
            groups.append(EditGroup([pair], count))
    return groups


def _classify_pair(pair: StatementPair, context: PageContext) -> Classification:
    if pair.before is not None and pair.after is not None:
        return classify_rewording(pair.before, pair.after, context)
    statement = pair.before or pair.after
    if statement is None:
        raise ValueError("a pair has at least one statement")
    return classify_unpaired(statement, context, is_added=pair.before is None)


def _classify_group(group: EditGroup, context: PageContext) -> Classification:
    """Return the classification of the most significant pair."""
    if group.statement_count > 1:
        reason = f"{NAME_REPLACED}, in {group.statement_count} statements"
        return Classification(Significance.SUBSTANTIVE, reason)
    classifications = [_classify_pair(pair, context) for pair in group.pairs]
    return min(classifications, key=lambda c: _SIGNIFICANCE_ORDER.index(c.significance))


def _build_edit(group: EditGroup, context: PageContext) -> Edit | None:
    """Return the edit of a group, or None if old and new text have the same tokens."""
    classification = _classify_group(group, context)
    old, new = group.old_statements, group.new_statements
    before = " ".join(s.text for s in old) or None
    after = " ".join(s.text for s in new) or None
    if before and after and tokenise(before) == tokenise(after):
        return None
    kind = EditKind.REWORDED
    if before is None:
        kind = EditKind.ADDED
    elif after is None:
        kind = EditKind.REMOVED
    section = (new or old)[0].section
    return Edit(
        kind,
        before,
        after,
        section=section,
        significance=classification.significance,
        severity=decide_severity(kind, before, after, classification, section),
        reason=classification.reason,
    )


def _find_lead(group: EditGroup, before: PageIndex, after: PageIndex) -> str:
    """Return the sentence before an edit in its section, or an empty string.

    An item of a list has the sentence that introduces the list.
    """
    page, own = after, group.new_statements
    if not own:
        page, own = before, group.old_statements
    index = own[0].index - 1
    lead = page.statements[index] if index >= 0 else None
    if own[0].kind is BlockKind.ITEM:
        lead = _find_lead_in(page, own[0]) or lead
    is_prose = lead is not None and lead.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}
    return lead.text if lead and is_prose and lead.section == own[0].section else ""


def _find_lead_in(page: PageIndex, item: Statement) -> Statement | None:
    """Return the sentence with a colon above the items of a list, or None."""
    for index in range(item.index - 1, max(-1, item.index - _MAX_ITEMS), -1):
        statement = page.statements[index]
        if statement.section != item.section:
            return None
        if statement.text.rstrip().endswith(":"):
            return statement
        if statement.kind is not BlockKind.ITEM:
            return None
    return None


def _find_missing(page: PageIndex, other: PageIndex, volatile: frozenset[str]) -> list[Statement]:
    statements = page.find_missing_from(other)
    return remove_duplicates(s for s in statements if hash_key(s.key) not in volatile)


def find_edits(before: PageIndex, after: PageIndex, volatile: frozenset[str]) -> list[Edit]:
    """Return the edits in document order, then the moves, without volatile statements."""
    removed = _find_missing(before, after, volatile)
    added = _find_missing(after, before, volatile)
    pairs = pair_contained_statements(
        pair_statements(removed, added), before.statements, after.statements
    )
    folded_pairs, rename_counts = fold_renames(pairs)
    context = PageContext(
        find_renumbering(before.statements, after.statements),
        find_spelling_rule(before, after),
        find_margins(before.statements) | find_margins(after.statements),
    )
    groups = _group_pairs(folded_pairs, rename_counts)
    edits: list[Edit] = []
    for group in groups:
        if edit := _build_edit(group, context):
            lead = _find_lead(group, before, after)
            edits.append(replace(edit, place=len(edits), lead=lead))
    for pair in find_amended_lines(before, after, volatile):
        edit = _build_edit(EditGroup([pair]), context)
        if edit and edit.significance is Significance.SUBSTANTIVE:
            edits.append(replace(edit, place=len(edits)))
    return join_replaced_limits(edits) + find_moves(before, after)
