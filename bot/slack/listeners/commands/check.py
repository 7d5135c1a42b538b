"""`check`: look at a platform's documents now instead of at their next turn."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line
from bot.slack.listeners.platform_lookup import KEY_PREFIX, Known, find_platform
from bot.slack.messages.answers import Choice, Problem, render_problems, render_sentence
from bot.slack.messages.document_status import format_health
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_count
from clausewatch.model.documents import DocumentStatus
from clausewatch.model.record_ids import WorkspaceId


async def check_platforms(call: Call, line: CommandLine) -> None:
    """Have the watched documents of each platform looked at as soon as their hosts allow."""
    if not line.names:
        example = code(f"{call.command} check midjourney")
        await call.reply(render_sentence(f"Which platform? Type its name, such as {example}."))
        return
    workspace_id = await call.find_workspace()
    template = format_line("check", ["{}"], {})
    found = [await _check(call, workspace_id, name, template) for name in line.names]
    sentences = [each for each in found if isinstance(each, str)]
    faults = [each for each in found if isinstance(each, Problem)]
    await call.schedule_jobs()
    await call.reply(render_problems([*(Problem(said) for said in sentences), *faults]))


async def _check(call: Call, workspace_id: WorkspaceId, name: str, template: str) -> str | Problem:
    known = await find_platform(call, name, template)
    if isinstance(known, Problem):
        return known
    statuses = await _find_watched_documents(call, workspace_id, known)
    if not statuses:
        return Problem(
            f"Nobody here watches {escape(known.name, 80)}, so there is nothing to check.",
            (Choice(f"Watch {known.name}", KEY_PREFIX + known.key),),
            format_line("watch", ["{}"], {}),
        )
    ids = [status.document.id for status in statuses]
    await call.context.store.documents.make_due(workspace_id, ids, call.now)
    return _describe_check(known, statuses)


async def _find_watched_documents(
    call: Call, workspace_id: WorkspaceId, known: Known
) -> tuple[DocumentStatus, ...]:
    """Return the platform's documents that some channel of this workspace watches."""
    watches = await call.context.store.watches.find_by_platform(workspace_id, known.key)
    ids = {document.id for watch in watches for document in watch.documents}
    statuses = await call.context.store.documents.find_by_platform(workspace_id, known.key)
    return tuple(status for status in statuses if status.document.id in ids)


def _describe_check(known: Known, statuses: tuple[DocumentStatus, ...]) -> str:
    count = format_count(len(statuses), "document")
    lines = [f"*{escape(known.name, 80)}*: {count} will be looked at now, one after the other."]
    lines += [
        f"• {escape(s.document.kind, 80)}: until now {format_health(s)}" for s in statuses[:15]
    ]
    lines.append("A change of the terms is told in the channels that watch it.")
    return "\n".join(lines)
