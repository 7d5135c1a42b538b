"""The end of a crash run: every change is filed, nothing is left to send, and no repeat comes.

A second post may come late: after the pause before a repeat, at a tick of a process that started
again, or at the next check of a policy. So a run ends after a span in which nothing happened
although all of this had its turn: the span is longer than the pause, each `run` looked for
reminders twice, and each policy was checked again. A busy machine makes the span longer.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import and_, func, or_, select

from clausewatch.store import Store
from clausewatch.store.tables import CHANGE, DELIVERY, DOCUMENT, POST
from tests.crash_counts import OPEN_POSTS, count_rows
from tests.crash_reminders import is_young
from tests.kill_points import name_ticks

REPEAT_SECONDS = 3.0
"""The pause of the tested processes before they repeat a post of unknown fate."""
SPAN_SECONDS = 2 * REPEAT_SECONDS
"""The shortest span without activity. A repeat that is due is sent within a second."""
TICKS = 2
"""The second begins after the first has ended, so it sees all that was there when that began."""
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Activity:
    """What each step towards a post changes."""

    received: int
    """Posts and messages that Slack and the receiver got, with repeats."""
    changes: int
    deliveries: int
    posts: int
    left: int
    """Rows that a post is still to be made of; an alert that no reminder is due of yet is one."""


@dataclass(frozen=True)
class Span:
    """A span without activity, from its begin."""

    activity: Activity
    began: float
    began_at: datetime
    ticks: tuple[int, ...]


@dataclass(frozen=True)
class RunEnd:
    """Tells when a run is over."""

    store: Store
    changes: int
    """That must be filed."""
    count_received: Callable[[], int]
    count_ticks: Callable[[], tuple[int, ...]]
    """Of each `run` process."""
    has_workers: bool = False
    """True if the policies that a dead worker had claimed stay claimed for minutes."""

    async def wait(self, seconds: float) -> bool:
        """Wait until the run is over, at most so long; return whether it is."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        span = await self._begin_span()
        while loop.time() < deadline:
            activity = await self._load_activity()
            if activity != span.activity or activity.left or activity.changes < self.changes:
                span = await self._begin_span()
            elif loop.time() - span.began >= SPAN_SECONDS and await self._had_its_turn(span):
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    async def _begin_span(self) -> Span:
        began_at = datetime.now(UTC)  # noqa: TID251  # the processes have the real clock
        began = asyncio.get_running_loop().time()
        return Span(await self._load_activity(), began, began_at, self.count_ticks())

    async def _had_its_turn(self, span: Span) -> bool:
        """Return whether each `run` has ticked and each policy was checked since a span began."""
        ticks = self.count_ticks()
        if any(now - then < TICKS for now, then in zip(ticks, span.ticks, strict=True)):
            return False
        is_unchecked = DOCUMENT.c.last_checked_at <= span.began_at
        if self.has_workers:
            is_unchecked = and_(is_unchecked, DOCUMENT.c.lease_token.is_(None))
        due = select(func.count()).where(
            DOCUMENT.c.is_watched, or_(is_unchecked, DOCUMENT.c.is_awaiting_confirmation)
        )
        return await count_rows(self.store, due) == 0

    async def _load_activity(self) -> Activity:
        store, received = self.store, self.count_received()
        now = datetime.now(UTC)  # noqa: TID251  # as above
        young = select(func.count()).where(is_young(now))
        left = await count_rows(store, OPEN_POSTS) + await count_rows(store, young)
        changes, deliveries, posts = [
            await count_rows(store, select(func.count()).select_from(table))
            for table in (CHANGE, DELIVERY, POST)
        ]
        return Activity(received, changes, deliveries, posts, left)


def count_ticks(folder: Path, process_id: int) -> int:
    """Return how often a process of a folder has looked for reminders."""
    try:
        return name_ticks(folder, process_id).stat().st_size
    except FileNotFoundError:
        return 0
