"""Content encodings, decoded up to a limit: a small body can decompress to a very large one."""

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from operator import length_hint

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
MAX_ENCODINGS = 3
# A zstd block of 4 bytes can decompress to 128 KB; small slices keep the output of a call small.
ZSTD_SLICE_BYTES = 512
# RFC 9659: content sent over HTTP must not need a window of more than 8 MB.
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024
SNIFFED_BYTES = 512
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that do not occur in text (binary data bytes of the MIME Sniffing standard)."""
GZIP_MAGIC = b"\x1f\x8b\x08"
GZIP_HEADER_BYTES = 10
GZIP_TRAILER_BYTES = 8
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# What follows a member is copied, so large slices would cost much in a body of many tiny members.
INFLATE_SLICE_BYTES = 1024
BROTLI_SLICE_BYTES = 64 * 1024
UNSUPPORTED = frozenset(
    {"compress", "x-compress", "pack200-gzip", "exi", "aes128gcm", "dcb", "dcz"}
)
"""Registered encodings that hide the text; any other unknown name has no meaning."""

Decoder = Callable[[bytes, int], bytes]


class BodyTooLarge(Exception):
    """The decoded body has more bytes than the limit."""


class BrokenBody(Exception):
    """The body does not match its declared encoding; the message is a clause for people."""


class TruncatedBody(BrokenBody):
    """The encoded body ends early."""


def find_encodings(headers: Mapping[str, str]) -> str:
    """Return the encodings of a body: of the content, and then of the transfer.

    The chunks of a transfer are joined already.
    """
    transfer = headers.get("transfer-encoding", "").lower().replace("chunked", "")
    return f"{headers.get('content-encoding', '')}, {transfer}"


def decode_body(body: bytes, encodings: str, max_bytes: int) -> bytes:
    """Return the body without its encodings (a Content-Encoding header), last one first.

    Raises BodyTooLarge above `max_bytes` and BrokenBody if it cannot be decoded.
    """
    names = [name.strip(" \t\"'").lower() for name in encodings.split(",")]
    applied = [name for name in names if name not in {"", "identity"}]
    if len(applied) > MAX_ENCODINGS:
        raise BrokenBody("the host declares too many compressions of the page; it must fix that")
    for name in reversed(applied):
        # An empty body, as of a HEAD response, stays empty whatever its header says.
        body = _decode(body, name, max_bytes) if body else body
    if len(body) > max_bytes:
        raise BodyTooLarge
    return body


def _decode(body: bytes, name: str, max_bytes: int) -> bytes:
    """Return the body without one encoding, and as it is if it is markup after all."""
    decoder = DECODERS.get(name)
    if decoder is None:
        if name not in UNSUPPORTED or _is_markup(body):
            # Browsers ignore an unknown encoding (`utf-8`, `none`).
            return body
        raise BrokenBody(f"the page is compressed as {name}, which no browser supports")
    try:
        return decoder(body, max_bytes)
    except (zlib.error, brotli.error, zstandard.ZstdError) as fault:
        if _is_markup(body):
            return body
        reason = f"the page is not compressed as its host declares ({name}); the host must fix that"
        raise BrokenBody(reason) from fault


def _is_markup(body: bytes) -> bool:
    start = body[:SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and not _CONTROL.search(start)


def _make_truncation_error() -> TruncatedBody:
    return TruncatedBody("only a part of the compressed page arrived; it will be tried again later")


def _decompress_gzip(body: bytes, max_bytes: int) -> bytes:
    """Decompress gzip; a body may consist of several members, or be plain text after all.

    Like browsers it ignores the trailer of a member, which may be wrong or missing, and bytes after
    the last member, which are padding or appended by an intermediary.
    """
    if not body.startswith(GZIP_MAGIC) and not _CONTROL.search(body[:SNIFFED_BYTES]):
        return body
    parts: list[bytes] = []
    bytes_left = max_bytes
    start = 0
    while not parts or body.startswith(GZIP_MAGIC, start):
        text, end = _inflate(body, _find_gzip_data(body, start), -zlib.MAX_WBITS, bytes_left)
        parts.append(text)
        bytes_left -= len(text)
        start = end + GZIP_TRAILER_BYTES
    return b"".join(parts)


def _find_gzip_data(body: bytes, start: int) -> int:
    """Return where the compressed data of the gzip member at `start` begins (RFC 1952)."""
    if not body.startswith(GZIP_MAGIC, start) or len(body) - start < GZIP_HEADER_BYTES:
        raise zlib.error("no gzip member")
    flags = body[start + 3]
    start += GZIP_HEADER_BYTES
    if flags & 4:
        start += 2 + int.from_bytes(body[start : start + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            start = body.find(b"\0", start) + 1
            if not start:
                raise _make_truncation_error()
    return start + 2 if flags & 2 else start


def _decompress_deflate(body: bytes, max_bytes: int) -> bytes:
    """Decompress deflate, which some hosts send without its zlib header."""
    has_header = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2]) % 31 == 0
    return _inflate(body, 0, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS, max_bytes)[0]


def _inflate(body: bytes, start: int, window_bits: int, max_bytes: int) -> tuple[bytes, int]:
    """Return the decompressed stream that begins at `start`, and where it ends."""
    stream = zlib.decompressobj(window_bits)
    parts: list[bytes] = []
    bytes_left = max_bytes
    while start < len(body) and not stream.eof:
        piece = body[start : start + INFLATE_SLICE_BYTES]
        parts.append(stream.decompress(piece, bytes_left + 1))
        start += len(piece)
        bytes_left -= len(parts[-1])
        if bytes_left < 0:
            raise BodyTooLarge
    if not stream.eof:
        raise _make_truncation_error()
    return b"".join(parts), start - len(stream.unused_data)


def _decompress_brotli(body: bytes, max_bytes: int) -> bytes:
    """Decompress brotli; like browsers it ignores bytes after the end of the stream."""
    slices = [body[at : at + BROTLI_SLICE_BYTES] for at in range(0, len(body), BROTLI_SLICE_BYTES)]
    pieces = iter(slices)
    try:
        return _feed_brotli(pieces, max_bytes)
    except brotli.error:
        # The decoder refuses a slice with bytes after the end, so that slice is fed byte by byte.
        number = len(slices) - length_hint(pieces) - 1
        last = (bytes([byte]) for byte in slices[number])
        return _feed_brotli((*slices[:number], *last), max_bytes)


def _feed_brotli(pieces: Iterable[bytes], max_bytes: int) -> bytes:
    decompressor = brotli.Decompressor()
    parts: list[bytes] = []
    bytes_left = max_bytes
    for piece in pieces:
        parts.append(decompressor.process(piece, output_buffer_limit=bytes_left + 1))
        bytes_left -= len(parts[-1])
        if bytes_left < 0:
            raise BodyTooLarge
        if decompressor.is_finished():
            return b"".join(parts)
    raise _make_truncation_error()


def _decompress_zstd(body: bytes, max_bytes: int) -> bytes:
    """Decompress zstd; a body may consist of several frames, and other bytes after them."""
    parts: list[bytes] = []
    total = 0
    start = 0
    decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
    while not parts or body.startswith(ZSTD_MAGIC, start):
        frame = decompressor.decompressobj()
        while start < len(body) and not frame.eof:
            piece = body[start : start + ZSTD_SLICE_BYTES]
            parts.append(frame.decompress(piece))
            start += len(piece)
            total += len(parts[-1])
            if total > max_bytes:
                raise BodyTooLarge
        if not frame.eof:
            raise _make_truncation_error()
        start -= len(frame.unused_data)
    return b"".join(parts)


DECODERS: Mapping[str, Decoder] = {
    "gzip": _decompress_gzip,
    "x-gzip": _decompress_gzip,
    "deflate": _decompress_deflate,
    "br": _decompress_brotli,
    "zstd": _decompress_zstd,
}
