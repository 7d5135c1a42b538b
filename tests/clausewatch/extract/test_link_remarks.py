# ruff: noqa: RUF001
"""What links say about themselves, and class names of links in sentences."""

import pytest

from clausewatch.extract.link_remarks import LINK_REMARK
from tests.clausewatch.policy_pages import read_page

_TERMS = "".join(
    f"<p>Rule {number} of this policy says what we keep, why we keep it and for how long.</p>"
    for number in range(12)
)


def _read(body: str) -> tuple[list[str], dict[str, str]]:
    reading = read_page(
        f"<!doctype html><html><head><title>Privacy Policy</title></head><body><main>"
        f"<h1>Privacy Policy</h1>{_TERMS}{body}{_TERMS}</main></body></html>"
    )
    return [b.text for b in reading.blocks], {d.text: d.reason for d in reading.dropped}


@pytest.mark.parametrize(
    ("link", "remark"),
    [
        ('<a href="https://a.example/x">list<span> (opens in a new tab)</span></a>', "tab"),
        ('<a href="https://a.example/x">list (opens in new window)</a>', "window"),
        ('<a href="https://a.example/x"><b>list</b> [External link]</a>', "External"),
        ('<a href="https://a.example/x">list</a><span>(öffnet in neuem Tab)</span>', "Tab"),
        ('<a href="https://a.example/x">list<b>S\u2019ouvre dans un nouvel onglet</b></a>', "on"),
        ('<a href="https://a.example/x">list（新しいタブで開きます）</a>', "タブ"),
        ('<a href="https://a.example/x">list<em>відкривається в новому вікні</em></a>', "вікні"),
    ],
)  # fmt: skip
def test_a_remark_of_a_link_is_no_term(link: str, remark: str) -> None:
    """A redesign adds the remark for screen readers to every link to another site."""
    blocks, dropped = _read(f"<p>See the {link}.</p>")
    assert "See the list." in blocks
    assert [reason for text, reason in dropped.items() if remark in text] == [LINK_REMARK]


@pytest.mark.parametrize("ending", ["(except in France)", "(new customers only)", "[draft]"])
def test_a_condition_in_brackets_at_the_end_of_a_link_is_kept(ending: str) -> None:
    """The brackets hold a term and not a remark."""
    blocks, _ = _read(f'<p>See the <a href="https://a.example/x">list {ending}</a>.</p>')
    assert f"See the list {ending}." in blocks


def test_links_that_jump_within_the_page_are_no_terms() -> None:
    """Each line of a list ends in the same link to a section: "Go there"."""
    topics = ("Data of accounts that we keep", "Names of our partners", "Your rights in the Union")
    lines = "".join(f'<li>{t} <a href="#s{n}">Go there</a></li>' for n, t in enumerate(topics))
    blocks, dropped = _read(f"<ul>{lines}</ul>")
    assert set(topics) <= set(blocks)
    assert dropped["Go there"] == LINK_REMARK


def test_two_links_with_a_fragment_are_kept() -> None:
    """Two sentences end in a link to a section of the page: it is what they are about."""
    texts = ("You object as stated in", "We pay as stated in")
    blocks, _ = _read("".join(f'<p>{text} <a href="#s4">section 4</a></p>' for text in texts))
    assert {f"{text} section 4" for text in texts} <= set(blocks)


@pytest.mark.parametrize(
    "names",
    ["hover:text-copy-primary", "link--toggle", "u-print", "share-underline", "btn-lang", "nav"],
)
def test_a_link_in_a_sentence_is_kept_whatever_its_class(names: str) -> None:
    """A style library names a colour "copy", and a link in a sentence has that class."""
    link = f'<a class="{names}" href="mailto:ask@talvo.example"><span>ask@talvo.example</span></a>'
    blocks, _ = _read(f"<p><span>To object, write to us at </span>{link}<span>.</span></p>")
    assert "To object, write to us at ask@talvo.example." in blocks
