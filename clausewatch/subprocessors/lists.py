"""The list of subprocessors of a reading: where it is, its entries, and what keeps it unread."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from clausewatch.model.reading import Block, BlockKind, Reading, Remark
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.subprocessors.cards import Found, Line, find_heading_cards, find_line_cards
from clausewatch.subprocessors.columns import TITLE_KIND
from clausewatch.subprocessors.line_parts import strip_place_words
from clausewatch.subprocessors.list_lines import find_items, find_paragraphs
from clausewatch.subprocessors.names import make_name_key
from clausewatch.subprocessors.places import is_location
from clausewatch.subprocessors.tables import (
    Table,
    is_card_table,
    read_table,
    split_tables,
)
from clausewatch.subprocessors.words import load_pattern, load_words
from clausewatch.text.cache import cache_readings
from clausewatch.text.document_titles import find_kinds, normalise_label

DOCUMENT_KIND = "subprocessor list"
"""The kind of document that is such a list and nothing else."""
MAX_ENTRIES = 2_000
"""More rows are compared as text: a longer list is an export and no list for readers."""
MAX_TITLE_CHARS = 90
MAX_HEADING_CHARS = 200
_SENTENCE_END = (".", ";", ",")


@dataclass(frozen=True, slots=True)
class SubprocessorList:
    """The subprocessors that a reading lists."""

    entries: tuple[Subprocessor, ...] = ()
    """In the order of the page, one per company and part of the list."""
    remark: Remark | None = None
    """What keeps the list from being read, or read whole."""
    blocks: tuple[frozenset[int], ...] = ()
    """For each entry the indexes of the blocks that it was read from."""


@cache_readings
def find_subprocessors(reading: Reading, kind: str = "") -> SubprocessorList:
    """Return the subprocessors that a reading lists; `kind` is the kind of its document."""
    is_list = kind == DOCUMENT_KIND or _is_titled(reading)
    lines = list(_select_lines(reading.blocks, is_list=is_list))
    found = [*_read_tables(reading.blocks, lines)]
    rest = _leave_out(lines, found)
    for find in (find_heading_cards, find_line_cards, find_items, find_paragraphs):
        for run in _split_at_gaps(rest):
            found += find(run)
        rest = _leave_out(rest, found)
    found.sort(key=lambda each: each[1])
    remark = _find_remark(reading, found, is_list=is_list)
    del found[MAX_ENTRIES:]
    merged = _merge(_tidy_groups(_place(found)))
    return SubprocessorList(
        tuple(entry for entry, _ in merged), remark, tuple(frozenset(at) for _, at in merged)
    )


def _is_titled(reading: Reading) -> bool:
    """Return whether the title or the first heading calls the document such a list."""
    headings = (b.text for b in reading.blocks if b.kind is BlockKind.HEADING and b.level == 1)
    titles = (reading.title, next(headings, ""))
    return any(find_kinds(title) == {TITLE_KIND} for title in titles)


def _select_lines(blocks: Sequence[Block], *, is_list: bool) -> Iterator[Line]:
    """Yield the blocks of the list: all of them, or those under a heading that names it.

    What is no longer used, and the history of the list, is left out.
    """
    pseudo_heading = ""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or _is_next_part(block, pseudo_heading):
            pseudo_heading = ""
        if _is_pseudo_heading(block):
            pseudo_heading = block.text
        headings = (*block.path, pseudo_heading)
        if block.kind is BlockKind.HEADING:
            headings = (*headings, block.text)
        if any(_names_former(heading) for heading in headings if heading):
            continue
        if is_list or any(TITLE_KIND in find_kinds(heading) for heading in headings if heading):
            yield Line(index, block)


def _is_pseudo_heading(block: Block) -> bool:
    """Return whether a short paragraph serves as a heading: `Annex 2: Subprocessors`."""
    is_short = len(block.text) <= MAX_TITLE_CHARS and not block.text.endswith(_SENTENCE_END)
    if block.kind is not BlockKind.PARAGRAPH or not is_short:
        return False
    return TITLE_KIND in find_kinds(block.text) or _names_former(block.text)


def _is_next_part(block: Block, heading: str) -> bool:
    """Return whether a paragraph begins the next part: `Annex 3` after `Annex 2`."""
    first = heading.split(maxsplit=1)[:1]
    return bool(first) and len(block.text) <= MAX_TITLE_CHARS and block.text.split()[:1] == first


@lru_cache(maxsize=4096)
def _names_former(heading: str) -> bool:
    label = normalise_label(heading[:MAX_HEADING_CHARS])
    return bool(load_pattern("former", "all").search(label))


def _read_tables(blocks: Sequence[Block], lines: Sequence[Line]) -> Iterator[Found]:
    """Yield the entries of tables; one that calls its companies subprocessors may be anywhere."""
    inside = {id(line.block) for line in lines}
    indexes = {id(block): index for index, block in enumerate(blocks)}
    for table in split_tables(blocks):
        is_inside = any(id(row) in inside for row in table.rows)
        if not (is_inside or _names_subprocessors(table)):
            continue
        if any(_names_former(heading) for row in table.rows[:1] for heading in row.path):
            continue
        # The header belongs to the first entry: it says nothing else.
        above = () if table.header is None else (indexes[id(table.header)],)
        for entry, row in read_table(table):
            yield entry, (indexes[id(row)], *above)
            above = ()


def _names_subprocessors(table: Table) -> bool:
    has_header = table.columns is not None and table.columns.names_subprocessors
    return has_header or is_card_table(table)


def _leave_out(lines: Iterable[Line], found: Iterable[Found]) -> list[Line]:
    used = {index for _, indexes in found for index in indexes}
    return [
        line for line in lines if line.index not in used and line.block.kind is not BlockKind.ROW
    ]


def _split_at_gaps(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines in runs without anything left out between them."""
    run: list[Line] = []
    for line in lines:
        if run and line.index != run[-1].index + 1:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _place(found: Sequence[Found]) -> list[Found]:
    """Return entries with the place that is their heading, where they state none themselves."""
    return [
        (replace(entry, location=place, group=""), indexes)
        if not entry.location and is_location(place := strip_place_words(entry.group))
        else (entry, indexes)
        for entry, indexes in found
    ]


def _tidy_groups(found: Sequence[Found]) -> list[Found]:
    """Return entries without a group where all have the same one."""
    if len({entry.group for entry, _ in found}) > 1:
        return list(found)
    return [(replace(entry, group=""), indexes) for entry, indexes in found]


def _merge(found: Sequence[Found]) -> list[Found]:
    """Return entries with one per company and group; the values of further rows are added."""
    merged: dict[tuple[str, str], Found] = {}
    for entry, indexes in found:
        key = make_name_key(entry.name), entry.group
        earlier, above = merged.get(key, (entry, ()))
        merged[key] = _join(earlier, entry), (*above, *indexes)
    return list(merged.values())


def _join(first: Subprocessor, second: Subprocessor) -> Subprocessor:
    def join(one: str, other: str) -> str:
        return one if not other or other in one else f"{one}; {other}" if one else other

    return replace(
        first,
        purpose=join(first.purpose, second.purpose),
        location=join(first.location, second.location),
        data=join(first.data, second.data),
        since=first.since or second.since,
        details=join(first.details, second.details),
        quote=join(first.quote, second.quote),
    )


def _find_remark(reading: Reading, found: Sequence[Found], *, is_list: bool) -> Remark | None:
    """Return what keeps a list from being read, or read whole."""
    if len(found) > MAX_ENTRIES:
        reason = (
            f"The list has {len(found):,} entries; the first {MAX_ENTRIES:,} are on record,"
            " the rest is compared as text."
        )
        return Remark("long-list", reason)
    if found or not is_list:
        return None
    text = normalise_label(
        " ".join([b.text for b in reading.blocks] + [d.text for d in reading.dropped])[:4000]
    )
    if reading.signals.password_fields or any(
        f" {words} " in text for words in load_words()["remarks"]["login"]
    ):
        return Remark(
            "list-login", "The list of subprocessors is behind a login or a request form."
        )
    return Remark(
        "list-unread",
        "No subprocessor could be read from the page: it has no names as text"
        " (logos, an image or a script), or in an unknown form.",
    )
