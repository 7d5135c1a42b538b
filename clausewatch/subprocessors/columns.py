"""The columns of a table: told by the words of its header, or by what they contain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean

from clausewatch.subprocessors.fields import clean_value, is_date
from clausewatch.subprocessors.names import has_legal_form, is_name, is_written_small
from clausewatch.subprocessors.places import is_location, is_place_column
from clausewatch.subprocessors.words import (
    Role,
    find_role,
    is_processing_place,
    is_whole_label,
    rank_label,
)
from clausewatch.text.document_titles import find_kinds

MIN_HEADER_ROLES = 2
MIN_COLUMN_SHARE = 0.6
"""Share of the cells of a column that must be places, or names, for the column to be one."""
MIN_FORM_SHARE = 0.3
MIN_LINE_SHARE = 0.3
"""Share of the rows that begin in lower case from which they go on with the rows above them."""
MAX_REST_WORDS = 3
"""Of the header of a column for all that is not the name: `Further details`."""
TITLE_KIND = "subprocessors"
"""The kind by which titles and headings name such a list (`data/policy_links.toml`)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of the columns of a table."""

    roles: tuple[Role | None, ...]
    names_subprocessors: bool = False
    """The header of the names calls them subprocessors, so the table needs no other evidence."""

    def count_names(self) -> int:
        """Return how many columns hold names."""
        return self.roles.count(Role.NAME)


def read_header(cells: Sequence[str]) -> Columns | None:
    """Return the columns that a header row announces, or None if the row is no header."""
    labels = [" ".join(cell.split()) for cell in cells]
    roles = [find_role(label) if label else None for label in labels]
    known = [role for role in roles if role is not None]
    filled = [label for label in labels if label]
    if _is_name_with_details(roles, filled):
        return Columns((Role.NAME, Role.OTHER), _names_subprocessors(roles, labels))
    if len(known) < MIN_HEADER_ROLES or len(known) < len(filled) / 2:
        return None
    if any(has_legal_form(label) or is_location(label) for label in filled):
        return None
    # Two cells may be a label and its value: "Purpose" and "Product analytics".
    is_pair = len(filled) == MIN_HEADER_ROLES
    if is_pair and not (Role.NAME in known and len(set(known)) == MIN_HEADER_ROLES):
        return None
    return Columns(_settle_roles(roles, labels), _names_subprocessors(roles, labels))


def _is_name_with_details(roles: Sequence[Role | None], filled: Sequence[str]) -> bool:
    """Return whether a header names the company and a column for all the rest."""
    if len(filled) != MIN_HEADER_ROLES or len(roles) != len(filled) or roles[0] is not Role.NAME:
        return False
    is_rest = roles[1] in {None, Role.OTHER} and len(filled[1].split()) <= MAX_REST_WORDS
    return is_rest and is_whole_label(filled[0]) and not has_legal_form(filled[1])


def _names_subprocessors(roles: Sequence[Role | None], labels: Sequence[str]) -> bool:
    return any(
        role is Role.NAME and TITLE_KIND in find_kinds(label)
        for role, label in zip(roles, labels, strict=True)
    )


def _settle_roles(roles: Sequence[Role | None], labels: Sequence[str]) -> tuple[Role | None, ...]:
    """Return the roles with one column of names, of purposes and of places."""
    settled = list(roles)
    if Role.NAME not in settled:
        _choose_name_column(settled, labels)
    names = [i for i, role in enumerate(settled) if role is Role.NAME]
    _keep_one(settled, names, [i for i in names if TITLE_KIND in find_kinds(labels[i])])
    purposes = [i for i, role in enumerate(settled) if role is Role.PURPOSE]
    _keep_one(settled, purposes, sorted(purposes, key=lambda i: rank_label(labels[i])))
    places = [i for i, role in enumerate(settled) if role is Role.LOCATION]
    _keep_one(settled, places, [i for i in places if is_processing_place(labels[i])])
    return tuple(settled)


def _keep_one(settled: list[Role | None], columns: Sequence[int], best: Sequence[int]) -> None:
    """Keep the role of one column, the best one if there is any; the others are details."""
    kept = next(iter((*best, *columns)), None)
    for index in columns:
        if index != kept:
            settled[index] = Role.OTHER


def _choose_name_column(settled: list[Role | None], labels: Sequence[str]) -> None:
    """Make a column the names: one with an unknown header, or the first of several purposes."""
    unknown = [i for i, role in enumerate(settled) if role is None and labels[i]]
    purposes = [i for i, role in enumerate(settled) if role is Role.PURPOSE]
    if unknown:
        settled[unknown[0]] = Role.NAME
    elif len(purposes) > 1:
        settled[purposes[0]] = Role.NAME


def guess_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of a table without a header by what they contain, or None.

    A column of places or names of companies is needed; the names are the first column that may be.
    """
    width = max(map(len, rows))
    if width == 1 or _are_lines(rows):
        return None
    columns = [[row[i] for row in rows if i < len(row) and row[i]] for i in range(width)]
    roles = [_guess_role(cells) for cells in columns]
    if Role.LOCATION not in roles and not any(map(_is_form_column, columns)):
        return None
    names = [
        i
        for i, cells in enumerate(columns)
        if roles[i] is None and cells and _share(is_name, cells) >= MIN_COLUMN_SHARE
    ]
    if not names:
        return None
    best = max(names, key=lambda i: (_share(has_legal_form, columns[i]), _count_unique(columns[i])))
    best = best if _is_form_column(columns[best]) else names[0]
    roles[best] = Role.NAME
    texts = [i for i, role in enumerate(roles) if role is None and columns[i]]
    if texts:
        roles[max(texts, key=lambda i: mean(map(len, columns[i])))] = Role.PURPOSE
    return Columns(tuple(role or Role.OTHER for role in roles))


def _are_lines(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether rows are the lines of cells that nothing tells apart, as in some PDF files.

    Lines of a cell begin in lower case. So do some names, which their form or spelling tells from
    them, or names beside them if a place is at the end of each row.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    firsts = [row[0] if row else "" for row in filled]
    is_placed = all(len(row) > 1 and is_place_column(row[-1]) for row in filled)
    if is_placed and _share(is_name, firsts) >= MIN_COLUMN_SHARE:
        return False
    small = [text for text in firsts if text[:1].islower() and not is_written_small(text)]
    return len(small) >= MIN_LINE_SHARE * len(rows)


def _guess_role(cells: Sequence[str]) -> Role | None:
    if not cells:
        return Role.OTHER
    if _share(is_date, cells) >= MIN_COLUMN_SHARE:
        return Role.SINCE
    if _share(is_place_column, cells) >= MIN_COLUMN_SHARE:
        return Role.LOCATION
    is_empty = sum(not clean_value(cell) for cell in cells) > len(cells) / 2
    return Role.OTHER if is_empty else None


def _share(is_true: Callable[[str], bool], cells: Sequence[str]) -> float:
    return sum(map(is_true, cells)) / max(1, len(cells))


def _is_form_column(cells: Sequence[str]) -> bool:
    return bool(cells) and _share(has_legal_form, cells) >= MIN_FORM_SHARE


def _count_unique(cells: Sequence[str]) -> float:
    return len(set(cells)) / max(1, len(cells))
