"""Slack's signature of an HTTP request: the proof that the request comes from Slack."""

import hmac
from collections.abc import Sequence

from clausewatch.whole_numbers import parse_whole_number

MAX_AGE_SECONDS = 300
"""Older requests are refused: they may be replays."""
VERSION = "v0"


def is_signed(
    secret: str, body: bytes, stamps: Sequence[str], signatures: Sequence[str], now: float
) -> bool:
    """Return whether Slack signed these bytes in the last minutes.

    `stamps` and `signatures` are all values of the two headers, `now` is a Unix time. Never
    raises: malformed headers mean no.
    """
    if not secret or len(stamps) != 1 or len(signatures) != 1:
        return False
    stamp = parse_whole_number(stamps[0])
    if stamp is None or not abs(now - stamp) <= MAX_AGE_SECONDS:
        return False
    # compare_digest raises on non-ASCII text, so it compares bytes
    signature = signatures[0].encode(errors="replace")
    return hmac.compare_digest(_compute_signature(secret, stamps[0], body), signature)


def _compute_signature(secret: str, stamp: str, body: bytes) -> bytes:
    signed_bytes = f"{VERSION}:{stamp}:".encode() + body
    return f"{VERSION}={hmac.new(secret.encode(), signed_bytes, 'sha256').hexdigest()}".encode()
