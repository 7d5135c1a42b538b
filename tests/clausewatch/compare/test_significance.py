"""The significance and the severity of an edit."""

import pytest

from clausewatch.compare.vocabulary import CONNECTIVES, OPERATIVE_WORDS
from clausewatch.model.reading import Severity, Significance
from tests.clausewatch.policy_pages import (
    BASE,
    DATE,
    compare_pages,
    is_alert,
    render_page,
    render_terms,
    replace_text,
)

TEXT = render_terms()


EDITORIAL = {
    "spelling": replace_text("afterwards", "afterward"),
    "joined word": replace_text("afterwards", "after wards"),
    "web address": render_page(
        TEXT.replace("listed below", "listed below (https://lumenforge.example/a)")
    ),
    "heading": replace_text("Your rights", "Rights that you have"),
    "heading removed": render_page(TEXT.replace("<h2>Your rights</h2>", "")),
    "thanks": render_page(TEXT + "<h2>Acknowledgements</h2><ul><li>Ines Okafor</li></ul>"),
}


@pytest.mark.parametrize("situation", EDITORIAL)
def test_a_change_of_wording_is_editorial(situation: str) -> None:
    """Changes of spelling, URLs and headings are editorial and of low severity."""
    comparison = compare_pages(BASE, EDITORIAL[situation])
    assert comparison.significance is Significance.EDITORIAL
    assert comparison.severity is Severity.LOW


def test_only_the_removal_of_brackets_is_editorial() -> None:
    """A removed remark in brackets is editorial; an added one may be a term."""
    bare, remarked = render_page(TEXT), render_page(TEXT.replace("Irish law", "[sic] Irish law"))
    assert compare_pages(remarked, bare).significance is Significance.EDITORIAL
    assert compare_pages(bare, remarked).significance is Significance.SUBSTANTIVE


@pytest.mark.parametrize("end", [".", " " + "and every copy of it " * 4])
def test_a_sentence_marked_as_a_heading_is_a_term(end: str) -> None:
    """Some pages mark whole paragraphs as headings: a sentence among them is no title."""
    before, after = (
        render_page(f"{TEXT}<h3>You may {verb} your account{end}</h3>") for verb in ("shut", "keep")
    )
    assert compare_pages(before, after).significance is Significance.SUBSTANTIVE


@pytest.mark.parametrize("term", ["[within 30 days]", "[not]", "[only with consent]"])
def test_a_term_in_brackets_is_no_remark(term: str) -> None:
    """A number or a word that grants or forbids is a term, in brackets as well."""
    bare, bracketed = render_page(TEXT), render_page(TEXT.replace("Irish law", f"{term} Irish law"))
    assert compare_pages(bracketed, bare).significance is Significance.SUBSTANTIVE


OPPOSITES = {
    "prefix": ("employers lawful", "employers unlawful"),
    "include": ("terms include fees", "terms exclude fees"),
    "party": ("chosen by your employers", "chosen by your employees"),
    "licence": ("kept with the licensor", "kept with the licensee"),
    "direction": ("data collected from you", "data collected by you"),
}


@pytest.mark.parametrize("word", OPPOSITES)
def test_a_word_replaced_by_its_opposite_is_substantive(word: str) -> None:
    """Two letters can reverse the meaning of a word, so this is not a spelling correction."""
    one, other = (
        render_page(f"{TEXT}<p>This part is about the {x} in force.</p>") for x in OPPOSITES[word]
    )
    assert compare_pages(one, other).significance is Significance.SUBSTANTIVE


def test_a_replaced_url_is_editorial() -> None:
    """A URL that is written out in the text may change."""
    before = render_page(TEXT + "<p>The list is at https://lumenforge.example/a for everybody.</p>")
    after = render_page(TEXT + "<p>The list is at https://lumenforge.example/b for everybody.</p>")
    assert compare_pages(before, after).significance is Significance.EDITORIAL


def test_a_generated_identifier_is_editorial() -> None:
    """A trace id that is different at every fetch is not a term; a tax number is."""
    pages = [
        render_page(TEXT + f"<p>Request handled under trace {trace} of this host.</p>")
        for trace in (
            "9f8a7c6d-1b2c-4d3e-8f9a-0b1c2d3e4f5a",
            "1f2e3d4c-5b6a-4978-8a9b-c0d1e2f3a4b5",
        )
    ]
    taxed = [render_page(TEXT + f"<p>Our tax number is {n}.</p>") for n in ("IE40123456824", "IE9")]
    assert compare_pages(*pages).significance is Significance.EDITORIAL
    assert is_alert(compare_pages(*taxed))


def test_a_new_date_line_is_date_only() -> None:
    """A new date line is recorded with both dates."""
    comparison = compare_pages(BASE, render_page(render_terms(date="Last updated: 9 June 2026")))
    assert comparison.significance is Significance.DATE_ONLY
    assert str(comparison.stated_before) == "2026-05-04"
    assert str(comparison.stated_after) == "2026-06-09"
    assert {edit.before for edit in comparison.edits} == {DATE}


NUMBERED = "<h2>4. Retention</h2><p>We keep logs for a year.</p><h2>{}. Disputes</h2><p>{}</p>"


def test_a_reference_to_a_renumbered_section_is_editorial() -> None:
    """A reference that follows its section is editorial; a reference to another section is not."""
    before = render_page(NUMBERED.format(5, "Section 5 does not apply to consumers."))
    followed = render_page(NUMBERED.format(6, "Section 6 does not apply to consumers."))
    changed = render_page(NUMBERED.format(5, "Section 7 does not apply to consumers."))
    assert compare_pages(before, followed).significance is Significance.EDITORIAL
    assert compare_pages(before, changed).significance is Significance.SUBSTANTIVE


def test_a_number_that_follows_a_section_by_chance_is_a_term() -> None:
    """Section 5 becomes section 6, and a period of 5 days becomes one of 6: the period changed."""
    before = render_page(NUMBERED.format(5, "You may complain within 5 days of a decision."))
    after = render_page(NUMBERED.format(6, "You may complain within 6 days of a decision."))
    assert compare_pages(before, after).significance is Significance.SUBSTANTIVE


SEVERITIES = {
    "training of models": (
        "afterwards.",
        "afterwards. We train our models on them.",
        Severity.HIGH,
    ),
    "a retention period": (
        "We keep your prompts for 30",
        "We retain prompts for 60",
        Severity.HIGH,
    ),
    "a rewording": ("runs an image studio", "operates one image studio", Severity.LOW),
}


@pytest.mark.parametrize("what", SEVERITIES)
def test_severity_depends_on_the_topic(what: str) -> None:
    """An edit on a sensitive topic has high severity, a rewording has low severity."""
    old, new, wanted = SEVERITIES[what]
    assert compare_pages(BASE, render_page(TEXT.replace(old, new))).severity is wanted


def test_no_connective_is_an_operative_word() -> None:
    """A swap of connectives is editorial, so none of them may grant, forbid or limit."""
    assert not CONNECTIVES & OPERATIVE_WORDS
