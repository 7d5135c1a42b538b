"""Text that a style sheet within the page strikes through or hides."""

import pytest

from clausewatch.compare import compare
from clausewatch.extract.style_sheets import MAX_HIDDEN_NAMES
from clausewatch.model.reading import Reading
from tests.clausewatch.policy_pages import read_page, render_page, render_terms

REST = (
    "<h2>Notices</h2>" + 4 * "<p>We write to the address that you gave us when you signed up.</p>"
)
PROMISE = "We never hand the names of our guests to a broker."


def read(css: str, markup: str) -> Reading:
    """Read the terms with a style sheet and a passage below them."""
    return read_page(render_page(f"<style>{css}</style>{render_terms()}{markup}{REST}"))


def has_promise(reading: Reading) -> bool:
    """Tell whether the promise is one of the terms."""
    return any(PROMISE in block.text for block in reading.blocks)


STRUCK = {
    "a class": (".x7 { text-decoration : line-through }", f"<p class='a x7'>{PROMISE}</p>"),
    "a class of a tag": (
        "span.gone{text-decoration:line-through}",
        f"<p><span class='gone'>{PROMISE}</span></p>",
    ),
    "several selectors": (
        ".a,.b{color:red;text-decoration-line:line-through}",
        f"<p class=b>{PROMISE}</p>",
    ),
    "within an element": (
        "main .b{text-decoration:line-through}",
        f"<main><p class=b>{PROMISE}</p></main>",
    ),
    "after a comment": ("/* .q{} */.b{text-decoration:line-through}", f"<p class=b>{PROMISE}</p>"),
}
NOT_STRUCK = {
    "on paper": ("@media print{.b{text-decoration:line-through}}", f"<p class=b>{PROMISE}</p>"),
    "under the pointer": (".b:hover{text-decoration:line-through}", f"<p class=b>{PROMISE}</p>"),
    "another class": (".c{text-decoration:line-through}", f"<p class=b>{PROMISE}</p>"),
    "a commented rule": ("/*.b{text-decoration:line-through}*/", f"<p class=b>{PROMISE}</p>"),
    "an unreadable rule": (".b..c{text-decoration:line-through}", f"<p class=b>{PROMISE}</p>"),
}


@pytest.mark.parametrize("what", STRUCK)
def test_text_struck_by_a_class_is_no_term(what: str) -> None:
    """A style sheet of the page strikes a promise through, which ends it."""
    reading = read(*STRUCK[what])
    assert not has_promise(reading)
    assert "struck through" in {piece.reason for piece in reading.dropped}


@pytest.mark.parametrize("what", NOT_STRUCK)
def test_rules_that_do_not_apply_strike_nothing(what: str) -> None:
    """A rule for paper, for the pointer or for something else leaves the promise as it is."""
    assert has_promise(read(*NOT_STRUCK[what]))


HIDDEN = {
    "a paragraph": (".z{display:none}", f"<p class=z>{PROMISE}</p>"),
    "a span": (
        "span.old{ visibility: hidden; }",
        f"<p>Also: <span class=old>{PROMISE}</span> Ask us.</p>",
    ),
    "below a heading": (
        ".z{display:none}",
        f"<h2>Sale</h2><p class=z>{PROMISE}</p><p>We lend nothing.</p>",
    ),
}
FOLDED = {
    "a control beside it": (
        ".z{display:none}",
        f"<div><p class=z>{PROMISE}</p><button>More</button></div>",
    ),
    "a rule that shows it": (".z{display:none}.z.open{display:block}", f"<p class=z>{PROMISE}</p>"),
    "a script that knows it": (
        ".z{display:none}",
        f"<p class=z>{PROMISE}</p><script>open('z')</script>",
    ),
    "a fold": (".z{display:none}", f"<h3>Sale</h3><div class=z>{PROMISE}</div><h3>More</h3>"),
    "a small screen": ("@media (max-width:9em){.z{display:none}}", f"<p class=z>{PROMISE}</p>"),
    "a named panel": (".z{display:none}", f"<p class=z id=p1>{PROMISE}</p>"),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_passages_hidden_for_good_are_no_terms(what: str) -> None:
    """A passage that a style sheet hides and nothing shows again is told as removed."""
    css, markup = HIDDEN[what]
    before, after = read("", markup), read(css, markup)
    assert has_promise(before)
    assert not has_promise(after)
    removed = [edit.before or "" for edit in compare(before, after).edits]
    assert any(PROMISE in text for text in removed)


@pytest.mark.parametrize("what", FOLDED)
def test_what_may_unfold_stays_a_term(what: str) -> None:
    """Whatever a click or a wider screen may show again is part of the terms."""
    assert has_promise(read(*FOLDED[what]))


def test_a_page_that_hides_by_hundreds_of_names_is_read_whole() -> None:
    """Each name would be looked up in all scripts, and such names come from a machine."""
    names = [f"n{number}" for number in range(MAX_HIDDEN_NAMES + 1)]
    css = "".join(f".{name}{{display:none}}" for name in names)
    markup = "".join(f"<p class={name}>{PROMISE}</p>" for name in names)
    assert has_promise(read(css, markup))
