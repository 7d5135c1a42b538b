"""Pages of a document: requests, answers, and what the next request needs."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from clausewatch.model.reading import Page, Selection
from clausewatch.whole_numbers import parse_whole_number


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page to fetch."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    is_fresh: bool = False
    """Use a new connection and bypass caches: a second check must not repeat the first."""
    ignore_robots: bool = False
    language: str = ""
    """The language tag to request; empty for the usual one."""
    needs_browser: bool = False
    """Scripts build it: render it if there is a browser."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The host answered that the page is not modified (304)."""

    url: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of one page as fetched: evidence, never rewritten."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    sha256: str
    fetched_at: datetime
    moved_to: str | None = None
    """Set if every hop to `final_url` was a permanent redirect."""
    selection: Selection | None = None
    """Which part of the page is the document; None for the whole page."""

    def find_header(self, name: str) -> str | None:
        """Return the first header of that name, without regard to case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def declared_length(self) -> int | None:
        """The declared Content-Length in bytes; None if none was sent or the body was encoded."""
        declared = self.find_header("content-length")
        if declared is None or self.find_header("content-encoding") is not None:
            return None
        return parse_whole_number(declared)

    def to_page(self) -> Page:
        """Return the page as the extractor reads it."""
        return Page(
            url=self.final_url,
            body=self.body,
            content_type=self.find_header("content-type") or "text/html",
            status=self.status,
            declared_length=self.declared_length,
            selection=self.selection,
        )


@dataclass(frozen=True, slots=True)
class PageState:
    """What is remembered of one page of a document for the next conditional request."""

    url: str
    moved_to: str | None = None
    """The target of a permanent redirect, which the next check requests first."""
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    """Of the last good body."""
    received_at: datetime | None = None
    """When the host last sent the whole page, not a 304; None if that is not on record."""

    def remember(self, snapshot: Snapshot) -> Self:
        """Return what to remember after a good check.

        The page keeps its URL: the next check tries where it has moved to first.
        """
        return replace(
            self,
            moved_to=snapshot.moved_to or (snapshot.url if snapshot.url != self.url else None),
            etag=snapshot.find_header("etag"),
            last_modified=snapshot.find_header("last-modified"),
            sha256=snapshot.sha256,
            received_at=snapshot.fetched_at,
        )
