"""Watches for the stores of benchmarks."""

from collections.abc import Sequence
from datetime import datetime

from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Channel
from clausewatch.store import NewDocument, NewWatch, Store


async def add_watch(
    store: Store, channel: Channel, number: int, documents: Sequence[NewDocument], now: datetime
) -> None:
    """Watch the documents of the platform with this number in a channel."""
    watch = NewWatch(
        channel=channel,
        platform_key=f"p{number}",
        platform_name=f"Platform {number}",
        documents=tuple(documents),
        is_private=False,
        minimum=Severity.LOW,
        cadence=Cadence.NOW,
        user_id="U1",
    )
    await store.watches.add(watch, now)
