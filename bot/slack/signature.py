"""Slack's signature of a request: the one proof that what came over HTTP is Slack's."""

import hmac
from collections.abc import Sequence

from clausewatch.whole_numbers import parse_whole_number

MOST_AGE_SECONDS = 300
"""Of a request; an older one may be a copy that somebody sends again."""
VERSION = "v0"


def is_signed(
    secret: str, body: bytes, stamps: Sequence[str], signatures: Sequence[str], now: float
) -> bool:
    """Tell whether Slack signed these bytes just now; takes every value of the two headers.

    Never raises: whatever a stranger puts there is an answer of no.
    """
    if not secret or len(stamps) != 1 or len(signatures) != 1:
        return False
    stamp = parse_whole_number(stamps[0])
    if stamp is None or not abs(now - stamp) <= MOST_AGE_SECONDS:
        return False
    # bytes, as a signature of other letters than ASCII raises where texts are compared
    given = signatures[0].encode(errors="replace")
    return hmac.compare_digest(_signature(secret, stamps[0], body), given)


def _signature(secret: str, stamp: str, body: bytes) -> bytes:
    signed = f"{VERSION}:{stamp}:".encode() + body
    return f"{VERSION}={hmac.new(secret.encode(), signed, 'sha256').hexdigest()}".encode()
