"""What every listener is given: values and doors, composed once in the composition root."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clausewatch.catalogue import Catalogue

from bot.running import Running
from clausewatch.model import DocumentId, WorkspaceId
from clausewatch.store import Store

Clock = Callable[[], datetime]
"""Returns now, aware and in UTC."""


class AcceptNow(Protocol):
    """Takes what a document shows now as the policy, plausible or not."""

    async def __call__(
        self, workspace_id: WorkspaceId, document_id: DocumentId, user_id: str, now: datetime
    ) -> bool:
        """Return False where the document does not exist for this workspace."""
        ...


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
    accept_now: AcceptNow | None = None
    """None where this installation has no such road; the button then says so."""
    take_feedback: TakeFeedback | None = None
    nudge: Callable[[], Awaitable[None]] | None = None
    """Called after something became due at once, so that nobody waits for the next tick."""
    running: Running = field(default_factory=Running)
