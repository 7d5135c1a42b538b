"""Text in containers that browsers show: shadow roots, frames with a source, panels and fields."""

from html import escape

import pytest

from tests.clausewatch.policy_pages import read_page, render_page, render_terms

RULE = "Guests may leave their luggage with us for up to nine hours after they check out."
LICENCE = f"Licence of the key\n\n{RULE}\nThe key stays ours."
SHOWN = {
    "a shadow root": f"<x-part><template shadowrootmode='open'><p>{RULE}</p></template></x-part>",
    "a closed shadow root": f"<div><template shadowrootmode=closed><p>{RULE}</p></template></div>",
    "a frame with a source": f'<iframe srcdoc="{escape(f"<p>{RULE}</p>")}"></iframe>',
    "a frame in a frame": (
        f"<iframe srcdoc=\"{escape(f'''<iframe srcdoc='{escape(RULE)}'></iframe>''')}\"></iframe>"
    ),
    "a read-only field": f"<textarea readonly>{LICENCE}</textarea>",
    "a disabled field": f"<form><textarea disabled rows=9>{LICENCE}</textarea></form>",
    "a field with a role": f"<textarea aria-readonly='true'>{LICENCE}</textarea>",
    "a button and a panel": (
        f"<div role='button' aria-expanded='false'>Luggage</div><div hidden><p>{RULE}</p></div>"
    ),
    "a fold of style sheets": (
        f"<input type=checkbox id=f1 hidden><label for=f1>Luggage</label><div><p>{RULE}</p></div>"
    ),
    "a hidden row": f"<table><tr style='display:none'><td colspan=2>{RULE}</td></tr></table>",
    "text before more": f"<p>A<span style='display:none'> {RULE}</span> <a href='#'>More</a></p>",
    "closed details": f"<details><summary>Luggage</summary><p>{RULE}</p></details>",
    "a hidden accordion": (
        "<h3><button aria-expanded='false' aria-controls='p9'>Luggage</button></h3>"
        f"<div id='p9' role='region' hidden aria-hidden='true'><p>{RULE}</p></div>"
    ),
}


@pytest.mark.parametrize("where", SHOWN)
def test_text_in_a_container_is_read(where: str) -> None:
    """What a visitor can see or unfold is part of the terms."""
    result = read_page(render_page(f"{render_terms()}{SHOWN[where]}"))
    assert any(RULE in block.text for block in result.blocks)


def test_figures_of_formulas_are_read() -> None:
    """A formula reads as its figures and signs, without the source of its typesetting."""
    formula = (
        "<math><mrow><mn>30</mn><mo>+</mo><mi>n</mi></mrow>"
        "<annotation encoding='application/x-tex'>30+n</annotation></math>"
    )
    result = read_page(render_page(f"{render_terms()}<p>We keep it for {formula} days.</p>"))
    assert "We keep it for 30+n days." in [block.text for block in result.blocks]


def test_a_whole_policy_in_a_container_is_read() -> None:
    """A page whose only text is in a container is not empty."""
    terms = render_terms()
    root = f"<x-page><template shadowrootmode=open>{terms}</template></x-page>"
    frame = f'<iframe srcdoc="{escape(terms)}"></iframe>'
    words = read_page(render_page(terms)).words
    assert [read_page(render_page(markup)).words for markup in (root, frame)] == [words, words]


def test_hidden_panels_of_tabs_are_read() -> None:
    """The panel behind the second tab belongs to the terms, however short it is."""
    body = (
        "<div role=tablist><button role=tab>All</button><button role=tab>Oslo</button></div>"
        f"<div role=tabpanel>{render_terms()}</div>"
        f"<div role=tabpanel hidden style='display:none'><p>{RULE}</p></div>"
    )
    assert RULE in [block.text for block in read_page(render_page(body)).blocks]


NOT_SHOWN = {
    "a template": f"<template><p>{RULE}</p></template>",
    "a field to fill in": f"<textarea>{RULE}</textarea>",
    "a frame from elsewhere": f"<iframe src='/x'>{RULE}</iframe>",
}


@pytest.mark.parametrize("where", NOT_SHOWN)
def test_text_that_nobody_sees_is_not_read(where: str) -> None:
    """A template, an input field and the fallback of a frame are no part of the terms."""
    result = read_page(render_page(f"{render_terms()}{NOT_SHOWN[where]}"))
    assert not any(RULE in block.text for block in result.blocks)
