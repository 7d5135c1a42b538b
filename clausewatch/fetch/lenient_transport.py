"""The transport for servers that break the rules of HTTP, behind the same guard as the usual one.

It opens a connection per request, only to addresses that the guard allows, and reads the response
as browsers do.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from ipaddress import ip_address

import httpx
from aiohttp.abc import AbstractResolver

from clausewatch.fetch.connection import GuardedResolver, make_guarded_socket
from clausewatch.fetch.lenient_http import (
    MAX_HEADER_BYTES,
    ResponseHead,
    iterate_body,
    read_head,
)
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.url_guard import DEFAULT_PORTS, parse_literal_address

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_LINE_BREAKS = bytes.maketrans(b"\r\n", b"  ")


class LenientTransport(httpx.AsyncBaseTransport):
    """Sends one request per connection; proxies are not supported."""

    def __init__(
        self, resolver: GuardedResolver, context: ssl.SSLContext, *, allow_private: bool
    ) -> None:
        self._resolver = resolver
        self._context = context
        self._allow_private = allow_private

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body. Raises httpx.HTTPError and OSError."""
        reader, writer = await self._connect(request.url)
        try:
            writer.write(_render_request(request))
            head = await read_head(reader)
            _ = head.length  # raises for contradictory lengths
        except BaseException:  # also a cancellation: nobody else would close the connection
            writer.transport.abort()
            raise
        stream = _BodyStream(reader, writer, head)
        return httpx.Response(head.status, headers=list(head.headers), stream=stream)

    async def _connect(self, url: httpx.URL) -> _Streams:
        """Connect to the first address of a host that answers."""
        port = url.port or DEFAULT_PORTS[url.scheme]
        fault: OSError = OSError(None, f"{url.host} has no address")
        for family, address in await self._resolve(url.host, port):
            try:
                return await self._connect_to(url, family, address, port)
            except OSError as caught:
                fault = caught
        raise fault

    async def _resolve(self, host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        literal = parse_literal_address(host)
        if literal is not None:
            family = socket.AF_INET if literal.version == 4 else socket.AF_INET6  # noqa: PLR2004
            return [(family, str(literal))]
        results = await self._resolver.resolve(host, port, socket.AF_UNSPEC)
        return [(socket.AddressFamily(result["family"]), result["host"]) for result in results]

    async def _connect_to(
        self, url: httpx.URL, family: socket.AddressFamily, address: str, port: int
    ) -> _Streams:
        target = (str(ip_address(address)), port)
        info = (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", target)
        connection = make_guarded_socket(info, allow_private=self._allow_private)
        try:
            connection.settimeout(0)
            await asyncio.get_running_loop().sock_connect(connection, target)
            is_secure = url.scheme == "https"
            return await asyncio.open_connection(
                sock=connection,
                ssl=self._context if is_secure else None,
                server_hostname=url.host if is_secure else None,
                limit=MAX_HEADER_BYTES,
            )
        except BaseException:  # also a cancellation: nobody else would close the socket
            connection.close()
            raise


def make_lenient_transport(
    options: FetchOptions, context: ssl.SSLContext, resolver: AbstractResolver
) -> LenientTransport:
    """Return the transport with the guard of the options."""
    private = options.allow_private
    guarded = GuardedResolver(resolver, allow_private=private)
    return LenientTransport(guarded, context, allow_private=private)


class _BodyStream(httpx.AsyncByteStream):
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: ResponseHead
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._head = head

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in iterate_body(self._reader, self._head):
            yield part

    async def aclose(self) -> None:
        self._writer.transport.abort()


def _render_request(request: httpx.Request) -> bytes:
    """Return the bytes of a request that closes its connection."""
    pairs = [
        (name, value.translate(_LINE_BREAKS))
        for name, value in request.headers.raw
        if name.lower() != b"connection"
    ]
    lines = [b"GET %s HTTP/1.1" % request.url.raw_path]
    lines += [b"%s: %s" % pair for pair in (*pairs, (b"Connection", b"close"))]
    return b"\r\n".join([*lines, b"", b""])
