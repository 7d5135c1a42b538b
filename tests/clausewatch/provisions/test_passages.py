"""Passages have positions in the version and carry their lead-ins."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausewatch.model.provisions import Polarity, build_text
from clausewatch.model.reading import Block, BlockKind, Reading, Severity, Signals
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.passages import MAX_QUOTE_WORDS, split_passages

POLICY = """# Terms

You must not:

- sell the account; or
- use it to:
  - send spam
  - scrape pages

1. Fees. Fees are due. They rise.

We write to you first.
"""


def make_paragraphs(*texts: str) -> Reading:
    """Return a reading of these paragraphs."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Reading("1", "t", "en", blocks, (), Signals(), 1, None, "x", "y")


def test_items_carry_their_lead_in(make_reading: Callable[[str], Reading]) -> None:
    """A nested item carries both lead-ins, and the next paragraph none."""
    passages = {passage.text: passage for passage in split_passages(make_reading(POLICY))}
    assert passages["sell the account; or"].lead_in == "You must not:"
    assert passages["scrape pages"].lead_in.startswith("You must not:")
    assert passages["We write to you first."].lead_in == ""
    assert passages["We write to you first."].path == ("Terms",)


def test_numbered_paragraphs_after_a_colon_are_items() -> None:
    """A list without markup keeps its lead-in."""
    passages = split_passages(
        make_paragraphs("You agree not to:", "2.1 Train models on it.", "2.2 copy it.", "Bye.")
    )
    assert [passage.lead_in for passage in passages] == [
        "",
        "You agree not to:",
        "You agree not to:",
        "",
    ]


def test_a_numbered_sentence_in_capitals_ends_a_list_in_small_letters() -> None:
    """It begins the next paragraph, and continues no lead-in."""
    passages = split_passages(
        make_paragraphs(
            "You may not:", "1. copy the site;", "2. sell it.", "3. The site is offered as is."
        )
    )
    leads = {passage.text: passage.lead_in for passage in passages}
    assert leads["2. sell it."] == "You may not:"
    assert leads["The site is offered as is."] == ""


def test_a_long_sentence_is_split_at_its_numbers() -> None:
    """Later passages carry the beginning of the sentence as their lead-in."""
    items = "; ".join(f"({letter}) " + "word " * 30 + "end" for letter in "abcdefgh")
    passages = split_passages(make_paragraphs(f"You may not {items}."))
    assert len(passages) > 1
    assert all(len(passage.text.split()) <= MAX_QUOTE_WORDS for passage in passages)
    assert all(passage.lead_in.startswith("You may not") for passage in passages[1:])


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("ab .;:*()\n•1|“é"), min_size=1, max_size=900),
        min_size=1,
        max_size=4,
    )
)
@example(["*\n|"])
def test_positions_delimit_the_passages(texts: list[str]) -> None:
    """For any text, start and end delimit each passage, in order and without overlap."""
    reading = make_paragraphs(*texts)
    text, end = build_text(reading), 0
    for passage in split_passages(reading):
        assert text[passage.start : passage.end] == passage.text
        assert passage.text.strip()
        assert passage.start >= end
        end = passage.end


def test_a_lettered_number_continues_its_lead_in(make_reading: Callable[[str], Reading]) -> None:
    """`B.3.a.` under "will not:" is part of the denial."""
    item = "B.3.a. use the content that people upload to the studio to train AI models of any kind;"
    text = f"# DPA\n\nB.3. Larkspur will not:\n\n{item}\n"
    last = split_passages(make_reading(text))[-1]
    assert last.lead_in.endswith("will not:")
    (training,) = [
        provision
        for provision in find_provisions(make_reading(text))
        if provision.clause == "ai_training"
    ]
    assert (training.polarity, training.severity) == (Polarity.DOES_NOT, Severity.LOW)


def test_a_later_section_number_does_not_continue_a_list(
    make_reading: Callable[[str], Reading],
) -> None:
    """`7.` after "you agree not to:" is the next section and no item of the ban."""
    paragraphs = (
        "# Terms",
        "You agree not to:",
        "(a) copy it;",
        "(b) sell it.",
        "7\\. We may close it.",
    )
    text = "\n\n".join(paragraphs)
    passages = split_passages(make_reading(text))
    leads = {passage.text: passage.lead_in for passage in passages}
    assert leads["(b) sell it."] == "You agree not to:"
    assert leads["We may close it."] == ""


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("The gardener agrees not to (a) ", "The gardener agrees not to"),
        ("The shop has sold nothing; (b) ", ""),
    ],
)
def test_a_long_sentence_gives_its_parts_their_stem(
    make_reading: Callable[[str], Reading], opening: str, expected: str
) -> None:
    """What stands before the first letter is the stem, and a statement of its own is none."""
    part = f"sell the {'very ' * 60}old plants of the garden; (c) "
    text = f"{opening}{part}{part}lend the tools."
    passages = split_passages(make_reading(f"# Terms\n\n{text}\n"))
    assert passages[-1].lead_in == expected
