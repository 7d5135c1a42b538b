"""Replay dated snapshots through the whole route, up to the messages of a channel.

The store, the check, the routing and the outbox are the real ones. The web is a list of snapshots,
and the clock follows their dates.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.examine import examine
from clausewatch.checks.pipeline import check_document
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.evaluation.page_lists import read_body
from clausewatch.model.documents import Document
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.notifications.events import ChangeAlert
from clausewatch.store import NewDocument, NewWatch, Store

TIMING = Timing(is_own_confirmation=True)
LEASE = timedelta(minutes=10)
POSTS_APART = timedelta(seconds=2)
"""The clock moves on by this much before each post, because a channel takes one post a second."""
Render = Callable[[Post, datetime], Sequence[str]]
"""Returns the texts of a post's parts: the card, then its thread."""
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the channel received after the snapshot with the index `step`."""

    service: str
    document: str
    step: int
    kind: str
    significance: str | None
    card: str


@dataclass(slots=True)
class Recorder:
    """A messenger that posts nowhere and keeps the messages with the step of each."""

    render: Render
    sequence: dict[str, Any]
    step: int = 0
    messages: list[Message] = field(default_factory=list)

    async def post(self, outgoing: Post, now: datetime) -> Receipt:
        """Keep one message per delivery; its card is the whole post with its thread."""
        card = "\n".join(self.render(outgoing, now))
        for delivery in outgoing.deliveries:
            is_alert = isinstance(delivery.event, ChangeAlert)
            change = delivery.change if is_alert else None
            self.messages.append(
                Message(
                    service=self.sequence["service"],
                    document=self.sequence["document"],
                    step=self.step,
                    kind="change" if is_alert else delivery.kind.value,
                    significance=change.comparison.significance if change else None,
                    card=card,
                )
            )
        return Receipt(ts=f"{outgoing.post_id}.0")

    async def find(self, outgoing: Post) -> Receipt | None:
        """Return a receipt: in a replay every post is known to be made."""
        return Receipt(ts=f"{outgoing.post_id}.0")


MakeSender = Callable[[Recorder, Clock], Callable[[], Awaitable[int]]]
"""Returns the sender of a store: called, it posts what is due and returns how much that was."""


@dataclass(slots=True)
class Replay:
    """The history of one document, and a channel that is notified at once."""

    store: Store
    render: Render
    make_sender: MakeSender
    snapshot: Snapshot | None = None
    """The current page of the web."""
    now: datetime | None = None

    async def run(self, sequence: dict[str, Any], folder: Path) -> list[Message]:
        """Return the messages that the channel received, in order."""
        recorder = Recorder(self.render, sequence)
        send = self.make_sender(recorder, self._clock)
        document: Document | None = None
        for index, step in enumerate(sequence["steps"]):
            self.snapshot = make_snapshot(step, folder, sequence["url"])
            self.now = self.snapshot.fetched_at
            if document is None:
                document = await self._watch(sequence)
            await self._check(document)
            recorder.step = index
            self.now += POSTS_APART
            while await send():
                self.now += POSTS_APART
        return recorder.messages

    def _clock(self) -> datetime:
        if self.now is None:
            raise AssertionError("the clock starts with the first snapshot")
        return self.now

    async def _watch(self, sequence: dict[str, Any]) -> Document:
        now = self._clock()
        workspace = await self.store.workspaces.ensure(Tenant(None, "T0"), now)
        channel = await self.store.workspaces.ensure_channel(workspace, "C0", now)
        result = await self.store.watches.add(
            NewWatch(
                channel=channel,
                platform_key="replayed",
                platform_name=sequence["service"],
                documents=(NewDocument(sequence["document"], (sequence["url"],)),),
                is_private=True,
                minimum=Severity.LOW,
                cadence=Cadence.NOW,
                user_id="U0",
            ),
            now,
        )
        return result.added[0]

    async def _check(self, document: Document) -> None:
        now = self._clock()
        due = await self.store.checks.claim_one(document.id, now, LEASE)
        if due is None:
            raise AssertionError("nothing else claims documents in a replay")
        ports = Ports(self._fetch, self.store.versions, _examine)
        outcome = await check_document(due, ports, TIMING, now)
        await self.store.checks.record([outcome], timedelta(0))

    async def _fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        if self.snapshot is None:
            raise AssertionError(f"{request.url} is requested before the first snapshot, {now}")
        return self.snapshot


def make_snapshot(step: dict[str, Any], folder: Path, url: str) -> Snapshot:
    """Return a step of a sequence as a fetch would have returned it."""
    body = read_body(folder / step["file"])
    return Snapshot(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", step.get("content_type", "text/html")),),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=datetime.fromisoformat(step["captured_at"]),
    )


async def _examine(task: Task) -> Examination:
    return examine(task)
