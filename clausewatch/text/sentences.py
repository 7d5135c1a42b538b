"""Sentence splitting, in the languages that policies are written in."""

import re
from collections.abc import Iterator

from clausewatch.text.cache import cache_per_check

_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"”\u2019»)\]]*+(?P<gap>\s++)(?=[\"“„«\u2018(\[]*[A-ZÀ-ÖØ-Þ\d])"
    r"|[。\uff01\uff1f\uff1b]+[”\u2019」』\uff09]*(?P<none>)"
    r"|(?P<line>(?<!\s)[^\S\n]*+\n\s*+)",
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“„])(?:[A-Za-z]|[A-Za-zÀ-ÿ]\.\s?[A-Za-zÀ-ÿ]|inc|ltd|llc|corp|co|e\.g|i\.e|etc|no|nos|nr|art|"
    r"abs|bzw|vgl|ggf|usw|str|st|mr|mrs|ms|dr|prof|vs|cf|sec|approx|tel|bspw|sog|inkl|"
    r"ca|t\.ex|bl\.a|s\.a\.s|m|mme|al)\.[\"”\u2019»)\]]*$",
    re.IGNORECASE,
)
# "3. März" is a day and its month, not the end of one sentence and the start of another.
_DAY = re.compile(r"(?:^|\D)\d{1,2}\.$")
_MONTH = re.compile(
    r"(?:jan|feb|m[aä]r|apr|mai|may|maj|jun|jul|aug|sep|okt|oct|nov|de[zc])", re.IGNORECASE
)
_SHORT_MONTH = re.compile(
    r"(?:^|[^\w])(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|de[czs]|janv|févr|avr|juil|ene|abr|ago|dic|set|out|fev)\.$",
    re.IGNORECASE,
)
_LINE_ENDS = re.compile(r"[.!?:;。\uff01\uff1f\uff1a\uff1b…][\"”\u2019»)\]]*\s*$")
_LINE_STARTS = re.compile(
    r"^[\"“„(\[]*(?:[•·▪◦●*\-\u2013]|\(?[0-9a-zA-Z]{1,3}[.)]\s|[A-ZÀ-ÖØ-Þ\d])"
)


def _read_context(text: str, start: int, end: int, max_chars: tuple[int, int]) -> tuple[str, str]:
    """Return a few characters before `start` and after `end`.

    Copies of the whole text would cost quadratic time.
    """
    return text[max(0, start - max_chars[0]) : start], text[end : end + max_chars[1]]


def _is_break(text: str, match: re.Match[str]) -> bool:
    if match.group("line") is not None:
        head, rest = _read_context(text, match.start(), match.end(), (8, 8))
        return bool(_LINE_ENDS.search(head) or _LINE_STARTS.match(rest))
    if match.group("none") is not None:
        return True
    head, rest = _read_context(text, match.start("gap"), match.end("gap"), (4, 12))
    if _DAY.search(head) and _MONTH.match(rest):
        return False
    word = text[max(0, match.start("gap") - 12) : match.start("gap")]
    if rest[:1].isdigit() and _SHORT_MONTH.search(word):
        return False
    return not _ABBREVIATION.search(word)


def _iterate_sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
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
