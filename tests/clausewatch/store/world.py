"""A store with a clock, and values of an invented platform for the store's tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from clausewatch.checks.outcome import (
    Changed,
    CheckOutcome,
    DocumentState,
    DueDocument,
    FirstVersion,
    Result,
)
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.reading import (
    Block,
    BlockKind,
    Comparison,
    Edit,
    EditKind,
    Reading,
    Severity,
    Signals,
    Significance,
)
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.model.watches import Channel, Tenant, WatchResult
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.notifications.events import FirstRead
from clausewatch.store import Store, codec
from clausewatch.store.tables import BLOB
from tests.sqlite_stores import make_watch_request

NOW = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
LEASE = timedelta(minutes=10)
SEND_LEASE = timedelta(minutes=2)
PACE = timedelta(seconds=5)
SIX_HOURS = timedelta(hours=6)
OLD_TEXT = "We keep logs for 30 days."
NEW_TEXT = "We keep logs for 90 days."


def make_reading(text: str, *, extractor: str = "2026.1.0") -> Reading:
    """A policy of one heading and one paragraph."""
    blocks = (
        Block(BlockKind.HEADING, "Your data", level=1),
        Block(BlockKind.PARAGRAPH, text, path=("Your data",)),
    )
    digest = sha256(text.encode()).hexdigest()
    return Reading(
        extractor=extractor,
        title="Privacy Policy",
        language="en",
        blocks=blocks,
        dropped=(),
        signals=Signals(links=3),
        words=len(text.split()),
        stated_date=date(2026, 2, 1),
        text_fingerprint=digest,
        terms_fingerprint=digest,
    )


def make_snapshot(text: str, *, url: str = "https://brillo.example/privacy") -> Snapshot:
    """A page as fetched."""
    body = f"<html><p>{text}</p></html>".encode()
    return Snapshot(
        url=url,
        final_url=url,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"')),
        body=body,
        sha256=sha256(body).hexdigest(),
        fetched_at=NOW,
    )


def make_comparison(
    significance: Significance = Significance.SUBSTANTIVE, severity: Severity = Severity.MEDIUM
) -> Comparison:
    """A comparison with one edit."""
    edit = Edit(
        EditKind.REWORDED,
        "We keep logs for 30 days.",
        "We keep logs for 90 days.",
        "Your data",
        significance,
        severity,
        "a number of the terms changed",
    )
    return Comparison((edit,), significance, severity, ("30 days → 90 days",), None, None)


def make_outcome(
    due: DueDocument, result: Result, at: datetime = NOW, **fields: object
) -> CheckOutcome:
    """An outcome; the next check is in six hours."""
    made = CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=at,
        next_check_at=at + SIX_HOURS,
        result=result,
        state=due.state,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of an outcome, by name


def make_snapshots(due: DueDocument, text: str) -> tuple[Snapshot, ...]:
    """Snapshots of all pages of a document with a text."""
    return tuple(make_snapshot(f"{text} {page.url}", url=page.url) for page in due.pages)


def make_page_states(snapshots: tuple[Snapshot, ...]) -> tuple[PageState, ...]:
    """The stored state of good pages."""
    return tuple(PageState(s.url, etag=s.find_header("etag"), sha256=s.sha256) for s in snapshots)


def make_baseline_outcome(
    due: DueDocument, text: str = OLD_TEXT, at: datetime = NOW
) -> CheckOutcome:
    """The outcome of the first plausible check."""
    snapshots = make_snapshots(due, text)
    event = FirstRead(due.document.id, "Privacy Policy", None, 6)
    return make_outcome(
        due,
        FirstVersion(make_page_states(snapshots), snapshots, make_reading(text)),
        at,
        events=(event,),
        state=DocumentState(),
    )


def make_change_outcome(
    due: DueDocument, text: str = NEW_TEXT, found: Comparison | None = None, at: datetime = NOW
) -> CheckOutcome:
    """The outcome with confirmed new terms."""
    snapshots = make_snapshots(due, text)
    before_id = due.state.baseline_id
    assert before_id is not None
    result = Changed(
        make_page_states(snapshots),
        snapshots,
        make_reading(text),
        before_id,
        found or make_comparison(),
    )
    return make_outcome(due, result, at)


async def load_bodies(store: Store, hashes: Sequence[str]) -> dict[str, bytes]:
    """Return stored bytes by hash; those that are deleted are left out."""
    query = select(BLOB).where(BLOB.c.sha256.in_(hashes))
    async with store.database.read() as connection:
        rows = await connection.execute(query)
        return {row.sha256: codec.decompress(row.body) for row in rows}


@dataclass
class World:
    """A store with a clock, and common steps."""

    store: Store
    now: datetime = NOW
    posts: list[Post] = field(default_factory=list)

    def after(self, wait: timedelta) -> datetime:
        """Advance the clock."""
        self.now += wait
        return self.now

    async def channel(self, team: str = "T1", slack_id: str = "C1") -> Channel:
        """A channel of a team."""
        workspace = await self.store.workspaces.ensure(Tenant(None, team), self.now)
        return await self.store.workspaces.ensure_channel(workspace, slack_id, self.now)

    async def watch(self, channel: Channel, key: str = "brillo", **options: object) -> WatchResult:
        """Watch a platform, by default one document at one URL."""
        name, url = key.capitalize(), f"https://{key}.example/privacy"
        request = replace(make_watch_request(channel, name, url), platform_key=key)
        asked = replace(request, **options)  # type: ignore[arg-type]  # fields of a request
        return await self.store.watches.add(asked, self.now)

    async def due(self) -> DueDocument:
        """Claim the only due document."""
        (found,) = await self.store.checks.claim(self.now, 10, LEASE)
        return found

    async def record(self, *outcomes: CheckOutcome) -> tuple[ChangeId | None, ...]:
        """Record outcomes."""
        return await self.store.checks.record(outcomes, PACE)

    async def next_look(self) -> DueDocument:
        """Claim the document at its next check."""
        self.after(SIX_HOURS)
        return await self.due()

    async def change(self, text: str = NEW_TEXT, found: Comparison | None = None) -> ChangeId:
        """Record new terms of the only document at its next check."""
        look = await self.next_look()
        (change_id,) = await self.record(make_change_outcome(look, text, found, at=self.now))
        assert change_id is not None
        return change_id

    async def acknowledge(self, workspace_id: WorkspaceId, change_id: ChangeId) -> None:
        """Let a person acknowledge a change."""
        status, by = ReviewStatus.ACKNOWLEDGED, ("U1", self.now)
        assert await self.store.reviews.set_status(workspace_id, change_id, status, by)

    async def first_read(self, *, is_told: bool = True) -> DueDocument:
        """Record the first reading of the only due document."""
        look = await self.due()
        await self.record(make_baseline_outcome(look, at=self.now))
        if is_told:
            await self.drain()
        return look

    async def send(self, parts: int = 1) -> Post | None:
        """Send the next due post successfully."""
        outgoing = await self.store.outbox.claim(self.now, SEND_LEASE)
        if outgoing is not None:
            self.posts.append(outgoing)
            receipt = Receipt(f"ts-{len(self.posts)}", parts)
            await self.store.outbox.mark_sent(outgoing, receipt, self.now)
        return outgoing

    async def drain(self) -> list[Post]:
        """Send all posts that are due, one a second per channel."""
        sent: list[Post] = []
        idle = 0
        while idle < 2:
            outgoing = await self.send()
            idle = idle + 1 if outgoing is None else 0
            if outgoing is None:
                self.after(timedelta(seconds=1))
            else:
                sent.append(outgoing)
        return sent
