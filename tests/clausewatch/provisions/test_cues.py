"""Cues: what the notation matches, and how a slip in it is named."""

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
def cues(draw: st.DrawFn) -> str:
    """Any cue of these words: alternatives, beginnings, numbers, word groups and gaps."""
    text = draw(ELEMENTS)
    for _ in range(draw(st.integers(0, 3))):
        text += f"{draw(GAPS)} {draw(ELEMENTS)}"
    return text


@pytest.mark.parametrize(
    ("text", "sentence", "stands"),
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
def test_a_cue_matches_as_written(text: str, sentence: str, *, stands: bool) -> None:
    """Gaps, alternatives, beginnings, numbers and hyphens work as the notation says."""
    assert compile_cue(text).is_in(join_tokens(tokenise(sentence))) is stands


@pytest.mark.parametrize("text", ["", "…", "… sell", "sell …", "Sell", "sell!", "a||b", "*"])
def test_a_slip_in_a_cue_is_named(text: str) -> None:
    """What cannot be a cue is refused with one sentence about it."""
    with pytest.raises(ConfigError, match="cue"):
        compile_cue(text)


def test_a_table_finds_every_group_that_stands_in_the_words() -> None:
    """Groups are found by any of their cues; the others are not."""
    table = compile_cue_table(
        {"sale": ["sell|sold … data"], "tracking": ["cookie*"], "law": ["govern*"]}
    )
    found = table.find_groups(tokenise("We never sell data. Cookies are not used."))
    assert {table.group_names[number] for number in found} == {"sale", "tracking"}


@given(st.lists(st.sampled_from(WORDS)))
def test_a_table_finds_what_its_cues_find_alone(tokens: list[str]) -> None:
    """Looking up by rare words never loses a match."""
    groups = {"a": ["not … sell"], "b": ["train*"], "c": ["share|sell your"], "d": ["do"]}
    table = compile_cue_table(groups)
    alone = {
        number
        for number, texts in enumerate(groups.values())
        if any(compile_cue(text).is_in(join_tokens(tokens)) for text in texts)
    }
    assert table.find_groups(tokens) == alone


@pytest.mark.slow
@given(st.lists(st.lists(cues(), max_size=4), min_size=1, max_size=5), SENTENCES)
def test_no_cue_is_left_untried_that_would_match(
    groups: list[list[str]], tokens: list[str]
) -> None:
    """Whatever the cues, and also where one stands under several names."""
    shared = [*groups, groups[0]]
    table = compile_cue_table({str(number): texts for number, texts in enumerate(shared)})
    alone = {
        number
        for number, texts in enumerate(shared)
        if any(compile_cue(text).is_in(join_tokens(tokens)) for text in texts)
    }
    assert table.find_groups(tokens) == alone


@given(cues(), SENTENCES)
def test_a_cue_that_stands_in_the_words_has_what_it_needs(text: str, tokens: list[str]) -> None:
    """The cheap question never rules out what the search would find."""
    assert compile_cue(text).may_be_in(set(tokens)) or not compile_cue(text).is_in(
        join_tokens(tokens)
    )


@given(cues(), SENTENCES)
def test_a_cue_finds_whole_words_only(text: str, tokens: list[str]) -> None:
    """Nothing is found across the ends of words: words that only begin so are not the words."""
    longer = [f"{token}x" for token in tokens if token.isalpha()]
    is_open = "*" in text
    assert is_open or not compile_cue(text).is_in(join_tokens(longer))
