"""Platforms are found by what people call them, and never guessed."""

import json
from pathlib import Path

import pytest

from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.entries import Aliases, Entry, read_aliases, read_entries
from clausewatch.errors import ConfigError

LISTS = {
    name: [
        line.split("\t") for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
    ]
    for name in ("queries.tsv", "queries_fresh.tsv", "queries_vendors.tsv")
}
"""The second and third are regression lists: misses were mended in kind, then they were kept."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue of the package."""
    return Catalogue.load()


def first_hit(catalogue: Catalogue, query: str) -> tuple[str | None, tuple[str, ...]]:
    match = catalogue.find(query)
    nearest = (match.platform, *match.ambiguous, *match.suggestions)
    return next((found.name for found in nearest if found), None), match.kinds


@pytest.mark.parametrize("name", LISTS)
def test_queries_as_people_type_them(catalogue: Catalogue, name: str) -> None:
    """Of at least 120 queries 97% have the right platform, and the right kind, as first hit."""
    queries = LISTS[name]
    wrong = [
        (query, wanted, first_hit(catalogue, query))
        for query, wanted, *kinds in queries
        if first_hit(catalogue, query) != (wanted, tuple(kinds))
    ]
    assert len(queries) >= 120
    assert len(wrong) <= len(queries) * 0.03, wrong


def entry(name: str, *domains: str, weight: int = 1) -> Entry:
    url = f"https://{domains[0] if domains else 'somewhere.example'}/privacy"
    return Entry(
        name.lower().replace(" ", "-"), name, weight, domains, (("privacy", (url,), False),)
    )


SMALL = Catalogue(
    [
        entry("Brillo", "brillo.example", weight=9),
        entry("Brillo Maps", "maps.brillo.example"),
        entry("Brilla"),
        entry("Café Zürich", "zuerich.example"),
        entry("Terms Keeper", "keeper.example"),
        entry("Pebble", "pebble.example"),
        entry("Pebble Pay", "shared.example"),
        entry("Quarry", "shared.example"),
    ],
    Aliases(
        {"Brillo": ("Old Brillo", "brillo labs", "brillo.test")}, {"peb": ("Pebble", "Pebble Pay")}
    ),
)

BARE = Catalogue(
    [entry("Lampion Inc"), entry("The Daily Lamp"), entry("Sold Ltd"), entry("Sold"),
     entry("Toggler track"), entry("Togglers"), entry("7 Lamps"), entry("Quarrel Networks Ltd"),
     entry("Owned"), entry("Own Software")],
    Aliases({"Owned": ("own",)}, {}),
)  # fmt: skip


@pytest.mark.parametrize(("query", "name"), [
    ("quarrel", "Quarrel Networks Ltd"), ("Quarrel Networks", "Quarrel Networks Ltd"),
    ("own", "Owned"), ("lampion", "Lampion Inc"), ("daily lamp", "The Daily Lamp"),
    ("toggler", "Toggler track"), ("seven lamps", "7 Lamps"), ("The Daily Lamp", "The Daily Lamp"),
    ("sold", "Sold"),
])  # fmt: skip
def test_what_a_name_is_without_its_trimmings(query: str, name: str) -> None:
    """Legal forms, articles and figures; a whole first word is nearer than one letter off."""
    assert first_hit(BARE, query)[0] == name


FOUND = [
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


@pytest.mark.parametrize(("query", "name"), FOUND)
def test_a_name_is_found_however_it_is_written(query: str, name: str) -> None:
    """Case, accents, punctuation, company words, domains and addresses make no difference."""
    match = SMALL.find(query)
    assert match.platform is not None
    assert match.platform.name == name
    assert (match.ambiguous, match.suggestions, match.kinds) == ((), (), ())


def test_a_platform_may_be_known_by_its_site_alone(catalogue: Catalogue) -> None:
    """It has no documents until somebody asks, and gives way to one of the facts that has."""
    sites = read_aliases().sites
    assert len(sites) > 150
    match = catalogue.find("databricks")
    assert match.platform is not None
    assert (match.platform.documents, match.platform.domains) == ((), ("databricks.com",))
    assert catalogue.find_by_domain("www.databricks.com") == match.platform
    aliases = Aliases({}, {}, {"Brillo": "brillo.example", "Lampion": "shared.example"})
    small = Catalogue(
        [entry("Brillo", "brillo.example"), entry("Pebble", "shared.example")], aliases
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
def test_a_kind_may_stand_beside_the_name(query: str, kind: str) -> None:
    """The kind typed along is handed on with the platform."""
    match = SMALL.find(query)
    assert match.platform is not None
    assert (match.platform.name, match.kinds) == ("Brillo", (kind,))


@pytest.mark.parametrize("query", ["peb", "shared.example", "https://shared.example/terms"])
def test_what_may_mean_several_is_for_people_to_choose(query: str) -> None:
    """A shared word or domain yields all that it may mean, and none of them alone."""
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
def test_likeness_only_suggests(query: str, first: str) -> None:
    """A slip of the finger is never taken for a name, only answered with the nearest ones."""
    match = SMALL.find(query)
    assert (match.platform, match.ambiguous) == (None, ())
    assert match.suggestions[0].name == first
    assert len(match.suggestions) <= 5


@pytest.mark.parametrize("query", ["", "   ", "?!", "qqqqzzzz", "\u4e2d\u6587\u7f51", "x" * 10_000])
def test_what_is_nothing_finds_nothing(query: str) -> None:
    """Empty, alien and endless queries have no answer."""
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
    """A platform's own host counts before the domain above it."""
    found = SMALL.find_by_domain(host)
    assert (found.name if found else None) == name


def test_shared_hosts_are_nobodys(catalogue: Catalogue) -> None:
    """Where anybody's documents lie, the host says nothing of whose they are."""
    for host in (
        "docs.google.com",
        "www.iubenda.com",
        "raw.githubusercontent.com",
        "me.blogspot.com",
    ):
        assert catalogue.find_by_domain(host) is None


def test_a_select_box_lists_beginnings_first() -> None:
    """The exact name, then beginnings, then parts; the best-known ones where nothing is typed."""
    assert [p.name for p in SMALL.search("brill")] == ["Brillo", "Brilla", "Brillo Maps"]
    assert [p.name for p in SMALL.search("maps")] == ["Brillo Maps"]
    assert [p.name for p in SMALL.search("keeper.example")] == ["Terms Keeper"]
    assert SMALL.search("")[0].name == "Brillo"
    assert len(SMALL.search("", limit=3)) == 3
    assert SMALL.search("pebbel")[0].name == "Pebble"


def test_the_package_knows_its_platforms(catalogue: Catalogue) -> None:
    """The two that were added by hand are there, and every key leads back to its platform."""
    assert len(catalogue) > 9_500
    for name in ("Leonardo AI", "Ideogram"):
        platform = catalogue.find(name).platform
        assert platform is not None
        assert {"privacy policy", "terms of service"} <= {d.kind for d in platform.documents}
    assert catalogue.find_by_key("leonardo-ai") == catalogue.find("Leonardo AI").platform
    assert catalogue.find_by_key("nobody") is None


def test_the_data_is_clean() -> None:
    """Keys are unique, URLs are of the web and no page stands twice in a platform."""
    entries = read_entries()
    assert len({entry.key for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.documents
        urls = [url for _, found, _ in entry.documents for url in found]
        assert all(url.startswith(("http://", "https://")) and url == url.strip() for url in urls)
        assert not any("web.archive.org" in url or ":443/" in url for url in urls)
        singles = [found for _, found, _ in entry.documents]
        assert len(set(singles)) == len(singles)


def test_aliases_lead_somewhere(catalogue: Catalogue) -> None:
    """At least a hundred aliases, each of which finds its platform or a choice with it."""
    aliases = read_aliases()
    assert sum(len(others) for others in aliases.names.values()) >= 100
    for name, others in aliases.names.items():
        for other in others:
            match = catalogue.find(other)
            found = {p.name for p in (match.platform, *match.ambiguous) if p}
            assert name in found, (name, other, found)


def test_an_operator_adds_platforms(tmp_path: Path) -> None:
    """Facts of one's own stand beside the catalogue's, home pages and inner hosts included."""
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
def test_a_file_that_holds_no_facts_is_said(tmp_path: Path, text: str) -> None:
    """The first bad line is named."""
    path = tmp_path / "own.jsonl"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"own\.jsonl:1"):
        Catalogue.load(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A wrong path is a setting to mend."""
    with pytest.raises(ConfigError, match="cannot be read"):
        Catalogue.load(tmp_path / "none.jsonl")
