"""Connections to the network, only to addresses that are allowed.

aiohttp resolves names but not literal addresses, and a name's addresses could change before the
connection is made. So a name's addresses are filtered when it is resolved, and every address is
checked again when its socket is made.
"""

import asyncio
import socket
import ssl
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Self

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection
from httpx_aiohttp import AiohttpTransport

from clausewatch.errors import ConfigError
from clausewatch.fetch.ip_addresses import explain_not_public
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.resolver import NameResolver

AddrInfo = tuple[
    int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[str | int, ...]
]

KEEP_ALIVE_SECONDS = 2.0
"""Long enough for one check with robots.txt and redirects; the pause between two checks is longer.

Each idle connection is an open file, and checks of many hosts open a hundred connections a second.
"""
DNS_CACHE_SECONDS = 60
PROXIED_LOOK_UP_SECONDS = 3.0
"""How long a request through a proxy waits for our own resolver, which may not know the name."""
# Policy hosts send Content-Security-Policy headers longer than aiohttp's default of 8 KB.
MAX_HEADER_BYTES = 64 * 1024


class BlockedAddress(OSError):
    """No address of a host is allowed; an OSError, so that aiohttp passes it on."""


class GuardedResolver(AbstractResolver):
    """Resolves names and returns only their public addresses."""

    def __init__(self, inner: AbstractResolver, *, allow_private: bool) -> None:
        self._inner = inner
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the allowed addresses. Raises BlockedAddress if the name has only others."""
        results = await self._inner.resolve(host, port, family)
        labels = [self._explain_not_public(result["host"]) for result in results]
        public = [result for result, label in zip(results, labels, strict=True) if label is None]
        if results and not public:
            raise BlockedAddress(f"{host} resolves to {labels[0]}")
        return public

    async def require_public(self, host: str) -> None:
        """Raise BlockedAddress if a name has an address that is not public, as far as we know."""
        try:
            async with asyncio.timeout(PROXIED_LOOK_UP_SECONDS):
                results = await self._inner.resolve(host, 0, socket.AF_UNSPEC)
        except OSError:
            # Behind many proxies only the proxy can resolve names; a time-out is an OSError.
            return
        for result in results:
            label = self._explain_not_public(result["host"])
            if label is not None:
                raise BlockedAddress(f"{host} resolves to {label}")

    def _explain_not_public(self, address: str) -> str | None:
        return explain_not_public(ip_address(address), allow_private=self._allow_private)

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()


class ProxiedTransport(httpx.AsyncBaseTransport):
    """Sends requests through a proxy, which resolves their host names by itself.

    So the addresses that we check may not be those that the proxy connects to, and a name that only
    the proxy can resolve is not checked at all: the proxy must refuse private addresses, too.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, resolver: GuardedResolver) -> None:
        self._inner = inner
        self._resolver = resolver

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises BlockedAddress if its host has an address that is not public."""
        await self._resolver.require_public(request.url.host)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()


def make_guarded_socket(info: AddrInfo, *, allow_private: bool) -> socket.socket:
    """Return a socket for one address. Raises BlockedAddress if the address is not allowed."""
    family, kind, protocol, _, address = info
    label = explain_not_public(ip_address(str(address[0])), allow_private=allow_private)
    if label is not None:
        raise BlockedAddress(f"{address[0]} is {label}")
    return socket.socket(family=family, type=kind, proto=protocol)


class Response(aiohttp.ClientResponse):
    """A response whose reason phrase is ASCII: httpx encodes it, and fails at other bytes."""

    async def start(self, connection: Connection) -> Self:
        """Read the head of the response."""
        await super().start(connection)
        self.reason = (self.reason or "").encode("ascii", "replace").decode()
        return self


def make_tls_context(ca_bundle: Path | None) -> ssl.SSLContext:
    """Return a TLS context with the usual roots and those of the bundle. Raises ConfigError."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_bundle is not None:
        try:
            context.load_verify_locations(cafile=ca_bundle)
        except (OSError, ssl.SSLError) as fault:
            raise ConfigError(
                f"CA_BUNDLE {ca_bundle} is not a file of certificates ({fault}); use a PEM file."
            ) from fault
    return context


def make_transport(
    options: FetchOptions,
    context: ssl.SSLContext,
    resolver: AbstractResolver | None,
    *,
    reuses_connections: bool,
) -> httpx.AsyncBaseTransport:
    """Return a transport without redirects, cookies and settings from the environment."""
    transport = AiohttpTransport(
        verify=context,
        trust_env=False,
        proxy=httpx.Proxy(options.proxy) if options.proxy else None,
        client=lambda: _make_session(
            options, resolver, context, reuses_connections=reuses_connections
        ),
    )
    if options.proxy is None:
        return transport
    guarded = GuardedResolver(resolver or NameResolver(), allow_private=options.allow_private)
    return ProxiedTransport(transport, guarded)


def _make_session(
    options: FetchOptions,
    resolver: AbstractResolver | None,
    context: ssl.SSLContext,
    *,
    reuses_connections: bool,
) -> aiohttp.ClientSession:
    inner = resolver or NameResolver()
    private = options.allow_private
    # Behind a proxy, all connections go to the proxy, which the operator chose.
    is_direct = options.proxy is None
    connector = aiohttp.TCPConnector(
        ssl=context,
        limit=options.max_connections,
        resolver=GuardedResolver(inner, allow_private=private) if is_direct else inner,
        socket_factory=partial(make_guarded_socket, allow_private=private) if is_direct else None,
        ttl_dns_cache=DNS_CACHE_SECONDS,
        force_close=not reuses_connections,
        keepalive_timeout=KEEP_ALIVE_SECONDS if reuses_connections else None,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        response_class=Response,
        max_line_size=MAX_HEADER_BYTES,
        max_field_size=MAX_HEADER_BYTES,
        trust_env=False,
    )
