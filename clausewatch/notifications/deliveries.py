"""Deliveries: one event for one channel each, and the posts that carry them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.model.changes import Change
from clausewatch.model.documents import Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import DeliveryId, PostId, record_id
from clausewatch.model.watches import Cadence, Channel, Tenant
from clausewatch.notifications.events import (
    AssigneeReminder,
    BecameUnreadable,
    ChangeAlert,
    ChangeReviewed,
    ChannelPaused,
    DatedEvent,
    DeadlineReminder,
    DigestEntry,
    DocumentEvent,
    Event,
    FirstRead,
    FirstReadFailed,
    MonthlyReport,
    PartsUnread,
    ProvisionCorrected,
    QuietDigest,
    ReviewEvent,
    ReviewReminder,
    TermsEvent,
    TextReverted,
    TextSeenAgain,
    TookEffect,
)

UNFETCHED_CODES = frozenset(
    {"forbidden", "gone", "refused", "too large", "unreachable", "unreadable", "too heavy"}
)
"""Codes of unreadable documents of which no page was fetched, so that none can be the policy."""
FIRST_READ = "first-read"


class DeliveryKind(StrEnum):
    """How a delivery is posted."""

    ALERT = "alert"
    NOTE = "note"
    DIGEST = "digest"
    HEALTH = "health"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """What makes two deliveries to one channel the same: `kind`, `subject` and `period`.

    `topic` groups the deliveries of a kind that fold into one post.
    """

    kind: DeliveryKind
    topic: str
    subject: str
    period: str = ""


def make_key(event: Event) -> DeliveryKey:
    """Return the key under which a channel is notified of an event once."""
    match event:
        case ChangeAlert(change_id):
            return DeliveryKey(DeliveryKind.ALERT, "change", record_id("C", change_id))
        case DigestEntry(change_id, cadence, on):
            topic = find_digest_topic(cadence)
            period = on.isoformat() if on else ""
            return DeliveryKey(DeliveryKind.DIGEST, topic, record_id("C", change_id), period)
        case QuietDigest() | DeadlineReminder() | MonthlyReport():
            return _make_dated_key(event)
        case ChangeReviewed() | ReviewReminder() | AssigneeReminder() | ProvisionCorrected():
            return _make_review_key(event)
        case ChannelPaused(channel_id, since=since, is_direct=is_direct):
            topic = "channel-paused-alone" if is_direct else "channel-paused"
            subject = f"channel {channel_id} {topic}"
            return DeliveryKey(DeliveryKind.HEALTH, topic, subject, _format_minute(since))
        case _:
            return _make_document_key(event)


def _make_dated_key(event: DatedEvent) -> DeliveryKey:
    match event:
        case QuietDigest(cadence, on):
            subject = f"digest {cadence} quiet"
            return DeliveryKey(DeliveryKind.DIGEST, "quiet", subject, on.isoformat())
        case DeadlineReminder(deadline, threshold):
            subject = f"{deadline.record_id} {deadline.kind}"
            period = f"{deadline.on.isoformat()} {threshold}"
            return DeliveryKey(DeliveryKind.REMINDER, "deadline", subject, period)
        case MonthlyReport(month):
            return DeliveryKey(DeliveryKind.NOTE, "month", "report of a month", f"{month:%Y-%m}")


def _make_review_key(event: ReviewEvent) -> DeliveryKey:
    match event:
        case ChangeReviewed(change_id, user_id, review):
            subject = f"{record_id('C', change_id)} reviewed"
            period = str(review.step_id or user_id)
            return DeliveryKey(DeliveryKind.NOTE, "reviewed", subject, period)
        case ProvisionCorrected(change_id, clause, after=after, severities=severities):
            subject = f"{record_id('C', change_id)} corrected"
            period = f"{clause} {after} {severities[1]}".rstrip()
            return DeliveryKey(DeliveryKind.NOTE, "corrected", subject, period)
        case ReviewReminder(on):
            return DeliveryKey(DeliveryKind.DIGEST, "waiting", "waiting changes", on.isoformat())
        case AssigneeReminder(change, on):
            subject = f"{record_id('C', change.change_id)} due"
            return DeliveryKey(DeliveryKind.REMINDER, "due", subject, on.isoformat())


def find_digest_topic(cadence: Cadence | None) -> str:
    """Return the topic of the changes that wait for a digest; None is the channel's own digest."""
    return cadence or "change"


def _make_document_key(event: DocumentEvent) -> DeliveryKey:
    document = record_id("D", event.document_id)
    match event:
        case FirstRead():
            return DeliveryKey(DeliveryKind.NOTE, FIRST_READ, f"{document} {FIRST_READ}", "read")
        case FirstReadFailed(code=code):
            return DeliveryKey(DeliveryKind.NOTE, FIRST_READ, f"{document} {FIRST_READ}", code)
        case BecameUnreadable(code=code, since=since):
            period = f"{_format_minute(since)} {code}".rstrip()
            subject = f"{document} unreadable"
            return DeliveryKey(DeliveryKind.HEALTH, "unreadable", subject, period)
        case PartsUnread(count=count):
            return DeliveryKey(DeliveryKind.NOTE, "parts", f"{document} parts", str(count))
        case TextSeenAgain() | TextReverted() | TookEffect():
            return _make_terms_key(event)


def _make_terms_key(event: TermsEvent) -> DeliveryKey:
    change_id = event.change_id
    subject = record_id("C", change_id) if change_id else record_id("D", event.document_id)
    match event:
        case TextSeenAgain():
            return DeliveryKey(DeliveryKind.NOTE, "seen-again", f"{subject} seen-again")
        case TextReverted(on=on):
            return DeliveryKey(DeliveryKind.NOTE, "reverted", f"{subject} reverted", on.isoformat())
        case TookEffect():
            return DeliveryKey(DeliveryKind.NOTE, "in-force", f"{subject} in-force")


def _format_minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """A clause type that a document has, with its severity and position."""

    clause: str
    """Its id."""
    severity: Severity
    position: str
    """A `Polarity`, or an empty string for a provision of an old release."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one channel, with the change or the document that it is about."""

    id: DeliveryId
    event: Event
    created_at: datetime
    change: Change | None = None
    """Set if the event is about a change."""
    document: Document | None = None
    """Set if the event is about a document and no change."""
    findings: tuple[ClauseFinding, ...] = ()
    """The clause types of a document that was read for the first time, highest severity first."""

    @property
    def kind(self) -> DeliveryKind:
        """How it is posted."""
        return make_key(self.event).kind


@dataclass(frozen=True, slots=True)
class Post:
    """One Slack message to post, committed as `sending` before it is posted."""

    post_id: PostId
    token: str
    channel: Channel
    tenant: Tenant
    deliveries: tuple[Delivery, ...]
    part: int = 0
    """0 is the card; further parts are its overflow, in its thread."""
    root_ts: str | None = None
    is_repeat: bool = False
    """Whether it may have been posted before, in which case it says so."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Slack's confirmation of a post."""

    ts: str
    parts: int = 1
    """How many parts the message has, this one included."""
