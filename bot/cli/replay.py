"""Judging and replaying from files with the cards that a channel would see, on all cores."""

import asyncio
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from datetime import UTC, datetime
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.runtime.logs import configure_logs
from bot.slack.messages.blocks import Message
from bot.slack.messages.card import render_change
from bot.slack.messages.post import render_post
from clausewatch.errors import ExtractError, UserError
from clausewatch.evaluation.explanation import as_html, as_text, explain
from clausewatch.evaluation.pairs import Decision, body_of, judge
from clausewatch.model.documents import (
    Change,
    ChangeId,
    Document,
    DocumentId,
    StoredVersion,
    VersionId,
)
from clausewatch.model.reading import Comparison, Expected, Page, Reading, Signals
from clausewatch.notifications.deliveries import Outgoing
from clausewatch.store import Store
from jobs.replay import Replay

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
"""A link or a date in mrkdwn: people read its label."""
TEXT_KEYS = frozenset({"text", "title", "alt_text"})


def plain(message: Message) -> str:
    """Return what a reader of a message reads, block by block, without buttons."""
    lines = [_text_of(block) for block in message.blocks if block.get("type") != "actions"]
    text = "\n".join(line for line in lines if line) or message.text
    return unescape(LABELLED.sub(r"\1", text))


def _text_of(value: object) -> str:
    """Return the texts of a block, depth first; pieces of one line stay on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "".join(_text_of(item) for item in value)
    if isinstance(value, dict):
        inner = "".join(_text_of(v) for k, v in value.items() if k in {*TEXT_KEYS, "elements"})
        is_line = str(value.get("type", "")).startswith(("rich_text_", "section", "context"))
        return f"{inner}\n" if is_line else inner
    return ""


def rendered(outgoing: Outgoing, _: datetime) -> tuple[str, ...]:
    """Return a post's card and thread as plain text."""
    messages = render_post(outgoing.deliveries, is_repeat=outgoing.is_repeat)
    return tuple(plain(message) for message in messages)


def card_of(expected: Expected, found: Comparison) -> str:
    """Return the card and thread that a comparison would be posted as."""
    document = Document(DocumentId(1), "judged", expected.platform, expected.kind, (expected.url,))
    nothing = Reading("", "", "und", (), (), Signals(), 0, None, "", "")
    old, new = (
        StoredVersion(VersionId(number), number, nothing, ("0" * 64,), LONG_AGO, expected.url)
        for number in (1, 2)
    )
    change = Change(ChangeId(1), document, LONG_AGO, found, old, new)
    return "\n".join(plain(message) for message in render_change(change))


def judge_all(path: Path, progress: Progress) -> Iterator[Decision]:
    """Yield a decision per pair, with the cards that a channel would see."""
    return judge(path, card=card_of, progress=progress)


def explained(before: Path, after: Path, html: Path | None, kind: str, url: str) -> str:
    """Return why two stored pages are, or are not, a change. Raises UserError."""
    pages = [Page(url or path.name, body_of(path), "") for path in (before, after)]
    try:
        explanation = explain(pages[0], pages[1], Expected(kind=kind, url=url))
    except ExtractError as fault:
        raise UserError(f"{fault.url} cannot be read: {fault.reason}.") from None
    if html is None:
        return as_text(explanation)
    html.write_text(as_html(explanation), encoding="utf-8")
    return f"{html} written\n"


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file. Raises UserError with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError(f"{path} cannot be read: {fault}") from None
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise UserError(f"{path}, line {number}: not JSON.") from None
    return rows


def replay_all(path: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield what the channel of each sequence was told, sequence by sequence in file order."""
    sequences = lines_of(path)
    results = _spread(_replay_one, [(sequence, path.parent) for sequence in sequences], progress)
    for told in results:
        yield from told


def _replay_one(work: tuple[dict[str, Any], Path]) -> list[dict[str, Any]]:
    configure_logs("WARNING", as_json=False)  # of this worker process: stdout is for what was told
    sequence, folder = work
    return asyncio.run(_replayed(sequence, folder))


async def _replayed(sequence: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        store = await Store.open(f"sqlite+aiosqlite:///{scratch}/replay.db")
        try:
            told = await Replay(store, rendered).run(sequence, folder)
        finally:
            await store.close()
    return [asdict(line) for line in told]


def _spread(
    work: Callable[[Any], list[dict[str, Any]]], items: Sequence[Any], progress: Progress
) -> list[list[dict[str, Any]]]:
    """Run on all cores; results come in the order of the items."""
    workers = min(os.cpu_count() or 1, max(1, len(items)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(work, item) for item in items]
        for done, _ in enumerate(as_completed(futures), 1):
            progress(done, len(items))
        return [future.result() for future in futures]
