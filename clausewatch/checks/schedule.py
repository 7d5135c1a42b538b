"""When to check a document next: pure arithmetic, spread without chance."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_WAIT = timedelta(days=2)
"""A document that fails permanently is still tried every other day."""
FIRST_RECHECK = timedelta(minutes=30)
"""The first check after a page that was not the policy; the wait doubles per check."""
JITTER = 0.1
"""Share of the interval over which checks spread, so that hosts and hours share the load."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How often to check, and how many checks settle a question."""

    interval: timedelta = timedelta(hours=6)
    confirm_after: timedelta = timedelta(minutes=10)
    is_own_confirmation: bool = False
    """True in a replay: each snapshot counts as confirmed."""
    unreadable_after: timedelta = timedelta(days=3)
    """How long a document is unreadable before its health is reported, once."""
    unreadable_checks: int = 3
    """Failed checks that this needs as well: after a pause of ours one alone says nothing."""
    revert_after: timedelta = timedelta(hours=48)
    revert_checks: int = 3
    trust_304_for: timedelta = timedelta(days=7)
    """How long a 304 is believed after the host last sent the whole page."""
    keeps_variants: int = 2
    """Episodes after which a recurring variant is filed as a change."""


def plan_next_check(document_id: int, interval: timedelta, now: datetime) -> datetime:
    """Return a time about one interval away; the spread depends on document and hour only."""
    hour = f"{now.year:04}-{now.month:02}-{now.day:02}-{now.hour:02}"
    digest = hashlib.sha256(f"{document_id}:{hour}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / (1 << 32)
    return now + interval * (1 - JITTER + 2 * JITTER * share)


def plan_retry(
    interval: timedelta, failures: int, retry_after: timedelta | None, now: datetime
) -> datetime:
    """Back off, doubling per consecutive failure up to MAX_WAIT, as long as the host asked."""
    backoff = min(interval * (1 << min(max(failures - 1, 0), 6)), MAX_WAIT)
    return now + max(backoff, retry_after or timedelta(0))


def plan_recheck(checks: int, interval: timedelta, now: datetime) -> datetime:
    """Check a page that was not the policy again soon, then less and less soon."""
    backoff = FIRST_RECHECK * (1 << min(checks - 1, 10))
    return now + min(backoff, max(interval, FIRST_RECHECK))
