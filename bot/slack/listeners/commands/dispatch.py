"""From a command line to its verb; buttons that stand for a command line come here too."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import Line, parse
from bot.slack.listeners.commands.help import unknown
from bot.slack.listeners.commands.verbs import ALLOWED, BY_NAME
from bot.slack.messages.answers import (
    Problem,
    add_share_button,
    add_sharer,
    render_channel_required,
    render_problems,
)
from bot.slack.messages.blocks import Message

BETWEEN_PEOPLE = "D"
"""First letter of the ids of conversations between two: nothing can be posted there."""
OF_CHANNEL = frozenset(
    {"watch", "unwatch", "address", "accept", "mute", "unmute", "digest", "settings"}
)


async def command(call: Call) -> None:
    """Answer the slash command."""
    await run(call, without_command(str(call.body.get("text") or ""), call.command))


def without_command(text: str, command: str) -> str:
    """Return the line without the command in front of it once more: `/policy /policy watch`."""
    first, _, rest = text.strip().partition(" ")
    is_command = first.casefold() in {command, command.removeprefix("/")}
    return rest if is_command else text


async def run(call: Call, text: str, *, is_replacing: bool = False) -> None:
    """Run a command line and answer the person. Raises ArgumentError with one sentence."""
    line = parse(text, ALLOWED)
    verb = BY_NAME.get(line.verb)
    if verb is None:
        typed = f"{line.verb} {line.rest}".strip()
        again = f"{{}} {line.rest}".strip()
        await call.reply(render_problems([unknown(call, typed, BY_NAME, again)]))
    elif verb.name in OF_CHANNEL and call.channel_id.startswith(BETWEEN_PEOPLE):
        await call.reply(render_channel_required(call.command))
    elif verb.act is not None:
        await verb.act(call, line)
    else:
        message, is_answer = await answer(call, line)
        if is_answer and verb.is_shareable:
            message = add_share_button(message, said_again(line))
        await call.reply(message, replace=is_replacing)


async def answer(call: Call, line: Line) -> tuple[Message, bool]:
    """Return what a verb that looks up says, and whether it is an answer or a question back."""
    verb = BY_NAME[line.verb]
    if verb.answer is None:
        raise ValueError(line.verb)
    found = await verb.answer(call, line)
    if isinstance(found, Problem):
        return render_problems([found]), False
    return found, True


async def share(call: Call, text: str) -> str | None:
    """Post an answer in the channel; return Slack's code where that could not be done."""
    line = parse(text, ALLOWED)
    message, _ = await answer(call, line)
    return await call.post(add_sharer(message, call.user_id))


def said_again(line: Line) -> str:
    """Return the command line that gives the same answer."""
    options = [f'{key}:"{value}"' for key, value in line.options.items()]
    return " ".join(part for part in (line.verb, line.rest, *options) if part)
