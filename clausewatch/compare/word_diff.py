"""The differences between two wordings of one statement, token by token."""

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel


@dataclass(frozen=True, slots=True)
class Swap:
    """Removed tokens and the tokens that replace them, with the token before both."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    lead: str


class WordDiff:
    """The differences between two statement keys, which have no case, typography or numbering."""

    def __init__(self, before: str, after: str) -> None:
        self.before = before.split()
        self.after = after.split()

    @cached_property
    def swaps(self) -> tuple[Swap, ...]:
        """The swaps in order, one for each place where the texts differ."""
        swaps: list[Swap] = []
        removed: list[str] = []
        added: list[str] = []
        lead = ""
        for op in Indel.opcodes(self.before, self.after):
            if op.tag != "equal":
                removed += self.before[op.src_start : op.src_end]
                added += self.after[op.dest_start : op.dest_end]
                continue
            if removed or added:
                swaps.append(Swap(tuple(removed), tuple(added), lead))
                removed, added = [], []
            lead = self.before[op.src_end - 1]
        if removed or added:
            swaps.append(Swap(tuple(removed), tuple(added), lead))
        return tuple(swaps)

    @cached_property
    def changed_tokens(self) -> tuple[str, ...]:
        """Every removed or added token."""
        return tuple(token for swap in self.swaps for token in (*swap.removed, *swap.added))
