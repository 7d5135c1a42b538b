"""Text with everything taken away that does not carry meaning: case, typography, numbering."""

import re
import unicodedata
from collections.abc import Sequence

from clausewatch.text.cache import remembered

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
"""Scripts written without spaces, as the inside of a character class."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f]")
# Every repetition is bounded: a hostile page of one endless word must cost no more than its length.
EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
URL = r"(?:https?://|www\.)[^\s<>\"'\uff0c。\uff1b\uff09]+|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}/[^\s<>\"'\uff0c。\uff1b\uff09]*"

TOKEN = re.compile(
    rf"{EMAIL}|{URL}|\d+(?:[.,:/]\d+)*|[{CJK}]|[^\W\d_{CJK}]+|[%$€£¥₹§]",
)

_LABEL = (
    r"(?:(?:section|article|clause|chapter|part|artikel|abschnitt|ziffer|kapitel|avsnitt|"
    r"titre|annex|annexe|exhibit|schedule)\s+)?"
)
_NUMBER = (
    r"(?:\(\s*(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})\s*\)"
    r"|(?:\d{1,3}|[a-z]|[ivxlc]{1,6})(?:\.\d{1,3})*(?:\.[a-z])?\s*[.):\]\-\u2013\u2014]+(?=\s|$)"
    r"|\d{1,3}(?:\.\d{1,3})+\.?(?=\s|$)"
    r"|[a-z]\.\d{1,2}(?:\.\d{1,2})*\.?(?=\s|$)"
    r"|§+\s*\d{1,3}[a-z]?(?:\.\d{1,3})*\.?(?=\s))"
)
_CJK_NUMBER = (
    r"[(\uff08]?[一二三四五六七八九十\d]{1,4}[)\uff09]?[、.\uff0e)\uff09]\s*"
    r"|[(\uff08][一二三四五六七八九十\d]{1,4}[)\uff09]\s*"
    r"|第[一二三四五六七八九十\d]{1,4}[条章节]\s*"
)
NUMBERING = re.compile(
    rf"^\s*(?:[•·▪◦●○■□\-\u2013\u2014*>»\u203a]\s*)?(?:{_LABEL}{_NUMBER}\s*|{_CJK_NUMBER}(?=[{CJK}])"
    r"|[•·▪◦●○■□»\u203a]\s*|[\-\u2013\u2014*]\s+)",
    re.IGNORECASE,
)
HEADING_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\s+(?=\w)")


# Marks of Markdown and HTML that leak into a page when its content system fails to render them.
_LEAKED = (
    (re.compile(r"\[([^\[\]]+)\]\s?(?:\[[^\[\]]*\]|\((?:https?:|mailto:|/|#)[^()\s]*\))"), r"\1"),
    (re.compile(r"^\s*\[[^\[\]]+\]:\s*[^\s/#]*+[/#]\S*+$"), ""),
    (
        re.compile(
            r"</?(?:[bipus]|em|strong|br|div|span|ul|ol|li|a|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
        ),
        " ",
    ),
)
# What must stand in a text for either of the next two to match; to look for it costs far less.
_SPELT = re.compile(r"[\[({]\s?(?:at|dot|punkt|point)\s?[\])}]", re.IGNORECASE)
_AT = re.compile(r"(?<=[\w.-])\s?[\[({]\s?at\s?[\])}]\s?(?=[\w-]+(?:\.|\s?[\[({]))", re.IGNORECASE)
_DOT = re.compile(r"(?<=\w)\s?[\[({]\s?(?:dot|punkt|point)\s?[\])}]\s?(?=\w)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return the text in one typography: compatibility forms folded, leaked marks gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    if "[" in text or "<" in text:
        for shape, kept in _LEAKED:
            text = shape.sub(kept, text)
    if ("(" in text or "[" in text) and _SPELT.search(text):
        text = _DOT.sub(".", _AT.sub("@", text))
    return text


@remembered
def joined(text: str) -> str:
    """Return the tokens of a text as `tokens` gives them, a blank between two."""
    return " ".join(
        token.rstrip(".,:;/)") if "/" in token or "@" in token else token
        for token in TOKEN.findall(plain(text).casefold())
    )


def tokens(text: str) -> list[str]:
    """Split into words, numbers, addresses and currency signs, without case; CJK by character."""
    return joined(text).split()


def unnumbered(text: str, *, is_heading: bool = False) -> str:
    """Return the text without the list number, letter or bullet that it starts with."""
    whole = plain(text)
    bare = NUMBERING.sub("", whole, count=1)
    if is_heading and bare == whole:
        bare = HEADING_NUMBER.sub("", bare, count=1)
    return bare


@remembered
def key(text: str) -> str:
    """Return what must be equal for two texts to say the same: tokens joined by a blank."""
    return joined(unnumbered(text))


@remembered
def heading_key(text: str) -> str:
    """Return the key of a heading, whose number may stand before it without a full stop."""
    return joined(unnumbered(text, is_heading=True))


def is_cjk(words: Sequence[str]) -> bool:
    """Tell whether most tokens are characters of a script written without spaces."""
    count = sum(1 for word in words if len(word) == 1 and word > "\u3000")
    return count * 2 > len(words)
