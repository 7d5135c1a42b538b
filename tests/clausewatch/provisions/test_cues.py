"""The notation of cues, and the search for many of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.errors import ConfigError
from clausewatch.provisions.cues import compile_cue, compile_cue_table
from clausewatch.provisions.tokens import join_tokens, tokenise

WORDS = ["we", "do", "not", "sell", "share", "your", "data", "or", "cookies", "training", "train"]
SENTENCES = st.lists(st.sampled_from([*WORDS, "30", "$", "don't", "a"]), max_size=12)
PIECES = st.sampled_from([*WORDS, "train*", "co*", "d*", "#", "$", "not_sell", "your_data", "a"])
ELEMENTS = st.lists(PIECES, min_size=1, max_size=3, unique=True).map("|".join)
GAPS = st.sampled_from(["", "", " …", " …2", " ……"])


@st.composite
def make_cues(draw: st.DrawFn) -> str:
    """Return any cue of these words: alternatives, prefixes, numbers, word groups and gaps."""
    text = draw(ELEMENTS)
    for _ in range(draw(st.integers(0, 3))):
        text += f"{draw(GAPS)} {draw(ELEMENTS)}"
    return text


@pytest.mark.parametrize(
    ("text", "sentence", "is_match"),
    [
        ("do not sell", "We do NOT sell data.", True),
        ("do not sell", "We do sell, not rent.", False),
        ("sell|rent … data", "We may rent out parts of your data.", True),
        ("sell … data", "Sell " + "one " * 9 + "data", False),
        ("sell …… data", "Sell " + "one " * 9 + "data", True),
        ("not …2 sell", "We will not ever knowingly sell it.", True),
        ("not …2 sell", "We will not ever so knowingly sell it.", False),
        ("train*", "Our training runs at night.", True),
        ("train*", "It may restrain you.", False),
        ("# days", "within 30 days", True),
        ("fine_tune|train … models", "to fine-tune our models", True),
        ("third party", "third-party sites", True),
        ("don't sell", "We don\u2019t sell it.", True),
        ("$ 100", "up to $100", True),
    ],
)
def test_a_cue_matches_as_written(text: str, sentence: str, *, is_match: bool) -> None:
    """Gaps, alternatives, prefixes, numbers and hyphens work as documented."""
    assert compile_cue(text).is_in(join_tokens(tokenise(sentence))) is is_match


@pytest.mark.parametrize("text", ["", "…", "… sell", "sell …", "Sell", "sell!", "a||b", "*"])
def test_an_invalid_cue_is_refused(text: str) -> None:
    """The error is one sentence about the cue."""
    with pytest.raises(ConfigError, match="cue"):
        compile_cue(text)


def test_a_table_finds_every_matching_group() -> None:
    """One matching cue is enough for a group."""
    table = compile_cue_table(
        {"sale": ["sell|sold … data"], "tracking": ["cookie*"], "law": ["govern*"]}
    )
    groups = table.find_groups(tokenise("We never sell data. Cookies are not used."))
    assert {table.group_names[number] for number in groups} == {"sale", "tracking"}


@given(st.lists(st.sampled_from(WORDS)))
def test_a_table_finds_the_same_as_its_cues(tokens: list[str]) -> None:
    """The lookup by rare words loses no match."""
    groups = {"a": ["not … sell"], "b": ["train*"], "c": ["share|sell your"], "d": ["do"]}
    table = compile_cue_table(groups)
    expected = {
        number
        for number, texts in enumerate(groups.values())
        if any(compile_cue(text).is_in(join_tokens(tokens)) for text in texts)
    }
    assert table.find_groups(tokens) == expected


@pytest.mark.slow
@given(st.lists(st.lists(make_cues(), max_size=4), min_size=1, max_size=5), SENTENCES)
def test_a_table_loses_no_match(groups: list[list[str]], tokens: list[str]) -> None:
    """Any cues may be in a table, and one cue in several groups."""
    shared = [*groups, groups[0]]
    table = compile_cue_table({str(number): texts for number, texts in enumerate(shared)})
    expected = {
        number
        for number, texts in enumerate(shared)
        if any(compile_cue(text).is_in(join_tokens(tokens)) for text in texts)
    }
    assert table.find_groups(tokens) == expected


@given(make_cues(), SENTENCES)
def test_a_matching_cue_has_its_required_words(text: str, tokens: list[str]) -> None:
    """The cheap test rules out no match."""
    assert compile_cue(text).may_be_in(set(tokens)) or not compile_cue(text).is_in(
        join_tokens(tokens)
    )


@given(make_cues(), SENTENCES)
def test_a_cue_matches_whole_words_only(text: str, tokens: list[str]) -> None:
    """A longer word with the same beginning is another word."""
    longer = [f"{token}x" for token in tokens if token.isalpha()]
    has_prefix = "*" in text
    assert has_prefix or not compile_cue(text).is_in(join_tokens(longer))
