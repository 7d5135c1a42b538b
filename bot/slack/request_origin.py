"""The origin of a request: whether Slack sent it, and whether its answer goes to Slack."""

from urllib.parse import SplitResult, urlsplit

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

VERIFIED = "clausewatch_verified"
"""Set in the context of an HTTP request whose signature was verified before it was parsed."""
SLACK_DOMAINS = ("slack.com", "slack-gov.com")
HTTPS_PORT = 443


def is_verified(request: AsyncBoltRequest) -> bool:
    """Return whether Slack sent the request. We open the socket, so all its requests count."""
    return request.mode == "socket_mode" or request.context.get(VERIFIED) is True


def make_respond(url: object, client: AsyncWebClient) -> AsyncRespond:
    """Return the responder for a response URL; it has no URL if the URL is not Slack's."""
    response_url = str(url) if is_slack_url(url, client.base_url) else None
    return AsyncRespond(response_url=response_url, proxy=client.proxy, ssl=client.ssl)


def is_slack_url(url: object, base_url: str) -> bool:
    """Return whether a URL is on one of Slack's hosts or on that of the Web API (`base_url`)."""
    origin = _parse_origin(url)
    if origin is None:
        return False
    scheme, host, port = origin
    is_slack_host = any(host == name or host.endswith(f".{name}") for name in SLACK_DOMAINS)
    return (scheme == "https" and is_slack_host and port == HTTPS_PORT) or origin == _parse_origin(
        base_url
    )


def _parse_origin(url: object) -> tuple[str, str, int] | None:
    """Return scheme, host and port, or None if two parsers might see two different hosts."""
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
    return _add_port(parts, port)


def _add_port(parts: SplitResult, port: int | None) -> tuple[str, str, int] | None:
    default_port = {"https": HTTPS_PORT, "http": 80}.get(parts.scheme)
    if default_port is None:
        return None
    return parts.scheme, parts.hostname or "", default_port if port is None else port
