"""Who wrote or reviewed a page is no term; who is responsible for something is one."""

import pytest

from clausewatch.compare import compare
from clausewatch.model.reading import Significance
from tests.clausewatch.policy_pages import read_page, render_page, render_terms


def _find_significance(before: str, after: str) -> Significance | None:
    old, new = (
        read_page(render_page(f"{render_terms()}{text and f'<p>{text}</p>'}"))
        for text in (before, after)
    )
    return compare(old, new).significance


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Last reviewed by Anna Kowal, Legal Operations",
            "Last reviewed by Tom Brandt, Legal Operations",
        ),
        (
            "Geprüft von: Dr. Ines Marten, Rechtsabteilung",
            "Geprüft von: Paul Ehlers, Rechtsabteilung",
        ),
        ("Mis à jour par Camille Rey", "Mis à jour par Louis Favre"),
        ("Revisado por Elena Soler", "Revisado por Pablo Marín"),
        ("Aggiornato da Paola Conti", "Aggiornato da Marco Sala"),
    ],
)
def test_who_reviewed_the_page_is_no_term(before: str, after: str) -> None:
    """A remark on the page changes with the person."""
    assert _find_significance(before, after) is Significance.EDITORIAL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Data protection officer: Anna Kowal", "Data protection officer: Tom Brandt"),
        ("Reviewed by Harrow Audit Partners", ""),
        ("Modified by Addendum Two", "Modified by Addendum Three"),
        ("Reviewed by us every year", "Reviewed by a third party every year"),
        ("Updated Standard Contractual Clauses", "Updated Binding Corporate Rules"),
        ("Updated by Anna Kowal, who is liable", "Updated by Tom Brandt, who is liable"),
        ("Changes are reviewed by the Data Board.", "Changes are reviewed by the Ethics Board."),
    ],
)
def test_a_line_with_another_word_is_a_term(before: str, after: str) -> None:
    """A word in small letters, a full stop or another label makes it a sentence of the terms."""
    assert _find_significance(before, after) is Significance.SUBSTANTIVE
