"""From a command line to its verb; buttons that stand for a command line come here too."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, parse_line
from bot.slack.listeners.commands.help import report_unknown_verb
from bot.slack.listeners.commands.verbs import ALLOWED_OPTIONS, VERBS_BY_NAME
from bot.slack.messages.answers import (
    Problem,
    add_share_button,
    add_sharer,
    render_channel_required,
    render_problems,
)
from bot.slack.messages.blocks import Message

DIRECT_MESSAGE = "D"
"""First letter of the ids of conversations between two: nothing can be posted there."""
OF_CHANNEL = frozenset(
    {"watch", "unwatch", "address", "accept", "mute", "unmute", "digest", "settings"}
)


async def answer_command(call: Call) -> None:
    """Answer the slash command."""
    await run_line(call, strip_command(str(call.body.get("text") or ""), call.command))


def strip_command(text: str, command: str) -> str:
    """Return the line without the command in front of it once more: `/policy /policy watch`."""
    first, _, rest = text.strip().partition(" ")
    is_command = first.casefold() in {command, command.removeprefix("/")}
    return rest if is_command else text


async def run_line(call: Call, text: str, *, is_replacing: bool = False) -> None:
    """Run a command line and answer the person. Raises ArgumentError with one sentence."""
    line = parse_line(text, ALLOWED_OPTIONS)
    verb = VERBS_BY_NAME.get(line.verb)
    if verb is None:
        typed = f"{line.verb} {line.rest}".strip()
        again = f"{{}} {line.rest}".strip()
        await call.reply(render_problems([report_unknown_verb(call, typed, VERBS_BY_NAME, again)]))
    elif verb.name in OF_CHANNEL and call.channel_id.startswith(DIRECT_MESSAGE):
        await call.reply(render_channel_required(call.command))
    elif verb.act is not None:
        await verb.act(call, line)
    else:
        message, is_answer = await answer(call, line)
        if is_answer and verb.is_shareable:
            message = add_share_button(message, format_same_line(line))
        await call.reply(message, replace=is_replacing)


async def answer(call: Call, line: CommandLine) -> tuple[Message, bool]:
    """Return what a verb that looks up says, and whether it is an answer or a question back."""
    verb = VERBS_BY_NAME[line.verb]
    if verb.answer is None:
        raise ValueError(line.verb)
    found = await verb.answer(call, line)
    if isinstance(found, Problem):
        return render_problems([found]), False
    return found, True


async def share_answer(call: Call, text: str) -> str | None:
    """Post an answer in the channel; return Slack's code where that could not be done."""
    line = parse_line(text, ALLOWED_OPTIONS)
    message, _ = await answer(call, line)
    return await call.post(add_sharer(message, call.user_id))


def format_same_line(line: CommandLine) -> str:
    """Return the command line that gives the same answer."""
    options = [f'{key}:"{value}"' for key, value in line.options.items()]
    return " ".join(part for part in (line.verb, line.rest, *options) if part)
