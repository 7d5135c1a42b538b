"""Content encodings, decoded up to a limit: a small body can decompress to a very large one."""

import re
import zlib
from collections.abc import Callable, Mapping

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
UNSUPPORTED = frozenset(
    {"compress", "x-compress", "pack200-gzip", "exi", "aes128gcm", "dcb", "dcz"}
)
"""Registered encodings that hide the text; any other unknown name has no meaning."""

Decoder = Callable[[bytes, int], bytes]


class BodyTooLarge(Exception):
    """The decoded body has more bytes than the limit."""


class BrokenBody(Exception):
    """The body does not match its declared encoding, or ends early."""


def decode_body(body: bytes, encodings: str, max_bytes: int) -> bytes:
    """Return the body without its encodings (a Content-Encoding header), last one first.

    Raises BodyTooLarge above `max_bytes` and BrokenBody if it cannot be decoded.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    applied = [name for name in names if name not in {"", "identity"}]
    if len(applied) > MAX_ENCODINGS:
        raise BrokenBody("too many encodings")
    for name in reversed(applied):
        if name in UNSUPPORTED:
            raise BrokenBody(f"the encoding {name} is not supported")
        decoder = DECODERS.get(name)
        # Browsers ignore an unknown encoding (`utf-8`, `none`). An empty body, as of a HEAD
        # response, stays empty whatever its header says.
        if decoder is not None and body:
            body = decoder(body, max_bytes)
    if len(body) > max_bytes:
        raise BodyTooLarge
    return body


def _decompress_gzip(body: bytes, max_bytes: int) -> bytes:
    """Decompress gzip; a body may consist of several members, or be plain text after all."""
    if not body.startswith(GZIP_MAGIC) and not _CONTROL.search(body[:SNIFFED_BYTES]):
        return body
    return _decompress_zlib(body, max_bytes, zlib.MAX_WBITS | 16)


def _decompress_deflate(body: bytes, max_bytes: int) -> bytes:
    """Decompress deflate, which some hosts send without its zlib header."""
    has_header = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2]) % 31 == 0
    return _decompress_zlib(body, max_bytes, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


def _decompress_zlib(body: bytes, max_bytes: int, window_bits: int) -> bytes:
    parts: list[bytes] = []
    bytes_left = max_bytes + 1
    rest = body
    try:
        while rest:
            member = zlib.decompressobj(window_bits)
            parts.append(member.decompress(rest, bytes_left))
            bytes_left -= len(parts[-1])
            if bytes_left <= 0:
                raise BodyTooLarge
            if not member.eof:
                raise BrokenBody("the compressed body ends early")
            rest = member.unused_data
            # Bytes after the last member are padding, or appended by an intermediary.
            if not (window_bits > zlib.MAX_WBITS and rest.startswith(GZIP_MAGIC)):
                break
    except zlib.error as fault:
        raise BrokenBody(str(fault)) from fault
    return b"".join(parts)


def _decompress_brotli(body: bytes, max_bytes: int) -> bytes:
    decompressor = brotli.Decompressor()
    try:
        result: bytes = decompressor.process(body, output_buffer_limit=max_bytes + 1)
        if len(result) > max_bytes:
            raise BodyTooLarge
        if not decompressor.is_finished():
            raise BrokenBody("the compressed body ends early")
    except brotli.error as fault:
        raise BrokenBody(str(fault)) from fault
    return result


def _decompress_zstd(body: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    total = 0
    rest = memoryview(body)
    decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
    frame = decompressor.decompressobj()
    try:
        while rest:
            part = frame.decompress(rest[:ZSTD_SLICE_BYTES])
            parts.append(part)
            total += len(part)
            if total > max_bytes:
                raise BodyTooLarge
            rest = rest[ZSTD_SLICE_BYTES:]
            if frame.eof and (frame.unused_data or rest):
                rest = memoryview(frame.unused_data + bytes(rest))
                frame = decompressor.decompressobj()
    except zstandard.ZstdError as fault:
        raise BrokenBody(str(fault)) from fault
    if not frame.eof:
        raise BrokenBody("the compressed body ends early")
    return b"".join(parts)


DECODERS: Mapping[str, Decoder] = {
    "gzip": _decompress_gzip,
    "x-gzip": _decompress_gzip,
    "deflate": _decompress_deflate,
    "br": _decompress_brotli,
    "zstd": _decompress_zstd,
}
