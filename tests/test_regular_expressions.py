"""No regular expression costs more than the length of a text that strangers wrote.

The worker of a page has a minute, and a listener three seconds: one pattern that tries anew at
every place of a text is enough to lose either. What counts is how the work grows, not how long it
takes: ten, forty and a hundred thousand characters are compared, and the square is told by far.
"""

import re
from collections import defaultdict
from functools import cache

import pytest

from bot.slack.ids import make_pattern as of_id
from clausewatch.extract.charset import _MAX_DECLARATION_BYTES
from clausewatch.extract.pdf_words import _MAX_WORD_CHARS
from clausewatch.provisions.cues import compile_cue
from clausewatch.text.dates import _MAX_AGE_CHARS, _MAX_COPYRIGHT_CHARS
from tests import regex_inventory
from tests.regex_growth import USES, Growth

NAMED = {
    ("bot.slack.ids", "f'^{re.escape(action_id)}(?::[\\\\w-]+)?$'"): "tried below on an id of ours",
    ("clausewatch.compare.page_kinds", "'|'.join(patterns)"): "held by tables of that module",
    ("clausewatch.provisions.cues", "pattern + '(?= )'"): "tried below on cues of every shape",
}
"""Calls whose pattern only their function knows, and why none of them escapes."""
MOST = {
    ("clausewatch.extract.charset", "_META_CHARSET"): _MAX_DECLARATION_BYTES,
    ("clausewatch.extract.pdf_words", "_BROKEN_END"): _MAX_WORD_CHARS,  # the end of a text
    ("clausewatch.text.dates", "COPYRIGHT"): _MAX_COPYRIGHT_CHARS,  # a longer line is none
    ("clausewatch.text.dates", "AGO"): _MAX_AGE_CHARS,  # the same
}
"""Characters that a pattern is given at most, where its users cut or refuse what is longer."""
UP_TO = {("clausewatch.extract.markdown", "_LINKS"): ")"}
"""What a text ends with by the time that a pattern sees it."""

BAD: dict[str, tuple[regex_inventory.Pattern, str]] = {
    "blanks before a word, in every line": (re.compile(r"(?im)^\s*x"), "search"),
    "blanks at the end, wherever they are": (re.compile(r"\s+$"), "scan"),
    "the same letter two ways": (re.compile(r"(a|a)*b"), "search"),
    "two gaps without a border": (re.compile(r".*foo.*bar"), "search"),
    "a tag without an end": (re.compile(r"<[^>]*$"), "search"),
    "a comment without an end": (re.compile(r"(?s)<!--.*?-->"), "scan"),
    "a mark without its second": (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), "scan"),
    "blanks beside blanks": (re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$"), "match"),
    "a sign in a run that holds it": (re.compile(r"<([^\s<>]+[@:.][^\s<>]+)>"), "scan"),
    "a beginning that goes on": (re.compile(r"terminat\w* (?:your|this)"), "search"),
    "numbers that are letters too": (re.compile(r"1(?:\.(?:[ivx]{1,5}|[a-z]))+\s"), "match"),
    "bytes": (re.compile(rb"(?im)^\s*sitemap\s*:\s*(\S+)"), "scan"),
}
GOOD = {
    "blanks within a line, a few": (re.compile(r"[ \t]{0,8}x"), "search"),
    "every run of blanks": (re.compile(r"\s+"), "scan"),
    "a run taken whole, from its first": (re.compile(r"(?<!\s)\s++(?=\()"), "scan"),
    "a tag of some length": (re.compile(r"<[^<>]{0,400}>"), "scan"),
    "the same repeat from one place": (re.compile(r"[a-z]+:"), "match"),
    "words": (re.compile(r"\b(?:terms|privacy)\b"), "search"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_pattern_that_grows_with_the_square_is_seen(name: str) -> None:
    """Planted in the packages, such a pattern would be found."""
    shape, use = BAD[name]
    assert Growth(shape, use).steep() is not None


@pytest.mark.parametrize("name", GOOD)
def test_a_pattern_that_grows_with_the_text_passes(name: str) -> None:
    """Nobody has to look at what is fast by its shape."""
    shape, use = GOOD[name]
    assert Growth(shape, use).steep() is None


def test_no_call_escapes() -> None:
    """Every call of `re` is tried, or named with a reason; none comes in under another name."""
    _, unknown = regex_inventory.everything()
    assert sorted(unknown) == sorted(NAMED)
    assert list(regex_inventory.imports_of_re()) == []


def test_what_is_excused_is_there() -> None:
    """A pattern that is gone or renamed takes its excuse along."""
    held = {(one.where, one.name) for one in regex_inventory.held()}
    assert set(MOST) | set(UP_TO) <= held


@cache
def _all() -> dict[tuple[str, str], dict[tuple[regex_inventory.Pattern, str], None]]:
    """Return the patterns with their uses by where they stand, each once."""
    found: dict[tuple[str, str], dict[tuple[regex_inventory.Pattern, str], None]] = defaultdict(
        dict
    )
    seen: set[tuple[regex_inventory.Pattern, str]] = set()
    for one in regex_inventory.everything()[0]:
        # what goes from match to match does all that one search does
        uses = one.uses - {"search"} if "scan" in one.uses else one.uses
        for use in sorted(uses or {"scan"}):
            if (one.pattern, use) not in seen:
                seen.add((one.pattern, use))
                found[one.where, one.name][one.pattern, use] = None
    return found


@pytest.mark.parametrize("part", range(4))
def test_no_pattern_grows_faster_than_its_text(part: int) -> None:
    """Whatever the packages look for costs at most its length, on the worst text for it."""
    steep = []
    for where, tried in sorted(_all().items())[part::4]:
        for pattern, use in tried:
            growth = Growth(pattern, use, UP_TO.get(where, ""))
            if (killer := growth.steep(MOST.get(where))) is not None:
                steep.append((*where, use, killer))
    assert steep == []


@pytest.mark.parametrize(
    "text",
    ["sell|rent … data", "fine_tune|train* …… model*", "# …3 days|weeks", "we … may …… # … you*"],
)
def test_no_cue_grows_faster_than_its_text(text: str) -> None:
    """Every sign that a cue may hold, in each place."""
    assert Growth(compile_cue(text).pattern, "search").steep() is None


@pytest.mark.parametrize("use", USES)
def test_an_id_of_ours_costs_its_length(use: str) -> None:
    """The suffix that makes an id unique comes back from Slack."""
    assert Growth(of_id("command.run"), use).steep() is None
