"""From words such as `acme privacy policy` to documents that the channel watches."""

from collections.abc import Iterator, Sequence

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line
from bot.slack.listeners.remedies import NOT_HERE
from bot.slack.listeners.watch_options import parse_kinds_option
from bot.slack.listeners.watchlist_lookup import find_watch
from bot.slack.messages.answers import Choice, Problem
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_kind
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.document_kinds import parse_kinds
from clausewatch.model.documents import DocumentStatus, title_kind
from clausewatch.model.record_ids import record_number
from clausewatch.model.watches import Watch

MAX_KIND_WORDS = 4
WHICH = "Which of its documents?"


async def find_documents(
    call: Call, name: str, line: CommandLine, template: str
) -> tuple[DocumentStatus, ...] | Problem:
    """Return the watched documents that a name means, or a problem with choices.

    The name is a record id, or a platform with or without a kind. `template` is the command line
    with `{}` in place of the name.
    """
    store = call.context.store
    channel = await call.find_channel()
    if (number := record_number("D", name)) is not None:
        status = await store.documents.find(channel.workspace_id, number)
        return (status,) if status is not None else Problem(NOT_HERE)
    watches = await store.watches.find_in_channel(channel.id)
    option_kinds = parse_kinds_option(line.options.get("docs")) or ()
    for platform_name, typed_kinds in _split_kinds(name):
        # Without a template: a part of a name never means a watch.
        watch = find_watch(call, platform_name, watches, "")
        if isinstance(watch, Watch):
            catalogue_kinds = call.context.catalogue.find(platform_name).kinds
            kinds = {*option_kinds, *typed_kinds, *catalogue_kinds}
            ids = [document.id for document in watch.documents if _is_of(document.kind, kinds)]
            if ids:
                return await store.documents.find_by_ids(channel.workspace_id, ids)
            return _describe_missing_kinds(watch, kinds)
    problem = find_watch(call, name, watches, template)
    return problem if isinstance(problem, Problem) else Problem(NOT_HERE)


def ask_which_document(
    statuses: Sequence[DocumentStatus], verb: str, urls: Sequence[str] = ()
) -> Problem:
    """Return the question which document is meant, with one button for each."""
    documents = [status.document for status in statuses]
    choices = tuple(
        Choice(title_kind(document.kind), "", format_line(verb, [document.record_id, *urls], {}))
        for document in documents
    )
    name = escape(documents[0].platform_name, 80)
    kinds = ", ".join(f"{format_kind(each.kind)} ({each.record_id})" for each in documents)
    return Problem(f"*{name}*: {kinds}. {WHICH}", choices)


def _is_of(kind: str, kinds: set[str]) -> bool:
    """Return whether a kind is one of those asked for; without any, all are."""
    return not kinds or kind in kinds


def _describe_missing_kinds(watch: Watch, kinds: set[str]) -> Problem:
    watched_kinds = ", ".join(format_kind(document.kind) for document in watch.documents)
    missing = ", ".join(format_kind(kind) for kind in sorted(kinds))
    name = escape(watch.platform_name, 80)
    return Problem(f"This channel doesn't watch {missing} of {name}. It watches: {watched_kinds}.")


def _split_kinds(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the whole name, then the name without last words that are kinds of documents."""
    yield name, ()
    words = name.split()
    for count in range(max(len(words) - MAX_KIND_WORDS, 1), len(words)):
        platform_name = " ".join(words[:count])
        parsed = parse_kinds(" ".join(words[count:]))
        if parsed.kinds and not parsed.unknown and fold_name(platform_name):
            yield platform_name, tuple(kind.name for kind in parsed.kinds)
