"""A small world for the jobs: a real store, a web of pages, a messenger that remembers."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.examine import examine
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.errors import DeliveryError, FetchError, Gone
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.watches import Channel, Tenant
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.store import Store
from jobs.check_due import CheckDue
from jobs.send_due import SendDue
from tests.sqlite_stores import make_watch_request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POST_INTERVAL = timedelta(seconds=2)
"""Longer than the pace of a channel."""


def render_policy(name: str, days: int = 30) -> str:
    """The page of an invented platform."""
    return (
        f"<html lang='en'><head><title>{name} Privacy Policy</title></head><body><main>"
        f"<h1>{name} Privacy Policy</h1><p>This policy explains what personal data {name} collects,"
        " why we use it and which rights you have.</p><h2>What we collect</h2><p>We collect your"
        " name and your e-mail address when you open an account.</p><h2>How long we keep it</h2>"
        f"<p>We keep your personal data for {days} days after you close your account.</p></main>"
        "</body></html>"
    )


@dataclass
class World:
    """What there is; `now` moves only by hand."""

    store: Store
    pages: dict[str, str | FetchError] = field(default_factory=dict)
    now: datetime = NOON
    posts: list[tuple[str, Post]] = field(default_factory=list)
    refusals: list[DeliveryError] = field(default_factory=list)
    found: dict[int, Receipt | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def clock(self) -> datetime:
        """Now."""
        return self.now

    async def fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Answer as a host would."""
        self.asked.append(request.url)
        page = self.pages.get(
            request.url, Gone(request.url, "the host answered 404", transient=False)
        )
        if isinstance(page, FetchError):
            raise page
        body = page.encode()
        digest = hashlib.sha256(body).hexdigest()
        headers = (("content-type", "text/html"),)
        return Snapshot(request.url, request.url, 200, headers, body, digest, now)

    async def examine(self, task: Task) -> Examination:
        """Examine right here."""
        return examine(task)

    async def post(self, outgoing: Post, now: datetime) -> Receipt:
        """Post, or fail as told."""
        assert now == self.now
        if self.refusals:
            raise self.refusals.pop(0)
        self.posts.append((outgoing.channel.slack_id, outgoing))
        return Receipt(ts=f"{len(self.posts)}.0")

    async def find(self, outgoing: Post) -> Receipt | None:
        """Say what became of a post of unknown fate."""
        return self.found.get(outgoing.post_id)

    def __post_init__(self) -> None:
        """Make the jobs, which remember what is down."""
        ports = Ports(self.fetch, self.store.versions, self.examine)
        self.check_due = CheckDue(self.store, ports, Timing(), timedelta(0), self.clock, 5)
        self.send_tick = self.send_due()

    def send_due(self, *, can_look_up: bool = False) -> SendDue:
        """The job, on this world."""
        return SendDue(self.store, self, self.clock, can_look_up)

    async def watch(self, *names: str, channel: str = "C1") -> Channel:
        """Put invented platforms on a channel's watchlist."""
        workspace = await self.store.workspaces.ensure(Tenant(None, "T1"), self.now)
        kept = await self.store.workspaces.ensure_channel(workspace, channel, self.now)
        for name in names:
            url = f"https://{name.lower()}.example/privacy"
            self.pages.setdefault(url, render_policy(name))
            request = make_watch_request(kept, name, url)
            await self.store.watches.add(request, self.now)
        return kept

    async def look(self, after: timedelta = timedelta(0)) -> int:
        """Let time pass and check what is due then."""
        self.now += after
        return await self.check_due()

    async def tell(self, *, can_look_up: bool = False) -> int:
        """Send until nothing is due for a minute, as the ticks would."""
        until, sent, is_quiet = self.now + timedelta(minutes=1), 0, False
        while not is_quiet:
            made = await self.send_due(can_look_up=can_look_up)()
            is_quiet = made == 0 and self.now >= until
            sent += made
            self.now = self.now + POST_INTERVAL if made else max(self.now, until)
        return sent

    def told(self, kind: str) -> list[tuple[str, str]]:
        """Channel and text of what was told of a kind."""
        return [
            (channel, getattr(delivery.event, "reason", ""))
            for channel, outgoing in self.posts
            for delivery in outgoing.deliveries
            if delivery.kind == kind
        ]
