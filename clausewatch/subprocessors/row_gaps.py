"""Which columns a row lacks: cells of the rows above span it, or it has no such cells."""

from collections.abc import Sequence

from clausewatch.subprocessors.names import has_legal_form, is_name
from clausewatch.subprocessors.places import is_location, is_place_column
from clausewatch.subprocessors.words import Role

MIN_CELLS = 2
"""Of a row whose cells tell which ones it lacks; a single one may be a heading."""


def find_gap(cells: Sequence[str], roles: Sequence[Role | None]) -> slice | None:
    """Return the columns that a row lacks, or None if its cells leave that in doubt.

    The name of a company mostly spans the rows of its purposes, so the cells are at the end. That
    is not so if it makes a place of no place, a purpose of a place, or a name of no name. Then the
    row has a name of its own, which only a legal form tells from a purpose.
    """
    lacking = max(0, len(roles) - len(cells))
    first = slice(0, lacking)
    if lacking == 0 or len(cells) < MIN_CELLS or not _count_faults(cells, roles, first):
        return first
    gaps = (slice(start, start + lacking) for start in range(1, len(cells) + 1))
    return next((gap for gap in gaps if _is_sure(cells, roles, gap)), None)


def _is_sure(cells: Sequence[str], roles: Sequence[Role | None], gap: slice) -> bool:
    """Return whether a row that lacks some columns has the name of a company, and no fault."""
    names = (cell for role, cell in _place(cells, roles, gap) if role is Role.NAME)
    return any(map(has_legal_form, names)) and not _count_faults(cells, roles, gap)


def _place(
    cells: Sequence[str], roles: Sequence[Role | None], gap: slice
) -> list[tuple[Role | None, str]]:
    """Return the cells with the roles of their columns."""
    return list(zip((*roles[: gap.start], *roles[gap.stop :]), cells, strict=False))


def _count_faults(cells: Sequence[str], roles: Sequence[Role | None], gap: slice) -> int:
    """Return how many cells cannot be what their columns hold if a row lacks some of them."""
    placed = _place(cells, roles, gap)
    return sum(_is_fault(role, cell) for role, cell in placed if role is not None and cell)


def _is_fault(role: Role, cell: str) -> bool:
    if role is Role.NAME:
        return not is_name(cell) or is_location(cell)
    if role is Role.LOCATION:
        return not is_place_column(cell)
    return has_legal_form(cell) or (role is Role.PURPOSE and is_location(cell))
