"""Which columns a row lacks because cells of the rows above span it."""

from collections.abc import Sequence

from clausewatch.subprocessors.names import has_legal_form, is_name
from clausewatch.subprocessors.places import is_location, is_place_column
from clausewatch.subprocessors.words import Role

MIN_CELLS = 2
"""Of a row whose cells tell which ones it lacks; a single one may be a heading."""


def find_gap(cells: Sequence[str], roles: Sequence[Role | None]) -> slice:
    """Return the columns that a row lacks; the first ones unless its cells contradict that.

    The name of a company mostly spans the rows of its purposes, so the cells are at the end. They
    are elsewhere if that makes a place of no place, a purpose of a place, or a name of no name.
    """
    lacking = max(0, len(roles) - len(cells))
    first = slice(0, lacking)
    if lacking == 0 or len(cells) < MIN_CELLS or not _count_faults(cells, roles, first):
        return first
    gaps = (slice(start, start + lacking) for start in range(1, len(cells) + 1))
    fitting = (gap for gap in gaps if not _count_faults(cells, roles, gap))
    return next(fitting, first)


def _count_faults(cells: Sequence[str], roles: Sequence[Role | None], gap: slice) -> int:
    """Return how many cells cannot be what their columns hold if a row lacks some of them."""
    placed = zip((*roles[: gap.start], *roles[gap.stop :]), cells, strict=False)
    return sum(_is_fault(role, cell) for role, cell in placed if role is not None and cell)


def _is_fault(role: Role, cell: str) -> bool:
    if role is Role.NAME:
        return not is_name(cell) or is_location(cell)
    if role is Role.LOCATION:
        return not is_place_column(cell)
    return has_legal_form(cell) or (role is Role.PURPOSE and is_location(cell))
