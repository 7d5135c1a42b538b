"""`check`: check a platform's documents now instead of at their next turn."""

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line, is_all
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import Choice, Problem, render_problems, render_sentence
from bot.slack.messages.document_status import format_health
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_count, format_kind
from clausewatch.model.documents import DocumentStatus, Platform
from clausewatch.model.record_ids import WorkspaceId

MAX_LISTED = 15


async def check_platforms(call: Call, line: CommandLine) -> None:
    """Make the watched documents of each platform due, to be checked as their hosts allow."""
    if not line.names:
        example = code(f"{call.command} check midjourney")
        await call.reply(render_sentence(f"Which platform? For example: {example}."))
        return
    workspace_id = await call.find_workspace()
    template = format_line("check", ["{}"], {})
    names = list(line.names)
    if is_all(names):
        watches = await call.context.store.watches.find_in_channel((await call.find_channel()).id)
        names = [KEY_PREFIX + watch.platform_key for watch in watches]
    results = [await _check_platform(call, workspace_id, name, template) for name in names]
    answers = [Problem(result) for result in results if isinstance(result, str)]
    problems = [result for result in results if isinstance(result, Problem)]
    await call.schedule_jobs()
    await call.reply(render_problems([*answers, *problems]))


async def _check_platform(
    call: Call, workspace_id: WorkspaceId, name: str, template: str
) -> str | Problem:
    """Make a platform's documents due; return a sentence on them, or a problem."""
    platform = await find_platform(call, name, template)
    if isinstance(platform, Problem):
        return platform
    statuses = await _find_watched_documents(call, workspace_id, platform)
    if not statuses:
        return Problem(
            (f"No one here watches {escape(platform.name, 80)}, so there's nothing to check."),
            (Choice(f"Watch {platform.name}", KEY_PREFIX + platform.key),),
            format_line("watch", ["{}"], {}),
        )
    ids = [status.document.id for status in statuses]
    await call.context.store.documents.make_due(workspace_id, ids, call.now)
    return _describe_check(platform, statuses)


async def _find_watched_documents(
    call: Call, workspace_id: WorkspaceId, platform: Platform
) -> tuple[DocumentStatus, ...]:
    """Return the platform's documents that some channel of this workspace watches."""
    watches = await call.context.store.watches.find_by_platform(workspace_id, platform.key)
    ids = {document.id for watch in watches for document in watch.documents}
    statuses = await call.context.store.documents.find_by_platform(workspace_id, platform.key)
    return tuple(status for status in statuses if status.document.id in ids)


def _describe_check(platform: Platform, statuses: tuple[DocumentStatus, ...]) -> str:
    count = format_count(len(statuses), "document")
    lines = [f"*{escape(platform.name, 80)}*: checking {count} now."]
    lines += [
        f"• {format_kind(status.document.kind)}: {format_health(status)}"
        for status in statuses[:MAX_LISTED]
    ]
    lines.append("If the terms changed, the channels that watch it are alerted as usual.")
    return "\n".join(lines)
