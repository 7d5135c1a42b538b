"""Values for the store's tests: an invented platform, its pages, and what checks of it come to."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

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
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.watches import Channel, Tenant, WatchResult
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.notifications.events import FirstRead
from clausewatch.store import Store
from tests.sqlite_stores import make_watch_request

NOW = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
LEASE = timedelta(minutes=10)
SEND_LEASE = timedelta(minutes=2)
PACE = timedelta(seconds=5)
SIX_HOURS = timedelta(hours=6)
OLD = "We keep logs for 30 days."
NEW = "We keep logs for 90 days."


def reading(text: str, *, extractor: str = "2026.1.0") -> Reading:
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


def snapshot(text: str, *, url: str = "https://brillo.example/privacy") -> Snapshot:
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


def comparison(
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


def outcome(due: DueDocument, result: Result, at: datetime = NOW, **fields: object) -> CheckOutcome:
    """What a check came to; the next one is in six hours."""
    made = CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=at,
        next_check_at=at + SIX_HOURS,
        result=result,
        state=due.state,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of an outcome, by name


def seen(due: DueDocument, text: str) -> tuple[Snapshot, ...]:
    """All pages of a document, showing a text."""
    return tuple(snapshot(f"{text} {page.url}", url=page.url) for page in due.pages)


def pages(snapshots: tuple[Snapshot, ...]) -> tuple[PageState, ...]:
    """What is remembered of good pages."""
    return tuple(PageState(s.url, etag=s.find_header("etag"), sha256=s.sha256) for s in snapshots)


def baseline(due: DueDocument, text: str = OLD, at: datetime = NOW) -> CheckOutcome:
    """The first good look."""
    snapshots = seen(due, text)
    event = FirstRead(due.document.id, "Privacy Policy", None, 6)
    return outcome(
        due,
        FirstVersion(pages(snapshots), snapshots, reading(text)),
        at,
        events=(event,),
        state=DocumentState(),
    )


def changed(
    due: DueDocument, text: str = NEW, found: Comparison | None = None, at: datetime = NOW
) -> CheckOutcome:
    """Other terms, confirmed."""
    snapshots = seen(due, text)
    before_id = due.state.baseline_id
    assert before_id is not None
    result = Changed(pages(snapshots), snapshots, reading(text), before_id, found or comparison())
    return outcome(due, result, at)


@dataclass
class World:
    """A store with a clock, and the steps that most situations begin with."""

    store: Store
    now: datetime = NOW
    posts: list[Post] = field(default_factory=list)

    def after(self, wait: timedelta) -> datetime:
        """Let time pass."""
        self.now += wait
        return self.now

    async def channel(self, team: str = "T1", slack_id: str = "C1") -> Channel:
        """A channel of a team."""
        workspace = await self.store.workspaces.ensure(Tenant(None, team), self.now)
        return await self.store.workspaces.ensure_channel(workspace, slack_id, self.now)

    async def watch(self, channel: Channel, key: str = "brillo", **options: object) -> WatchResult:
        """Put a platform on a watchlist; one document at one URL unless said otherwise."""
        name, url = key.capitalize(), f"https://{key}.example/privacy"
        request = replace(make_watch_request(channel, name, url), platform_key=key)
        asked = replace(request, **options)  # type: ignore[arg-type]  # fields of a request
        return await self.store.watches.add(asked, self.now)

    async def due(self) -> DueDocument:
        """The one document that is due."""
        (found,) = await self.store.checks.claim(self.now, 10, LEASE)
        return found

    async def record(self, *outcomes: CheckOutcome) -> tuple[ChangeId | None, ...]:
        """Record outcomes."""
        return await self.store.checks.record(outcomes, PACE)

    async def next_look(self) -> DueDocument:
        """The document at its next check."""
        self.after(SIX_HOURS)
        return await self.due()

    async def change(self, text: str = NEW, found: Comparison | None = None) -> ChangeId:
        """The one document shows other terms at its next check."""
        look = await self.next_look()
        (change_id,) = await self.record(changed(look, text, found, at=self.now))
        assert change_id is not None
        return change_id

    async def first_read(self, *, is_told: bool = True) -> DueDocument:
        """The one document that is due is read for the first time."""
        look = await self.due()
        await self.record(baseline(look, at=self.now))
        if is_told:
            await self.drain()
        return look

    async def send(self, parts: int = 1) -> Post | None:
        """Post what is due next; Slack takes it."""
        outgoing = await self.store.outbox.claim(self.now, SEND_LEASE)
        if outgoing is not None:
            self.posts.append(outgoing)
            receipt = Receipt(f"ts-{len(self.posts)}", parts)
            await self.store.outbox.mark_sent(outgoing, receipt, self.now)
        return outgoing

    async def drain(self) -> list[Post]:
        """Post all that is due within moments, as fast as channels may be posted to."""
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
