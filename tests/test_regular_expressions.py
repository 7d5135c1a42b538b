"""Every regular expression takes at most linear time on hostile text.

A worker has a minute for a page and a listener three seconds. A single pattern that starts over at
every position exceeds both. The tests count steps, because seconds depend on the machine and its
load; `python -m benchmarks.pattern_growth` measures the seconds.
"""

import re

import pytest

from bot.slack.ids import make_pattern
from clausewatch.compare.shift_words import compile_words
from clausewatch.provisions.cues import compile_cue
from clausewatch.subprocessors.words import RolePhrases, load_pattern, load_role_phrases
from clausewatch.text.document_titles import load_link_data, load_title_phrases
from tests import regex_inventory
from tests.regex_growth import GrowthTest
from tests.regex_limits import ENDINGS, MAX_CHARS

UNKNOWN = {
    ("bot.slack.ids", "f'^{re.escape(action_id)}(?::[\\\\w-]+)?$'"): "tried below on an id of ours",
    ("clausewatch.compare.page_kinds", "'|'.join(patterns)"): "held by tables of that module",
    ("clausewatch.provisions.cues", "expression"): "tried below on cues of every shape",
    (
        "clausewatch.compare.shift_words",
        "f\"(?<!\\\\w)(?<!\\\\bnon-)(?:{'|'.join(parts)})(?!\\\\w)\"",
    ): "tried below on words of every shape",
    (
        "clausewatch.subprocessors.words",
        "f\"{blank}(?:{'|'.join(map(_build_pattern, ordered))}){blank}\"",
    ): "tried below on the headers of every role",
    (
        "clausewatch.text.deadline_words",
        "f\"\\\\b(?:{'|'.join(patterns)})\"",
    ): "tried in tests/clausewatch/text/test_deadlines.py",
    (
        "clausewatch.text.deadline_words",
        "f\"\\\\b(?:{_FIGURE}|{word})(?: \\\\w{{1,14}})? (?:{'|'.join(units)})\"",
    ): "the same",
    (
        "clausewatch.text.document_titles",
        "'|'.join(map(_build_pattern, each))",
    ): "tried below on the titles of every kind",
}
"""Calls whose pattern depends on values of a function, and where it is tested instead."""

PARTS = 4
"""The patterns are tried in so many tests, which several processes share."""
STEEP: dict[str, tuple[regex_inventory.Pattern, str]] = {
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
LINEAR = {
    "blanks within a line, a few": (re.compile(r"[ \t]{0,8}x"), "search"),
    "every run of blanks": (re.compile(r"\s+"), "scan"),
    "a run taken whole, from its first": (re.compile(r"(?<!\s)\s++(?=\()"), "scan"),
    "a tag of some length": (re.compile(r"<[^<>]{0,400}>"), "scan"),
    "a gap of some length": (re.compile(r"(?s)<!--.{0,400}?-->"), "scan"),
    "the same repeat from one place": (re.compile(r"[a-z]+:"), "match"),
    "words": (re.compile(r"\b(?:terms|privacy)\b"), "search"),
}


@pytest.mark.parametrize("name", STEEP)
def test_a_steep_pattern_is_detected(name: str) -> None:
    """Each pattern takes quadratic time or more on some text."""
    shape, use = STEEP[name]
    assert GrowthTest(shape, use).find_steep_case() is not None


def test_a_steep_phrase_is_detected_among_hundreds() -> None:
    """Of the phrases of a long alternation only those with the same structure are left out."""
    phrases = [
        f"{first}{second} terms {third}"
        for first in "abcdefghij"
        for second in "klmnopqrst"
        for third in "uv"
    ]
    linear = re.compile("|".join(phrases))
    steep = re.compile("|".join([*phrases[:100], r"<[^>]*>", *phrases[100:]]))
    assert GrowthTest(linear, "search").find_steep_case() is None
    assert GrowthTest(steep, "search").find_steep_case() is not None


@pytest.mark.parametrize("name", LINEAR)
def test_a_linear_pattern_passes(name: str) -> None:
    """Linear patterns cause no false alarm."""
    shape, use = LINEAR[name]
    assert GrowthTest(shape, use).find_steep_case() is None


def test_every_call_is_tested() -> None:
    """Every call of `re` has a known pattern or an entry in UNKNOWN, under its own name."""
    _, unknown = regex_inventory.find_all_patterns()
    assert sorted(unknown) == sorted(UNKNOWN)
    assert list(regex_inventory.find_direct_imports()) == []


def test_no_count_of_a_pattern_is_a_value() -> None:
    """In an f-string `{1,30}` is a pair of numbers; the count of a pattern is `{{1,30}}`."""
    assert list(regex_inventory.find_formatted_numbers()) == []


def test_a_formatted_pair_of_numbers_is_found() -> None:
    """A doubled brace and the value of a name are not meant."""
    shown = regex_inventory.find_numbers_in('rf"a{1, 30}b{{1,30}}{name}", f"{3}"')
    assert shown == ["(1, 30)", "3"]


def test_exceptions_are_current() -> None:
    """Every exception belongs to a pattern that exists."""
    known = {(use.module_name, use.name) for use in regex_inventory.find_module_patterns()}
    assert set(MAX_CHARS) | set(ENDINGS) <= known


@pytest.mark.slow
@pytest.mark.long(15)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_grows_faster_than_its_text(part: int) -> None:
    """Each pattern of the packages takes at most linear time on its worst case."""
    steep = []
    for name, uses in sorted(regex_inventory.list_uses().items())[part::PARTS]:
        for pattern, use in uses:
            growth_test = GrowthTest(pattern, use, ENDINGS.get(name, ""))
            if (case := growth_test.find_steep_case(MAX_CHARS.get(name))) is not None:
                steep.append((*name, use, case))
    assert steep == []


@pytest.mark.parametrize(
    "text",
    ["sell|rent … data", "fine_tune|train* …… model*", "# …3 days|weeks", "we … may …… # … you*"],
)
def test_no_cue_grows_faster_than_its_text(text: str) -> None:
    """The cues use every wildcard in each position."""
    assert GrowthTest(compile_cue(text).pattern, "search").find_steep_case() is None


@pytest.mark.parametrize("use", ["search", "scan"])
def test_no_word_of_a_shift_grows_faster_than_its_text(use: str) -> None:
    """The words of the data file have wildcards in front and behind, blanks and apostrophes."""
    pattern = compile_words(("train*", "*daten", "*verletz*", "no longer", "d'accord", "no"))
    assert GrowthTest(pattern, use).find_steep_case() is None


@pytest.mark.parametrize("use", ["search", "match", "fullmatch", "scan"])
def test_no_action_id_grows_faster_than_its_text(use: str) -> None:
    """Slack returns the suffix that makes an id unique."""
    assert GrowthTest(make_pattern("command.run"), use).find_steep_case() is None


@pytest.mark.parametrize("kind", load_link_data()["title"])
def test_the_titles_of_a_kind_cost_their_length(kind: str) -> None:
    """Titles are foreign text, and their phrases come from a data file."""
    phrases = load_title_phrases()
    searches = (*phrases.by_first_word.values(), *phrases.by_stem.values())
    patterns = [pattern for each in searches for name, pattern in each if name == kind]
    assert patterns
    for pattern in patterns:
        assert GrowthTest(pattern, "search").find_steep_case() is None


@pytest.mark.parametrize("phrases", load_role_phrases(), ids=lambda phrases: phrases.role)
def test_the_headers_of_a_role_cost_their_length(phrases: RolePhrases) -> None:
    """Headers of columns are foreign text, and their phrases come from a data file."""
    for pattern in (phrases.part, load_pattern("former", "all")):
        assert GrowthTest(pattern, "search").find_steep_case() is None
