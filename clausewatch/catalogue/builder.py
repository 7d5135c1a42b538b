"""Builds the catalogue's data file from raw facts: platform, kind, URLs, needs a browser.

Facts are JSON lines, the best-kept source first: `{"platform", "document", "urls", "script",
"source"}`. The same facts and aliases give the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clausewatch.catalogue.canonical_names import (
    fold_name,
    make_slug,
    parse_host,
)
from clausewatch.catalogue.document_kinds import (
    IGNORED_DECLARED_NAMES,
    KIND_ORDER,
    KINDS_BY_DECLARED_NAME,
    KINDS_BY_KEY,
    DocumentKind,
    find_kind,
)
from clausewatch.catalogue.domain_owners import assign_domains
from clausewatch.catalogue.entries import (
    ADDED_FACTS_FILE,
    DATA_FOLDER,
    Aliases,
    Entry,
    read_aliases,
    write_entries,
)
from clausewatch.catalogue.urls import clean_name, clean_url, guess_kind, make_page_key
from clausewatch.errors import ConfigError
from clausewatch.model.reading import Selection

CROWDSOURCED = "tosdr"
"""Facts of this source are crowd-gathered; those of all others are kept by hand."""
VAGUE_KINDS = frozenset({"legal", "other", "agreement"})
"""Kinds of which a URL's own words may know better."""
CleanUrl = Callable[[str], str | None]
CURATED_WEIGHT, KNOWN_WEIGHT, MAX_COUNTED_DOCUMENTS = 10, 20, 10


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared document."""

    platform: str
    kind: str
    """As declared, or as a person would type it."""
    urls: tuple[str, ...]
    needs_browser: bool
    is_kept: bool
    """Kept by hand, by a collection whose maintainers check it."""
    selections: tuple[Selection | None, ...] = ()
    """What to read of each URL's page; empty where every page is read whole."""


@dataclass(slots=True)
class EntryDraft:
    """A platform in the making."""

    name: str
    is_known: bool = False
    """Named in the list of aliases."""
    is_kept: bool = False
    documents: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    selections: dict[str, Selection] = field(default_factory=dict)

    def entry(self, domains: tuple[str, ...]) -> Entry:
        """Return it as the data file has it, its documents in the order of their kinds."""
        documents = tuple(
            (key, *self.documents[key])
            for key in sorted(self.documents, key=lambda key: KIND_ORDER[key])
        )
        weight = KNOWN_WEIGHT * self.is_known + CURATED_WEIGHT * self.is_kept
        weight += min(len(documents), MAX_COUNTED_DOCUMENTS)
        name = self.name if self.is_known else clean_name(self.name, domains)
        listed = {url for _, urls, _ in documents for url in urls}
        chosen = tuple((url, part) for url, part in self.selections.items() if url in listed)
        return Entry(make_slug(name), name, weight, domains, documents, chosen)


def build_catalogue(facts: Path, out: Path, aliases: Aliases | None = None) -> int:
    """Write the data file and return its number of platforms. Raises ConfigError for bad facts.

    Without `aliases` those of the package count.
    """
    aliases = aliases or read_aliases()
    added = [
        _fact(line, ADDED_FACTS_FILE)
        for line in (DATA_FOLDER / ADDED_FACTS_FILE).read_text("utf-8").splitlines()
    ]
    entries = build_entries([*read_facts(facts), *added], aliases)
    unknown = sorted(_unknown(aliases, entries))
    if unknown:
        raise ConfigError(f"The aliases name platforms that the facts lack: {', '.join(unknown)}.")
    write_entries(entries, out)
    return len(entries)


def read_facts(path: Path) -> list[Fact]:
    """Read JSON lines of facts. Raises ConfigError that names the first line that is none."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{path} cannot be read ({fault}); give a file of JSON lines.") from fault
    return [_fact(line, f"{path}:{at}") for at, line in enumerate(lines, 1) if line.strip()]


def _fact(line: str, where: str) -> Fact:
    try:
        row = json.loads(line)
        urls = tuple(str(url) for url in row["urls"])
        source = str(row.get("source", ""))
        return Fact(
            platform=str(row["platform"]).strip(),
            kind=str(row["document"]).strip(),
            urls=urls,
            needs_browser=bool(row.get("script")),
            is_kept=CROWDSOURCED not in source,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ConfigError(
            f'{where} is no fact; write {{"platform": …, "document": …, "urls": […]}}.'
        ) from fault


def build_entries(
    facts: Iterable[Fact], aliases: Aliases, clean: CleanUrl = clean_url
) -> list[Entry]:
    """Return clean entries: one per platform, no dead URL, no document twice.

    `clean` returns a URL in its one spelling, or None where it is to be dropped.
    """
    drafts: dict[str, EntryDraft] = {}
    names = _canonical(aliases)
    for fact in _own_facts_first(facts, names):
        mark = fold_name(fact.platform)
        draft = drafts.setdefault(fold_name(names.get(mark, mark)), EntryDraft(fact.platform))
        draft.is_known = draft.is_known or mark in names
        draft.name = names.get(mark, draft.name)
        draft.is_kept = draft.is_kept or fact.is_kept
        _add(draft, fact, clean)
    for draft in drafts.values():
        draft.documents = _without_repeats(draft.documents)
    sound = {mark: draft for mark, draft in drafts.items() if mark and draft.documents}
    hosts = {mark: _hosts(draft) for mark, draft in sound.items()}
    domains = assign_domains(hosts, {fold_name(n): o for n, o in aliases.names.items()})
    return [draft.entry(domains[mark]) for mark, draft in sound.items()]


def _canonical(aliases: Aliases) -> Mapping[str, str]:
    """Return how a platform is written by each of its folded names, its own included."""
    found = {fold_name(other): name for name, others in aliases.names.items() for other in others}
    return found | {fold_name(name): name for name in aliases.names}


def _own_facts_first(facts: Iterable[Fact], names: Mapping[str, str]) -> list[Fact]:
    """Put a platform's facts before those of the ones that are merged into it."""

    def is_merged(fact: Fact) -> bool:
        mark = fold_name(fact.platform)
        return mark in names and fold_name(names[mark]) != mark

    return sorted(facts, key=is_merged)


def _add(draft: EntryDraft, fact: Fact, clean: CleanUrl) -> None:
    """Add a document where the platform has none of its kind yet: the first source counts."""
    if fact.kind in IGNORED_DECLARED_NAMES:
        return
    declared = (
        KINDS_BY_DECLARED_NAME.get(fact.kind) or find_kind(fact.kind) or KINDS_BY_KEY["other"]
    )
    parts = fact.selections or (None,) * len(fact.urls)
    cleaned = {url: part for raw, part in zip(fact.urls, parts, strict=True) if (url := clean(raw))}
    by_kind: dict[str, list[str]] = {}
    for url in cleaned:
        by_kind.setdefault(_kind(declared, url, draft).key, []).append(url)
    for key, urls in by_kind.items():
        if key not in draft.documents:
            draft.documents[key] = (tuple(urls), fact.needs_browser)
            draft.selections |= {url: part for url in urls if (part := cleaned[url])}


def _kind(declared: DocumentKind, url: str, draft: EntryDraft) -> DocumentKind:
    cue = guess_kind(url)
    if cue is None:
        return declared
    if declared.key in VAGUE_KINDS and cue.key not in draft.documents:
        return cue
    # Declarations have no kind of their own for lists of subprocessors.
    return cue if (declared.key, cue.key) == ("dpa", "subprocessors") else declared


Documents = dict[str, tuple[tuple[str, ...], bool]]


def _without_repeats(documents: Documents) -> Documents:
    """Drop documents with the very pages of another one: each change would be told twice."""

    def fit(key: str) -> tuple[bool, int]:
        cues = {cue.key for cue in map(guess_kind, documents[key][0]) if cue is not None}
        return key not in cues, KIND_ORDER[key]

    seen: set[frozenset[str]] = set()
    kept: Documents = {}
    for key in sorted(documents, key=fit):
        pages = frozenset(make_page_key(url) for url in documents[key][0])
        if pages not in seen:
            kept[key] = documents[key]
            seen.add(pages)
    return kept


def _hosts(draft: EntryDraft) -> list[str]:
    return [parse_host(url) for urls, _ in draft.documents.values() for url in urls]


def _unknown(aliases: Aliases, entries: Iterable[Entry]) -> set[str]:
    known = {fold_name(entry.name) for entry in entries} | {
        fold_name(name) for name in aliases.sites
    }
    wanted = {*aliases.names, *(name for names in aliases.ambiguous.values() for name in names)}
    return {name for name in wanted if fold_name(name) not in known}
