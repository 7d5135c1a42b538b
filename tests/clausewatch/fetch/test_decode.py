"""Content encodings are decoded completely, and never past the limit."""

import gzip
import tracemalloc
import zlib
from functools import partial
from typing import Any, SupportsIndex

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.fetch.content_encoding import (
    INFLATE_SLICE_BYTES,
    BodyTooLarge,
    BrokenBody,
    decode_body,
)

TEXT = b"We keep your data for 30 days. " * 200
RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
SHAPES = {
    "gzip in two members": ("gzip", gzip.compress(TEXT) + gzip.compress(TEXT), TEXT * 2),
    "gzip with padding": ("gzip", gzip.compress(TEXT) + b"\0" * 512, TEXT),
    "deflate with its header": ("deflate", zlib.compress(TEXT), TEXT),
    "deflate without": ("deflate", RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush(), TEXT),
    "zstd in two frames": ("zstd", zstandard.compress(TEXT) + zstandard.compress(TEXT), TEXT * 2),
    "names in capitals": ("GZIP", gzip.compress(TEXT), TEXT),
    "none": ("", TEXT, TEXT),
    "gzip with a note behind it": ("gzip", gzip.compress(TEXT) + b"<!-- cached -->", TEXT),
    "a charset for an encoding": ("UTF-8", TEXT, TEXT),
    "a transfer's own name": ("aws-chunked, gzip", gzip.compress(TEXT), TEXT),
    "gzip named twice": ("gzip, gzip", gzip.compress(TEXT), TEXT),
    "text named gzip": ("gzip", TEXT, TEXT),
    "an empty body": ("br", b"", b""),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_variant_is_decoded(shape: str) -> None:
    """Every variant of an encoding that hosts send decodes to the same text."""
    encoding, packed, text = SHAPES[shape]
    assert decode_body(packed, encoding, 1_000_000) == text


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip", "deflate"])
def test_garbage_is_no_page(encoding: str) -> None:
    """Bytes that do not match the header are refused."""
    with pytest.raises(BrokenBody):
        decode_body(b"\x07nonsense that is packed by nobody", encoding, 1_000_000)


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=1),
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("encoding", PACKERS)
@given(text=st.binary(min_size=1, max_size=5000), max_bytes=st.integers(1, 5000))
def test_the_limit_is_exact(encoding: str, text: bytes, max_bytes: int) -> None:
    """A body at the limit passes, and one more byte does not."""
    packed = PACKERS[encoding](text)
    if len(text) <= max_bytes:
        assert decode_body(packed, encoding, max_bytes) == text
    else:
        with pytest.raises(BodyTooLarge):
            decode_body(packed, encoding, max_bytes)


BOMBS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=1),
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_is_never_held_whole(encoding: str) -> None:
    """Decoding stops near the limit: of a body of 64 MB at most half is ever held."""
    bomb = BOMBS[encoding](bytes(64_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLarge):
            decode_body(bomb, encoding, 1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32_000_000


class CountedBytes(bytes):
    """Bytes that count how many of them slices have copied."""

    copied = 0

    def __getitem__(self, key: SupportsIndex | slice) -> Any:  # noqa: ANN401  # as bytes do
        """Return a byte, or the bytes of a slice."""
        found = super().__getitem__(key)
        if isinstance(found, bytes):
            self.copied += len(found)
        return found


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_many_tiny_members_take_linear_time(encoding: str) -> None:
    """Of a body of a million bytes in tiny members, each copies no more than a slice."""
    member = PACKERS[encoding](b"x")
    count = 1_000_000 // len(member)
    body = CountedBytes(member * count)
    assert decode_body(body, encoding, 1_000_000) == b"x" * count
    assert count <= body.copied <= count * (INFLATE_SLICE_BYTES + len(member))
