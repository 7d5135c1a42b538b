"""A list of platforms as a file: lines of names, or a CSV table with a header.

`watch-list` reads such a file, and `export` writes one. A cell or line means what it means when it
is typed after `watch` in Slack.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.exports.tables import format_cell, read_cell
from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.command_line import split_names
from bot.slack.listeners.watch_options import format_selector
from bot.slack.listeners.watched_urls import join_pages
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.errors import UserError
from clausewatch.model.documents import Document
from clausewatch.model.reading import Selection
from clausewatch.model.watches import Watch

NAME_COLUMNS = frozenset({"platform", "platforms", "name", "vendor", "vendors", "company", "url",
                          "supplier", "service", "product", "tool", "urls", "domain", "website",
                          "address", "link", "vendorname", "suppliername", "companyname",
                          "platformname", "domainname"})  # fmt: skip
"""Headers of the column that says what to watch, compared without case and blanks.

A service name or a product name is none: it may stand beside the vendor that is meant.
"""
OPTION_COLUMNS: Mapping[str, str] = {
    "docs": "docs",
    "documents": "docs",
    "min": "min",
    "severity": "min",
    "deliver": "deliver",
    "cadence": "deliver",
    "topics": "clauses",
    "clauses": "clauses",
    "select": "select",
    "remove": "remove",
    "language": "language",
    "browser": "browser",
    "called": "name",
}
"""Headers of the columns that say how to watch, with the option of `watch` for each."""
_KNOWN_COLUMNS = NAME_COLUMNS | OPTION_COLUMNS.keys()
EXPORTED_COLUMNS = (
    "platform", "docs", "min", "deliver", "topics", "called", "select", "remove", "language",
    "browser",
)  # fmt: skip
DELIMITERS = ",;\t|"
DELIMITER_LINE = "sep="
"""Begins the line by which spreadsheets tell each other the delimiter."""
MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NO_ACCESS_CELLS = ("",) * 5
"""The last columns for documents that the catalogue knows how to read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what to watch and how."""

    line: int
    name: str
    """A name, a domain, a URL, or the URLs of one document's pages between blanks."""
    options: Mapping[str, str] = field(default_factory=dict)


def read_rows(path: Path) -> tuple[Row, ...]:
    """Return the rows of a file. Raises UserError for a file that is not a list."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} can't be read ({error.strerror}); check the path.") from None
    is_binary = b"\0" in data and not data.startswith(UTF_16_MARKS)
    if len(data) > MAX_BYTES or is_binary:
        raise UserError(f"{path} isn't a list; use lines of names or a CSV file (not a workbook).")
    rows = parse_rows(_decode(data))
    if not rows:
        raise UserError(f"{path} lists nothing; write one name, domain or URL per line.")
    if len(rows) > MAX_ROWS:
        raise UserError(f"{path} has {len(rows)} entries, more than {MAX_ROWS}; split it.")
    return rows


def parse_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a text: CSV with a header, or lines of names, domains and URLs."""
    return _read_table(text) or _read_lines(text)


def _decode(data: bytes) -> str:
    """Return the text of a file as editors and spreadsheets save it."""
    if data.startswith(UTF_16_MARKS):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _read_table(text: str) -> tuple[Row, ...]:
    """Return the rows of a CSV text, or none if its first line is not a header."""
    delimiters, skipped, text = DELIMITERS, 0, text.lstrip()
    if text[:4].casefold() == DELIMITER_LINE:
        line, _, text = text.partition("\n")
        delimiters, skipped = line[4:].strip("\r") or DELIMITERS, 1
    delimiter = max(delimiters, key=lambda each: _rate_delimiter(text, each))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        table = [(reader.line_num, [read_cell(cell.strip()) for cell in cells]) for cells in reader]
    except csv.Error:
        return ()
    headers = [fold_name(cell) for cell in table[0][1]] if table else []
    names = [index for index, header in enumerate(headers) if header in NAME_COLUMNS]
    options = {
        index: OPTION_COLUMNS[header]
        for index, header in enumerate(headers)
        if header in OPTION_COLUMNS
    }
    if not names:
        return ()
    rows = (_make_row(line + skipped, cells, names, options) for line, cells in table[1:])
    return tuple(row for row in rows if row is not None)


def _rate_delimiter(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many columns of a header are known with a delimiter, and how many it has."""
    try:
        cells = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    headers = [fold_name(cell) for cell in cells]
    return sum(header in _KNOWN_COLUMNS for header in headers), len(headers)


def _make_row(
    line: int, cells: Sequence[str], name_columns: Sequence[int], option_columns: Mapping[int, str]
) -> Row | None:
    """Return a row of a table, or None if it names nothing."""
    names = [cells[index] for index in name_columns if index < len(cells) and cells[index]]
    if not names:
        return None
    options = {
        option: cells[index]
        for index, option in option_columns.items()
        if index < len(cells) and cells[index]
    }
    # A URL says more than the name beside it.
    names.sort(key=lambda name: "://" not in name)
    return Row(line, names[0], options)


def _read_lines(text: str) -> tuple[Row, ...]:
    return tuple(
        Row(number, name)
        for number, line in enumerate(text.splitlines(), 1)
        if not line.lstrip().startswith("#")
        for name in join_pages(split_names(line))
    )


def write_csv(watches: Sequence[Watch], catalogue: Catalogue) -> str:
    """Return watches as a CSV text from which `watch-list` makes the same watchlist.

    Spreadsheets open it too, so no cell is a formula to them.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(EXPORTED_COLUMNS)
    for watch in watches:
        options = (watch.minimum.value, watch.cadence.value, "; ".join(watch.topics))
        for name, kinds, access in _list_entries(watch, catalogue):
            table.writerow(map(format_cell, (name, "; ".join(kinds), *options, *access)))
    return out.getvalue()


def _list_entries(
    watch: Watch, catalogue: Catalogue
) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """Return name, kinds and access of each row: catalogue documents in one, others in their own.

    The catalogue's documents are listed by kind, all others by URL.
    """
    kinds = [d.kind for d in watch.documents if _is_in_catalogue(d, catalogue)]
    others = [d for d in watch.documents if not _is_in_catalogue(d, catalogue)]
    entries = []
    if kinds or not others:
        entries.append((_find_name(watch, catalogue), kinds, NO_ACCESS_CELLS))
    return entries + [(" ".join(d.urls), [d.kind], _list_access(d)) for d in others]


def _list_access(document: Document) -> tuple[str, ...]:
    """Return the last columns: how a document is called, selected and fetched."""
    access = document.access
    selection = next(iter(access.selections), None) or Selection()
    selectors = format_selector(selection.include), format_selector(selection.exclude)
    browser = "on" if access.needs_browser else ""
    return document.platform_name, *selectors, access.language, browser


def _is_in_catalogue(document: Document, catalogue: Catalogue) -> bool:
    platform = catalogue.find_by_key(document.platform_key)
    return (
        platform is not None
        and document.workspace_id is None
        and any((d.kind, d.urls) == (document.kind, document.urls) for d in platform.documents)
    )


def _find_name(watch: Watch, catalogue: Catalogue) -> str:
    """Return the platform's name, or its key if the catalogue finds no single platform by name."""
    platform = catalogue.find(watch.platform_name).platform
    is_unique = platform is not None and platform.key == watch.platform_key
    return watch.platform_name if is_unique else KEY_PREFIX + watch.platform_key
