# ruff: noqa: RUF001
"""Sentence splitting, in the languages that policies are written in."""

import re
from collections.abc import Iterator

from clausewatch.text.cache import cache_per_check
from clausewatch.text.date_words import build_alternation, list_month_names
from clausewatch.text.scripts import CAPITALS, MARKS, UNSPACED

_CASELESS = "\u05d0-\u05ea\u0620-\u06d3\u0904-\u0939\u0985-\u0df4\u10d0-\u10ff\u1200-\u135a"
"""Letters of scripts with spaces but without capitals: Hebrew, Arabic, those of India, others."""
_START = rf"{CAPITALS}{_CASELESS}{UNSPACED}\d"
_SPACED_WORDS = "\u0e01-\u0e46\u0e80-\u0ec6\u1000-\u102a\u1780-\u17b3"
"""Thai, Lao, Burmese and Khmer, which separate clauses by a space and mark no end of a sentence."""
_MIN_CLAUSE_CHARS = 20
_SHORT_LETTERS = 5
_CLAUSE = rf"[{_SPACED_WORDS}{MARKS}]"
_END = re.compile(
    rf"(?<![.!?…])[.!?…]++[\"”\u2019»)\]]*+(?P<gap>\s++)(?=[\"“„«\u2018(\[¿¡]*[{_START}])"
    # Full stops and question marks that a script uses for nothing else.
    r"|[。\uff01\uff1f\uff1b\uff61।॥؟۔։።፧។៕။]+[”\u2019」』\uff09\"»)]*"
    rf"|\x20(?<={_CLAUSE}{{{_MIN_CLAUSE_CHARS}}}\x20)(?={_CLAUSE}{{{_MIN_CLAUSE_CHARS}}})"
    r"|(?P<line>(?<!\s)[^\S\n]*+\n\s*+)",
)
_PLAIN_END = re.compile(
    rf"[.!?…](?<![.!?…]{{2}})[.!?…]*+[\"”\u2019»)\]]*+(?P<gap>\s++)(?=[\"“„«\u2018(\[¿¡]*[{_START}])"
)
"""The first kind of end, written so that a search skips ahead to a full stop."""
_OTHER_END = re.compile(rf"[\n。\uff01\uff1f\uff1b\uff61।॥؟۔։።፧។៕။{_SPACED_WORDS}]")
"""Every other kind of end contains one of these characters, and few texts have one."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“„])(?:[^\W\d_]|[A-Za-zÀ-ÿ]\.\s?[A-Za-zÀ-ÿ]|inc|ltd|llc|corp|co|e\.g|i\.e|etc|no|nos|nr|art|"
    r"abs|bzw|vgl|ggf|usw|str|st|mr|mrs|ms|dr|prof|vs|cf|sec|approx|tel|bspw|sog|inkl|rev|ver|vers|"
    r"ca|t\.ex|bl\.a|s\.a\.s|m|mme|al|ust|ul|pkt|tj|np|tzv|čl|odst|č|ods|bod|zák|kft|zrt|bek|md|vb|"
    r"ст|стр|пп|гл|абз|ул|им|руб|тыс|млн|обл|просп|см|тел|т\.\s?[едк]|αρ|παρ|κ\.λπ|डॉ|रु|लि|प्रा|सं|דר)\.[\"”\u2019»)\]]*$",
    re.IGNORECASE,
)
# "3. März" is a day and its month, not the end of one sentence and the start of another.
_DAY = re.compile(r"(?:^|\D)\d{1,2}\.$")
_MONTH = re.compile(rf"(?:{build_alternation(list_month_names())})(?!\w)", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"\d{1,2}\.(?!\S)")
"""The next part of a date such as `2026. 5. 4.`"""
_SHORT_MONTHS = build_alternation(n for n in list_month_names() if len(n) <= _SHORT_LETTERS)
_SHORT_MONTH = re.compile(rf"(?:^|[^\w])(?:{_SHORT_MONTHS})\.$", re.IGNORECASE)
SENTENCE_ENDS = (".", "!", "?", "\u3002", "\uff01", "\uff1f", "\u0964", "\u061f")
_LINE_ENDS = re.compile(r"[.!?:;。\uff01\uff1f\uff1a\uff1b…।॥؟۔։።။។][\"”\u2019»)\]]*\s*$")
_LINE_STARTS = re.compile(
    rf"^[\"“„(\[]*(?:[•·▪◦●*\-\u2013]|\(?[0-9a-zA-Z]{{1,3}}[.)]\s|[{CAPITALS}\d])"
)


def _read_context(text: str, start: int, end: int, max_chars: tuple[int, int]) -> tuple[str, str]:
    """Return a few characters before `start` and after `end`.

    Copies of the whole text would cost quadratic time.
    """
    return text[max(0, start - max_chars[0]) : start], text[end : end + max_chars[1]]


def _is_break(text: str, match: re.Match[str]) -> bool:
    if match.lastgroup == "line":
        head, rest = _read_context(text, match.start(), match.end(), (8, 8))
        return bool(_LINE_ENDS.search(head) or _LINE_STARTS.match(rest))
    if match.lastgroup is None:
        return True
    head, rest = _read_context(text, match.start("gap"), match.end("gap"), (4, 12))
    if _DAY.search(head) and _MONTH.match(rest):
        return False
    if head[-2:-1].isdigit() and _NUMERIC_DATE.match(rest):
        return False
    word = text[max(0, match.start("gap") - 12) : match.start("gap")]
    if rest[:1].isdigit() and _SHORT_MONTH.search(word):
        return False
    return not _ABBREVIATION.search(word)


def _iterate_sentences(text: str) -> Iterator[str]:
    start = 0
    end = _END if _OTHER_END.search(text) else _PLAIN_END
    for match in end.finditer(text):
        if _is_break(text, match):
            sentence = text[start : match.end()].strip()
            start = match.end()
            if sentence:
                yield sentence
    if rest := text[start:].strip():
        yield rest


@cache_per_check
def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph in order; a separate line counts as one."""
    return tuple(_iterate_sentences(text))
