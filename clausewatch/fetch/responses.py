"""What a host's answer means: statuses, content types and network faults as errors in words."""

import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
import httpx

from clausewatch.errors import FetchError, Forbidden, Gone, Refused
from clausewatch.fetch.connection import BlockedAddress

MAX_RETRY_AFTER = timedelta(days=7)
"""A host may ask for a pause, not for silence for good."""
MOST_WAIT_CHARS = 100
"""Of a Retry-After header: a date takes 29."""
KEPT_HEADERS = ("content-type", "content-encoding", "content-language", "content-length", "date",
                "etag", "last-modified")  # fmt: skip
"""What stays with a snapshot; Content-Length as sent shows a body that was cut short."""

REFUSALS: Mapping[int, str] = {
    401: "the host asks for a login (401); give the address of a public page",
    402: "the host asks for payment (402); give the address of a public page",
    403: "the host refuses automated readers (403); open it in a browser or watch another address",
    407: "a proxy asks for a login (407); set FETCH_PROXY with its user and password",
    429: "the host says that it was asked too often (429); it is asked again later",
    451: "the host withholds the page for legal reasons (451); watch another address",
}
ABSENCES: Mapping[int, str] = {
    404: "the page is not there any more (404); give its new address",
    410: "the page was removed for good (410); give its new address",
}
PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.ACCEPTED,
                     HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT})  # fmt: skip
GOOD = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

_READABLE_APPLICATIONS = re.compile(
    r"application/(?:xhtml\+xml|xml|json|pdf|x-pdf|rtf|msword|markdown"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml\.document"
    r"|vnd\.oasis\.opendocument\.text|[a-z0-9.+-]+\+(?:xml|json))"
)
_UNNAMED = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown",
                      "application/x-unknown", "application/force-download",
                      "application/download"})  # fmt: skip
_ZIP = b"PK\x03\x04"
_ARCHIVES = frozenset({"application/zip", "application/x-zip-compressed"})
"""A Word file is one; what else is in there is refused where it is read."""
_READ_BY_MARK = (b"%PDF-", _ZIP, b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf", b"\xff\xfe",
                 b"\xfe\xff")  # fmt: skip
"""Starts of what extract reads or refuses in words of its own: PDF, Word (new and old), Unicode."""
SNIFFED_BYTES = 1024


def error_for(url: str, status: int, headers: httpx.Headers, now: datetime) -> FetchError:
    """Return the error that a status other than success and redirect stands for."""
    wait = retry_after(headers.get("retry-after"), now)
    if status in ABSENCES:
        return Gone(url=url, reason=ABSENCES[status], transient=False)
    if status in REFUSALS:
        is_passing = status == HTTPStatus.TOO_MANY_REQUESTS
        return Refused(url=url, reason=REFUSALS[status], transient=is_passing, retry_after=wait)
    is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in PASSING
    way_out = "it is asked again later" if is_passing else "check the address"
    reason = f"the host answered {status}{_phrase(status)}; {way_out}"
    return FetchError(url=url, reason=reason, transient=is_passing, retry_after=wait)


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase.lower()})"
    except ValueError:
        return ""


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """Return the wait that a Retry-After header asks for (seconds or an HTTP date), capped."""
    text = (header or "").strip()
    if not 0 < len(text) <= MOST_WAIT_CHARS:
        return None
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:12]), MAX_RETRY_AFTER.total_seconds()))
    else:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        wait = min(when - now, MAX_RETRY_AFTER)
    return wait if wait > timedelta(0) else None


def why_not_text(content_type: str | None, start: bytes | None) -> str | None:
    """Return why a body is nothing to read, judged by its type, then by its first bytes.

    With `start` None the type alone is judged, before the body is read.
    """
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.startswith("text/") or _READABLE_APPLICATIONS.fullmatch(kind):
        return None
    if kind in _ARCHIVES and (start is None or start.startswith(_ZIP)):
        return None
    main = kind.partition("/")[0]
    if kind not in _UNNAMED and "/" in kind:
        shown = "an image" if main == "image" else "a file"
        return f"the address shows {shown} ({kind[:60]}), not a text; give the policy's own page"
    if start is not None and b"\0" in start and not start.startswith(_READ_BY_MARK):
        return "the address shows a binary file, not a text; give the policy's own page"
    return None


def fault_of(url: str, host: str, fault: BaseException) -> FetchError:
    """Return what went wrong on the network as an error in words."""
    cause = _innermost(fault)
    if isinstance(cause, BlockedAddress):
        return Forbidden(
            url=url, reason=f"{cause}; only public addresses are fetched", transient=False
        )
    if isinstance(cause, ssl.SSLError):
        told = getattr(cause, "verify_message", "") or cause.reason or "no common protocol"
        reason = f"no safe connection to {host} ({str(told).lower()}); the host must mend it"
        return FetchError(url=url, reason=reason, transient=False)
    if isinstance(fault, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Forbidden(url=url, reason="this is not a URL that can be fetched", transient=False)
    return FetchError(url=url, reason=_broken(host, fault), transient=True)


def _broken(host: str, fault: BaseException) -> str:
    inner = fault.__cause__
    if isinstance(inner, aiohttp.ClientConnectorDNSError):
        return f"the name {host} is not known; check its spelling"
    if isinstance(fault, TimeoutError | httpx.TimeoutException) and not isinstance(
        inner, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError
    ):
        return f"{host} did not answer in time; it is asked again later"
    if isinstance(inner, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return "the proxy cannot be reached; check FETCH_PROXY"
    if isinstance(inner, aiohttp.ClientConnectorError):
        return f"{host} takes no connections; it is asked again later"
    if isinstance(inner, aiohttp.ClientPayloadError):
        return f"{host} sent only a part of the page; it is asked again later"
    return f"{host} broke the connection off; it is asked again later"


def _innermost(fault: BaseException) -> BaseException:
    """Return the operating system's own error where one lies beneath."""
    inner = fault.__cause__
    beneath = getattr(inner, "os_error", None) or getattr(inner, "certificate_error", None)
    return beneath if isinstance(beneath, BaseException) else fault
