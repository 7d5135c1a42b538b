"""The webhooks of a channel: a list, a new secret, and what the channel reads of both."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.slack.messages.blocks import Message, context, pack_lines, section
from bot.slack.messages.escape import code, escape_copyable
from bot.slack.messages.formats import format_date, format_member
from clausewatch.model.webhooks import Webhook


def render_webhooks(webhooks: Sequence[Webhook], command: str) -> Message:
    """Return the webhooks of a channel, by their hosts; a path may be a password."""
    if not webhooks:
        text = "No webhooks in this channel."
        hint = f"Add one: {code(command + ' webhook add https://receiver.example.com/changes')}."
        return Message(text, (section(text), context(hint)))
    head = "*Webhooks for this channel*"
    lines = [
        f"• {webhook.id}: {_format_host(webhook.url)}, since"
        f" {format_date(webhook.created_at.date())}"
        for webhook in webhooks
    ]
    hint = f"Remove one: {code(f'{command} webhook remove {webhooks[0].id}')}."
    return Message(head, (section(head), *map(section, pack_lines(lines)), context(hint)))


def render_secret(number: int, secret: str) -> Message:
    """Return the secret of a new webhook, for the person who added it."""
    text = f"Webhook {number} is added. Its secret is shown once: {code(secret)}"
    hint = (
        "Store it in the receiver, which checks signatures with it. To replace it, add the same"
        " URL again."
    )
    return Message(text, (section(text), context(hint)))


def render_added(number: int, host: str, user_id: str) -> Message:
    """Return what the channel reads of a new webhook."""
    text = (
        f"{format_member(user_id)} added webhook {number}. Changes that this channel is notified of"
        f" are also sent to {escape_copyable(host, 120)}."
    )
    return Message(text, (section(text),))


def render_removed(number: int, user_id: str) -> Message:
    """Return what the channel reads of a webhook that is gone."""
    text = f"{format_member(user_id)} removed webhook {number}. Nothing more is sent there."
    return Message(text, (section(text),))


def _format_host(url: str) -> str:
    return escape_copyable(urlsplit(url).hostname or "", 120)
