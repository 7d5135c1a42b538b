"""What of a request may be believed: who sent it, and where it asks to be answered."""

from urllib.parse import SplitResult, urlsplit

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

VERIFIED = "clausewatch_verified"
"""In the context of a request over HTTP: its signature was checked before it was read."""
SLACK_DOMAINS = ("slack.com", "slack-gov.com")
HTTPS_PORT = 443


def is_verified(request: AsyncBoltRequest) -> bool:
    """Tell whether Slack sent the request; a socket is opened by us, so all that it brings is."""
    return request.mode == "socket_mode" or request.context.get(VERIFIED) is True


def respond_of(url: object, client: AsyncWebClient) -> AsyncRespond:
    """Return the way to answer at an address, which has none where the address is not Slack's."""
    taken = str(url) if is_slacks(url, client.base_url) else None
    return AsyncRespond(response_url=taken, proxy=client.proxy, ssl=client.ssl)


def is_slacks(url: object, base_url: str) -> bool:
    """Tell whether an address is on a host of Slack's, or where the Web API is (`base_url`)."""
    found = _origin(url)
    if found is None:
        return False
    scheme, host, port = found
    is_of_slack = any(host == name or host.endswith(f".{name}") for name in SLACK_DOMAINS)
    return (scheme == "https" and is_of_slack and port == HTTPS_PORT) or found == _origin(base_url)


def _origin(url: object) -> tuple[str, str, int] | None:
    """Return scheme, host and port; None where two readers might see two hosts in it."""
    if not isinstance(url, str) or not url.isascii() or not url.isprintable():
        return None
    if "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if "@" in parts.netloc or not parts.hostname:
        return None
    return _with_port(parts, port)


def _with_port(parts: SplitResult, port: int | None) -> tuple[str, str, int] | None:
    usual = {"https": HTTPS_PORT, "http": 80}.get(parts.scheme)
    if usual is None:
        return None
    return parts.scheme, parts.hostname or "", usual if port is None else port
