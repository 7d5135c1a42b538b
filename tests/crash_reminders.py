"""Reminders of deadlines in the crash test: how they become due, and how many were posted."""

import asyncio
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, update

from clausewatch.errors import StoreError
from clausewatch.notifications.deliveries import DeliveryKind
from clausewatch.store import Store, deliveries
from clausewatch.store.tables import DELIVERY
from tests.fake_slack import FakeSlack

SETTINGS = "settings time:00:00 zone:UTC reminders:off"
"""A channel is reminded at any hour."""
DAYS_AHEAD = 10
"""Of the deadline of every change, which is therefore reminded of once: 14 days before it."""
AGE = timedelta(days=2)
PAUSE_SECONDS = 0.3


def is_young(now: datetime) -> ColumnElement[bool]:
    """Return the condition of posted alerts that no reminder is due of yet."""
    return and_(
        DELIVERY.c.kind == DeliveryKind.ALERT,
        DELIVERY.c.state == deliveries.TOLD,
        DELIVERY.c.created_at > now - AGE / 2,
    )


async def keep_aging(store: Store) -> None:
    """Let every alert be of an earlier day as soon as it is posted, so that its reminder is due."""
    while True:
        now = datetime.now(UTC)  # noqa: TID251  # the processes have the real clock
        aged = update(DELIVERY).where(is_young(now))
        # On a busy machine another process may hold the database longer than a statement waits.
        with suppress(StoreError):
            async with store.database.write() as connection:
                await connection.execute(aged.values(created_at=now - AGE))
        await asyncio.sleep(PAUSE_SECONDS)


def count_faults(
    slack: FakeSlack, numbers: Iterable[int], channels: Iterable[str]
) -> dict[str, int]:
    """Return how many reminders were lost, doubled without a mark, and marked as repeats."""
    lost = doubled = marked = 0
    for number in numbers:
        for channel in channels:
            found = _find_reminders(slack, number, channel)
            repeats = sum("possible duplicate" in text.lower() for text in found)
            lost += not found
            doubled += max(0, len(found) - repeats - 1)
            marked += repeats
    return {"lost reminders": lost, "doubled reminders": doubled, "marked reminders": marked}


def _find_reminders(slack: FakeSlack, number: int, channel: str) -> list[str]:
    wanted = re.compile(rf"Takes effect in \d+ days(?:(?!→).)*“[^”]*\b{number} days", re.DOTALL)
    posts = (post.text for post in slack.posts if post.channel == channel)
    return [text for text in posts if wanted.search(text)]
