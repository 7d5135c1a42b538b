"""Errors of calls to Slack's Web API."""

import aiohttp
from slack_sdk.errors import SlackApiError

NETWORK_FAULTS = (aiohttp.ClientError, TimeoutError, OSError)
"""What a call raises when Slack gives no answer."""
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "service_unavailable"})
"""Codes after which, according to Slack, part of the call may have been done."""
TRANSIENT = frozenset({"ratelimited", "rate_limited", "request_timeout"})
"""Codes of calls that were not done and can be made again later."""


def read_code(fault: SlackApiError) -> str:
    """Return Slack's error code, or an empty string if its answer holds none.

    An answer that is not JSON, such as a proxy's, comes as text or as the HTTP response itself.
    """
    answer = getattr(fault.response, "data", fault.response)
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""


def is_transient(fault: SlackApiError) -> bool:
    """Return whether the fault is Slack's own, so that the same call may work later."""
    return read_code(fault) in {"", *AMBIGUOUS, *TRANSIENT}
