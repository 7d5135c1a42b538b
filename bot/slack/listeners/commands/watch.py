"""`watch`: put platforms on the channel's watchlist."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line
from bot.slack.listeners.watch_options import Wishes, read_wishes
from bot.slack.listeners.watch_targets import Target, join_pages, target
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code
from bot.slack.messages.watch_answers import AddedWatch, render_watch
from clausewatch.model.watches import Channel
from clausewatch.store import NewWatch

MAX_SEARCHES = 6
"""Sites that are searched at a time."""


async def watch_platforms(call: Call, line: CommandLine) -> None:
    """Watch each platform named; tell the channel what was added and the person what was not."""
    names = join_pages(line.names)
    if not names:
        await call.reply(render_sentence(_ask_which(call)))
        return
    wishes = read_wishes(line.options)
    template = format_line("watch", ["{}"], line.options)
    found = await find_targets(call, names, wishes, template)
    targets = merge_targets([each for each in found if isinstance(each, Target)])
    faults = [each for each in found if isinstance(each, Problem)]
    if targets:
        await add_watches(call, targets, wishes)
    if faults:
        await call.reply(render_problems(faults, _count_failures(len(faults), len(names))))


async def find_targets(
    call: Call, names: Sequence[str], wishes: Wishes, template: str
) -> list[Target | Problem]:
    """Return what to watch for each name; sites that are not known are searched side by side."""
    places = asyncio.Semaphore(MAX_SEARCHES)
    kinds = wishes.wish.kinds or ()

    async def one(at: int, name: str) -> Target | Problem:
        # With as many kinds as addresses each has its own.
        is_own = len(kinds) == len(names) > 1 and all("://" in each for each in names)
        wish = replace(wishes.wish, kinds=(kinds[at],)) if is_own else wishes.wish
        async with places:
            return await target(call, name, wish, template)

    return await asyncio.gather(*(one(at, name) for at, name in enumerate(names)))


def _ask_which(call: Call) -> str:
    example = code(f"{call.command} watch midjourney")
    return f"Which platform? Type its name, domain or the address of its policy, such as {example}."


def _count_failures(faults: int, names: int) -> str:
    return f"{faults} of {names} could not be added:" if names > 1 else ""


def merge_targets(targets: Sequence[Target]) -> list[Target]:
    """Return one target per platform, with the documents of all that name it."""
    found: dict[tuple[str, bool], Target] = {}
    for each in targets:
        before = found.get((each.key, each.is_private))
        documents = (*before.documents, *each.documents) if before else each.documents
        unique = tuple(dict.fromkeys(documents))
        is_usual = each.is_usual and (before is None or before.is_usual)
        found[each.key, each.is_private] = replace(each, documents=unique, is_usual=is_usual)
    return list(found.values())


async def add_watches(call: Call, targets: Sequence[Target], wishes: Wishes) -> None:
    """Add the watches, then tell the channel: the confirmation tests that the bot can post."""
    channel = await call.find_channel()
    added = [await _add_watch(call, channel, each, wishes) for each in targets]
    if wishes.browser is not None:
        numbers = [document.id for each in added for document in each.watch.documents]
        remedies = call.context.store.remedies
        for number in numbers:
            await remedies.set_rendering(
                channel.workspace_id, number, call.now, is_on=wishes.browser
            )
    await call.schedule_jobs()
    call.refresh_homes(channel.workspace_id)
    value = undo.encode_watch([each.watch for each in added if each.is_new])
    said = await call.post(render_watch(added, call.user_id, value))
    await channels.handle_post_result(call, channel, said)


async def _keeps_documents(call: Call, channel: Channel, wanted: Target, wishes: Wishes) -> bool:
    """True where the channel has chosen the platform's documents, and nobody names others now.

    Who has added a single page by its address and types the bare name then wants the usual ones.
    """
    if not wanted.is_usual:
        return False
    watches = call.context.store.watches
    mine = await watches.find_by_platform(channel.workspace_id, wanted.key, channel.id)
    is_of_catalogue = any(d.workspace_id is None for watch in mine for d in watch.documents)
    return bool(mine) and (bool(wishes.wish.options) or is_of_catalogue)


async def _add_watch(call: Call, channel: Channel, wanted: Target, wishes: Wishes) -> AddedWatch:
    is_settled = await _keeps_documents(call, channel, wanted, wishes)
    request = NewWatch(
        channel=channel,
        platform_key=wanted.key,
        platform_name=wanted.name,
        documents=None if is_settled else wanted.documents,
        is_private=wanted.is_private,
        minimum=wishes.minimum,
        cadence=wishes.cadence,
        user_id=call.user_id,
        topics=wishes.topics,
    )
    result = await call.context.store.watches.add(request, call.now)
    statuses = await call.context.store.documents.find_by_ids(
        channel.workspace_id, [document.id for document in result.watch.documents]
    )
    on_record = frozenset(s.document.id for s in statuses if s.version is not None)
    return AddedWatch(result.watch, result.is_new, on_record, is_read_now=bool(result.added))
