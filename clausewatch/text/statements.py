"""Statements: the sentences, list items, rows and headings of a reading, each with its key."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.date_lines import is_date_age_or_copyright
from clausewatch.text.normal_form import make_heading_key, make_key
from clausewatch.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, item, row or heading; equal keys mean the same statement."""

    text: str
    key: str
    block_index: int
    """Index of the statement's block among the blocks of the reading."""
    kind: BlockKind
    section: str
    """The nearest heading above the statement, or an empty string."""
    index: int = 0
    """Index of the statement among those of the reading."""
    is_table_header: bool = False
    """Whether the statement is the row that names the columns of a table."""

    @property
    def size(self) -> int:
        """Number of tokens; a CJK character is one."""
        return self.key.count(" ") + 1


def _split_block(block: Block) -> Iterable[str]:
    if block.kind in {BlockKind.HEADING, BlockKind.ROW}:
        return (block.text,)
    return split_sentences(block.text)


def make_statements(blocks: Sequence[Block]) -> list[Statement]:
    """Return the statements of all blocks in order."""
    statements: list[Statement] = []
    for block_index, block in enumerate(blocks):
        section = block.section
        build_key = make_heading_key if block.kind is BlockKind.HEADING else make_key
        for part in _split_block(block):
            if part_key := build_key(part):
                is_table_header = block.kind is BlockKind.ROW and block.level > 0
                statement = Statement(
                    part,
                    part_key,
                    block_index,
                    block.kind,
                    section,
                    len(statements),
                    is_table_header,
                )
                statements.append(statement)
    return statements


def hash_key(statement_key: str) -> str:
    """Return the SHA-256 of a statement's key, in hexadecimal: its fingerprint."""
    return hashlib.sha256(statement_key.encode()).hexdigest()


def compute_terms_fingerprint(blocks: Sequence[Block], watched: Iterable[str] = ()) -> str:
    """Return the SHA-256 over the set of statement keys, in any order and without date lines.

    `watched` are the lines around the document that may be terms as well.
    """
    keys = {s.key for s in make_statements(blocks) if not is_date_age_or_copyright(s.text)}
    keys.update(map(make_key, watched))
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
