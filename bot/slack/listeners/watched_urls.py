"""URLs in a `watch` command: whether they can be watched, and which are pages of one document."""

from collections.abc import Sequence

from bot.slack.messages.escape import escape_copyable
from clausewatch.errors import Forbidden
from clausewatch.fetch import UrlGuard

PAGE_JOINER = "+"
"""Joins the URLs of one document's pages."""


def find_url_problem(url: str, guard: UrlGuard) -> str | None:
    """Return why a URL cannot be watched, or None. Host names are resolved only when fetched."""
    try:
        guard.parse(url)
    except Forbidden as fault:
        url, reason = escape_copyable(fault.url, 120), escape_copyable(fault.reason, 300)
        return f"I can't watch {url}. {reason[:1].upper()}{reason[1:]}."
    return None


def join_pages(names: Sequence[str]) -> list[str]:
    """Return the names, with URLs on both sides of a `+` joined by a blank into one entry."""
    entries: list[str] = []
    is_joining = False
    for name in names:
        if name == PAGE_JOINER and entries and "://" in entries[-1]:
            is_joining = True
        elif is_joining and "://" in name:
            entries[-1] += f" {name}"
            is_joining = False
        else:
            entries.append(name)
            is_joining = False
    return entries
