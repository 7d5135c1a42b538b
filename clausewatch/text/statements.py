"""The statements of a reading: its sentences, list items, rows and headings, each with its key."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.dates import is_age, is_copyright, is_date_line
from clausewatch.text.normal_form import heading_key, key
from clausewatch.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, item, row or heading, with the key that tells whether it is the same."""

    text: str
    key: str
    block: int
    """Index of its block among the blocks of the reading."""
    kind: BlockKind
    section: str
    """The nearest heading above it."""
    at: int = 0
    """Its place among the statements of the reading."""

    @property
    def size(self) -> int:
        """Count its tokens; a CJK character is one."""
        return self.key.count(" ") + 1


def _parts(block: Block) -> Iterable[str]:
    if block.kind in {BlockKind.HEADING, BlockKind.ROW}:
        return (block.text,)
    return sentences(block.text)


def of_blocks(blocks: Sequence[Block]) -> list[Statement]:
    """Return the statements of all blocks in order."""
    found: list[Statement] = []
    for index, block in enumerate(blocks):
        section = block.path[-1] if block.path else ""
        key_of = heading_key if block.kind is BlockKind.HEADING else key
        for part in _parts(block):
            if part_key := key_of(part):
                found.append(Statement(part, part_key, index, block.kind, section, len(found)))
    return found


def is_datable(text: str) -> bool:
    """Tell whether a line carries nothing but a date, an age or a copyright notice."""
    return is_date_line(text) or is_copyright(text) or is_age(text)


def fingerprint(statement_key: str) -> str:
    """Return the name under which a statement is remembered: SHA-256 of its key."""
    return hashlib.sha256(statement_key.encode()).hexdigest()


def terms_fingerprint(blocks: Sequence[Block]) -> str:
    """Return SHA-256 over the set of statements, order-free, date lines aside."""
    keys = {s.key for s in of_blocks(blocks) if not is_datable(s.text)}
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
