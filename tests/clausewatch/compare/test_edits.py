"""The edits between two versions: paired, moved, folded and sorted."""

import pytest

from clausewatch.compare import compare, map_statements
from clausewatch.model.reading import EditKind, Severity, Significance
from tests.clausewatch.policy_pages import (
    BASE,
    PARAGRAPHS,
    compare_pages,
    is_alert,
    read_page,
    render_page,
    render_terms,
)

TEXT = render_terms()


def test_an_unchanged_page_has_no_edits() -> None:
    """A page compared with itself has no edits and no summary."""
    comparison = compare_pages(BASE, BASE)
    assert (comparison.edits, comparison.significance, comparison.summary) == ((), None, ())


def test_a_moved_paragraph_has_no_significance() -> None:
    """A paragraph at another place is an edit of its own kind and does not change the terms."""
    after = render_page(render_terms(paragraphs=(*PARAGRAPHS[1:], PARAGRAPHS[0])))
    comparison = compare_pages(BASE, after)
    assert {edit.kind for edit in comparison.edits} == {EditKind.MOVED}
    assert comparison.significance is None
    assert "moved" in comparison.edits[0].reason


def test_a_company_renamed_throughout_is_one_edit() -> None:
    """A new name in many statements is one edit with the number of statements."""
    lines = [f"Lumenforge handles {what} with care." for what in ("prompts", "images", "invoices")]
    before = render_page(render_terms() + "".join(f"<p>{line}</p>" for line in lines))
    after = render_page(
        before.decode()
        .partition("<main>")[2]
        .partition("</main>")[0]
        .replace("Lumenforge handles", "Brightanvil handles")
    )
    comparison = compare_pages(before, after)
    assert len(comparison.edits) == 1
    assert "throughout, in 3 statements" in comparison.edits[0].reason


@pytest.mark.parametrize("other", ["Oakvale", "Fernhill", "Glenvale", "Redmoor", "Elmbrook"])
def test_a_statement_with_two_names_counts_for_the_first(other: str) -> None:
    """The count does not depend on the order in which a process keeps names."""
    kinds = ("prompts", "images", "invoices")
    lines = [f"Lumenforge handles {what} with care." for what in kinds]
    lines += [f"Backups of {what} are held in a vault of {other} for a month." for what in kinds]
    both = f"What Lumenforge hands over in such a case {other} deletes."
    before = render_page("".join(f"<p>{line}</p>" for line in [*lines, both]) + render_terms())
    new = before.decode().replace("Lumenforge", "Brightanvil").replace(other, "Ashbourne")
    renamed, also_renamed = compare_pages(before, new).edits
    assert "in 5 statements" in renamed.reason
    assert "in 3 statements" in also_renamed.reason


def test_a_volatile_statement_is_no_edit() -> None:
    """A statement that is known to come and go is ignored."""
    other = render_page(TEXT + "<p>Today our studio serves images to 4,112 members.</p>")
    before, after = read_page(BASE), read_page(other)
    volatile = frozenset(map_statements(after)) - frozenset(map_statements(before))
    assert compare(before, after, volatile).edits == ()
    assert compare(before, after).edits


def test_the_most_severe_edit_comes_first() -> None:
    """A changed right comes before a corrected spelling."""
    after = render_page(TEXT.replace("afterwards", "afterward").replace("do not sell", "sell"))
    comparison = compare_pages(BASE, after)
    assert [edit.significance for edit in comparison.edits] == [
        Significance.SUBSTANTIVE,
        Significance.EDITORIAL,
    ]
    assert comparison.severity is Severity.HIGH


def test_a_sentence_with_added_words_is_reworded() -> None:
    """Words at the end of a sentence are added to it; they are not a new sentence."""
    after = render_page(TEXT.replace("age of 16 years.", "age of 16 years unless a parent agrees."))
    (edit,) = compare_pages(BASE, after).edits
    assert (edit.kind, edit.before) == (EditKind.REWORDED, PARAGRAPHS[5])


def test_a_sentence_without_its_email_address_is_reworded() -> None:
    """A gap in the place of an address is the work of a script; a shorter list of two is not."""
    both = "To object, write to dpo@lumenforge.example or legal@lumenforge.example"
    pages = {
        text: render_page(f"{TEXT}<p>{text}. We reply soon.</p>")
        for text in (
            "To object, write a letter to dpo@lumenforge.example",
            "To object, write a letter to ",
            both,
            both.removesuffix(" or legal@lumenforge.example"),
        )
    }
    whole, gap, two, one = pages.values()
    assert is_alert(compare_pages(two, one))
    comparison = compare_pages(whole, gap)
    assert not is_alert(comparison)
    assert EditKind.REMOVED not in {edit.kind for edit in comparison.edits}


@pytest.mark.parametrize("is_first", [True, False])
def test_a_run_of_rewordings_weighs_as_its_gravest(*, is_first: bool) -> None:
    """A corrected word beside an altered period in one paragraph hides no change of terms."""
    corrected = ("We hold the informtion that you give.", "We hold the information that you give.")
    altered = ("All of it is erased within 30 days.", "All of it is erased within 90 days.")
    order = (altered, corrected) if is_first else (corrected, altered)
    before, after = (
        render_page(render_terms() + f"<p>{' '.join(texts)}</p>")
        for texts in zip(*order, strict=True)
    )
    comparison = compare_pages(before, after)
    assert comparison.significance is Significance.SUBSTANTIVE


def test_a_sentence_that_shrinks_and_one_beside_it_are_each_told_once() -> None:
    """What replaces a sentence is its new form; the same sentence is not removed as well."""
    old = (
        "We prioritise growing a garden built on genuine patience, so any attempt to hurry plants, "
        "seeds or insects by lamps, heaters or machines is strictly forbidden."
    )
    new = (
        "We grow a garden built on genuine patience.",
        "To keep the garden quiet we allow no machine that disturbs the birds or their nests.",
    )
    before = render_page(f"{TEXT}<h2>Garden</h2><p>{old}</p>")
    after = render_page(f"{TEXT}<h2>Garden</h2><p>{new[0]}</p><p>{new[1]}</p>")
    edits = compare_pages(before, after).edits
    assert sum(old in (edit.before or "") for edit in edits) == 1
    assert all(any(text in (edit.after or "") for edit in edits) for text in new)


def test_the_same_words_in_another_order_come_after_other_edits() -> None:
    """They are told, as an order may matter, but a card does not begin with them."""
    old = (
        "You must not look at the faces, voices or health data of members without permission.",
        "We water the garden on Mondays, when the gate is closed to visitors.",
    )
    new = (
        "Without permission you must not look at the health data, voices or faces of members.",
        "We water the garden on Fridays, when the gate is closed to visitors.",
    )
    before, after = (render_page(TEXT + "".join(f"<p>{t}</p>" for t in ts)) for ts in (old, new))
    edits = compare_pages(before, after).edits
    assert [edit.after for edit in edits if edit.kind is EditKind.REWORDED] == [new[1], new[0]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The Provider shall indemnify the Customer against claims of third parties.",
            "The Customer shall indemnify the Provider against claims of third parties.",
        ),
        (
            "Invoices are due after 30 days, and complaints close after 60 days.",
            "Invoices are due after 60 days, and complaints close after 30 days.",
        ),
        (
            "We may not sell recordings of your calls, and may keep copies.",
            "We may sell recordings of your calls, and may not keep copies.",
        ),
    ],
)
def test_parties_or_figures_that_change_places_come_first(old: str, new: str) -> None:
    """The words are the same, and the rule is another one: a card begins with it."""
    other = "We water the garden on Mondays, when the gate is closed to visitors."
    before, after = (
        render_page(f"{TEXT}<p>{each}</p><p>{day}</p>")
        for each, day in ((old, other), (new, other.replace("Mondays", "Fridays")))
    )
    edits = compare_pages(before, after).edits
    assert edits[0].after == new
