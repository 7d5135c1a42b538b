"""`address` and `accept`: the ways out of a document that cannot be read, as verbs."""

from collections.abc import Iterator, Sequence

from bot.slack.listeners import remedies
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, add_scheme, format_line
from bot.slack.listeners.watch_options import parse_kinds_option
from bot.slack.listeners.watchlist_lookup import find_watch
from bot.slack.messages.answers import Choice, Problem, render_problems, render_sentence
from bot.slack.messages.escape import code, escape
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.document_kinds import parse_kinds
from clausewatch.model.documents import DocumentStatus
from clausewatch.model.record_ids import record_number
from clausewatch.model.watches import Watch
from clausewatch.notifications.deliveries import NOT_HAD

OPTIONS = ("docs",)
MOST_KIND_WORDS = 4
WHICH = "Which of its documents?"


async def address(call: Call, line: CommandLine) -> None:
    """Watch a new address in the place of the document named."""
    words = [add_scheme(word) for name in line.names for word in name.split()]
    urls = [word for word in words if "://" in word]
    named = " ".join(word for word in words if "://" not in word)
    if len(urls) != 1 or not named:
        example = code(f"{call.command} address midjourney privacy https://example.com/privacy")
        raise ArgumentError(
            f"{code('address')} takes a document and its one new address, such as {example}."
        )
    found = await _documents(
        call, named, line, format_line("address", ["{}", urls[0]], line.options)
    )
    if isinstance(found, Problem):
        await call.reply(render_problems([found]))
    elif len(found) == 1:
        await remedies.change_url(call, found[0].document.id, urls[0])
    else:
        await call.reply(render_problems([_asked(found, "address", urls)]))


async def accept(call: Call, line: CommandLine) -> None:
    """Take what the document named shows now as the policy."""
    named = " ".join(line.names)
    if not named:
        example = code(f"{call.command} accept midjourney terms")
        raise ArgumentError(f"Which document? Type its platform and kind, such as {example}.")
    found = await _documents(call, named, line, format_line("accept", ["{}"], line.options))
    if isinstance(found, Problem):
        await call.reply(render_problems([found]))
        return
    ill = [each for each in found if each.unreadable is not None]
    shown = [each for each in ill if each.unreadable and each.unreadable.code not in NOT_HAD]
    if len(shown) > 1:
        await call.reply(render_problems([_asked(shown, "accept", ())]))
        return
    if not ill and len(found) > 1:
        name = escape(found[0].document.platform_name, 80)
        await call.reply(
            render_sentence(f"Every document of {name} here can be read; nothing is to do.")
        )
        return
    await remedies.accept_document(call, (shown or ill or found)[0].document.id)


def _asked(found: Sequence[DocumentStatus], verb: str, urls: Sequence[str]) -> Problem:
    """Return the question which document is meant, with one button for each."""
    choices = tuple(
        Choice(each.document.kind, "", format_line(verb, [each.document.record_id, *urls], {}))
        for each in found
    )
    name = escape(found[0].document.platform_name, 80)
    listed = ", ".join(f"{escape(d.kind, 60)} ({d.record_id})" for d in (s.document for s in found))
    return Problem(f"*{name}*: {listed}. {WHICH}", choices)


async def _documents(
    call: Call, named: str, line: CommandLine, template: str
) -> tuple[DocumentStatus, ...] | Problem:
    """Return the watched documents that are meant, or why none and what to choose from."""
    store = call.context.store
    channel = await call.find_channel()
    if (number := record_number("D", named)) is not None:
        status = await store.documents.find(channel.workspace_id, number)
        return (status,) if status is not None else Problem(remedies.NOT_HERE)
    watched = await store.watches.find_in_channel(channel.id)
    asked = parse_kinds_option(line.options.get("docs")) or ()
    for name, kinds in _cuts(named):
        watch = _watch(call, name, watched)
        if watch is not None:
            wanted = {*asked, *kinds, *call.context.catalogue.find(name).kinds}
            mine = [d.id for d in watch.documents if not wanted or d.kind in wanted]
            if mine:
                return await store.documents.find_by_ids(channel.workspace_id, mine)
            return _none(watch, wanted)
    problem = find_watch(call, named, watched, template)
    return problem if isinstance(problem, Problem) else Problem(remedies.NOT_HERE)


def _none(watch: Watch, wanted: set[str]) -> Problem:
    have = ", ".join(escape(document.kind, 60) for document in watch.documents)
    return Problem(
        f"{escape(watch.platform_name, 80)} is watched here without"
        f" {escape(', '.join(sorted(wanted)), 120)}; it has: {have}."
    )


def _watch(call: Call, name: str, watched: tuple[Watch, ...]) -> Watch | None:
    """Return the watch that a name surely means: nothing is guessed from a part of a name."""
    found = find_watch(call, name, watched, "")
    return found if isinstance(found, Watch) else None


def _cuts(named: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a name whole, then with its last words read as a kind: `acme privacy policy`."""
    yield named, ()
    words = named.split()
    for at in range(max(len(words) - MOST_KIND_WORDS, 1), len(words)):
        kinds = parse_kinds(" ".join(words[at:]))
        if kinds.kinds and not kinds.unknown and fold_name(" ".join(words[:at])):
            yield " ".join(words[:at]), tuple(kind.name for kind in kinds.kinds)
