"""Tables of subprocessors: columns told by their headers, or by what they contain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausewatch.model.reading import Block, BlockKind
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.subprocessors.columns import (
    MIN_COLUMN_SHARE,
    MIN_HEADER_ROLES,
    Columns,
    guess_columns,
    read_header,
)
from clausewatch.subprocessors.fields import (
    Fields,
    is_date,
    parse_card,
    parse_line,
)
from clausewatch.subprocessors.names import clean_name, is_name
from clausewatch.subprocessors.places import is_location
from clausewatch.subprocessors.row_gaps import find_gap
from clausewatch.subprocessors.words import (
    Role,
    find_role,
    is_whole_label,
)

MIN_CARD_ROWS = 3
MIN_CARD_SHARE = 0.8


@dataclass(slots=True)
class Table:
    """Rows that share their columns."""

    rows: list[Block]
    columns: Columns | None
    """None if nothing tells what its columns are."""
    header: Block | None = None


def split_tables(blocks: Sequence[Block]) -> Iterator[Table]:
    """Yield the tables among blocks in order; a header also serves the rows of later parts.

    A part without a header of its own, under its own heading, has the columns of the last table of
    the same width.
    """
    known: dict[int, Columns] = {}
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind is BlockKind.ROW:
            run.append(block)
        elif run:
            yield from _split_run(run, known)
            run = []


def _split_run(run: Sequence[Block], known: dict[int, Columns]) -> Iterator[Table]:
    """Yield the tables of rows without anything between them; each header begins one."""
    rows: list[Block] = []
    columns: Columns | None = None
    header_row: Block | None = None
    if _is_upright(run):
        yield Table(list(run), None)
        return
    for block in run:
        header = read_header(block.cells)
        if header is not None:
            if rows:
                yield Table(rows, columns, header_row)
            columns, rows, header_row = header, [], block
            known[len(block.cells)] = header
        else:
            rows.append(block)
    if not rows:
        return
    if header_row is None:
        width = max(len(row.cells) for row in rows)
        columns = known.get(width) if width > 1 else None
        columns = columns or guess_columns([row.cells for row in rows])
    yield Table(rows, columns, header_row)


def read_table(table: Table) -> list[tuple[Subprocessor, Block]]:
    """Return the entries of a table, each with its row; nothing if its columns are unknown."""
    if max(len(row.cells) for row in table.rows) == 1:
        return list(_read_cards(table.rows))
    if _is_upright(table.rows):
        return list(_read_upright(table.rows))
    if table.columns is None or not table.columns.count_names():
        return []
    return list(_read_rows(table.rows, table.columns.roles))


def _read_cards(rows: Sequence[Block]) -> Iterator[tuple[Subprocessor, Block]]:
    """Yield the entries of a table whose rows are cards with lines."""
    for row in rows:
        lines = row.cells[0].split("\n")
        fields = parse_card(lines) if len(lines) > 1 else parse_line(lines[0])
        if fields.is_entry:
            yield fields.make(row.section, row.text), row


def is_card_table(table: Table) -> bool:
    """Return whether the rows of a table are cards that show companies, each with its place."""
    rows = [row for row in table.rows if len(row.cells) == 1]
    if len(rows) < MIN_CARD_ROWS or len(rows) < len(table.rows):
        return False
    placed = [entry for entry, _ in _read_cards(rows) if entry.purpose and entry.location]
    return len(placed) >= MIN_CARD_SHARE * len(rows)


def _is_upright(rows: Sequence[Block]) -> bool:
    """Return whether the headers are in the first column, once per company."""
    labels = [row.cells[0] for row in rows if len(row.cells) == MIN_HEADER_ROLES]
    if len(labels) < len(rows) or len(rows) < MIN_HEADER_ROLES:
        return False
    roles = [find_role(label) if is_whole_label(label) else None for label in labels]
    return sum(role is not None for role in roles) >= MIN_COLUMN_SHARE * len(rows)


def _read_upright(rows: Sequence[Block]) -> Iterator[tuple[Subprocessor, Block]]:
    fields, first = Fields(), rows[0]
    for row in rows:
        role = find_role(row.cells[0]) or Role.OTHER
        if role is Role.NAME and fields.name:
            yield from _finish(fields, first)
            fields, first = Fields(), row
        fields.put(role, row.cells[1])
    yield from _finish(fields, first)


def _finish(fields: Fields, row: Block) -> Iterator[tuple[Subprocessor, Block]]:
    if fields.is_entry:
        yield fields.make(row.section, row.text), row


def _read_rows(
    rows: Sequence[Block], roles: Sequence[Role | None]
) -> Iterator[tuple[Subprocessor, Block]]:
    above = ""
    for row in rows:
        gap = find_gap(row.cells, roles)
        if gap is None:
            continue
        fields = Fields()
        for role, cell in zip((*roles[: gap.start], *roles[gap.stop :]), row.cells, strict=False):
            if role is not None and cell:
                fields.put_cell(_check_role(role, cell), cell)
        # A row without its first cells is about the company above. Nothing tells whether another
        # cell that it lacks spans it from above, so what would be there stays empty.
        if not fields.name and gap.start == 0 and roles[gap]:
            fields.name = above
        is_company = is_name(fields.name) and not is_location(fields.name)
        if is_company and not _is_repeated_header(row, roles):
            above = fields.name
            yield fields.make(row.section, row.text), row


def _check_role(role: Role, cell: str) -> Role:
    """Return the role of a cell: a date below "Data", which is the Polish word, is a date."""
    return Role.SINCE if role is Role.DATA and is_date(cell) else role


def _is_repeated_header(row: Block, roles: Sequence[Role | None]) -> bool:
    name = next((c for r, c in zip(roles, row.cells, strict=False) if r is Role.NAME), "")
    return is_whole_label(clean_name(name)) and read_header(row.cells) is not None
