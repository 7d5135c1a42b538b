"""The values and services that listeners use, composed once in `bot.main`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.links.site_links import SiteLinks
from bot.runtime.clock import Clock
from bot.runtime.in_flight import InFlight
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.search_limits import SearchLimits
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.fetch import UrlGuard
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store import Store

SearchSite = Callable[[str], Awaitable[SiteSearch]]


class SendFeedback(Protocol):
    """Sends a user's feedback to the operator of this installation."""

    async def __call__(self, text: str, user_id: str, now: datetime) -> None:
        """Store or post the feedback."""
        ...


@dataclass(frozen=True, slots=True)
class ListenerContext:
    """The services and settings of listeners; it stays the same while the app runs."""

    store: Store
    catalogue: Catalogue
    clock: Clock
    command: str = "/policy"
    url_guard: UrlGuard = field(default_factory=UrlGuard)
    """The rules for URLs that may be watched."""
    send_feedback: SendFeedback | None = None
    schedule_jobs: Callable[[], Awaitable[None]] | None = None
    """Called when something becomes due at once, so that it does not wait for the next tick."""
    refresh_homes: Callable[[WorkspaceId], None] | None = None
    """Called when the App Home of a workspace has new content."""
    search_site: SearchSite | None = None
    """Returns the policies that a site offers, given any of its URLs."""
    searches: SearchLimits = field(default_factory=SearchLimits)
    """The slots for site searches; a search without a slot does not start."""
    site_links: SiteLinks | None = None
    """Makes links to the record site; None without a site."""
    make_webhook_key: Callable[[], str] | None = None
    """Returns the key that secrets of new webhooks are derived from. Raises ConfigError."""
    in_flight: InFlight = field(default_factory=InFlight)
