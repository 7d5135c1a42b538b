"""HTTP statuses and network faults as errors with a reason for people."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
import httpx

from clausewatch.errors import FetchError, Forbidden, Gone, Refused
from clausewatch.fetch.connection import BlockedAddress
from clausewatch.fetch.lenient_http import IncompleteBody, MalformedResponse

MAX_RETRY_AFTER = timedelta(days=7)
"""A host may ask us to pause, but not for ever."""
MAX_RETRY_AFTER_CHARS = 100
"""A date has 29."""

REFUSALS: Mapping[int, str] = {
    401: "the host requires a login (401); use the URL of a public page",
    402: "the host requires payment (402); use the URL of a public page",
    403: "the host refuses automated clients (403); open it in a browser or use another URL",
    407: "a proxy requires a login (407); set FETCH_PROXY with its user and password",
    429: "the host limits the rate of requests (429); it will be tried again later",
    999: "the host refuses automated clients (999); open it in a browser or use another URL",
    451: "the host withholds the page for legal reasons (451); use another URL",
}
ABSENCES: Mapping[int, str] = {
    404: "the page no longer exists (404); use its new URL",
    410: "the page was removed permanently (410); use its new URL",
}
TRANSIENT_STATUSES = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY,
                                HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT,
                                HTTPStatus.RESET_CONTENT})  # fmt: skip
SUCCESSES = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT_REDIRECTS = frozenset({301, 308})
NETWORK_ERRORS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError)
"""What a request raises; `make_network_error` turns each into a FetchError."""


def make_status_error(url: str, status: int, headers: httpx.Headers, now: datetime) -> FetchError:
    """Return the error for a status that is neither a success nor a redirect."""
    wait = parse_retry_after(headers.get("retry-after"), now)
    if status in ABSENCES:
        return Gone(url=url, reason=ABSENCES[status], transient=False)
    if status in REFUSALS:
        is_transient = status == HTTPStatus.TOO_MANY_REQUESTS
        return Refused(url=url, reason=REFUSALS[status], transient=is_transient, retry_after=wait)
    is_transient = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in TRANSIENT_STATUSES
    advice = "it will be tried again later" if is_transient else "check the URL"
    reason = f"the host answered {status}{_format_phrase(status)}; {advice}"
    return FetchError(url=url, reason=reason, transient=is_transient, retry_after=wait)


def _format_phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase.lower()})"
    except ValueError:
        return ""


def parse_retry_after(header: str | None, now: datetime) -> timedelta | None:
    """Return the wait in a Retry-After header (seconds or an HTTP date), at most a week."""
    text = (header or "").strip()
    if not 0 < len(text) <= MAX_RETRY_AFTER_CHARS:
        return None
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:12]), MAX_RETRY_AFTER.total_seconds()))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        wait = min(moment - now, MAX_RETRY_AFTER)
    return wait if wait > timedelta(0) else None


def make_network_error(url: str, host: str, fault: BaseException) -> FetchError:
    """Return the error for an exception of the network libraries."""
    cause = _find_cause(fault)
    if isinstance(cause, BlockedAddress):
        return Forbidden(
            url=url, reason=f"{cause}; only public addresses are fetched", transient=False
        )
    if isinstance(cause, ssl.SSLError):
        message = getattr(cause, "verify_message", "") or cause.reason or "no common protocol"
        reason = f"no secure connection to {host} ({str(message).lower()}); the host must fix it"
        return FetchError(url=url, reason=reason, transient=False)
    if isinstance(fault, MalformedResponse | aiohttp.ClientResponseError):
        rule = str(fault) if isinstance(fault, MalformedResponse) else "breaks the rules of HTTP"
        reason = f"{host} {rule}; its operator must fix that"
        return FetchError(url=url, reason=reason, transient=False)
    if isinstance(fault, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Forbidden(url=url, reason="this is not a URL that can be fetched", transient=False)
    return FetchError(url=url, reason=_describe_fault(host, fault), transient=True)


def _describe_fault(host: str, fault: BaseException) -> str:
    inner = fault.__cause__
    if isinstance(inner, aiohttp.ClientConnectorDNSError):
        return f"the host name {host} is unknown; check its spelling"
    if isinstance(fault, TimeoutError | httpx.TimeoutException) and not isinstance(
        inner, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError
    ):
        return f"{host} did not answer in time; it will be tried again later"
    if isinstance(inner, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return "the proxy cannot be reached; check FETCH_PROXY"
    if isinstance(inner, aiohttp.ClientConnectorError):
        return f"{host} refuses connections; it will be tried again later"
    if isinstance(inner, aiohttp.ClientPayloadError) or isinstance(fault, IncompleteBody):
        return f"{host} sent only a part of the page; it will be tried again later"
    return f"{host} closed the connection; it will be tried again later"


def _find_cause(fault: BaseException) -> BaseException:
    """Return the operating system's own error if the fault wraps one, else the fault."""
    inner = fault.__cause__
    cause = getattr(inner, "os_error", None) or getattr(inner, "certificate_error", None)
    return cause if isinstance(cause, BaseException) else fault
