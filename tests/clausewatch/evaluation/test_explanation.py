"""Explanations of the decision about two pages, as text and as HTML."""

import pytest

from clausewatch.evaluation.explanation import explain, render_html, render_text
from clausewatch.evaluation.page_explanation import (
    explain_page,
    render_page_html,
    render_page_text,
)
from clausewatch.model.reading import Expected, Page
from tests.clausewatch.policy_pages import BASE, EXPECTED, URL, render_page, render_terms
from tests.clausewatch.subprocessors.list_pages import LEAD, make_html

CHANGED = render_page(render_terms().replace("30 days", "60 days"))

EMPTY = b"<html><body></body></html>"

DATED = render_page(render_terms(date="Last updated: 9 June 2026"))

SPELT = render_page(render_terms().replace("afterwards", "afterward"))

DECISIONS = {
    "told": (
        CHANGED,
        "Alert: the change is substantive, severity medium, less favourable to users.",
    ),
    "same": (BASE, "No alert: the terms are the same."),
    "dated": (DATED, "No alert: only the document's own date changed; it is on record."),
    "spelt": (SPELT, "No alert: the change is editorial and waits for the digest."),
    "gone": (EMPTY, "No alert: the later page is not the policy (empty)."),
}


@pytest.mark.parametrize("what", DECISIONS)
def test_an_explanation_starts_with_the_decision(what: str) -> None:
    """The decision comes first, in text and in HTML."""
    body, wanted = DECISIONS[what]
    explanation = explain(Page(URL, BASE), Page(URL, body), EXPECTED)
    assert render_text(explanation).startswith(wanted)
    assert "<h1>No alert" in render_html(explanation) or "<h1>Alert" in render_html(explanation)


def test_an_explanation_lists_blocks_and_edits() -> None:
    """Kept blocks, dropped blocks and edits are listed with their reasons."""
    explanation = explain(Page(URL, BASE), Page(URL, CHANGED), EXPECTED)
    text, markup = render_text(explanation), render_html(explanation)
    assert "left out (page header): Home Pricing Blog" in text
    assert "kept (row): Ledgerly | Payment records | 7 years" in text
    assert "reworded, substantive, medium: an amount, period or number changed" in text
    assert "<del>30</del><ins>60</ins>" in markup


def test_an_explanation_escapes_policy_text() -> None:
    """Text of a policy cannot run as a script in the explanation."""
    hostile = render_page(
        render_terms() + "<p>We keep &lt;script&gt;alert(1)&lt;/script&gt; for a year.</p>"
    )
    markup = render_html(explain(Page(URL, BASE), Page(URL, hostile), EXPECTED))
    assert "<script>" not in markup


def test_one_page_is_explained_block_by_block() -> None:
    """The verdict, the words left out by reason, and each block with the reason it was left out."""
    explanation = explain_page(Page(URL, BASE), EXPECTED)
    text, markup = render_page_text(explanation), render_page_html(explanation)
    assert text.startswith("Read.\n")
    assert "left out (page header): Home Pricing Blog" in text
    assert "kept (row): Ledgerly | Payment records | 7 years" in text
    assert " as page header" in text.split("\n")[1]
    assert "<h1>Read.</h1>" in markup


def test_the_explanation_of_a_page_gives_the_remark_or_the_refusal() -> None:
    """A page of another kind is read with a remark; a page without text is refused."""
    other = Expected(kind="Community Guidelines", url=URL)
    assert render_page_text(explain_page(Page(URL, BASE), other)).startswith(
        "Read with a remark (other-document)."
    )
    assert render_page_text(explain_page(Page(URL, EMPTY), EXPECTED)).startswith("Refused (empty).")


def test_the_explanation_of_a_list_gives_the_remark_of_its_check() -> None:
    """A list of subprocessors has remarks of its own, in `explain` as in a check."""
    logos = "".join(f'<img src="logo-{i}.png">' for i in range(12))
    source = make_html(f"<h1>Our subprocessors</h1>{LEAD}<div>{logos}</div>")
    expected = Expected("Alder", "subprocessor list", URL)
    text = render_page_text(explain_page(Page(URL, source.encode()), expected))
    assert text.startswith("Read with a remark (list-unread).")


def test_the_explanation_of_a_page_escapes_its_text() -> None:
    """Text of a page cannot run as a script in the explanation."""
    hostile = render_page(render_terms() + "<p>Terms &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert "<script>" not in render_page_html(explain_page(Page(URL, hostile), EXPECTED))
