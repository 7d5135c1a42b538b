"""What every listener is given: values and doors, composed once in the composition root."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.runtime.clock import Clock
from bot.runtime.in_flight import Running
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.search_limits import SearchLimits
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.model.documents import WorkspaceId
from clausewatch.store import Store

Find = Callable[[str], Awaitable[SiteSearch]]


class TakeFeedback(Protocol):
    """Hands what somebody wrote to whoever runs this installation."""

    async def __call__(self, text: str, user_id: str, now: datetime) -> None:
        """Keep or post it."""
        ...


@dataclass(frozen=True, slots=True)
class ListenerContext:
    """The doors and settings that listeners use; nothing of it changes while the app runs."""

    store: Store
    catalogue: Catalogue
    clock: Clock
    command: str = "/policy"
    is_private_allowed: bool = False
    """Addresses inside the network may be watched."""
    take_feedback: TakeFeedback | None = None
    nudge: Callable[[], Awaitable[None]] | None = None
    """Called after something became due at once, so that nobody waits for the next tick."""
    home_changed: Callable[[WorkspaceId], None] | None = None
    """Called where the home of a workspace says something else now."""
    find: Find | None = None
    """Returns the policies that a site offers, from any of its addresses."""
    searches: SearchLimits = field(default_factory=SearchLimits)
    """The places for searches: without one nobody searches."""
    running: Running = field(default_factory=Running)
