"""HTTP/1 responses parsed as browsers parse them, for servers that break the grammar.

aiohttp refuses a response whose headers or framing break a rule, but people read such pages. What
is forgiven here is what Chromium forgives: `HttpStreamParser` and `HttpResponseHeaders` in its
network stack are the model. The caller limits time and the size of the body.
"""

import re
from asyncio import IncompleteReadError, StreamReader
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from clausewatch.whole_numbers import parse_whole_number

MAX_HEADER_BYTES = 256 * 1024
"""Of all headers together: the limit of browsers."""
MAX_INTERIM_RESPONSES = 10
MAX_JUNK_BYTES = 4
"""Bytes before the status line that browsers skip, e.g. a byte order mark."""
CHUNK_BYTES = 16 * 1024
MAX_BODY_BYTES = 1 << 53
"""A declared length above this is no length."""
END_TAG = b"</html>"
_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_STATUS = re.compile(rb"[ \t]([0-9]{1,5})(?![0-9])")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,12}(?=[ \t;\r\n])")
_UNSAFE = bytes.maketrans(b"\0\r\n", b"   ")


class MalformedResponse(httpx.RemoteProtocolError):
    """No browser understands the response; the message is a clause with the host as its subject."""


class IncompleteBody(httpx.ReadError):
    """The connection ended before the body did."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """The status and the headers of a response."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]

    def list_items(self, name: bytes) -> list[bytes]:
        """Return the comma-separated items of all headers of a name in lower case."""
        values = (value for key, value in self.headers if key.lower() == name)
        return [item.strip().lower() for value in values for item in value.split(b",")]

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks; any other transfer encoding means nothing."""
        return b"chunked" in self.list_items(b"transfer-encoding")

    @property
    def length(self) -> int | None:
        """The declared length of the body in bytes; None if none is valid.

        Raises MalformedResponse if two lengths contradict each other.
        """
        items = set(self.list_items(b"content-length"))
        if len(items) > 1:
            raise MalformedResponse("declares two lengths of the page that contradict each other")
        length = parse_whole_number(items.pop().decode("latin-1")) if items else None
        return length if length is None or length <= MAX_BODY_BYTES else None

    @property
    def is_encoded(self) -> bool:
        """Whether the body has a content encoding, whose decoder notices a missing end."""
        return any(self.list_items(b"content-encoding"))


async def read_head(reader: StreamReader) -> ResponseHead:
    """Return the head of the final response. Raises MalformedResponse and OSError."""
    for _ in range(MAX_INTERIM_RESPONSES):
        lines = await _read_lines(reader)
        head = ResponseHead(parse_status(lines[0]), parse_headers(lines[1:]))
        if not 100 <= head.status < 200 or head.status == 101:  # noqa: PLR2004  # statuses
            return head
    raise MalformedResponse("sends interim responses without end")


async def _read_lines(reader: StreamReader) -> list[bytes]:
    """Return the lines of a head without the empty line that ends it."""
    lines: list[bytes] = []
    size = 0
    while True:
        try:
            line = await reader.readline()
        except ValueError as fault:
            raise MalformedResponse("sends more than 256 KB of headers") from fault
        size += len(line)
        if size > MAX_HEADER_BYTES:
            raise MalformedResponse("sends more than 256 KB of headers")
        text = line.rstrip(b"\r\n")
        if text:
            lines.append(text)
        elif lines:
            return lines
        if not line.endswith(b"\n"):
            if not lines:
                raise ConnectionResetError("the connection ended before the response")
            return lines


def parse_status(line: bytes) -> int:
    """Return the status in a status line; a status line without one means 200, as in browsers.

    Raises MalformedResponse if the line is not HTTP.
    """
    start = line[: MAX_JUNK_BYTES + 4].lower().find(b"http")
    if start < 0:
        raise MalformedResponse("does not answer in HTTP")
    status = _STATUS.search(line, start)
    return int(status[1]) if status else httpx.codes.OK


def parse_headers(lines: list[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers in lines; folded lines are joined, and lines that are none are skipped."""
    unfolded: list[list[bytes]] = []
    for line in lines:
        if line[:1] not in {b" ", b"\t"}:
            unfolded.append([line])
        elif unfolded:
            unfolded[-1].append(line.strip())
    pairs = (b" ".join(parts).partition(b":") for parts in unfolded)
    return tuple(
        (name.strip(), value.translate(_UNSAFE).strip())
        for name, colon, value in pairs
        if colon and _TOKEN.fullmatch(name.strip())
    )


async def iterate_body(reader: StreamReader, head: ResponseHead) -> AsyncIterator[bytes]:
    """Yield the body as sent.

    Raises MalformedResponse, and IncompleteBody if the end is missing and nothing else shows that
    the page is complete: neither its end tag, nor a content encoding that has an end of its own.
    """
    parts = _iterate_chunked(reader) if head.is_chunked else _iterate_sized(reader, head.length)
    tail = b""
    try:
        async for part in parts:
            tail = (tail + part)[-64:]
            yield part
    except IncompleteBody:
        if not (head.is_encoded or tail.rstrip().lower().endswith(END_TAG)):
            raise


async def _iterate_sized(reader: StreamReader, length: int | None) -> AsyncIterator[bytes]:
    """Yield a number of bytes, or all bytes up to the end of the connection."""
    left = length
    while left is None or left > 0:
        part = await reader.read(CHUNK_BYTES if left is None else min(left, CHUNK_BYTES))
        if not part:
            break
        left = None if left is None else left - len(part)
        yield part
    if left:
        raise IncompleteBody("the body is shorter than declared")


async def _iterate_chunked(reader: StreamReader) -> AsyncIterator[bytes]:
    """Yield the chunks of a body; what follows the last one is ignored."""
    while size := _parse_chunk_size(await _read_line(reader)):
        async for part in _iterate_sized(reader, size):
            yield part
        if (await _read_line(reader)).strip():
            raise MalformedResponse("sends the page in chunks of another size than declared")


async def _read_line(reader: StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\n")
    except IncompleteReadError as fault:
        if fault.partial.strip() and not _CHUNK_SIZE.match(fault.partial + b"\n"):
            raise MalformedResponse("sends the page in invalid chunks") from fault
        raise IncompleteBody("the last chunk is missing") from fault
    except ValueError as fault:
        raise MalformedResponse("sends the page in invalid chunks") from fault


def _parse_chunk_size(line: bytes) -> int:
    size = _CHUNK_SIZE.match(line)
    if size is None:
        raise MalformedResponse("sends the page in invalid chunks")
    return int(size[0], 16)
