"""Platforms are found by what people type, and never guessed."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.entries import Aliases, Entry, read_aliases, read_entries
from clausewatch.catalogue.name_index import NameIndex
from clausewatch.errors import ConfigError

QUERY_LISTS = {
    name: [
        line.split("\t") for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
    ]
    for name in ("queries.tsv", "queries_fresh.tsv", "queries_vendors.tsv")
}
"""The second and third are regression lists: their misses led to general fixes."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships with the package."""
    return Catalogue.load()


def find_first(catalogue: Catalogue, query: str) -> tuple[str | None, tuple[str, ...]]:
    match = catalogue.find(query)
    platforms = (match.platform, *match.ambiguous, *match.suggestions)
    return next((platform.name for platform in platforms if platform), None), match.kinds


@pytest.mark.parametrize("name", QUERY_LISTS)
def test_queries_as_people_type_them(catalogue: Catalogue, name: str) -> None:
    """For 97% of at least 120 queries the first result has the right platform and kind."""
    queries = QUERY_LISTS[name]
    wrong = [
        (query, wanted, find_first(catalogue, query))
        for query, wanted, *kinds in queries
        if find_first(catalogue, query) != (wanted, tuple(kinds))
    ]
    assert len(queries) >= 120
    assert len(wrong) <= len(queries) * 0.03, wrong


def make_entry(name: str, *domains: str, weight: int = 1) -> Entry:
    url = f"https://{domains[0] if domains else 'somewhere.example'}/privacy"
    return Entry(
        name.lower().replace(" ", "-"), name, weight, domains, (("privacy", (url,), False),)
    )


def make_catalogue(entries: Iterable[Entry], aliases: Aliases) -> Catalogue:
    """Return a catalogue of these platforms."""
    return Catalogue(lambda: NameIndex(entries, aliases))


SMALL = make_catalogue(
    [
        make_entry("Brillo", "brillo.example", weight=9),
        make_entry("Brillo Maps", "maps.brillo.example"),
        make_entry("Brilla"),
        make_entry("Café Zürich", "zuerich.example"),
        make_entry("Terms Keeper", "keeper.example"),
        make_entry("Pebble", "pebble.example"),
        make_entry("Pebble Pay", "shared.example"),
        make_entry("Quarry", "shared.example"),
    ],
    Aliases(
        {"Brillo": ("Old Brillo", "brillo labs", "brillo.test")}, {"peb": ("Pebble", "Pebble Pay")}
    ),
)

COMPANY_NAMES = (
    "Lampion Inc", "The Daily Lamp", "Sold Ltd", "Sold", "Toggler track", "Togglers", "7 Lamps",
    "Quarrel Networks Ltd", "Owned", "Own Software",
)  # fmt: skip
COMPANIES = make_catalogue(map(make_entry, COMPANY_NAMES), Aliases({"Owned": ("own",)}, {}))


@pytest.mark.parametrize(("query", "name"), [
    ("quarrel", "Quarrel Networks Ltd"), ("Quarrel Networks", "Quarrel Networks Ltd"),
    ("own", "Owned"), ("lampion", "Lampion Inc"), ("daily lamp", "The Daily Lamp"),
    ("toggler", "Toggler track"), ("seven lamps", "7 Lamps"), ("The Daily Lamp", "The Daily Lamp"),
    ("sold", "Sold"),
])  # fmt: skip
def test_short_names_are_found(query: str, name: str) -> None:
    """Legal forms, articles and numbers do not matter; a whole first word beats a typing error."""
    assert find_first(COMPANIES, query)[0] == name


SPELLINGS = [
    ("brillo", "Brillo"),
    ("BRILLO", "Brillo"),
    ("  “Brillo” ", "Brillo"),
    ("Bril-lo!", "Brillo"),
    ("brillo, inc.", "Brillo"),
    ("The Brillo Company", "Brillo"),
    ("old brillo", "Brillo"),
    ("brillo.example", "Brillo"),
    ("www.brillo.example", "Brillo"),
    ("https://brillo.example/legal/privacy?x=1", "Brillo"),
    ("help.brillo.example", "Brillo"),
    ("brillo.test", "Brillo"),
    ("maps.brillo.example", "Brillo Maps"),
    ("brillo maps", "Brillo Maps"),
    ("cafe zurich", "Café Zürich"),
    ("CAFÉ ZÜRICH", "Café Zürich"),
    ("terms keeper", "Terms Keeper"),
]


@pytest.mark.parametrize(("query", "name"), SPELLINGS)
def test_spellings_of_a_name_are_found(query: str, name: str) -> None:
    """Case, accents, punctuation, company words, domains and URLs do not matter."""
    match = SMALL.find(query)
    assert match.platform is not None
    assert match.platform.name == name
    assert (match.ambiguous, match.suggestions, match.kinds) == ((), (), ())


def test_a_platform_may_have_only_a_domain(catalogue: Catalogue) -> None:
    """It has no documents, and an entry with documents replaces it."""
    sites = read_aliases().sites
    assert len(sites) > 150
    match = catalogue.find("databricks")
    assert match.platform is not None
    assert (match.platform.documents, match.platform.domains) == ((), ("databricks.com",))
    assert catalogue.find_by_domain("www.databricks.com") == match.platform
    aliases = Aliases({}, {}, {"Brillo": "brillo.example", "Lampion": "shared.example"})
    small = make_catalogue(
        [make_entry("Brillo", "brillo.example"), make_entry("Pebble", "shared.example")], aliases
    )
    brillo, lampion = small.find("brillo").platform, small.find("lampion").platform
    assert brillo is not None
    assert lampion is not None
    assert (len(brillo.documents), len(lampion.documents)) == (1, 0)
    pebble = small.find_by_domain("shared.example")
    assert pebble is not None
    assert pebble.name == "Pebble"


WITH_KINDS = [
    ("brillo privacy", "privacy policy"),
    ("Brillo's terms of use", "terms of service"),
    ("privacy policy of brillo", "privacy policy"),
    ("brillo.example dpa", "data processing agreement"),
    ("brillo inc cookies", "cookie policy"),
]


@pytest.mark.parametrize(("query", "kind"), WITH_KINDS)
def test_a_kind_may_be_typed_with_the_name(query: str, kind: str) -> None:
    """The match has the kind and the platform."""
    match = SMALL.find(query)
    assert match.platform is not None
    assert (match.platform.name, match.kinds) == ("Brillo", (kind,))


@pytest.mark.parametrize("query", ["peb", "shared.example", "https://shared.example/terms"])
def test_an_ambiguous_name_has_several_matches(query: str) -> None:
    """A shared word or domain returns every platform that it may mean."""
    match = SMALL.find(query)
    assert match.platform is None
    assert len(match.ambiguous) == 2
    assert match.suggestions == ()
    assert SMALL.find_by_domain(query) is None


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("brilo", "Brillo"),
        ("Brillos privcy", "Brillo"),
        ("pebbel", "Pebble"),
        ("brillo map", "Brillo Maps"),
    ],
)
def test_similar_names_are_suggestions(query: str, first: str) -> None:
    """A typing error never matches; the match suggests the most similar names."""
    match = SMALL.find(query)
    assert (match.platform, match.ambiguous) == (None, ())
    assert match.suggestions[0].name == first
    assert len(match.suggestions) <= 5


@pytest.mark.parametrize("query", ["", "   ", "?!", "qqqqzzzz", "\u4e2d\u6587\u7f51", "x" * 10_000])
def test_a_meaningless_query_has_no_match(query: str) -> None:
    """Empty, foreign and very long queries have no suggestions either."""
    match = SMALL.find(query)
    assert (match.platform, match.ambiguous, match.suggestions) == (None, (), ())


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("brillo.example", "Brillo"),
        ("BRILLO.example.", "Brillo"),
        ("a.b.brillo.example", "Brillo"),
        ("maps.brillo.example", "Brillo Maps"),
        ("brillo.test", None),
        ("example", None),
        ("", None),
    ],
)
def test_a_host_belongs_to_the_nearest_domain(host: str, name: str | None) -> None:
    """A platform's own host comes before the domain above it."""
    platform = SMALL.find_by_domain(host)
    assert (platform.name if platform else None) == name


def test_shared_hosts_have_no_owner(catalogue: Catalogue) -> None:
    """A host with documents of unrelated owners identifies no platform."""
    for host in (
        "docs.google.com",
        "www.iubenda.com",
        "raw.githubusercontent.com",
        "me.blogspot.com",
    ):
        assert catalogue.find_by_domain(host) is None


def test_a_select_box_lists_prefixes_first() -> None:
    """The exact name comes first, then prefixes, then other parts; without text the best known."""
    assert [p.name for p in SMALL.search("brill")] == ["Brillo", "Brilla", "Brillo Maps"]
    assert [p.name for p in SMALL.search("maps")] == ["Brillo Maps"]
    assert [p.name for p in SMALL.search("keeper.example")] == ["Terms Keeper"]
    assert SMALL.search("")[0].name == "Brillo"
    assert len(SMALL.search("", limit=3)) == 3
    assert SMALL.search("pebbel")[0].name == "Pebble"


def test_the_package_has_its_platforms(catalogue: Catalogue) -> None:
    """The two platforms that were added by hand are found by name and key."""
    assert len(catalogue) > 9_500
    for name in ("Leonardo AI", "Ideogram"):
        platform = catalogue.find(name).platform
        assert platform is not None
        assert {"privacy policy", "terms of service"} <= {d.kind for d in platform.documents}
    assert catalogue.find_by_key("leonardo-ai") == catalogue.find("Leonardo AI").platform
    assert catalogue.find_by_key("nobody") is None


def test_the_data_is_clean() -> None:
    """Keys are unique, URLs are HTTP URLs, and no platform has duplicate documents."""
    entries = read_entries()
    assert len({entry.key for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.documents
        urls = [url for _, document_urls, _ in entry.documents for url in document_urls]
        assert all(url.startswith(("http://", "https://")) and url == url.strip() for url in urls)
        assert not any("web.archive.org" in url or ":443/" in url for url in urls)
        pages = [document_urls for _, document_urls, _ in entry.documents]
        assert len(set(pages)) == len(pages)


def test_aliases_find_their_platforms(catalogue: Catalogue) -> None:
    """Each of at least a hundred aliases finds its platform, alone or among others."""
    aliases = read_aliases()
    assert sum(len(others) for others in aliases.names.values()) >= 100
    for name, others in aliases.names.items():
        for other in others:
            match = catalogue.find(other)
            names = {p.name for p in (match.platform, *match.ambiguous) if p}
            assert name in names, (name, other, names)


def test_an_operator_adds_platforms(tmp_path: Path) -> None:
    """Facts of an operator add to the catalogue, including home pages and internal hosts."""
    path = tmp_path / "own.jsonl"
    facts = [
        {"platform": "Inner Wiki", "document": "privacy", "urls": ["http://127.0.0.7:8000/"]},
        {
            "platform": "Inner Wiki",
            "document": "Terms of Service",
            "urls": ["http://127.0.0.7:8000/t"],
        },
    ]
    path.write_text("\n".join(map(json.dumps, facts)) + "\n\n")
    platform = Catalogue.load(path).find("inner wiki").platform
    assert platform is not None
    assert [(d.kind, d.urls) for d in platform.documents] == [
        ("privacy policy", ("http://127.0.0.7:8000/",)),
        ("terms of service", ("http://127.0.0.7:8000/t",)),
    ]
    assert Catalogue.load(path).find_by_domain("127.0.0.7") == platform


@pytest.mark.parametrize(
    "text", ["{", '{"platform": "A"}', "[]", '{"platform": 1, "urls": 3, "document": ""}']
)
def test_a_file_without_facts_is_refused(tmp_path: Path, text: str) -> None:
    """The error names the first bad line."""
    path = tmp_path / "own.jsonl"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"own\.jsonl:1"):
        Catalogue.load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The error says that the file cannot be read."""
    with pytest.raises(ConfigError, match="cannot be read"):
        Catalogue.load(tmp_path / "none.jsonl")


@pytest.mark.parametrize("typed", ["figma", "figma privacy", "https://figma.com/legal", "figmaa"])
def test_an_exact_lookup_finds_what_a_lookup_finds(
    catalogue: Catalogue, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never searches for similar names, which takes a hundred times as long."""
    platform = catalogue.find(typed).platform
    monkeypatch.delattr(Catalogue, "_suggest")
    assert catalogue.find_exact(typed) == platform
    assert (platform is None) == (typed == "figmaa")
