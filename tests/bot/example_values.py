"""Changes, documents and deliveries of invented platforms, for tests of what is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime

from clausewatch.model.changes import Change
from clausewatch.model.documents import Document, DocumentStatus, StoredVersion, Unreadable
from clausewatch.model.reading import (
    Comparison,
    Direction,
    Edit,
    EditKind,
    Reading,
    Severity,
    Shift,
    Signals,
    Significance,
)
from clausewatch.model.record_ids import (
    ChangeId,
    ChannelId,
    DeliveryId,
    DocumentId,
    PostId,
    VersionId,
    WatchId,
    WorkspaceId,
)
from clausewatch.model.reviews import NO_REVIEW, Review, ReviewStatus
from clausewatch.model.watches import Channel, Tenant, Watch
from clausewatch.notifications.deliveries import Delivery, Post
from clausewatch.notifications.events import ChangeAlert, Event

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHANNEL = Channel(ChannelId(4), WorkspaceId(1), "C1")
SHA = "ab" * 32


def make_document(
    number: int = 7, name: str = "Pixelgarten", kind: str = "Privacy Policy"
) -> Document:
    """A document of an invented platform."""
    key = name.casefold().replace(" ", "-")
    return Document(DocumentId(number), key, name, kind, (f"https://{key}.example/privacy",))


def make_version(number: int, title: str = "Privacy", stated: date | None = None) -> StoredVersion:
    """A version on record, without its blocks."""
    reading = Reading("test", title, "en", (), (), Signals(), 4321, stated, "f", "t")
    return StoredVersion(
        VersionId(number), number, reading, (SHA,), NOON, "https://pixelgarten.example/privacy"
    )


def make_edit(
    before: str | None,
    after: str | None,
    *,
    section: str = "Retention",
    severity: Severity = Severity.HIGH,
    reason: str = "a period is longer",
) -> Edit:
    """A substantive edit; which kind follows from which side is there."""
    kind = EditKind.REWORDED
    if before is None:
        kind = EditKind.ADDED
    elif after is None:
        kind = EditKind.REMOVED
    return Edit(kind, before, after, section, Significance.SUBSTANTIVE, severity, reason)


RETENTION = make_edit(
    "We keep your prompts for 30 days after you close your account.",
    "We keep your prompts for 12 months after you close your account.",
)


def make_change(  # each is one thing that a card shows
    number: int = 321,
    *,
    edits: tuple[Edit, ...] = (RETENTION,),
    summary: tuple[str, ...] = ("In “Retention”: 30 days → 12 months",),
    headline: str = "Retention of prompts goes from 30 days to 12 months.",
    severity: Severity = Severity.HIGH,
    about: Document | None = None,
    review: Review = NO_REVIEW,
    standing: str = "new",
    significance: Significance = Significance.SUBSTANTIVE,
) -> Change:
    """A change of an invented document."""
    found = Comparison(
        edits,
        significance,
        severity,
        summary,
        date(2025, 5, 3),
        date(2026, 3, 1),
        date(2026, 4, 1),
        headline=headline,
        shifts=(Shift("retention", Direction.LESS_FAVOURABLE, severity, headline),),
    )
    return Change(
        ChangeId(number),
        about or make_document(),
        NOON,
        found,
        make_version(1, stated=date(2025, 5, 3)),
        make_version(2, stated=date(2026, 3, 1)),
        standing,
        review,
    )


def make_review(
    status: ReviewStatus = ReviewStatus.ACKNOWLEDGED,
    user: str = "U1",
    *,
    assignee: str = "",
    note: str = "",
    due_on: date | None = None,
) -> Review:
    """A review that a person left at noon."""
    return Review(status, assignee, note, due_on, user, NOON, step_id=1, can_undo=True)


def make_status(
    about: Document | None = None, *, ill: bool = False, read: bool = True
) -> DocumentStatus:
    """How a document stands."""
    unreadable = Unreadable("captcha", "the page asks for a captcha", NOON, 4) if ill else None
    return DocumentStatus(
        about or make_document(), NOON, NOON, NOON, unreadable, make_version(1) if read else None
    )


def make_watch(name: str = "Pixelgarten", number: int = 1, paused: str | None = None) -> Watch:
    """A watch of a channel."""
    about = make_document(number, name)
    channel = replace(CHANNEL, paused=paused)
    return Watch(WatchId(number), channel, about.platform_key, name, (about,))


def make_delivery(
    event: Event | None = None, *, number: int = 1, of: Change | Document | None = None
) -> Delivery:
    """One event for a channel; without one the alert of a change."""
    about = make_change() if of is None else of
    return Delivery(
        DeliveryId(number),
        event or ChangeAlert(ChangeId(about.id)),
        NOON,
        about if isinstance(about, Change) else None,
        about if isinstance(about, Document) else None,
    )


def make_post(
    *deliveries: Delivery, part: int = 0, root_ts: str | None = None, is_repeat: bool = False
) -> Post:
    """A post about to be made."""
    told = deliveries or (make_delivery(),)
    tenant = Tenant(None, "T1")
    return Post(PostId(9), "token", CHANNEL, tenant, told, part, root_ts, is_repeat)
