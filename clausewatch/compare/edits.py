"""Two sides to edits: what only one of them says, paired, judged and joined."""

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.compare.alignment import Pair, extended, pairs
from clausewatch.compare.moves import moved
from clausewatch.compare.page_index import Side, unique
from clausewatch.compare.renames import folded
from clausewatch.compare.section_numbers import Renumbering, renumbering
from clausewatch.compare.severity import severity_of
from clausewatch.compare.significance import Judgement, alone, reworded
from clausewatch.model.reading import Edit, EditKind, Significance
from clausewatch.text.normal_form import tokenise
from clausewatch.text.statements import Statement, hash_key

_ORDER = list(Significance)


@dataclass(slots=True)
class Run:
    """Differences that stand side by side in one block: one edit."""

    pairs: list[Pair]
    places: int = 1
    """In how many statements, where a name was replaced throughout."""

    def befores(self) -> list[Statement]:
        """Return what stood there, in order."""
        return sorted((p.before for p in self.pairs if p.before), key=lambda s: s.at)

    def afters(self) -> list[Statement]:
        """Return what stands there now, in order."""
        return sorted((p.after for p in self.pairs if p.after), key=lambda s: s.at)


def _follows(run: Run, pair: Pair) -> bool:
    """Tell whether a pair continues a run, without an unaltered statement in between."""
    if run.places > 1:
        return False
    for last, one in ((run.befores(), pair.before), (run.afters(), pair.after)):
        if last and one and (last[-1].block != one.block or last[-1].at + 1 != one.at):
            return False
    last_pair = run.pairs[-1]
    shares_before = bool(last_pair.before and pair.before)
    shares_after = bool(last_pair.after and pair.after)
    return shares_before or shares_after


def _in_order(found: Sequence[Pair]) -> list[tuple[int, Pair]]:
    """Order pairs as the new text reads; what went stands where its old neighbours are."""
    place: dict[int, float] = {
        p.before.at: float(p.after.at) for p in found if p.before and p.after
    }

    def position(pair: Pair) -> tuple[float, int]:
        if pair.after:
            return float(pair.after.at), 1
        at = pair.before.at if pair.before else 0
        return place.get(at - 1, float(at)), 2

    return sorted(enumerate(found), key=lambda row: position(row[1]))


def _runs(found: Sequence[Pair], places: dict[int, int]) -> list[Run]:
    runs: list[Run] = []
    for i, pair in _in_order(found):
        count = places.get(i, 1)
        if runs and count == 1 and _follows(runs[-1], pair):
            runs[-1].pairs.append(pair)
        else:
            runs.append(Run([pair], count))
    return runs


def _judge_pair(pair: Pair, renumbered: Renumbering) -> Judgement:
    if pair.before is not None and pair.after is not None:
        return reworded(pair.before, pair.after, renumbered)
    statement = pair.before or pair.after
    if statement is None:
        raise ValueError("a pair has at least one side")
    return alone(statement, is_added=pair.before is None)


def _judge(run: Run, renumbered: Renumbering) -> Judgement:
    if run.places > 1:
        reason = f"a name was replaced throughout, in {run.places} statements"
        return Judgement(Significance.SUBSTANTIVE, reason)
    judged = [_judge_pair(pair, renumbered) for pair in run.pairs]
    return min(judged, key=lambda j: _ORDER.index(j.significance))


def _edit(run: Run, renumbered: Renumbering) -> Edit | None:
    judgement = _judge(run, renumbered)
    old, new = run.befores(), run.afters()
    before = " ".join(s.text for s in old) or None
    after = " ".join(s.text for s in new) or None
    if before and after and tokenise(before) == tokenise(after):
        return None
    kind = EditKind.REWORDED
    if before is None:
        kind = EditKind.ADDED
    elif after is None:
        kind = EditKind.REMOVED
    severity = severity_of(kind, before, after, judgement)
    section = (new or old)[0].section
    return Edit(kind, before, after, section, judgement.significance, severity, judgement.reason)


def edits_of(before: Side, after: Side, volatile: frozenset[str]) -> list[Edit]:
    """Return what became different, in the order of the document, volatile statements aside."""
    gone = unique(s for s in before.missing_from(after) if hash_key(s.key) not in volatile)
    come = unique(s for s in after.missing_from(before) if hash_key(s.key) not in volatile)
    paired = extended(pairs(gone, come), before.statements, after.statements)
    found, places = folded(paired)
    renumbered = renumbering(before.statements, after.statements)
    edits = [edit for run in _runs(found, places) if (edit := _edit(run, renumbered))]
    return edits + moved(before, after)
