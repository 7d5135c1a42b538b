"""Links to policies are found on a home page."""

import pytest

from clausewatch.catalogue.discovery import PolicyLink, find_policy_links
from clausewatch.catalogue.link_phrases import score_label
from tests.clausewatch.catalogue.home_pages import HOME, HomePage, make_home_pages

PAGES = make_home_pages()


def find_best(links: tuple[PolicyLink, ...], key: str) -> str | None:
    return next((link.url for link in links if link.kind.key == key), None)


def test_policies_are_found_on_home_pages() -> None:
    """On 95% of at least 40 pages in 20 languages both policies are the best of their kind."""
    missed = [
        (page.name, wanted, [(link.kind.key, link.url, link.score) for link in links])
        for page in PAGES
        for links in [find_policy_links(page.body, HOME)]
        for key, wanted in (("privacy", page.privacy), ("terms", page.terms))
        if find_best(links, key) != wanted
    ]
    assert len(PAGES) >= 40
    assert len({page.name.partition("-")[0] for page in PAGES}) >= 20
    assert len({name for name, *_ in missed}) <= len(PAGES) * 0.05, missed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_switches_and_articles_are_not_policies(page: HomePage) -> None:
    """Consent switches, articles about privacy and icons are not found."""
    urls = [link.url for link in find_policy_links(page.body, HOME)]
    assert [url for url in urls if url.endswith(page.decoys)] == []


LABELS = [
    ("Privacy Policy", {"privacy"}),
    ("Data Processing Addendum", {"dpa"}),
    ("Sub-processors", {"subprocessors"}),
    ("Acceptable Use Policy", {"aup"}),
    ("Community Guidelines", {"guidelines"}),
    ("Legal", {"legal"}),
    ("Impressum", {"legal"}),
    ("Auftragsverarbeitung (AVV)", {"dpa"}),
    ("Verwerkersovereenkomst", {"dpa"}),
    ("Cookie Settings", set()),
    ("Do Not Sell My Personal Information", set()),
    ("Determined to succeed", set()),
    ("Pricing", set()),
    ("", set()),
    ("privacy " * 30, set()),
]


@pytest.mark.parametrize(("label", "keys"), LABELS)
def test_labels_name_kinds(label: str, keys: set[str]) -> None:
    """Whole phrases count; parts of words and labels of switches do not."""
    assert {kind.key for kind, _ in score_label(label)} == keys


def make_footer(links: str) -> bytes:
    return f"<html><body><main>x</main><footer>{links}</footer></body></html>".encode()


def test_a_hub_is_marked() -> None:
    """The page of a hub is searched in the same way."""
    links = find_policy_links(make_footer("<a href='/legal'>Legal</a>"), HOME)
    assert [(link.url, link.kind.key, link.is_hub) for link in links] == [
        ("https://www.brillo.example/legal", "legal", True)
    ]
    listed = find_policy_links(
        make_footer("<a href='dpa'>DPA</a><a href='subs'>Subprocessors</a>"), links[0].url + "/"
    )
    assert [(link.url, link.kind.key) for link in listed] == [
        ("https://www.brillo.example/legal/dpa", "dpa"),
        ("https://www.brillo.example/legal/subs", "subprocessors"),
    ]


def test_the_own_domain_comes_first() -> None:
    """A partner's privacy policy on the same page has a lower score."""
    links = (
        "<a href='https://other.example/privacy'>Privacy Policy</a><a href='/p'>Privacy Policy</a>"
    )
    found = find_policy_links(make_footer(links), HOME)
    assert [link.url for link in found] == [
        "https://www.brillo.example/p",
        "https://other.example/privacy",
    ]
    assert found[0].score > found[1].score


def test_a_page_is_found_once_per_kind() -> None:
    """The best of several links to one page counts."""
    body = b"<nav><a href='/privacy/'>Privacy</a></nav>" + make_footer(
        "<a href='/privacy#top'>Privacy</a>"
    )
    assert len(find_policy_links(body, HOME)) == 1


@pytest.mark.parametrize(
    ("charset", "encoding"), [(None, "utf-8"), ("shift_jis", "shift_jis"), (None, "shift_jis")]
)
def test_charsets_are_read(charset: str | None, encoding: str) -> None:
    """Header, bytes and meta element determine the charset."""
    text = (
        f"<html><head><meta charset='{encoding}'></head><body><footer>"
        "<a href='/k'>プライバシーポリシー</a></footer></body></html>"
    )
    found = find_policy_links(text.encode(encoding), HOME, charset)
    assert [(link.kind.key, link.label) for link in found] == [("privacy", "プライバシーポリシー")]


@pytest.mark.parametrize(
    "body",
    [b"", b"%PDF-1.7", b"\x00\x01\x02", b"<html></html>", b"<a href='http://[broken'>Privacy</a>"],
)
def test_invalid_pages_have_no_links(body: bytes) -> None:
    """Other bytes and invalid links are ignored."""
    assert find_policy_links(body, HOME) == ()


def test_an_unknown_charset_raises_nothing() -> None:
    """A page with an unknown charset in its header has no links."""
    assert find_policy_links(make_footer("<a href='/p'>Privacy</a>"), HOME, "x-nobody-knows") == ()
