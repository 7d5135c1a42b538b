"""A home page is enough: its policies are among the offers."""

import pytest

from clausewatch.catalogue.discovery import PolicyLink, find_policy_links
from clausewatch.catalogue.link_phrases import score_label
from tests.clausewatch.catalogue.footers import HOME, Home, homes

HOMES = homes()


def best(found: tuple[PolicyLink, ...], key: str) -> str | None:
    return next((offer.url for offer in found if offer.kind.key == key), None)


def test_policies_are_found_on_home_pages() -> None:
    """On at least 40 pages in 20 languages both policies come first of their kind on 95%."""
    missed = [
        (home.name, wanted, [(o.kind.key, o.url, o.score) for o in found])
        for home in HOMES
        for found in [find_policy_links(home.body, HOME)]
        for key, wanted in (("privacy", home.privacy), ("terms", home.terms))
        if best(found, key) != wanted
    ]
    assert len(HOMES) >= 40
    assert len({home.name.partition("-")[0] for home in HOMES}) >= 20
    assert len({name for name, *_ in missed}) <= len(HOMES) * 0.05, missed


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_switches_and_teasers_are_no_policies(home: Home) -> None:
    """Consent switches, articles about privacy and icons are not offered."""
    urls = [offer.url for offer in find_policy_links(home.body, HOME)]
    assert [url for url in urls if url.endswith(home.decoys)] == []


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
def test_labels_speak_of_kinds(label: str, keys: set[str]) -> None:
    """Whole phrases count, parts of words and switches do not."""
    assert {kind.key for kind, _ in score_label(label)} == keys


def page(links: str) -> bytes:
    return f"<html><body><main>x</main><footer>{links}</footer></body></html>".encode()


def test_a_hub_is_offered_as_one() -> None:
    """A list of policies is no policy; handed back in, it yields what it lists."""
    found = find_policy_links(page("<a href='/legal'>Legal</a>"), HOME)
    assert [(o.url, o.kind.key, o.is_hub) for o in found] == [
        ("https://www.brillo.example/legal", "legal", True)
    ]
    listed = find_policy_links(
        page("<a href='dpa'>DPA</a><a href='subs'>Subprocessors</a>"), found[0].url + "/"
    )
    assert [(o.url, o.kind.key) for o in listed] == [
        ("https://www.brillo.example/legal/dpa", "dpa"),
        ("https://www.brillo.example/legal/subs", "subprocessors"),
    ]


def test_the_platforms_own_page_comes_before_anothers() -> None:
    """A partner's privacy policy on the same page ranks below."""
    links = (
        "<a href='https://other.example/privacy'>Privacy Policy</a><a href='/p'>Privacy Policy</a>"
    )
    found = find_policy_links(page(links), HOME)
    assert [o.url for o in found] == [
        "https://www.brillo.example/p",
        "https://other.example/privacy",
    ]
    assert found[0].score > found[1].score


def test_a_link_is_offered_once_per_kind() -> None:
    """Menu and footer lead to the same page; the surer place counts."""
    body = b"<nav><a href='/privacy/'>Privacy</a></nav>" + page(
        "<a href='/privacy#top'>Privacy</a>"
    )
    assert len(find_policy_links(body, HOME)) == 1


@pytest.mark.parametrize(
    ("charset", "encoding"), [(None, "utf-8"), ("shift_jis", "shift_jis"), (None, "shift_jis")]
)
def test_charsets_are_read(charset: str | None, encoding: str) -> None:
    """Header, bytes and meta element say how the words are written."""
    text = (
        f"<html><head><meta charset='{encoding}'></head><body><footer>"
        "<a href='/k'>プライバシーポリシー</a></footer></body></html>"
    )
    found = find_policy_links(text.encode(encoding), HOME, charset)
    assert [(o.kind.key, o.label) for o in found] == [("privacy", "プライバシーポリシー")]


@pytest.mark.parametrize(
    "body",
    [b"", b"%PDF-1.7", b"\x00\x01\x02", b"<html></html>", b"<a href='http://[broken'>Privacy</a>"],
)
def test_what_is_no_page_offers_nothing(body: bytes) -> None:
    """Odd bytes and links that lead nowhere are passed over."""
    assert find_policy_links(body, HOME) == ()


def test_an_unknown_charset_is_passed_over() -> None:
    """A header that names no charset anybody knows yields nothing, and no crash."""
    assert find_policy_links(page("<a href='/p'>Privacy</a>"), HOME, "x-nobody-knows") == ()
