"""Webhooks of channels, and the messages to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.changes import Change
from clausewatch.model.record_ids import record_id


@dataclass(frozen=True, slots=True)
class Webhook:
    """A URL that gets what a channel is notified of; its secret is derived, not stored."""

    id: int
    slack_id: str
    """Slack's id of the channel."""
    url: str
    nonce: str
    """What the secret is derived from, besides a key of the settings."""
    key_id: str
    """Names that key."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """A change for one webhook; it keeps its id through all attempts."""

    id: int
    token: str
    webhook: Webhook
    change: Change
    attempts: int

    @property
    def message_id(self) -> str:
        """The id by which a receiver knows a repeat."""
        return record_id("W", self.id)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """The body of a message and its headers, signature included."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class DeadMessage:
    """A message that is not sent any more, until somebody asks for it."""

    message_id: str
    url: str
    change_id: str
    error: str
    attempts: int
