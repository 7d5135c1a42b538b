"""Content encodings undone, never to more bytes than the cap: small bodies can hold large ones."""

import zlib
from collections.abc import Callable, Mapping

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"
MAX_ENCODINGS = 3
# A zstd block of 4 bytes can stand for 128 KB; slices this small keep what one call yields small.
ZSTD_SLICE_BYTES = 512
# RFC 9659: no more than 8 MB may be needed to decode what is sent over HTTP.
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024

Decoder = Callable[[bytes, int], bytes]


class BodyTooLarge(Exception):
    """The body has more bytes than the cap."""


class BodyBroken(Exception):
    """The body is not what its encoding says, or ends early."""


def decoded(body: bytes, encodings: str, cap: int) -> bytes:
    """Return the body with its encodings (a Content-Encoding header) undone, last one first.

    Raises BodyTooLarge past `cap` bytes and BodyBroken for what cannot be decoded.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    applied = [name for name in names if name not in {"", "identity"}]
    if len(applied) > MAX_ENCODINGS:
        raise BodyBroken("too many encodings")
    for name in reversed(applied):
        decoder = DECODERS.get(name)
        if decoder is None:
            raise BodyBroken(f"unknown encoding {name[:40]}")
        # A HEAD-like empty body stays empty whatever its header says.
        body = decoder(body, cap) if body else b""
    if len(body) > cap:
        raise BodyTooLarge
    return body


def _gunzip(body: bytes, cap: int) -> bytes:
    """Undo gzip; a body may be several members end to end."""
    return _inflated(body, cap, zlib.MAX_WBITS | 16)


def _inflate(body: bytes, cap: int) -> bytes:
    """Undo deflate, which some hosts send without its zlib header."""
    has_header = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2]) % 31 == 0
    return _inflated(body, cap, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


def _inflated(body: bytes, cap: int, window_bits: int) -> bytes:
    parts: list[bytes] = []
    room = cap + 1
    rest = body
    try:
        while rest:
            member = zlib.decompressobj(window_bits)
            parts.append(member.decompress(rest, room))
            room -= len(parts[-1])
            if room <= 0:
                raise BodyTooLarge
            if not member.eof:
                raise BodyBroken("the compressed body ends early")
            # Zeros after the last member are padding.
            rest = member.unused_data.lstrip(b"\0")
    except zlib.error as fault:
        raise BodyBroken(str(fault)) from fault
    return b"".join(parts)


def _unbrotli(body: bytes, cap: int) -> bytes:
    decompressor = brotli.Decompressor()
    try:
        result: bytes = decompressor.process(body, output_buffer_limit=cap + 1)
        if len(result) > cap:
            raise BodyTooLarge
        if not decompressor.is_finished():
            raise BodyBroken("the compressed body ends early")
    except brotli.error as fault:
        raise BodyBroken(str(fault)) from fault
    return result


def _unzstd(body: bytes, cap: int) -> bytes:
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
            if total > cap:
                raise BodyTooLarge
            rest = rest[ZSTD_SLICE_BYTES:]
            if frame.eof and (frame.unused_data or rest):
                rest = memoryview(frame.unused_data + bytes(rest))
                frame = decompressor.decompressobj()
    except zstandard.ZstdError as fault:
        raise BodyBroken(str(fault)) from fault
    if not frame.eof:
        raise BodyBroken("the compressed body ends early")
    return b"".join(parts)


DECODERS: Mapping[str, Decoder] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
