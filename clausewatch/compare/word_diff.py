"""What two wordings of one statement differ in, token by token."""

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel


@dataclass(frozen=True, slots=True)
class Swap:
    """Tokens that went and the tokens that came in their place, with the token before them."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    lead: str


class WordDiff:
    """The differences of two statement keys: case, typography and numbering are gone already."""

    def __init__(self, before: str, after: str) -> None:
        self.before = before.split()
        self.after = after.split()

    @cached_property
    def swaps(self) -> tuple[Swap, ...]:
        """Each place where the texts differ, in order; what goes and comes at one place is one."""
        found: list[Swap] = []
        removed: list[str] = []
        added: list[str] = []
        lead = ""
        for op in Indel.opcodes(self.before, self.after):
            if op.tag != "equal":
                removed += self.before[op.src_start : op.src_end]
                added += self.after[op.dest_start : op.dest_end]
                continue
            if removed or added:
                found.append(Swap(tuple(removed), tuple(added), lead))
                removed, added = [], []
            lead = self.before[op.src_end - 1]
        if removed or added:
            found.append(Swap(tuple(removed), tuple(added), lead))
        return tuple(found)

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Every token that went or came."""
        return tuple(token for swap in self.swaps for token in (*swap.removed, *swap.added))
