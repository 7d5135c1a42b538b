"""A team's list of platforms, from a file and back: `clausewatch watch-list`, `clausewatch export`.

A file is lines of names, domains and addresses, or a CSV table with a header; what a line comes to
is what `watch` makes of it in Slack.
"""

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, split_names
from bot.slack.listeners.commands import watch
from bot.slack.listeners.platform_lookup import BY_KEY
from bot.slack.listeners.watch_options import OPTIONS, Wishes, declared, read_wishes
from bot.slack.listeners.watch_targets import JOINT, Target, joined
from bot.slack.messages.answers import Problem
from bot.terminal.rendered_message import render_mrkdwn
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.errors import UserError
from clausewatch.model.documents import Document, Watch

NAME_COLUMNS = frozenset({"platform", "platforms", "name", "vendor", "vendors", "company", "url",
                          "supplier", "service", "product", "tool", "urls", "domain", "website",
                          "address", "link"})  # fmt: skip
"""How people head the column that says what to watch, compared without case and blanks."""
OPTION_COLUMNS: Mapping[str, str] = {
    "docs": "docs",
    "documents": "docs",
    "min": "min",
    "severity": "min",
    "deliver": "deliver",
    "cadence": "deliver",
    "topics": "topics",
    "select": "select",
    "remove": "remove",
    "language": "language",
    "browser": "browser",
    "called": "name",
}
MAX_BYTES = 2_000_000
MOST_ROWS = 5_000
COLUMNS = (
    "platform", "docs", "min", "deliver", "topics", "called", "select", "remove", "language",
    "browser",
)  # fmt: skip


NO_HOW = ("",) * 5
"""The catalogue knows it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what to watch and how."""

    line: int
    name: str
    """A name, a domain, an address, or the addresses of one document's pages between blanks."""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line."""

    row: Row
    is_well: bool
    sentence: str


def rows_of(path: Path) -> tuple[Row, ...]:
    """Return what a file lists. Raises UserError where it cannot be read as a list."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise UserError(f"{path} cannot be read ({fault.strerror}); check the path.") from None
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if len(data) > MAX_BYTES or (b"\0" in data and not is_wide):
        raise UserError(f"{path} is no list; give lines of names or a CSV file (not a workbook).")
    text = _decoded(data)
    rows = _of_table(text) or _of_lines(text)
    if not rows:
        raise UserError(f"{path} lists nothing; write one name, domain or address per line.")
    if len(rows) > MOST_ROWS:
        raise UserError(f"{path} has {len(rows)} entries, more than {MOST_ROWS}; cut it up.")
    return rows


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _of_table(text: str) -> tuple[Row, ...]:
    """Return the rows of a CSV text with a header, or none where it has no such header."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip()), delimiter=delimiter)
    try:
        table = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error:
        return ()
    columns = [fold_name(cell) for cell in table[0][1]] if table else []
    places = [at for at, column in enumerate(columns) if column in NAME_COLUMNS]
    if not places:
        return ()
    options = {at: OPTION_COLUMNS[c] for at, c in enumerate(columns) if c in OPTION_COLUMNS}
    found = []
    for line, cells in table[1:]:
        names = [cells[at] for at in places if at < len(cells) and cells[at]]
        given = {key: cells[at] for at, key in options.items() if at < len(cells) and cells[at]}
        # An address says more than the name beside it.
        names.sort(key=lambda name: "://" not in name)
        if names:
            found.append(Row(line, names[0], given))
    return tuple(found)


def _of_lines(text: str) -> tuple[Row, ...]:
    return tuple(
        Row(number, name)
        for number, line in enumerate(text.splitlines(), 1)
        if not line.lstrip().startswith("#")
        for name in joined(split_names(line))
    )


async def watch_all(call: Call, rows: Sequence[Row]) -> list[Outcome]:
    """Put every platform of a list on the call's channel; return what became of each line."""
    before = {w.platform_key: w for w in await _watches(call)}
    found = await _found(call, [_wishes(row) for row in rows], rows)
    groups: dict[Wishes, list[Target]] = {}
    outcomes = []
    for row, each in zip(rows, found, strict=True):
        if isinstance(each, str | Problem):
            said = each if isinstance(each, str) else _said(each)
            outcomes.append(Outcome(row, is_well=False, sentence=said))
            continue
        wishes, wanted = each
        groups.setdefault(wishes, []).append(wanted)
        outcomes.append(Outcome(row, is_well=True, sentence=_named(wanted, before)))
    for wishes, targets in groups.items():
        await watch.add(call, watch.merged(targets), wishes)
    return outcomes


def _wishes(row: Row) -> Wishes | str:
    """Return a line's options as values, or what is wrong with them."""
    try:
        return read_wishes(_known(row.options))
    except ArgumentError as fault:
        return render_mrkdwn(str(fault)).plain


async def _found(
    call: Call, wishes: Sequence[Wishes | str], rows: Sequence[Row]
) -> list[tuple[Wishes, Target] | Problem | str]:
    """Return what each line asks for; sites that are not known are searched side by side."""
    places = asyncio.Semaphore(watch.SEARCHES)

    async def one(row: Row, wanted: Wishes | str) -> tuple[Wishes, Target] | Problem | str:
        if isinstance(wanted, str):
            return wanted
        name = " ".join(part for part in row.name.split() if part != JOINT or "://" not in row.name)
        async with places:
            (found,) = await watch.targets_of(call, [name], wanted, "watch {}")
        return found if isinstance(found, Problem) else (wanted, found)

    pairs = zip(rows, wishes, strict=True)
    return await asyncio.gather(*(one(row, wanted) for row, wanted in pairs))


def _known(options: Mapping[str, str]) -> dict[str, str]:
    unknown = [key for key in options if key not in OPTIONS]
    if unknown:
        raise ArgumentError(f"The column {unknown[0]!r} is not one that this release knows.")
    return dict(options)


async def _watches(call: Call) -> tuple[Watch, ...]:
    return await call.context.store.watches.find_in_channel((await call.channel()).id)


def _said(problem: Problem) -> str:
    """Return a problem as plain words, with the names that may have been meant."""
    meant = ", ".join(choice.label for choice in problem.choices)
    return render_mrkdwn(problem.sentence).plain + (f" ({meant})" if meant else "")


def _named(found: Target, before: Mapping[str, Watch]) -> str:
    kinds = ", ".join(document.kind for document in found.documents) or "what is on record"
    state = " (was on the list)" if found.key in before else ""
    return f"{found.name}: {kinds}{state}"


def exported(watches: Sequence[Watch], catalogue: Catalogue) -> str:
    """Return watches as a CSV text that `watch-list` reads back to the same watchlist."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in watches:
        options = (each.minimum.value, each.cadence.value, "; ".join(each.topics))
        for name, kinds, how in _entries(each, catalogue):
            table.writerow((name, "; ".join(kinds), *options, *how))
    return out.getvalue()


def _entries(each: Watch, catalogue: Catalogue) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """Return a watch's rows: the catalogue's documents by kind, all others by address."""
    kinds = [d.kind for d in each.documents if _is_catalogued(d, catalogue)]
    own = [d for d in each.documents if not _is_catalogued(d, catalogue)]
    rows = [(_name(each, catalogue), kinds, NO_HOW)] if kinds or not own else []
    return rows + [(" ".join(d.urls), [d.kind], _how(d)) for d in own]


def _how(document: Document) -> tuple[str, ...]:
    """Return how a document is had, as the last columns say it."""
    access = document.access
    part = access.selections[0] if access.selections else None
    chosen = (declared(part.include), declared(part.exclude)) if part else ("", "")
    browser = "on" if access.needs_browser else ""
    return document.platform_name, *chosen, access.language, browser


def _is_catalogued(document: Document, catalogue: Catalogue) -> bool:
    platform = catalogue.find_by_key(document.platform_key)
    return (
        platform is not None
        and document.workspace_id is None
        and any((d.kind, d.urls) == (document.kind, document.urls) for d in platform.documents)
    )


def _name(each: Watch, catalogue: Catalogue) -> str:
    """Return the platform's name, or its key where the name would be asked about."""
    match = catalogue.find(each.platform_name)
    is_sure = match.platform is not None and match.platform.key == each.platform_key
    return each.platform_name if is_sure else BY_KEY + each.platform_key
