"""Telling a channel: deliveries, the posts that carry them and what came of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.model.documents import Change, Channel, DeliveryId, Document, PostId, Tenant

NOT_HAD = frozenset(
    {"forbidden", "gone", "refused", "too large", "unreachable", "unreadable", "too heavy"}
)
"""Codes of a document that cannot be read of which no page was read: none can be the policy."""


class DeliveryKind(StrEnum):
    """What a delivery tells."""

    ALERT = "alert"
    NOTE = "note"
    DIGEST = "digest"
    HEALTH = "health"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What may help with a document that cannot be read; a person chooses, nothing else does."""

    kind: str
    """Of the document that stands at `url`, in words."""
    url: str = ""
    """Empty: the same address, read with a browser."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to tell one channel; exactly one of `change` and `document` is set."""

    id: DeliveryId
    kind: DeliveryKind
    topic: str
    text: str
    created_at: datetime
    change: Change | None = None
    document: Document | None = None
    period: str = ""
    """Of what it is told once in: `read` for a first look that could read the document.

    Otherwise the code of what is wrong with it, after the time of day where it has lasted.
    """
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One post that is about to be made: committed as `sending` before anybody is told."""

    post_id: PostId
    token: str
    channel: Channel
    tenant: Tenant
    deliveries: tuple[Delivery, ...]
    part: int = 0
    """0 is the card; further parts are its overflow, in its thread."""
    root_ts: str | None = None
    is_repeat: bool = False
    """It may have been posted before: say so."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A post that Slack took."""

    ts: str
    parts: int = 1
    """How many parts the message has in all, this one included."""
