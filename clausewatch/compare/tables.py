"""Tables that say the same in another shape: other columns first, or rows as columns."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.normal_form import make_key, tokenise

CellFacts = frozenset[tuple[str, str]]
"""The cells of a row, each with the name of its column."""


def _find_tables(blocks: Sequence[Block]) -> Iterator[list[tuple[int, Block]]]:
    """Yield the rows of each table that names its columns, with their indices."""
    numbered = enumerate(blocks)
    for is_table, rows in groupby(numbered, key=lambda row: row[1].kind is BlockKind.ROW):
        table: list[tuple[int, Block]] = []
        for i, block in rows if is_table else ():
            if block.level:
                if table:
                    yield table
                table = []
            if table or block.level:
                table.append((i, block))
        if table:
            yield table


def find_cell_facts(blocks: Sequence[Block]) -> dict[int, CellFacts]:
    """Return the facts of each row of a table that names its columns, by the block's index.

    They are the same in whatever order the columns are.
    """
    facts: dict[int, CellFacts] = {}
    for table in _find_tables(blocks):
        names = [_make_cell_key(cell) for cell in table[0][1].cells]
        for i, block in table:
            cells = [_make_cell_key(cell) for cell in block.cells]
            if len(cells) == len(names) == len(set(names)):
                facts[i] = frozenset(zip(names, cells, strict=True))
    return facts


def _make_cell_key(cell: str) -> str:
    """Return the tokens of a cell; a circle that fills it is a value and no list mark."""
    return " ".join(tokenise(f"| {cell} |"))


def find_column_keys(blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """Return what the columns of tables with one row of values say, as the keys of two-cell rows.

    Each is the name of a column and its value, by the indices of both rows.
    """
    columns: dict[int, tuple[str, ...]] = {}
    for table in _find_tables(blocks):
        if len(table) == 2:  # noqa: PLR2004  # the names and one row of values
            (i, names), (j, values) = table
            pairs = zip(names.cells, values.cells, strict=False)
            columns[i] = columns[j] = tuple(
                make_key(f"{name} | {value}") for name, value in pairs if name and value
            )
    return columns
