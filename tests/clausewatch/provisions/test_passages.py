"""Passages: what can be quoted stands in the version at the place that is given for it."""

from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st

from clausewatch.model.provisions import Polarity, text_of
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


def made(*texts: str) -> Reading:
    """A reading of paragraphs, as they are."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Reading("1", "t", "en", blocks, (), Signals(), 1, None, "x", "y")


def test_items_know_the_words_they_continue(reading: Callable[[str], Reading]) -> None:
    """A list item carries its lead-in, a nested one both; a later paragraph carries none."""
    held = {part.text: part for part in split_passages(reading(POLICY))}
    assert held["sell the account; or"].lead_in == "You must not:"
    assert held["scrape pages"].lead_in.startswith("You must not:")
    assert held["We write to you first."].lead_in == ""
    assert held["We write to you first."].path == ("Terms",)


def test_numbered_paragraphs_after_a_colon_are_items() -> None:
    """Lists that lost their markup keep their lead-in."""
    parts = split_passages(
        made("You agree not to:", "2.1 Train models on it.", "(b) copy it.", "Bye.")
    )
    assert [part.lead_in for part in parts] == ["", "You agree not to:", "You agree not to:", ""]


def test_an_endless_sentence_is_parted_where_it_is_numbered() -> None:
    """Nobody quotes two hundred words: parts hang on the beginning."""
    items = "; ".join(f"({letter}) " + "word " * 30 + "end" for letter in "abcdefgh")
    parts = split_passages(made(f"You may not {items}."))
    assert len(parts) > 1
    assert all(len(part.text.split()) <= MAX_QUOTE_WORDS for part in parts)
    assert all(part.lead_in.startswith("You may not") for part in parts[1:])


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("ab .;:*()\n•1|“é"), min_size=1, max_size=900),
        min_size=1,
        max_size=4,
    )
)
@example(["*\n|"])
def test_every_passage_stands_where_it_says(texts: list[str]) -> None:
    """Whatever the text, start and end cut out the passage itself, in order, without overlap."""
    reading = made(*texts)
    whole, last = text_of(reading), 0
    for part in split_passages(reading):
        assert whole[part.start : part.end] == part.text
        assert part.text.strip()
        assert part.start >= last
        last = part.end


def test_a_lettered_number_continues_its_lead_in(reading: Callable[[str], Reading]) -> None:
    """`B.3.a.` under "will not:" is part of the denial, and so filed as one."""
    item = "B.3.a. use the content that people upload to the studio to train AI models of any kind;"
    text = f"# DPA\n\nB.3. Larkspur will not:\n\n{item}\n"
    last = split_passages(reading(text))[-1]
    assert last.lead_in.endswith("will not:")
    (training,) = [one for one in find_provisions(reading(text)) if one.clause == "ai_training"]
    assert (training.polarity, training.severity) == (Polarity.DOES_NOT, Severity.LOW)
