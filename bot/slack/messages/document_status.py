"""The status of documents, watches and channels as text, in safe mrkdwn."""

from bot.slack.messages.escape import escape, escape_copyable, link
from bot.slack.messages.formats import format_count, format_date, format_time
from clausewatch.errors import NO_ANSWER
from clausewatch.model.documents import AnyDocumentStatus, DocumentStatus
from clausewatch.model.provisions import READ_LANGUAGES
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Watch

CADENCE_LABELS = {
    "now": "told at once",
    "daily": "in a daily digest",
    "weekly": "in a weekly digest",
}
PAUSE_REASONS = {
    "not_in_channel": "I am not in the channel; type `/invite` and my name there",
    "channel_not_found": (
        "I cannot see the channel; type `/invite` and my name there, or, if it was deleted, watch"
        " from another"
    ),
    "channel_left": "I was removed from the channel; type `/invite` and my name there",
    "is_archived": "the channel is archived; unarchive it and posts go on",
    "channel_deleted": "the channel was deleted; watch from another channel",
    "restricted_action": (
        "a setting of this workspace keeps apps from posting here; ask an owner to allow it"
    ),
    "missing_scope": (
        "the app lacks the permission `chat:write`; whoever installed it reinstalls it on its page"
        " at api.slack.com/apps"
    ),
    NO_ANSWER: "Slack did not answer in time, so the line may be there or not",
}
"""Why a channel is paused, by Slack's error code or the code of an event."""


def format_pause_reason(code: str) -> str:
    """Return why the bot cannot post in a channel."""
    return PAUSE_REASONS.get(code) or f"Slack refuses posts there ({escape_copyable(code, 80)})"


def format_health(status: AnyDocumentStatus) -> str:
    """Return whether a document can be read, as a clause without a full stop."""
    if status.unreadable is not None:
        since = format_time(status.unreadable.since, with_time=False)
        reason = escape_copyable(status.unreadable.reason, 200).rstrip(".")
        return f"cannot be read since {since}: {reason}"
    if status.seen_at is None:
        return "being read for the first time" if status.last_checked_at is None else "not read yet"
    confirmation = "; a change waits for its second look" if status.is_awaiting_confirmation else ""
    return f"read, verified {format_time(status.seen_at)}{confirmation}"


def format_version(status: DocumentStatus) -> str:
    """Return title, stated date and length of the version on record."""
    if status.version is None:
        return "no version on record"
    reading = status.version.reading
    dated = f"dated {format_date(reading.stated_date)}" if reading.stated_date else "states no date"
    name = f"“{escape(reading.title, 120)}”, " if reading.title else ""
    return f"{name}{dated}, {format_count(reading.words, 'word')}{format_language_note(status)}"


def format_language_note(status: DocumentStatus) -> str:
    """Return a note that clause types are not recognised; empty for a language that is read."""
    if status.version is None or status.version.reading.language in READ_LANGUAGES:
        return ""
    return "; not in English, so no clause types are recognised"


def format_source_links(status: DocumentStatus) -> str:
    """Return a link to the document's first page, and the number of the others."""
    urls = status.document.urls
    first = link(urls[0], "source")
    return first if len(urls) == 1 else f"{first} and {format_count(len(urls) - 1, 'more page')}"


def format_watch(watch: Watch) -> str:
    """Return when a watch notifies its channel, and of what."""
    when = CADENCE_LABELS[watch.cadence]
    if watch.muted_until is not None:
        when = f"muted until {format_time(watch.muted_until)}, then {when}"
    topics = ", ".join(topic.replace("_", " ") for topic in watch.topics)
    about = f", only about {escape(topics, 300)}" if topics else ""
    if watch.minimum is Severity.LOW:
        return f"{when}, every severity{about}"
    suffix = " or higher" if watch.minimum is Severity.MEDIUM else " only"
    return f"{when}, {watch.minimum} severity{suffix}{about}"
