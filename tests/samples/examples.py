"""An invented team and its records; the changes are made by the real stages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256

from clausewatch.evaluation.pairs import compare_with_provisions
from clausewatch.extract import read
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document, DocumentStatus, StoredVersion, Unreadable
from clausewatch.model.reading import Expected, Page, Reading, Severity
from clausewatch.model.record_ids import (
    ChangeId,
    ChannelId,
    DocumentId,
    VersionId,
    WatchId,
    WorkspaceId,
)
from clausewatch.model.reviews import Review, ReviewStatus, ReviewStep
from clausewatch.model.watches import Cadence, Channel, RefusedCard, Watch, WatchStatus
from tests.samples.policies import (
    FERNWEH,
    FERNWEH_AFTER,
    HARBORPAY,
    HARBORPAY_AFTER,
    LUMENARY,
    LUMENARY_AFTER,
    NOTEWELL,
    NOTEWELL_AFTER,
    Policy,
)

NOW = datetime(2026, 3, 2, 9, 41, tzinfo=UTC)
ADA, BEN = "UADA", "UBEN"
LEGAL = Channel(ChannelId(1), WorkspaceId(1), "CLEGAL")
REFUSED_CARDS = tuple(RefusedCard(LEGAL, ChangeId(n), "invalid_blocks") for n in (321, 322))
VENDORS = Channel(ChannelId(2), WorkspaceId(1), "CVENDORS", paused="not_in_channel")


def make_document(policy: Policy, number: int) -> Document:
    """Return a policy as a document on record."""
    key = policy.platform.casefold().replace(" ", "-")
    return Document(DocumentId(number), key, policy.platform, policy.kind, (policy.url,))


@cache
def read_policy(policy: Policy) -> Reading:
    """Return a policy as the running extractor reads it."""
    return read([Page(policy.url, policy.page, "text/html; charset=utf-8")])


def make_version(policy: Policy, number: int, captured_at: datetime) -> StoredVersion:
    """Return a policy as a version on record."""
    digest = sha256(policy.page).hexdigest()
    return StoredVersion(
        VersionId(number), number, read_policy(policy), (digest,), captured_at, policy.url
    )


def make_change(number: int, before: Policy, after: Policy, document_number: int) -> Change:
    """Return the change between two states of a policy, compared by the real stages."""
    return Change(
        ChangeId(number),
        make_document(after, document_number),
        NOW - timedelta(minutes=2),
        compare_with_provisions(
            read_policy(before), read_policy(after), Expected(after.platform, after.kind)
        ),
        make_version(before, 1, NOW - timedelta(days=90)),
        make_version(after, 2, NOW - timedelta(minutes=12)),
    )


TRAINING = make_change(321, LUMENARY, LUMENARY_AFTER, 480)
FEES = make_change(322, HARBORPAY, HARBORPAY_AFTER, 481)
WORDING = make_change(323, NOTEWELL, NOTEWELL_AFTER, 482)
REWRITTEN = make_change(324, FERNWEH, FERNWEH_AFTER, 483)


ASSIGNED = Review(
    ReviewStatus.ACTION_NEEDED,
    assignee=BEN,
    note="Ask for the opt-out in writing before the new terms apply.",
    due_on=date(2026, 3, 20),
    user_id=ADA,
    updated_at=NOW,
    step_id=2,
    can_undo=True,
)


STEPS = (
    ReviewStep(
        2, TRAINING.id, "Lumenary", "Privacy Policy", Severity.HIGH, ASSIGNED,
        Review(ReviewStatus.ACKNOWLEDGED, user_id=BEN, updated_at=NOW, step_id=1),
    ),
    ReviewStep(
        1, TRAINING.id, "Lumenary", "Privacy Policy", Severity.HIGH,
        Review(ReviewStatus.ACKNOWLEDGED, user_id=BEN, updated_at=NOW, step_id=1), Review(),
    ),
)  # fmt: skip


def add_review(
    change: Change, user_id: str, status: ReviewStatus = ReviewStatus.ACKNOWLEDGED
) -> Change:
    """Return a change that a member has decided about."""
    review = Review(status, user_id=user_id, updated_at=NOW, step_id=1, can_undo=True)
    return replace(change, review=review)


def make_status(
    policy: Policy, number: int, *, failure: str = "", is_read: bool = True
) -> DocumentStatus:
    """Return the status of a document; `failure` says why it cannot be read."""
    unreadable = Unreadable("captcha", failure, NOW - timedelta(days=4), 16, is_reported=True)
    seen = NOW - timedelta(hours=3)
    return DocumentStatus(
        make_document(policy, number),
        seen if is_read else None,
        seen if is_read else None,
        NOW + timedelta(hours=3),
        unreadable if failure else None,
        make_version(policy, 1, NOW - timedelta(days=90)) if is_read else None,
    )


def make_watch(
    policy: Policy,
    number: int,
    channel: Channel = LEGAL,
    minimum: Severity = Severity.LOW,
    cadence: Cadence = Cadence.NOW,
) -> Watch:
    """Return a watch of a policy's platform."""
    document = make_document(policy, number)
    name, key = policy.platform, document.platform_key
    return Watch(WatchId(number), channel, key, name, (document,), minimum, cadence)


def make_watched(
    policy: Policy,
    number: int,
    channel: Channel = LEGAL,
    *,
    failure: str = "",
    is_read: bool = True,
) -> WatchStatus:
    """Return a line of a watchlist: a watch with the status of its document."""
    status = make_status(policy, number, failure=failure, is_read=is_read)
    return WatchStatus(make_watch(policy, number, channel), (status,))


def make_vendor(number: int) -> Policy:
    """Return the policy of one of many invented vendors, for long lists."""
    return replace(HARBORPAY, platform=f"Vendor {number:02}")
