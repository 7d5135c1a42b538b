"""A label of a link and its address replace each other; anything else in its place is told."""

import pytest

from clausewatch.compare.significance import classify_rewording
from clausewatch.model.reading import Block, BlockKind, Significance
from clausewatch.text.statements import Statement, make_statements

SAME = {
    "English": ("Our partners are listed here.", "Our partners are listed https://a.example/p7."),
    "back again": ("See https://a.example/x for all fees.", "See this page for all fees."),
    "German": ("Alles steht unter diesem Link.", "Alles steht unter www.haus.example/liste."),
    "Polish": ("Lista znajduje się tutaj.", "Lista znajduje się https://dom.example/lista."),
    "Turkish": ("Liste burada yer al\u0131r.", "Liste https://ev.example/liste yer al\u0131r."),
    "Japanese": ("一覧はこちらをご覧ください。", "一覧は https://ie.example/list をご覧ください。"),
    "Hebrew": ("הרשימה מופיעה כאן.", "הרשימה מופיעה https://bayit.example/list."),
    "words of the address": (
        "Read the Supplier Code before you sign.",
        "Read the https://a.example/legal/supplier-code before you sign.",
    ),
}
OTHER = {
    "a term for an address": (
        "You can appeal https://a.example/appeal within a week.",
        "You can appeal never within a week.",
    ),
    "a party for an address": (
        "We share lists with https://a.example/partners only.",
        "We share lists with advertising partners only.",
    ),
    "an e-mail address": ("Write to us here.", "Write to us dpo@a.example."),
    "more than the label": (
        "Our partners are listed here.",
        "Our partners are listed https://a.example/p7 and get your name.",
    ),
    "a number": ("See https://a.example/fees/50 for fees.", "See 50 for fees."),
}


def make_statement(text: str) -> Statement:
    """Return the only statement of a paragraph."""
    return make_statements([Block(BlockKind.PARAGRAPH, text)])[0]


@pytest.mark.parametrize("what", [*SAME, *OTHER])
def test_a_label_and_its_address_say_the_same(what: str) -> None:
    """Labels that only point, or repeat the address, are editorial; all else is substantive."""
    before, after = map(make_statement, {**SAME, **OTHER}[what])
    wanted = Significance.EDITORIAL if what in SAME else Significance.SUBSTANTIVE
    assert classify_rewording(before, after).significance is wanted
