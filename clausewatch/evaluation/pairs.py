"""The real stages on pairs of stored pages: how the bot's judgement is measured from files.

A pair is one JSON object per line with `id`, `url`, `service`, `document`, `before`, `after`,
the last two with a `file` relative to the list; labels may be absent.
A decision is one object per pair.
"""

import gzip
import json
import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from clausewatch.compare import compare, find_implausibility
from clausewatch.errors import ExtractError, UserError
from clausewatch.extract import read
from clausewatch.model.reading import Comparison, Expected, Implausible, Page, Reading, Significance

CardOf = Callable[[Expected, Comparison], str]
"""Renders the card of a change as text; a function of a module, so that workers can import it."""
Progress = Callable[[int, int], None]
"""Is told how many pairs are done, and of how many."""

MAX_BYTES = 50_000_000
"""More than any page that fetch lets through, so that a hostile archive fills no memory."""
_QUOTE_CHARS = 220
_QUOTED = 2
_CHUNK = 4


class EditShown(TypedDict):
    """One edit as the redline marks it."""

    kind: str
    before: str | None
    after: str | None


class Decision(TypedDict):
    """What the bot would do about one pair."""

    id: str
    told: bool
    significance: str | None
    implausible: str | None
    card: str
    edits: list[EditShown]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two captures of one document."""

    name: str
    expected: Expected
    before: Path
    after: Path


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTE_CHARS else flat[:_QUOTE_CHARS].rpartition(" ")[0] + "\u2026"


def plain_card(expected: Expected, comparison: Comparison) -> str:
    """Return a card in plain text: who and what, the bullets, the gravest edits as quotes."""
    lines = [f"{expected.platform} \u00b7 {expected.kind}: {comparison.severity} severity"]
    lines += [f"\u2022 {line}" for line in comparison.summary]
    for edit in comparison.edits[:_QUOTED]:
        if edit.before:
            lines.append(f"Before: {_quoted(edit.before)}")
        if edit.after:
            lines.append(f"After: {_quoted(edit.after)}")
    return "\n".join(lines)


def body_of(path: Path) -> bytes:
    """Return the bytes of a stored page, unpacked where they are gzip. Raises UserError."""
    try:
        data = path.read_bytes()
        if data.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                data = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise UserError(f"{path} cannot be read; check the path in the list of pairs") from fault
    if len(data) > MAX_BYTES:
        raise UserError(
            f"{path} holds more than {MAX_BYTES} bytes; take it out of the list of pairs"
        )
    return data


def verdict(before: Reading, after: Reading, expected: Expected) -> tuple[str, Implausible] | None:
    """Return which side is not the policy, and why; None where both are.

    A capture that fails on its own is named first: where that is the earlier one, the later one is
    a recovery, and nobody is told of either.
    """
    asked = (
        ("before", before, None),
        ("after", after, before),
        ("before", before, after),
    )
    for side, reading, baseline in asked:
        if found := find_implausibility(reading, baseline, expected):
            return side, found
    return None


def _untold(name: str, implausible: str) -> Decision:
    return Decision(
        id=name, told=False, significance=None, implausible=implausible, card="", edits=[]
    )


def decide(pair: Pair, card: CardOf = plain_card) -> Decision:
    """Read, question and compare one pair. Raises UserError where a file cannot be read."""
    url = pair.expected.url
    try:
        before = read([Page(url, body_of(pair.before), "")])
        after = read([Page(url, body_of(pair.after), "")])
    except ExtractError as fault:
        return _untold(pair.name, f"unreadable: {fault.reason}")
    if found := verdict(before, after, pair.expected):
        side, why = found
        return _untold(pair.name, f"{side}: {why.code}: {why.reason}")
    comparison = compare(before, after)
    told = comparison.significance is Significance.SUBSTANTIVE
    return Decision(
        id=pair.name,
        told=told,
        significance=comparison.significance.value if comparison.significance else None,
        implausible=None,
        card=card(pair.expected, comparison) if told else "",
        edits=[
            EditShown(kind=e.kind.value, before=e.before, after=e.after) for e in comparison.edits
        ],
    )


def _pair(row: Mapping[str, Any], folder: Path) -> Pair:
    kind = str(row.get("document") or "").partition("#")[0].strip()
    expected = Expected(str(row.get("service") or ""), kind, str(row.get("url") or ""))
    return Pair(
        str(row["id"]), expected, folder / row["before"]["file"], folder / row["after"]["file"]
    )


def pairs_of(path: Path) -> list[Pair]:
    """Read the list of pairs. Raises UserError with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError(
            f"{path} cannot be read; name a file with one JSON object per line"
        ) from fault
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_pair(json.loads(line), path.parent))
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise UserError(
                f"{path}, line {number} is no pair; it needs id, before.file and after.file"
            ) from fault
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process does with a pair; picklable, unlike a closure."""

    card: CardOf

    def __call__(self, pair: Pair) -> Decision:
        return decide(pair, self.card)


def judge(
    path: Path,
    *,
    card: CardOf = plain_card,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Decision]:
    """Yield a decision for every pair of a list, in its order, on all cores unless told otherwise.

    Raises UserError where the list or a file of it cannot be read.
    """
    pairs = pairs_of(path)
    count = min(workers or multiprocessing.cpu_count(), max(1, len(pairs)))
    work = _Work(card)
    if count == 1:
        yield from _counted(map(work, pairs), len(pairs), progress)
        return
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        yield from _counted(pool.imap(work, pairs, _CHUNK), len(pairs), progress)


def _counted(
    decisions: Iterator[Decision], total: int, progress: Progress | None
) -> Iterator[Decision]:
    for done, decision in enumerate(decisions, 1):
        if progress is not None:
            progress(done, total)
        yield decision
