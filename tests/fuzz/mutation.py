"""Bytes made from seeds by cutting, repeating, flipping and inserting what parsers stumble over."""

from collections.abc import Sequence

from hypothesis import strategies as st

MAX_BYTES = 8_000
TOKENS = (
    b"", b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r\n", b"\n\n", b"\t", b" ",
    b"\xc2\xa0", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f\x98\x80",
    b"%00", b"%ff", b"..", b"<", b">", b"</", b"<!--", b"]]>", b"<![CDATA[",
    b"<?xml version='1.0' encoding='utf-7'?>", b"&#x110000;", b"&#0;", b"&amp;#39;", b"&x;",
    b"<!DOCTYPE x [<!ENTITY a '&a;'>]>", b"<base href=//[>", b'"', b"'", b"\\", b"\\u0000",
    b"\\ud800", b"{", b"}", b"[", b"]", b"[" * 300, b'{"a":' * 200, b":", b";", b",", b"=", b"|",
    b"#", b"@", b"://", b"http://[::1", b"http://a:99999/", b"//", b"-", b"0", b"-1", b"1e999",
    b"NaN", b"9999999999999999999999999999999999999999", b"9" * 5_000, b"0x", b"\xc2\xb2",
    b"\xd9\xa1", b"null", b"true", b"*" * 50, b"(" * 100, b"charset=utf-7", b"charset=\xff",
    b"29 Feb 2023", b"99/99/9999",
)  # fmt: skip
"""What has broken parsers of this kind before: limits, escapes, quotes, surrogates, odd digits."""


@st.composite
def mutate(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """Draw bytes near a seed; one time in eight, bytes near none."""
    if draw(st.integers(0, 7)) == 0:
        return draw(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(encode)))
    body = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        body = _alter(draw, body)[:MAX_BYTES]
    return body


def _alter(draw: st.DrawFn, body: bytes) -> bytes:
    """Return the body with one alteration."""
    start = draw(st.integers(0, len(body)))
    end = min(len(body), start + draw(st.integers(0, 60)))
    match draw(st.integers(0, 5)):
        case 0:
            return body[:start] + body[end:]
        case 1:
            return body[:start] + draw(st.sampled_from(TOKENS)) + body[start:]
        case 2:
            return body[:start] + body[start:end] * draw(st.integers(2, 20)) + body[end:]
        case 3:
            return body[:start]
        case 4:
            return body[:start] + draw(st.binary(min_size=1, max_size=8)) + body[end:]
        case _:
            return body[:start] + draw(st.sampled_from(TOKENS)) + body[end:]


def encode(text: str) -> bytes:
    """Return a text as bytes, surrogates included."""
    return text.encode("utf-8", "surrogatepass")
