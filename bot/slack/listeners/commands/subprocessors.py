"""`subprocessors`: the list of a platform, or the platforms that use a company."""

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import (
    ArgumentError,
    CommandLine,
    format_line,
    read_page,
    read_single_name,
)
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages import subprocessors
from bot.slack.messages.answers import AnswerPage, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from clausewatch.model.documents import Platform
from clausewatch.model.subprocessor_records import RecordedSubprocessor

VERB = "subprocessors"
OPTIONS = ("using",)
MAX_PLATFORMS = 20


async def show_subprocessors(call: Call, line: CommandLine) -> Message | Problem:
    """Return the companies that a platform lists, or with `using:` the platforms of a company."""
    if company := line.options.get("using", ""):
        return await _show_company(call, _join_company(company, line.rest), line)
    if not line.rest:
        raise ArgumentError(
            f"Which platform? Enter one, such as {code(f'{call.command} {VERB} figma')}."
            f" Or enter a company: {code(f'{call.command} {VERB} using:openai')}."
        )
    if len(line.names) > 1:
        return await compare_lists(call, line.names, line)
    name = read_single_name(line, f"{call.command} {VERB} figma")
    platform = await find_platform(call, name, format_line(VERB, ["{}"], {}))
    return platform if isinstance(platform, Problem) else await _show_platform(call, platform, line)


def _join_company(company: str, rest: str) -> str:
    """Return the name of a company, whose further words need no quotes: `using:amazon web`."""
    return f"{company} {rest}".strip()


async def _show_company(call: Call, company: str, line: CommandLine) -> Message:
    workspace_id = await call.find_workspace()
    page = AnswerPage(read_page(line.options), format_line(VERB, [], {"using": company}))
    per_page = subprocessors.ENTRIES_PER_PAGE
    use = await call.context.store.subprocessors.find_company(
        workspace_id, company, limit=per_page, offset=page.number * per_page
    )
    return subprocessors.render_company(company, use, page)


async def _show_platform(call: Call, platform: Platform, line: CommandLine) -> Message:
    store, workspace_id = call.context.store, await call.find_workspace()
    records = await store.subprocessors.find_by_platform(workspace_id, platform.key)
    if not records:
        statuses = await store.documents.find_by_platform(workspace_id, platform.key)
        return subprocessors.render_no_list(platform, is_watched=bool(statuses))
    page = AnswerPage(read_page(line.options), f'{VERB} "{KEY_PREFIX}{platform.key}"')
    listed = subprocessors.PlatformList(platform, records)
    return subprocessors.render_platform(listed, page, call.command)


async def compare_lists(call: Call, names: tuple[str, ...], line: CommandLine) -> Message | Problem:
    """Return the companies that several platforms list, those that most of them use first."""
    if len(names) > MAX_PLATFORMS:
        raise ArgumentError(f"{code(VERB)} takes {MAX_PLATFORMS} platforms at a time.")
    store, workspace_id = call.context.store, await call.find_workspace()
    platforms: list[Platform] = []
    records: list[RecordedSubprocessor] = []
    for name in names:
        others = ["{}" if other == name else other for other in names]
        platform = await find_platform(call, name, format_line(VERB, others, {}))
        if isinstance(platform, Problem):
            return platform
        platforms.append(platform)
        records += await store.subprocessors.find_by_platform(workspace_id, platform.key)
    same_line = format_line(VERB, [KEY_PREFIX + platform.key for platform in platforms], {})
    page = AnswerPage(read_page(line.options), same_line)
    return subprocessors.render_shared_companies(platforms, records, page)
