"""Pictures of records in Slack: as a block, or as a file that was uploaded."""

from bot.slack.messages.blocks import Message, context, image, section
from bot.slack.messages.escape import escape


def render_chart(url: str, title: str, description: str) -> Message:
    """Return a picture at a URL that Slack fetches."""
    text = f"*{escape(title, 150)}*"
    note = context("Counts cover recorded changes only. Not legal advice.")
    return Message(text, (section(text), image(url, description, title), note))


def render_uploaded_chart(title: str) -> Message:
    """Return the answer to a picture that was uploaded."""
    text = f"{escape(title, 150)}: see the file in this channel."
    return Message(text, (section(text),), is_empty=True)


def render_no_chart(subject: str) -> Message:
    """Return the answer where nothing is on record that could be drawn."""
    text = f"No data to chart for {escape(subject, 150)}."
    return Message(text, (section(text),), is_empty=True)
