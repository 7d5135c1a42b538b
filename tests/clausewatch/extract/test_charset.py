"""The charsets of pages: labels, contradictions and bytes without any declaration."""

import pytest

from clausewatch.errors import ExtractError
from clausewatch.extract.charset import decode_page
from clausewatch.model.reading import Page
from tests.clausewatch.policy_pages import URL

JAPANESE = (
    "\u898f\u7d04\u2460 \u3231\u9280\u6cb3\uff5e\u306f\u901a\u77e5\u3057\u307e\u3059\u3002" * 6
)
KOREAN = (
    "\uc57d\uad00 \ub620\ubc29 \uac1c\uc778\uc815\ubcf4\ub97c \ubcf4\uad00\ud569\ub2c8\ub2e4. " * 6
)
THAI = "\u0e40\u0e23\u0e32\u0e40\u0e01\u0e47\u0e1a\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25 " * 6
GERMAN = "Wir l\u00f6schen Ihre Daten sp\u00e4testens nach f\u00fcnf Jahren. "
RUSSIAN = "Мы храним ваши данные пять лет. " * 9
WEB_CHARSETS = {
    "the old name of Shift_JIS": (JAPANESE, "cp932", "charset=x-sjis", ""),
    "Shift_JIS with the vendor's signs": (JAPANESE, "cp932", "", "shift_jis"),
    "the vendor's name of Shift_JIS": (JAPANESE, "cp932", "charset=windows-31j", ""),
    "the old name of EUC-JP": (JAPANESE[:2] * 9, "euc_jp", "charset=x-euc-jp", ""),
    "Korean beyond EUC-KR": (KOREAN, "cp949", "charset=euc-kr", ""),
    "Thai by a meta element": (THAI, "cp874", "", "windows-874"),
    "Chinese beyond GBK": ("\u6761\u6b3e\U00020000" * 9, "gb18030", "charset=gb2312", ""),
    "UTF-16 without a byte order mark": (GERMAN, "utf-16-le", "charset=utf-16le", ""),
    "UTF-8 against a header": (GERMAN, "utf-8", "charset=iso-8859-1", ""),
    "UTF-8 against a meta element": (GERMAN, "utf-8", "", "iso-8859-1"),
    "UTF-8 against both": (JAPANESE, "utf-8", "charset=shift_jis", "euc-jp"),
    "a default header over Shift_JIS": (JAPANESE, "cp932", "charset=iso-8859-1", "x-sjis"),
    "a header that cannot be right": (GERMAN, "cp1252", "charset=utf-8", "windows-1252"),
    "a meta element that claims UTF-16": (GERMAN, "cp1252", "", "utf-16"),
    "Russian without a declaration": (RUSSIAN, "cp1251", "", ""),
    "German without a declaration": (GERMAN, "cp1252", "", ""),
}


@pytest.mark.parametrize("how", WEB_CHARSETS)
def test_pages_are_decoded_as_browsers_decode_them(how: str) -> None:
    """Labels are those of browsers, and where declarations contradict the bytes, the bytes win."""
    text, codec, header, meta = WEB_CHARSETS[how]
    mark = f"<meta charset='{meta}'>" if meta else ""
    body = f"<html><head>{mark}</head><body><p>{text}</p></body></html>".encode(codec)
    decoded = decode_page(Page(URL, body, f"text/html; {header}"))
    assert text in decoded


def test_a_commented_out_charset_is_ignored() -> None:
    """A meta element inside a comment is no declaration."""
    body = f"<!-- <meta charset='koi8-r'> --><meta charset='cp1252'><p>{GERMAN}"
    assert GERMAN in decode_page(Page(URL, body.encode("cp1252"), "text/html"))


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    """UTF-8 with a broken byte, or with its last character cut in two, stays UTF-8."""
    body = (GERMAN * 3).encode()
    text = decode_page(Page(URL, body + b"\xe9 " + body[:7], "text/html; charset=iso-8859-1"))
    assert text.count(GERMAN) == 3
    assert text.count("\ufffd") == 1


def test_bytes_that_no_charset_explains_are_refused() -> None:
    """Garbage never becomes a baseline: the page is refused in one sentence."""
    body = b"<p>" + b"\x81\x20\xff\x21 terms " * 40
    with pytest.raises(ExtractError, match="characters of the page cannot be decoded"):
        decode_page(Page(URL, body, "text/html; charset=shift_jis"))
