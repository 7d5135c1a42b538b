"""`feedback`: a message to the operator of this installation."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.escape import code


async def send_feedback(call: Call, line: CommandLine) -> None:
    """Send the text, and reply that it was sent."""
    if not line.rest:
        raise ArgumentError(f"Enter your feedback after {code('feedback')}.")
    if call.context.send_feedback is None:
        raise ArgumentError(
            "Feedback isn't set up here. Please contact your administrator directly."
        )
    await call.context.send_feedback(line.rest, call.user_id, call.now)
    await call.reply(render_sentence("Thanks, your feedback has been sent."))
