"""The words for what a check found, unescaped: for notes in a channel and for the command line."""

from clausewatch.notifications.events import (
    BecameUnreadable,
    BrowserRemedy,
    DocumentEvent,
    FirstRead,
    FirstReadFailed,
    PartsUnread,
    TookEffect,
    VersionDate,
)

NO_BROWSER = (
    "It needs JavaScript, and this installation has no browser. Ask your administrator"
    " to add the extra `browser`."
)


def format_event(event: DocumentEvent) -> str:
    """Return the text of an event, without the name of the document."""
    if isinstance(event, FirstRead):
        return format_first_read(event)
    if isinstance(event, FirstReadFailed | BecameUnreadable):
        return format_reason(event)
    if isinstance(event, PartsUnread):
        return event.reason
    if isinstance(event, TookEffect):
        return f"the announced terms are in force, first seen on {event.on:%-d %B %Y}."
    return format_version(event.version)


def format_first_read(event: FirstRead) -> str:
    """Return title, stated date and length of the first version."""
    dated = f", dated {event.stated_date:%-d %B %Y}" if event.stated_date else ""
    title = f"“{event.title}”" if event.title else "untitled"
    return f"{title}{dated}, {event.words:,} words"


def format_reason(event: FirstReadFailed | BecameUnreadable) -> str:
    """Return why a document is unreadable, with a note if a browser is missing."""
    if BrowserRemedy.INSTALL in event.remedies:
        return f"{event.reason.rstrip('.')}. {NO_BROWSER}"
    return event.reason


def format_version(version: VersionDate) -> str:
    """Return a name for a version: the date that it states, or the date of its capture."""
    verb = "dated" if version.is_stated else "captured on"
    return f"the text {verb} {version.on:%-d %B %Y}"
