"""Content encodings are undone whole, and never past the cap."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.fetch.content_encoding import BodyBroken, BodyTooLarge, decoded

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
    "an empty body": ("br", b"", b""),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_undone(shape: str) -> None:
    """What hosts make of an encoding's rules is read alike."""
    encoding, packed, text = SHAPES[shape]
    assert decoded(packed, encoding, 1_000_000) == text


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip", "deflate"])
def test_garbage_is_no_page(encoding: str) -> None:
    """Bytes that are not what the header says are refused."""
    with pytest.raises(BodyBroken):
        decoded(b"\x07nonsense that is packed by nobody", encoding, 1_000_000)


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("encoding", PACKERS)
@given(text=st.binary(min_size=1, max_size=5000), cap=st.integers(1, 5000))
def test_the_cap_is_exact(encoding: str, text: bytes, cap: int) -> None:
    """A body of just the cap passes, one byte more does not."""
    packed = PACKERS[encoding](text)
    if len(text) <= cap:
        assert decoded(packed, encoding, cap) == text
    else:
        with pytest.raises(BodyTooLarge):
            decoded(packed, encoding, cap)
