"""When a document is looked at next: pure arithmetic, spread without chance."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_WAIT = timedelta(days=2)
"""A document that fails for ever is still tried every other day."""
SOON = timedelta(minutes=30)
"""First second look at a page that is not the policy; doubles per look."""
JITTER = 0.1
"""Share of the interval over which checks spread, so that hosts and hours share the load."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How often to look, and how many looks settle a question."""

    interval: timedelta = timedelta(hours=6)
    confirm_after: timedelta = timedelta(minutes=10)
    is_own_confirmation: bool = False
    """True in a replay: each snapshot stands for a confirmed look."""
    unreadable_after: timedelta = timedelta(days=3)
    """How long a document cannot be read before its health is told, once."""
    unreadable_looks: int = 3
    """Failed looks that it takes besides: after a pause of ours one alone says nothing."""
    revert_after: timedelta = timedelta(hours=48)
    revert_looks: int = 3
    keeps_variants: int = 2
    """Episodes after which a variant that keeps coming back is told as a change."""


def next_check(document_id: int, interval: timedelta, now: datetime) -> datetime:
    """Return a time about one interval away; the spread depends on document and day only."""
    hour = f"{now.year:04}-{now.month:02}-{now.day:02}-{now.hour:02}"
    digest = hashlib.sha256(f"{document_id}:{hour}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / (1 << 32)
    return now + interval * (1 - JITTER + 2 * JITTER * share)


def after_failure(
    interval: timedelta, failures: int, retry_after: timedelta | None, now: datetime
) -> datetime:
    """Back off doubling per failure in a row up to MAX_WAIT, never sooner than the host asked."""
    backoff = min(interval * (1 << min(max(failures - 1, 0), 6)), MAX_WAIT)
    return now + max(backoff, retry_after or timedelta(0))


def second_look(looks: int, interval: timedelta, now: datetime) -> datetime:
    """Look again soon at a page that was not the policy, less and less soon."""
    return now + min(SOON * (1 << min(looks - 1, 10)), max(interval, SOON))
