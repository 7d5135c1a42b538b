"""Counts what a crash test must find: one post per change and channel, and a whole store."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import Executable, text

from clausewatch.store import Store
from tests.fake_slack import FakeSlack

CHANNELS = ("C1", "C2")
FAULT_COUNTS = (
    "lost",
    "doubled",
    "lost reminders",
    "doubled reminders",
    "lost messages",
    "doubled messages",
    "faults",
    "half-written",
    "still open",
)
"""Counts that must be 0."""
HALF_WRITTEN_CHANGES = text(
    "select count(*) from change where 2 <>"
    " (select count(*) from delivery where change_id = change.id and kind = 'alert')"
)
OPEN_POSTS = text(
    "select (select count(*) from post where state in ('pending', 'sending', 'unknown'))"
    " + (select count(*) from delivery where state = 'pending')"
    " + (select count(*) from webhook_post where state in ('pending', 'sending'))"
)


def find_posts(slack: FakeSlack, number: int, channel: str) -> list[str]:
    """Return the posts of a channel about a change *to* this number."""
    wanted = re.compile(rf"(?:→|After:|becomes)(?:(?!Before:).)*\b{number} days", re.DOTALL)
    cards = [p for p in slack.posts if p.channel == channel and p.thread_ts is None]
    return [card.text for card in cards if wanted.search(card.text)]


def is_posted(slack: FakeSlack, number: int) -> bool:
    """Return whether every channel has a post about the change to this number."""
    return all(find_posts(slack, number, channel) for channel in CHANNELS)


def count_posts(slack: FakeSlack, numbers: Sequence[int]) -> dict[str, int]:
    """Compare the posts of the channels with the changes of the site."""
    lost = doubled = marked = 0
    for number in numbers:
        for channel in CHANNELS:
            found = find_posts(slack, number, channel)
            repeats = sum("possible duplicate" in text.lower() for text in found)
            lost += not found
            doubled += max(0, len(found) - repeats - 1)
            marked += repeats
    counts = {"changes": len(numbers), "posts": len(slack.posts)}
    return counts | {"lost": lost, "doubled": doubled, "marked": marked}


async def count_rows(store: Store, query: Executable) -> int:
    """Return the number that a query selects."""
    async with store.database.read() as connection:
        return int((await connection.execute(query)).scalar_one())


def is_noticed(counts: Mapping[str, int]) -> bool:
    """Return whether the counts show a planted fault."""
    return any(counts.get(key) for key in FAULT_COUNTS if key != "still open")


def has_failed(counts: Mapping[str, int], *, can_look_up: bool = False) -> bool:
    """Return whether a post was lost or doubled, or whether too few kills hit their moment."""
    is_bad = any(counts[key] for key in FAULT_COUNTS)
    is_bad = is_bad or 3 * counts.get("sending", 0) < counts["kills"]
    # A lookup that Slack does not refuse leaves no repeat; a kill interrupts a post per channel.
    return is_bad or (can_look_up and counts["marked"] > counts["refused"] * len(CHANNELS))
