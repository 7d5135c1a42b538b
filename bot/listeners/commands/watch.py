"""`watch`: put platforms on the channel's watchlist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.listeners import channels, undo
from bot.listeners.call import Call
from bot.listeners.clauses import topics
from bot.listeners.parsing import ArgumentError, Line, one_of, rebuilt
from bot.listeners.targets import Target, target
from bot.messages.answers import Problem, plain, problems
from bot.messages.escape import code, mrkdwn
from bot.messages.watching import Added, watched
from clausewatch.catalogue.kinds import parse_kinds
from clausewatch.model import Cadence, Channel
from clausewatch.reading import Severity
from clausewatch.store import NewWatch

OPTIONS = ("docs", "min", "topics", "deliver")


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of a watch; None as kinds means the usual documents."""

    kinds: tuple[str, ...] | None
    minimum: Severity
    cadence: Cadence
    topics: tuple[str, ...] = ()


async def act(call: Call, line: Line) -> None:
    """Watch each platform named; tell the channel what was added and the person what was not."""
    names = line.names
    if not names:
        await call.whisper(plain(_which(call)))
        return
    wishes = read_wishes(line.options)
    template = rebuilt("watch", ["{}"], line.options)
    found = [await target(call, name, wishes.kinds, template) for name in names]
    targets = merged([each for each in found if isinstance(each, Target)])
    faults = [each for each in found if isinstance(each, Problem)]
    if targets:
        await add(call, targets, wishes)
    if faults:
        await call.whisper(problems(faults, _lead(len(faults), len(names))))


def _which(call: Call) -> str:
    example = code(f"{call.command} watch midjourney")
    return f"Which platform? Type its name, domain or the address of its policy, such as {example}."


def _lead(faults: int, names: int) -> str:
    return f"{faults} of {names} could not be added:" if names > 1 else ""


def read_wishes(options: Mapping[str, str]) -> Wishes:
    """Return the options as values. Raises ArgumentError with one sentence."""
    minimum = one_of(options.get("min", "low"), "min", [s.value for s in Severity])
    cadence = one_of(options.get("deliver", "now"), "deliver", [c.value for c in Cadence])
    wanted = topics(options["topics"]) if "topics" in options else ()
    return Wishes(_kinds(options.get("docs")), Severity(minimum), Cadence(cadence), wanted)


def _kinds(value: str | None) -> tuple[str, ...] | None:
    """Return the kinds of documents asked for; `all` is every kind that the catalogue has."""
    if value is None:
        return None
    found = parse_kinds(value)
    if found.unknown:
        raise ArgumentError(
            f"{code('docs:')} does not know “{mrkdwn(', '.join(found.unknown), 120)}”; it takes"
            " kinds such as `privacy`, `terms`, `cookies`, `dpa`, or `all`."
        )
    return tuple(kind.name for kind in found.kinds)


def merged(targets: Sequence[Target]) -> list[Target]:
    """Return one target per platform, with the documents of all that name it."""
    found: dict[tuple[str, bool], Target] = {}
    for each in targets:
        before = found.get((each.key, each.is_private))
        documents = (*before.documents, *each.documents) if before else each.documents
        unique = tuple(dict.fromkeys(documents))
        found[each.key, each.is_private] = Target(each.key, each.name, unique, each.is_private)
    return list(found.values())


async def add(call: Call, targets: Sequence[Target], wishes: Wishes) -> None:
    """Add the watches, then tell the channel: the confirmation tests that the bot can post."""
    channel = await call.channel()
    added = [await _add(call, channel, each, wishes) for each in targets]
    await call.nudge()
    call.home_changed(channel.workspace_id)
    value = undo.of_watch([each.watch for each in added if each.is_new])
    said = await call.say(watched(added, call.user_id, value))
    await channels.settle(call, channel, said)


async def _add(call: Call, channel: Channel, wanted: Target, wishes: Wishes) -> Added:
    request = NewWatch(
        channel=channel,
        platform_key=wanted.key,
        platform_name=wanted.name,
        documents=wanted.documents,
        is_private=wanted.is_private,
        minimum=wishes.minimum,
        cadence=wishes.cadence,
        user_id=call.user_id,
        topics=wishes.topics,
    )
    result = await call.house.store.watches.add(request, call.now)
    statuses = await call.house.store.documents.by_ids(
        channel.workspace_id, [document.id for document in result.watch.documents]
    )
    on_record = frozenset(s.document.id for s in statuses if s.version is not None)
    return Added(result.watch, result.is_new, on_record)
