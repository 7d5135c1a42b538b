"""Times, numbers and names as messages show them, as safe mrkdwn."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from bot.slack.messages.escape import escape, escape_copyable
from clausewatch.model.documents import Document, title_kind

MAX_NAMED_MEMBERS = 8


def format_time(time: datetime, *, with_time: bool = True) -> str:
    """Return a time in mrkdwn that Slack shows in the reader's time zone, with UTC as fallback."""
    form = "{date_short_pretty} at {time}" if with_time else "{date_short_pretty}"
    fallback = f"{time:%-d %b %Y, %H:%M} UTC" if with_time else f"{time:%-d %b %Y}"
    return f"<!date^{int(time.timestamp())}^{form}|{fallback}>"


def format_date(day: date) -> str:
    """Return a date that a document states, which has no time zone."""
    return f"{day:%-d %B %Y}"


def format_count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, such as `1 document` or `2 documents`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def format_names(names: Sequence[str], limit: int, separator: str = ", ") -> str:
    """Return a list of names that are safe already; beyond `limit`, the rest is a number."""
    rest = len(names) - limit
    listed = separator.join(names[:limit])
    return f"{listed} and {rest} more" if rest > 0 else listed


def format_member(user_id: str) -> str:
    """Return a mention of a member, or the text itself if it is not a user id."""
    is_id = user_id.isascii() and user_id.isalnum() and user_id[:1] in "UW"
    return f"<@{user_id}>" if is_id else escape(user_id, 80)


def format_members(user_ids: Sequence[str]) -> str:
    """Return mentions of members; beyond eight, the rest is a number."""
    return format_names([format_member(user_id) for user_id in user_ids], MAX_NAMED_MEMBERS)


def format_kind(kind: str) -> str:
    """Return a document kind in title case, such as `Terms of Service`, as safe mrkdwn."""
    return escape(title_kind(kind), 80)


def format_kinds(documents: Sequence[Document]) -> list[str]:
    """Return the kind of each document; two of one kind are told apart by their hosts."""
    kinds = [document.kind for document in documents]
    return [
        format_kind(document.kind)
        + (f" ({_format_host(document)})" if kinds.count(document.kind) > 1 else "")
        for document in documents
    ]


def _format_host(document: Document) -> str:
    """Return the host and the end of the path of a document's first page."""
    parts = urlsplit(document.urls[0]) if document.urls else urlsplit("")
    end = parts.path.rstrip("/").rpartition("/")[2]
    return escape_copyable("/".join(filter(None, (parts.hostname or "", end))), 80)
