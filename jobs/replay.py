"""Replay dated snapshots through the whole route, as a channel would have lived it.

The store, the check, the routing and the outbox are the real ones; only the web is a list of
snapshots, and the clock is the one on them.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from clausewatch.checks.examine import Examination, Task, examine
from clausewatch.checks.pipeline import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.evaluation.pairs import read_body
from clausewatch.model.documents import Cadence, Document, Tenant
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.reading import Severity
from clausewatch.notifications.deliveries import DeliveryKind, Outgoing, Receipt
from clausewatch.store import NewDocument, NewWatch, Store
from jobs.check_due import LEASE, outcome_of
from jobs.send_due import SendDue

AS_IF_LIVE = Timing(is_own_confirmation=True)
Render = Callable[[Outgoing, datetime], Sequence[str]]
"""The texts of a post's parts: the card, then its thread."""
POSTS_APART = timedelta(seconds=2)
"""The clock of the sender moves on by this much per look, for the pace of a channel."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message that the channel received, after the snapshot of that index."""

    service: str
    document: str
    step: int
    kind: str
    significance: str | None
    card: str


def snapshot_of(step: dict[str, Any], folder: Path, url: str) -> Snapshot:
    """Return a step of a sequence as a fetch would have brought it."""
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


@dataclass(slots=True)
class Replay:
    """One document's life in one channel that is told at once."""

    store: Store
    render: Render
    shown: Snapshot | None = None
    now: datetime | None = None

    async def run(self, sequence: dict[str, Any], folder: Path) -> list[Told]:
        """Return what the channel was told, in order."""
        recorder = _Recorder(self.render, sequence)
        send = SendDue(self.store, recorder, self._clock)
        document: Document | None = None
        for index, step in enumerate(sequence["steps"]):
            self.shown = snapshot_of(step, folder, sequence["url"])
            self.now = self.shown.fetched_at
            if document is None:
                document = await self._watched(sequence)
            await self._check(document)
            recorder.step = index
            self.now += POSTS_APART
            while await send():
                self.now += POSTS_APART
        return recorder.told

    def _clock(self) -> datetime:
        if self.now is None:
            raise AssertionError("the clock starts with the first snapshot")
        return self.now

    async def _watched(self, sequence: dict[str, Any]) -> Document:
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
            raise AssertionError("nobody else claims in a replay")
        ports = Ports(self._fetch, self.store.checks, _examined)
        outcome = await outcome_of(due, ports, AS_IF_LIVE, now)
        await self.store.checks.record([outcome], timedelta(0))

    async def _fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        if self.shown is None:
            raise AssertionError(f"{request.url} is asked for before the first snapshot, {now}")
        return self.shown


async def _examined(task: Task) -> Examination:
    return examine(task)


@dataclass(slots=True)
class _Recorder:
    """A messenger that posts nowhere and remembers what was told at which step."""

    render: Render
    sequence: dict[str, Any]
    step: int = 0
    told: list[Told] = field(default_factory=list)

    async def post(self, outgoing: Outgoing, now: datetime) -> Receipt:
        """Keep one line per delivery; the card is the whole post, its thread included."""
        card = "\n".join(self.render(outgoing, now))
        for delivery in outgoing.deliveries:
            is_alert = delivery.kind is DeliveryKind.ALERT
            change = delivery.change if is_alert else None
            self.told.append(
                Told(
                    service=self.sequence["service"],
                    document=self.sequence["document"],
                    step=self.step,
                    kind="change" if is_alert else delivery.kind.value,
                    significance=change.comparison.significance if change else None,
                    card=card,
                )
            )
        return Receipt(ts=f"{outgoing.post_id}.0")

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        """Nothing is ever of unknown fate here."""
        return Receipt(ts=f"{outgoing.post_id}.0")
