"""The normal form of a text: without case, typography and numbering, which carry no meaning."""

import re
import unicodedata
from collections.abc import Sequence

from clausewatch.text.cache import cache_per_check
from clausewatch.text.date_words import list_units
from clausewatch.text.scripts import DIGITS, UNSPACED, WORD, is_unspaced
from clausewatch.text.sentences import split_sentences

INVISIBLE = re.compile(
    "[\u00ad\u034f\u0640\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2120\u2122\ufeff\ufe00-\ufe0f]"
)
"""Characters without a meaning: joiners, directions, variants, the stretching of Arabic words."""
# Every repetition is bounded, so that a hostile page of one endless word costs linear time.
EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
URL = r"(?:https?://|www\.)[^\s<>\"'\uff0c。\uff1b\uff09]+|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}/[^\s<>\"'\uff0c。\uff1b\uff09]*"

_SIGN = (
    r"[\u2713\u2717\u2610\U0001f44d\U0001f44e\u26d4\U0001f6ab]"
    r"|(?<=\|\s)[\u25cb\u25cf\u25a1\u25a0\u00d7\U0001f7e0-\U0001f7e2\U0001f534](?=\s?(?:\||$))"
    r"|(?<=\w\s)[\u2190\u2192\u2194](?=\s?\w)"
    r"|[<>\u2264\u2265\u2260\u00b1\u2248](?=\s?[$€£¥₹]?\d)"
    r"|(?<![^\s(|])[+\u2212\-](?=[$€£¥₹]\d|\d[\d.,]{0,12}\s?[%$€£¥₹°])"
)
"""Signs that say something: answers, circles and boxes alone in a cell, arrows between words,
comparison signs before a figure, and the sign of a percentage or an amount.

A bullet, a star before a heading and an arrow after a link say nothing.
"""
_VARIANTS = DIGITS | str.maketrans(
    {
        **dict.fromkeys("\u2714\u2705\u2611\U0001f5f8\U0001f5f9", "\u2713"),
        **dict.fromkeys("\u2718\u2715\u2716\u274c\u274e\u2612", "\u2717"),
        **dict.fromkeys("\u25ef\u26aa", "\u25cb"),
        **dict.fromkeys("\u2b24\u26ab", "\u25cf"),
        "\u2212": "-",
        "\u2013": "-",
        "\u21d2": "\u2192",
        "\u2a7d": "\u2264",
        "\u2a7e": "\u2265",
        "\u066a": "%",
        "\u066b": ".",
        "\u066c": ",",
    }
)
"""One character for all that look and mean the same."""
_VARIANT = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")

TOKEN = re.compile(
    rf"{EMAIL}|{URL}|{_SIGN}|\d+(?:[.,:/]\d+)*|{WORD}|[%$€£¥₹§]",
)
_PLAIN_TOKEN = re.compile(rf"\d+(?:[.,:]\d+)*|{WORD}")
"""A token of a text without addresses and signs: most sentences have none."""
_SPECIAL = re.compile(
    "[@/<>%$€£¥₹§°\u2713\u2717\u2610\U0001f44d\U0001f44e\u26d4\U0001f6ab\u25cb\u25cf\u25a1\u25a0\u00d7"
    "\U0001f7e0-\U0001f7e2\U0001f534\u2190\u2192\u2194\u2264\u2265\u2260\u00b1\u2248]"
)
"""Every address and sign contains one of these characters, unless it begins with `www.`."""

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
_MIN_UNIT_LETTERS = 3
_UNITS = "|".join(re.escape(word) for word in list_units() if len(word) >= _MIN_UNIT_LETTERS)
NUMBERING = re.compile(
    rf"^\s*(?:[•·▪◦●○■□\-\u2013\u2014*>»\u203a]\s*)?(?:{_LABEL}{_NUMBER}\s*|{_CJK_NUMBER}(?=[{UNSPACED}])"
    r"|[•·▪◦●○■□»\u203a]\s*|[\-\u2013\u2014*]\s+)",
    re.IGNORECASE,
)
_LEADING_FIGURE = re.compile(
    r"^\s*\d{1,3}[.,](?:\d{1,3}\s?(?:[%€£$¥]|(?:[Pp]er ?cent|[Pp]ro[zc]ent)\b)"
    rf"|\d{{1,2}} (?:out )?(?:of|von|sur|de) (?:5|10)\b(?! (?:{_UNITS})\b)"
    rf"|(?:5|25|75)\s?(?:{_UNITS})\b)"
)
"""A figure that begins a text and is no number of a section: "1.5 %", "2.5 hours", "4.5 of 5".

Nobody measures time in tenths but the half and the quarters: "2.1 days" is section 2.1.
"""
HEADING_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\s+(?=\w)")


# Markdown and HTML marks that leak into a page when its content system fails to render them.
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
# A cheap test: the next two patterns match only texts that contain this one.
_SPELT_OUT = re.compile(r"[\[({]\s?(?:at|dot|punkt|point)\s?[\])}]", re.IGNORECASE)
_AT = re.compile(r"(?<=[\w.-])\s?[\[({]\s?at\s?[\])}]\s?(?=[\w-]+(?:\.|\s?[\[({]))", re.IGNORECASE)
_DOT = re.compile(r"(?<=\w)\s?[\[({]\s?(?:dot|punkt|point)\s?[\])}]\s?(?=\w)", re.IGNORECASE)


def fold_typography(text: str) -> str:
    """Return the text in one typography: compatibility forms folded, leaked marks removed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    if "[" in text or "<" in text:
        for pattern, replacement in _LEAKED:
            text = pattern.sub(replacement, text)
    if ("(" in text or "[" in text) and _SPELT_OUT.search(text):
        text = _DOT.sub(".", _AT.sub("@", text))
    return text


@cache_per_check
def join_tokens(text: str) -> str:
    """Return the tokens of a text, separated by one blank."""
    folded = fold_typography(text)
    lower = folded.casefold()
    if not lower.isascii():
        # The small letter of the Turkish capital I with a dot keeps the dot as a mark.
        lower = lower.replace("i\u0307", "i")
        if _VARIANT.search(lower):
            lower = lower.translate(_VARIANTS)
    if "www." not in lower and not _SPECIAL.search(lower):
        # No token of such a text crosses sentences, which are tokenised by themselves anyway.
        sentences = split_sentences(text) if folded is text and text.isascii() else ()
        if len(sentences) > 1:
            return " ".join(filter(None, map(join_tokens, sentences)))
        return " ".join(_PLAIN_TOKEN.findall(lower))
    return " ".join(
        token.rstrip(".,:;/)") if "/" in token or "@" in token else token
        for token in TOKEN.findall(lower)
    )


def tokenise(text: str) -> list[str]:
    """Return words, numbers, addresses and signs with a meaning in lower case.

    A letter of a script without spaces is a token of its own.
    """
    return join_tokens(text).split()


def strip_number(text: str, *, is_heading: bool = False) -> str:
    """Return the text without its leading list number, letter or bullet."""
    numbered = fold_typography(text)
    if _LEADING_FIGURE.match(numbered):
        return numbered
    unnumbered = NUMBERING.sub("", numbered, count=1)
    if is_heading and unnumbered == numbered:
        unnumbered = HEADING_NUMBER.sub("", unnumbered, count=1)
    return unnumbered


@cache_per_check
def make_key(text: str) -> str:
    """Return the key of a text; two texts say the same if their keys are equal."""
    return join_tokens(strip_number(text))


@cache_per_check
def make_heading_key(text: str) -> str:
    """Return the key of a heading, whose number may lack a full stop."""
    return join_tokens(strip_number(text, is_heading=True))


def is_mostly_unspaced(words: Sequence[str]) -> bool:
    """Return whether most tokens are letters of a script written without spaces."""
    if "".join(words).isascii():
        return False
    return sum(map(is_unspaced, words)) * 2 > len(words)
