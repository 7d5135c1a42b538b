"""The door to the network: sockets open to addresses that the guard lets through, and only those.

aiohttp resolves names but not literal addresses, and what is resolved could change before the
connection is made; so a name's addresses are sifted when it is resolved, and every address is
judged once more where the socket is made.
"""

import socket
import ssl
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from clausewatch.errors import ConfigError
from clausewatch.fetch.ip_addresses import why_not_public
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.resolver import NameResolver

AddrInfo = tuple[
    int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[str | int, ...]
]

KEEP_ALIVE_SECONDS = 2.0
"""Long enough for one look, with robots.txt and redirects: a host rests longer before the next.

A connection that is kept is an open file, and a pass over many hosts opens a hundred a second.
"""
DNS_CACHE_SECONDS = 60
# Policy hosts send Content-Security-Policy headers longer than aiohttp's default of 8 KB.
MAX_HEADER_BYTES = 64 * 1024


class BlockedAddress(OSError):
    """No address of a host may be connected to; an OSError, so that aiohttp passes it on."""


class GuardedResolver(AbstractResolver):
    """Resolves names to the public ones of their addresses."""

    def __init__(self, inner: AbstractResolver, *, allow_private: bool) -> None:
        self._inner = inner
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses that may be connected to. Raises BlockedAddress where none may."""
        found = await self._inner.resolve(host, port, family)
        judged = [(result, self._why_not(result["host"])) for result in found]
        public = [result for result, what in judged if what is None]
        if found and not public:
            raise BlockedAddress(f"{host} leads to {judged[0][1]}")
        return public

    def _why_not(self, address: str) -> str | None:
        return why_not_public(ip_address(address), allow_private=self._allow_private)

    async def close(self) -> None:
        """Close the resolver that does the asking."""
        await self._inner.close()


def guarded_socket(info: AddrInfo, *, allow_private: bool) -> socket.socket:
    """Make the socket for one address. Raises BlockedAddress where it must not be connected to."""
    family, kind, protocol, _, address = info
    what = why_not_public(ip_address(str(address[0])), allow_private=allow_private)
    if what is not None:
        raise BlockedAddress(f"{address[0]} is {what}")
    return socket.socket(family=family, type=kind, proto=protocol)


def tls_context(ca_bundle: Path | None) -> ssl.SSLContext:
    """Return the context with the usual roots and those of the bundle. Raises ConfigError."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_bundle is not None:
        try:
            context.load_verify_locations(cafile=ca_bundle)
        except (OSError, ssl.SSLError) as fault:
            raise ConfigError(
                f"CA_BUNDLE {ca_bundle} cannot be read as certificates ({fault}); give a PEM file."
            ) from fault
    return context


def transport(
    options: FetchOptions,
    context: ssl.SSLContext,
    resolver: AbstractResolver | None,
    *,
    reuses_connections: bool,
) -> httpx.AsyncBaseTransport:
    """Return what sends requests: no redirects, no cookies, nothing of the environment."""
    return AiohttpTransport(
        verify=context,
        trust_env=False,
        proxy=httpx.Proxy(options.proxy) if options.proxy else None,
        client=lambda: _session(options, resolver, context, reuses_connections=reuses_connections),
    )


def _session(
    options: FetchOptions,
    resolver: AbstractResolver | None,
    context: ssl.SSLContext,
    *,
    reuses_connections: bool,
) -> aiohttp.ClientSession:
    inner = resolver or NameResolver()
    private = options.allow_private
    # Behind a proxy the only connection made here is to the proxy, which the operator chose;
    # names are resolved there, and only it can judge their addresses.
    is_direct = options.proxy is None
    connector = aiohttp.TCPConnector(
        ssl=context,
        limit=options.max_connections,
        resolver=GuardedResolver(inner, allow_private=private) if is_direct else inner,
        socket_factory=partial(guarded_socket, allow_private=private) if is_direct else None,
        ttl_dns_cache=DNS_CACHE_SECONDS,
        force_close=not reuses_connections,
        keepalive_timeout=KEEP_ALIVE_SECONDS if reuses_connections else None,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        max_line_size=MAX_HEADER_BYTES,
        max_field_size=MAX_HEADER_BYTES,
        trust_env=False,
    )
