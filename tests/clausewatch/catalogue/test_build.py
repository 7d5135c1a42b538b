"""Raw facts become clean entries."""

import gzip
import json
from pathlib import Path

import pytest

from clausewatch.catalogue.builder import build_catalogue, build_entries, read_facts
from clausewatch.catalogue.canonical_names import find_registrable_domain, make_slug, parse_host
from clausewatch.catalogue.domain_owners import assign_domains
from clausewatch.catalogue.entries import Aliases, Entry, parse_entries, serialise_entries
from clausewatch.catalogue.urls import clean_url, make_page_key
from clausewatch.errors import ConfigError

URLS = [
    ("https://brillo.example:443/privacy", "https://brillo.example/privacy"),
    ("http://brillo.example:80/p", "http://brillo.example/p"),
    ("https://brillo.example:8443/p", "https://brillo.example:8443/p"),
    ("  https://BRILLO.example/P ", "https://brillo.example/P"),
    ("https://brillo.example/terms#section-4", "https://brillo.example/terms"),
    ("https://brillo.example/#/legal/privacy", "https://brillo.example/#/legal/privacy"),
    ("https://brillo.example/a b.pdf", "https://brillo.example/a%20b.pdf"),
    ("https://brillo.example/légal", "https://brillo.example/l%C3%A9gal"),
    ("https://fógraí.example/p", "https://xn--fgra-ypa6a.example/p"),
    ("https://brillo.example/p?utm_source=x&lang=en", "https://brillo.example/p?lang=en"),
    ("https://brillo.example/p?a=1;b", "https://brillo.example/p?a=1;b"),
    ("https://brillo.example/", None),
    ("https://brillo.example/#top", None),
    ("https://brillo.example", None),
    ("javascript:void(0)", None),
    ("data:text/html,By%20using", None),
    ("https://web.archive.org/web/2019/https://brillo.example/p", None),
    ("https://http//www.brillo.example/p", None),
    ("https://example.com/p", None),
    ("https://brillo.example:99999/p", None),
    ("brillo.example/p", None),
    ("", None),
]


@pytest.mark.parametrize(("raw", "clean"), URLS)
def test_urls_get_one_spelling(raw: str, clean: str | None) -> None:
    """Default ports, blanks, trackers and scrolling fragments go; dead shapes go altogether."""
    assert clean_url(raw) == clean


@pytest.mark.parametrize("raw", [raw for raw, clean in URLS if clean])
def test_cleaning_is_done_once(raw: str) -> None:
    """A clean URL stays as it is."""
    clean = clean_url(raw)
    assert clean is not None
    assert clean_url(clean) == clean


def test_spellings_of_a_page_are_known_as_one() -> None:
    """Scheme, `www.` and a final slash make no other page."""
    spellings = ("http://www.brillo.example/P/", "https://brillo.example/p")
    assert len({make_page_key(url) for url in spellings}) == 1


def facts_at(path: Path, rows: list[tuple[str, str, str]]) -> None:
    lines = [
        json.dumps({"platform": name, "document": kind, "urls": url.split(), "source": "tosdr/x"})
        for name, kind, url in rows
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


NONE = Aliases({}, {})


def entries(path: Path, rows: list[tuple[str, str, str]], aliases: Aliases = NONE) -> list[Entry]:
    facts_at(path / "facts.jsonl", rows)
    return build_entries(read_facts(path / "facts.jsonl"), aliases)


def kinds_of(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {kind: urls for kind, urls, _ in entry.documents}


def test_spellings_of_a_name_are_one_platform(tmp_path: Path) -> None:
    """The first source's spelling and documents count; a lost dot is put back."""
    found = entries(
        tmp_path,
        [
            ("Brillo ", "Privacy Policy", "https://brillo.example/privacy"),
            ("BRILLO", "Privacy Policy", "https://brillo.example/old-privacy"),
            ("brillo", "Terms of Service", "https://brillo.example/terms"),
            ("Pebbleexample", "Privacy Policy", "https://pebble.example/privacy"),
            ("Two  words", "Privacy Policy", "https://words.example/privacy"),
        ],
    )
    assert [entry.name for entry in found] == ["Brillo", "pebble.example", "Two words"]
    assert kinds_of(found[0]) == {
        "privacy": ("https://brillo.example/privacy",),
        "terms": ("https://brillo.example/terms",),
    }


def test_kinds_are_brought_to_the_list(tmp_path: Path) -> None:
    """Vague kinds learn from their URL, subprocessors leave the DPA, spam and double pages go."""
    (found,) = entries(
        tmp_path,
        [
            ("Brillo", "Legal Information", "https://brillo.example/privacy-notice"),
            (
                "Brillo",
                "Data Processor Agreement",
                "https://brillo.example/dpa https://brillo.example/subprocessors",
            ),
            ("Brillo", "Policy", "https://brillo.example/weather"),
            ("Brillo", "Spam", "https://pills.example/buy"),
            ("Brillo", "Terms of Service", "https://brillo.example/weather/"),
            ("Brillo", "Unheard Of", "https://brillo.example/odd"),
        ],
    )
    assert kinds_of(found) == {
        "privacy": ("https://brillo.example/privacy-notice",),
        "terms": ("https://brillo.example/weather/",),
        "dpa": ("https://brillo.example/dpa",),
        "subprocessors": ("https://brillo.example/subprocessors",),
    }


def test_one_page_under_two_kinds_is_one_document(tmp_path: Path) -> None:
    """The kind that the URL itself names is kept, so that a change is told once."""
    (found,) = entries(
        tmp_path,
        [
            ("Brillo", "Privacy Policy", "https://brillo.example/terms"),
            ("Brillo", "Terms of Service", "https://brillo.example/terms"),
        ],
    )
    assert list(kinds_of(found)) == ["terms"]


def test_a_platform_without_a_live_document_is_dropped(tmp_path: Path) -> None:
    """Home pages and archive copies leave nothing to watch."""
    assert entries(tmp_path, [("Brillo", "Privacy Policy", "https://brillo.example/")]) == []


def test_aliases_merge_platforms(tmp_path: Path) -> None:
    """A former name's documents fill the gaps of the present one, which gives the spelling."""
    aliases = Aliases({"BriLLo": ("Old Brillo", "brillo.test")}, {})
    rows = [
        ("Old Brillo", "Privacy Policy", "https://old.example/privacy"),
        ("Old Brillo", "Terms of Service", "https://old.example/terms"),
        ("brillo", "Privacy Policy", "https://brillo.example/privacy"),
    ]
    (found,) = entries(tmp_path, rows, aliases)
    assert (found.name, found.domains[0]) == ("BriLLo", "brillo.test")
    assert kinds_of(found) == {
        "privacy": ("https://brillo.example/privacy",),
        "terms": ("https://old.example/terms",),
    }


DOMAINS = [
    ({"brillo": ["brillo.example", "help.brillo.example"]}, {"brillo": ("brillo.example",)}),
    (
        {"brillo": ["www2.brillo.example"], "brillomaps": ["maps.brillo.example"]},
        {"brillo": ("brillo.example",), "brillomaps": ("maps.brillo.example",)},
    ),
    (
        {"a": ["joint.example"], "b": ["joint.example"]},
        {"a": ("joint.example",), "b": ("joint.example",)},
    ),
    (
        {name: ["crowd.example"] for name in "abcd"},
        dict.fromkeys("abcd", ()),
    ),
    ({"a": ["www.iubenda.com", ""]}, {"a": ()}),
    (
        {"a": ["a.blogspot.com"], "b": ["b.blogspot.com"]},
        {"a": ("a.blogspot.com",), "b": ("b.blogspot.com",)},
    ),
]


@pytest.mark.parametrize(("hosts", "domains"), DOMAINS)
def test_domains_are_their_owners(
    hosts: dict[str, list[str]], domains: dict[str, tuple[str, ...]]
) -> None:
    """A domain is its namesake's, others on it keep their own hosts; shared ones are nobody's."""
    assert assign_domains(hosts, {}) == domains


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("brillo.example", "brillo.example"),
        ("a.b.brillo.example", "brillo.example"),
        ("policies.brillo.co.uk", "brillo.co.uk"),
        ("me.github.io", "me.github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("co.uk", "co.uk"),
    ],
)
def test_owners_of_hosts(host: str, owner: str) -> None:
    """Countries' second levels and hosting services are no owners."""
    assert find_registrable_domain(host) == owner


def test_keys_are_made_of_names() -> None:
    """Lower case, without accents, words joined."""
    assert make_slug("Café & Zürich 24!") == "cafe-zurich-24"
    assert parse_host("https://[broken") == ""


def test_the_file_is_the_same_for_the_same_entries() -> None:
    """Order and time of the build leave no trace, and what is written is read back."""
    one = Entry(
        "a", "A\u2028line", 3, ("a.example",), (("privacy", ("https://a.example/p",), True),)
    )
    two = Entry("b", "B", 1, (), (("terms", ("https://b.example/t",), False),))
    data = serialise_entries([two, one])
    assert data == serialise_entries([one, two])
    assert parse_entries(data) == [one, two]
    assert gzip.decompress(data).startswith(b'["a",')


def test_aliases_without_a_platform_stop_the_build(tmp_path: Path) -> None:
    """Facts that lack what the package's aliases name are not the facts that it was made for."""
    facts_at(tmp_path / "facts.jsonl", [("Brillo", "Privacy Policy", "https://brillo.example/p")])
    with pytest.raises(ConfigError, match="the facts lack"):
        build_catalogue(tmp_path / "facts.jsonl", tmp_path / "out.gz")
    assert not (tmp_path / "out.gz").exists()


def test_a_build_writes_what_can_be_loaded(tmp_path: Path) -> None:
    """The data file holds the facts' platforms and the two that are added by hand."""
    facts_at(tmp_path / "facts.jsonl", [("Brillo", "Privacy Policy", "https://brillo.example/p")])
    count = build_catalogue(tmp_path / "facts.jsonl", tmp_path / "out.gz", NONE)
    names = [entry.name for entry in parse_entries((tmp_path / "out.gz").read_bytes())]
    assert count == len(names)
    assert names == ["Brillo", "Ideogram", "Leonardo AI"]
