"""A list of platforms onto a channel's watchlist, and the watchlist back as a list."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli.caller import open_call
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.commands import watch
from bot.slack.listeners.list_file import Row, read_rows, write_csv
from bot.slack.listeners.watch_options import OPTIONS, WatchOptions, parse_watch_options
from bot.slack.listeners.watched_urls import PAGE_JOINER
from bot.slack.messages.answers import Problem
from bot.terminal.rendered_message import render_mrkdwn
from clausewatch.config import Settings
from clausewatch.model.watches import Watch
from clausewatch.store import NewWatch


@dataclass(frozen=True, slots=True)
class RowResult:
    """Whether a row's platform is on the watchlist now, and a sentence about it."""

    row: Row
    is_watched: bool
    sentence: str


async def import_list(settings: Settings, path: Path, channel: str, user: str) -> list[RowResult]:
    """Put the platforms of a file on a channel's watchlist. Raises UserError."""
    rows = read_rows(path)
    async with open_call(settings, channel, user) as call:
        return await watch_rows(call, rows)


async def export_channel(settings: Settings, channel: str) -> str:
    """Return a channel's watchlist as a CSV text. Raises UserError."""
    async with open_call(settings, channel) as call:
        return write_csv(await _list_watches(call), call.context.catalogue)


async def watch_rows(call: Call, rows: Sequence[Row]) -> list[RowResult]:
    """Put the platform of every row on the watchlist of the call's channel."""
    before = {watch.platform_key: watch for watch in await _list_watches(call)}
    resolved = await _resolve_rows(call, rows)
    groups: dict[WatchOptions, list[NewWatch]] = {}
    results = []
    for row, answer in zip(rows, resolved, strict=True):
        if isinstance(answer, str):
            results.append(RowResult(row, is_watched=False, sentence=answer))
            continue
        options, request = answer
        groups.setdefault(options, []).append(request)
        sentence = _format_request(request, before)
        results.append(RowResult(row, is_watched=True, sentence=sentence))
    for options, requests in groups.items():
        await watch.add_watches(call, watch.merge_requests(requests), options)
    return results


async def _resolve_rows(
    call: Call, rows: Sequence[Row]
) -> list[tuple[WatchOptions, NewWatch] | str]:
    """Return the target of each row, or the reason why it has none; unknown sites are searched.

    Several sites are searched at the same time.
    """
    searches = asyncio.Semaphore(watch.MAX_SEARCHES)

    async def resolve(row: Row) -> tuple[WatchOptions, NewWatch] | str:
        try:
            options = _read_options(row.options)
        except ArgumentError as error:
            return render_mrkdwn(str(error)).plain
        name = " ".join(
            part for part in row.name.split() if part != PAGE_JOINER or "://" not in row.name
        )
        async with searches:
            (request,) = await watch.make_requests(call, [name], options, "watch {}")
        return _format_problem(request) if isinstance(request, Problem) else (options, request)

    return await asyncio.gather(*(resolve(row) for row in rows))


def _read_options(options: Mapping[str, str]) -> WatchOptions:
    """Return a row's options as values. Raises ArgumentError."""
    unknown = [option for option in options if option not in OPTIONS]
    if unknown:
        raise ArgumentError(f"The column {unknown[0]!r} is not one that this release knows.")
    return parse_watch_options(dict(options))


async def _list_watches(call: Call) -> tuple[Watch, ...]:
    return await call.context.store.watches.find_in_channel((await call.find_channel()).id)


def _format_problem(problem: Problem) -> str:
    """Return a problem as plain text, with the names to choose from."""
    choices = ", ".join(choice.label for choice in problem.choices)
    return render_mrkdwn(problem.sentence).plain + (f" ({choices})" if choices else "")


def _format_request(request: NewWatch, before: Mapping[str, Watch]) -> str:
    documents = request.documents or ()
    kinds = ", ".join(document.kind for document in documents) or "what is on record"
    state = " (was on the list)" if request.platform_key in before else ""
    absent = ", ".join(request.kinds_not_found)
    note = f" (not in the catalogue: {absent})" if absent else ""
    return f"{request.platform_name}: {kinds}{state}{note}"
