"""One sentence of a document flips: the summary holds what flipped, not its harmless half."""

import pytest

from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.summary import render_bullet
from clausewatch.model.reading import Direction, Edit, EditKind, Severity, Significance
from tests.clausewatch.compare.flips import FLIPS

LONG = (
    " This holds for every plan, for every member of a team and for each copy of the material that"
    " is kept, whatever the order form of the customer says about its delivery."
)


def _render(before: str, after: str) -> str:
    edit = Edit(
        EditKind.REWORDED, before, after, "Terms", Significance.SUBSTANTIVE, Severity.HIGH, "x"
    )
    return render_bullet(edit)


@pytest.mark.parametrize(("before", "after", "flipped", "_"), FLIPS)
@pytest.mark.parametrize("rest", ["", LONG])
def test_the_summary_holds_what_flipped(
    before: str, after: str, flipped: tuple[str, ...], _: Direction | None, rest: str
) -> None:
    """A sentence flips, alone or before unchanged text: both halves are in the summary."""
    bullet = _render(before + rest, after + rest)
    assert [words for words in flipped if words not in bullet] == []
    assert bullet.count("(") == bullet.count(")")


@pytest.mark.parametrize(("before", "after", "flipped", "_"), FLIPS)
def test_a_flip_at_the_end_of_a_long_sentence_is_in_the_summary(
    before: str, after: str, flipped: tuple[str, ...], _: Direction | None
) -> None:
    """What flips after many unchanged words is not cut off."""
    lead = LONG.strip().removesuffix(".") + ", and what follows is part of it: "
    bullet = _render(lead + before, lead + after)
    assert [words for words in flipped if words not in bullet] == []


@pytest.mark.parametrize(("before", "after", "_", "direction"), FLIPS)
def test_a_flip_has_its_direction(
    before: str, after: str, _: tuple[str, ...], direction: Direction | None
) -> None:
    """Whoever reads the sentence knows whom it favours, and a venue or a party favours nobody."""
    assert find_direction(find_shifts(before, after)) is direction


@pytest.mark.parametrize(("after", "before", "_", "direction"), FLIPS)
def test_a_flip_back_goes_the_other_way(
    after: str, before: str, _: tuple[str, ...], direction: Direction | None
) -> None:
    """What was lost and comes back is a gain."""
    opposite = {
        None: None,
        Direction.LESS_FAVOURABLE: Direction.MORE_FAVOURABLE,
        Direction.MORE_FAVOURABLE: Direction.LESS_FAVOURABLE,
    }[direction]
    assert find_direction(find_shifts(before, after)) is opposite


def test_two_distant_flips_are_both_in_the_summary() -> None:
    """A sentence that flips twice shows both, however long the addition beside them is."""
    before = f"We do not sell data.{LONG} We keep files for 30 days after closure."
    after = (
        f"We sell data.{LONG} We keep files, drafts, pictures, notes and whatever else belongs to"
        " the account or was sent to it by others, for 30 months after closure."
    )
    bullet = _render(before, after)
    assert all(words in bullet for words in ("do not sell", "30 days", "30 months"))


def test_a_rewritten_paragraph_keeps_its_weighty_words() -> None:
    """Where all of it is new and long, the words that grant, forbid and count stay longest."""
    before = "We collect little." + LONG
    after = "Members must pay 40 euros in advance " + "and bring their own paints along " * 12
    bullet = _render(before, after)
    assert "must pay 40 euros" in bullet
