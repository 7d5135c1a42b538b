"""Clean entries are built from raw facts."""

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
def test_urls_have_a_canonical_spelling(raw: str, clean: str | None) -> None:
    """Default ports, spaces, tracking parameters and fragments are removed."""
    assert clean_url(raw) == clean


@pytest.mark.parametrize("raw", [raw for raw, clean in URLS if clean])
def test_a_clean_url_is_unchanged(raw: str) -> None:
    """Cleaning a URL twice gives the same URL."""
    clean = clean_url(raw)
    assert clean is not None
    assert clean_url(clean) == clean


def test_spellings_of_a_page_have_one_key() -> None:
    """Scheme, `www.`, case and a final slash do not matter."""
    spellings = ("http://www.brillo.example/P/", "https://brillo.example/p")
    assert len({make_page_key(url) for url in spellings}) == 1


def write_facts(path: Path, rows: list[tuple[str, str, str]]) -> None:
    lines = [
        json.dumps({"platform": name, "document": kind, "urls": url.split(), "source": "tosdr/x"})
        for name, kind, url in rows
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


NO_ALIASES = Aliases({}, {})


def build(
    path: Path, rows: list[tuple[str, str, str]], aliases: Aliases = NO_ALIASES
) -> list[Entry]:
    write_facts(path / "facts.jsonl", rows)
    return build_entries(read_facts(path / "facts.jsonl"), aliases)


def list_documents(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {kind: urls for kind, urls, _ in entry.documents}


def test_spellings_of_a_name_are_one_platform(tmp_path: Path) -> None:
    """The spelling and the documents of the first source count; a lost dot is restored."""
    built = build(
        tmp_path,
        [
            ("Brillo ", "Privacy Policy", "https://brillo.example/privacy"),
            ("BRILLO", "Privacy Policy", "https://brillo.example/old-privacy"),
            ("brillo", "Terms of Service", "https://brillo.example/terms"),
            ("Pebbleexample", "Privacy Policy", "https://pebble.example/privacy"),
            ("Two  words", "Privacy Policy", "https://words.example/privacy"),
        ],
    )
    assert [entry.name for entry in built] == ["Brillo", "pebble.example", "Two words"]
    assert list_documents(built[0]) == {
        "privacy": ("https://brillo.example/privacy",),
        "terms": ("https://brillo.example/terms",),
    }


def test_declared_kinds_are_normalised(tmp_path: Path) -> None:
    """URLs make vague kinds precise; lists of subprocessors are documents; spam is dropped."""
    (built,) = build(
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
    assert list_documents(built) == {
        "privacy": ("https://brillo.example/privacy-notice",),
        "terms": ("https://brillo.example/weather/",),
        "dpa": ("https://brillo.example/dpa",),
        "subprocessors": ("https://brillo.example/subprocessors",),
    }


def test_one_page_under_two_kinds_is_one_document(tmp_path: Path) -> None:
    """The document of the kind that the URL names is kept."""
    (built,) = build(
        tmp_path,
        [
            ("Brillo", "Privacy Policy", "https://brillo.example/terms"),
            ("Brillo", "Terms of Service", "https://brillo.example/terms"),
        ],
    )
    assert list(list_documents(built)) == ["terms"]


def test_a_platform_without_a_live_document_is_dropped(tmp_path: Path) -> None:
    """A home page is not a document."""
    assert build(tmp_path, [("Brillo", "Privacy Policy", "https://brillo.example/")]) == []


def test_aliases_merge_platforms(tmp_path: Path) -> None:
    """Documents under a former name complete those of the platform."""
    aliases = Aliases({"BriLLo": ("Old Brillo", "brillo.test")}, {})
    rows = [
        ("Old Brillo", "Privacy Policy", "https://old.example/privacy"),
        ("Old Brillo", "Terms of Service", "https://old.example/terms"),
        ("brillo", "Privacy Policy", "https://brillo.example/privacy"),
    ]
    (built,) = build(tmp_path, rows, aliases)
    assert (built.name, built.domains[0]) == ("BriLLo", "brillo.test")
    assert list_documents(built) == {
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
def test_domains_have_owners(
    hosts: dict[str, list[str]], domains: dict[str, tuple[str, ...]]
) -> None:
    """A domain belongs to its namesake, and shared domains have no owner."""
    assert assign_domains(hosts, {}) == domains


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("brillo.example", "brillo.example"),
        ("a.b.brillo.example", "brillo.example"),
        ("policies.brillo.co.uk", "brillo.co.uk"),
        ("me.github.io", "me.github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("co.uk", "co.uk"),
    ],
)
def test_registrable_domains(host: str, domain: str) -> None:
    """Second-level domains of countries and hosting services have no owner."""
    assert find_registrable_domain(host) == domain


def test_slugs_of_names() -> None:
    """A slug is in lower case, without accents, with hyphens between words."""
    assert make_slug("Café & Zürich 24!") == "cafe-zurich-24"
    assert parse_host("https://[broken") == ""


def test_the_same_entries_give_the_same_file() -> None:
    """Order and time of the build do not matter, and a round trip keeps the entries."""
    one = Entry(
        "a", "A\u2028line", 3, ("a.example",), (("privacy", ("https://a.example/p",), True),)
    )
    two = Entry("b", "B", 1, (), (("terms", ("https://b.example/t",), False),))
    data = serialise_entries([two, one])
    assert data == serialise_entries([one, two])
    assert parse_entries(data) == [one, two]
    assert gzip.decompress(data).startswith(b'["a",')


def test_an_alias_without_platform_stops_the_build(tmp_path: Path) -> None:
    """The facts must include every platform that the aliases name."""
    write_facts(
        tmp_path / "facts.jsonl", [("Brillo", "Privacy Policy", "https://brillo.example/p")]
    )
    with pytest.raises(ConfigError, match="the facts lack"):
        build_catalogue(tmp_path / "facts.jsonl", tmp_path / "out.gz")
    assert not (tmp_path / "out.gz").exists()


def test_a_built_file_can_be_read(tmp_path: Path) -> None:
    """It has the platforms of the facts and those that are added by hand."""
    write_facts(
        tmp_path / "facts.jsonl", [("Brillo", "Privacy Policy", "https://brillo.example/p")]
    )
    count = build_catalogue(tmp_path / "facts.jsonl", tmp_path / "out.gz", NO_ALIASES)
    names = [entry.name for entry in parse_entries((tmp_path / "out.gz").read_bytes())]
    assert count == len(names)
    assert {"Brillo", "Ideogram", "Leonardo AI"} < set(names)
