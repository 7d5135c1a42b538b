"""Builds the catalogue's data file from raw facts: platform, kind, URLs, needs a browser.

Facts are JSON lines, most reliable source first: `{"platform", "document", "urls", "script",
"source"}`. The same facts and aliases give the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clausewatch.catalogue.canonical_names import fold_name, make_slug, parse_host
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
    Selections,
    read_aliases,
    write_entries,
)
from clausewatch.catalogue.urls import clean_name, clean_url, guess_kind, make_page_key
from clausewatch.errors import ConfigError
from clausewatch.model.reading import Selection

CROWDSOURCED = "tosdr"
"""Facts of this source are crowdsourced; those of all others are curated by hand."""
VAGUE_KINDS = frozenset({"legal", "other", "agreement"})
"""The words of a URL can name a more precise kind than these."""
CleanUrl = Callable[[str], str | None]
CURATED_WEIGHT, KNOWN_WEIGHT, MAX_COUNTED_DOCUMENTS = 10, 20, 10
Documents = dict[str, tuple[tuple[str, ...], bool]]
"""By the key of the kind: URLs, and whether the pages need a browser."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared document."""

    platform: str
    kind: str
    """As declared, or as a person would type it."""
    urls: tuple[str, ...]
    needs_browser: bool
    is_curated: bool
    """It comes from a collection whose maintainers check it by hand."""
    selections: tuple[Selection | None, ...] = ()
    """The part to read of each URL's page; empty if every page is read whole."""


@dataclass(slots=True)
class EntryDraft:
    """A platform whose documents are being collected."""

    name: str
    is_known: bool = False
    """The list of aliases names it."""
    is_curated: bool = False
    documents: Documents = field(default_factory=dict)
    selections: dict[str, Selections] = field(default_factory=dict)
    """By the key of the kind, for documents that are a part of their pages."""

    def build_entry(self, domains: tuple[str, ...]) -> Entry:
        """Return the entry, with its documents in the order of their kinds."""
        documents = tuple(
            (key, *self.documents[key])
            for key in sorted(self.documents, key=lambda key: KIND_ORDER[key])
        )
        weight = KNOWN_WEIGHT * self.is_known + CURATED_WEIGHT * self.is_curated
        weight += min(len(documents), MAX_COUNTED_DOCUMENTS)
        name = self.name if self.is_known else clean_name(self.name, domains)
        selections = tuple(
            (key, self.selections[key]) for key, _, _ in documents if key in self.selections
        )
        return Entry(make_slug(name), name, weight, domains, documents, selections)


def build_catalogue(facts: Path, out: Path, aliases: Aliases | None = None) -> int:
    """Write the data file and return its number of platforms. Raises ConfigError for bad facts.

    The aliases of the package are the default.
    """
    aliases = aliases or read_aliases()
    added = (DATA_FOLDER / ADDED_FACTS_FILE).read_text("utf-8").splitlines()
    added_facts = [_parse_fact(line, ADDED_FACTS_FILE) for line in added]
    entries = build_entries([*read_facts(facts), *added_facts], aliases)
    unknown = sorted(_find_unknown_names(aliases, entries))
    if unknown:
        raise ConfigError(f"The aliases name platforms that the facts lack: {', '.join(unknown)}.")
    write_entries(entries, out)
    return len(entries)


def read_facts(path: Path) -> list[Fact]:
    """Read JSON lines of facts. Raises ConfigError, naming the first bad line."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(
            f"{path} cannot be read ({fault}); provide a file of JSON lines."
        ) from fault
    return [
        _parse_fact(line, f"{path}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _parse_fact(line: str, position: str) -> Fact:
    try:
        row = json.loads(line)
        urls = tuple(str(url) for url in row["urls"])
        source = str(row.get("source", ""))
        return Fact(
            platform=str(row["platform"]).strip(),
            kind=str(row["document"]).strip(),
            urls=urls,
            needs_browser=bool(row.get("script")),
            is_curated=CROWDSOURCED not in source,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ConfigError(
            f'{position} is not a fact; write {{"platform": …, "document": …, "urls": […]}}.'
        ) from fault


def build_entries(
    facts: Iterable[Fact],
    aliases: Aliases,
    clean: CleanUrl = clean_url,
    left_out: list[Fact] | None = None,
) -> list[Entry]:
    """Return clean entries: one per platform, no dead URL, no duplicate document.

    `clean` returns the canonical spelling of a URL, or None to drop it. Facts that add nothing,
    because their platform has another document of the same kind, are appended to `left_out`.
    """
    drafts: dict[str, EntryDraft] = {}
    canonical_names = _map_canonical_names(aliases)
    for fact in _put_own_facts_first(facts, canonical_names):
        folded = fold_name(fact.platform)
        key = fold_name(canonical_names.get(folded, folded))
        draft = drafts.setdefault(key, EntryDraft(fact.platform))
        draft.is_known = draft.is_known or folded in canonical_names
        draft.name = canonical_names.get(folded, draft.name)
        draft.is_curated = draft.is_curated or fact.is_curated
        if not _add_documents(draft, fact, clean) and left_out is not None:
            left_out.append(fact)
    for draft in drafts.values():
        draft.documents = _drop_duplicates(draft)
    drafts = {key: draft for key, draft in drafts.items() if key and draft.documents}
    hosts = {key: _list_hosts(draft) for key, draft in drafts.items()}
    folded_aliases = {fold_name(name): others for name, others in aliases.names.items()}
    domains = assign_domains(hosts, folded_aliases)
    return [draft.build_entry(domains[key]) for key, draft in drafts.items()]


def _map_canonical_names(aliases: Aliases) -> Mapping[str, str]:
    """Return the canonical name of a platform by each of its folded names, its own included."""
    canonical_names = {
        fold_name(other): name for name, others in aliases.names.items() for other in others
    }
    return canonical_names | {fold_name(name): name for name in aliases.names}


def _put_own_facts_first(facts: Iterable[Fact], canonical_names: Mapping[str, str]) -> list[Fact]:
    """Put the facts of a platform before those of platforms that its aliases merge into it."""

    def is_merged(fact: Fact) -> bool:
        folded = fold_name(fact.platform)
        return folded in canonical_names and fold_name(canonical_names[folded]) != folded

    return sorted(facts, key=is_merged)


def _add_documents(draft: EntryDraft, fact: Fact, clean: CleanUrl) -> bool:
    """Add the documents of a fact, unless the platform has a document of their kind already.

    Return False if the platform has documents of all their kinds.
    """
    if fact.kind in IGNORED_DECLARED_NAMES:
        return True
    declared = (
        KINDS_BY_DECLARED_NAME.get(fact.kind) or find_kind(fact.kind) or KINDS_BY_KEY["other"]
    )
    selections = fact.selections or (None,) * len(fact.urls)
    pages_by_kind: dict[str, list[tuple[str, Selection | None]]] = {}
    for raw, selection in zip(fact.urls, selections, strict=True):
        if url := clean(raw):
            key = _choose_kind(declared, url, draft).key
            pages = pages_by_kind.setdefault(key, [])
            if (url, selection) not in pages:
                pages.append((url, selection))
    new_keys = pages_by_kind.keys() - draft.documents.keys()
    for key, pages in pages_by_kind.items():
        if key in new_keys:
            urls, parts = zip(*pages, strict=True)
            draft.documents[key] = (urls, fact.needs_browser)
            if any(parts):
                draft.selections[key] = parts
    return bool(new_keys) or not pages_by_kind


def _choose_kind(declared: DocumentKind, url: str, draft: EntryDraft) -> DocumentKind:
    guessed = guess_kind(url)
    if guessed is None:
        return declared
    if declared.key in VAGUE_KINDS and guessed.key not in draft.documents:
        return guessed
    # Declarations have no kind of their own for lists of subprocessors.
    is_subprocessor_list = (declared.key, guessed.key) == ("dpa", "subprocessors")
    return guessed if is_subprocessor_list else declared


def _drop_duplicates(draft: EntryDraft) -> Documents:
    """Return the documents without those that have the same text as another one.

    Each change of them would be reported twice. Different parts of one page are different texts.
    """
    documents = draft.documents

    def rank(key: str) -> tuple[bool, int]:
        guessed = {kind.key for kind in map(guess_kind, documents[key][0]) if kind is not None}
        return key not in guessed, KIND_ORDER[key]

    seen: set[frozenset[tuple[str, Selection | None]]] = set()
    distinct: Documents = {}
    for key in sorted(documents, key=rank):
        urls, _ = documents[key]
        parts = draft.selections.get(key) or (None,) * len(urls)
        pages = frozenset(zip(map(make_page_key, urls), parts, strict=True))
        if pages not in seen:
            distinct[key] = documents[key]
            seen.add(pages)
    return distinct


def _list_hosts(draft: EntryDraft) -> list[str]:
    return [parse_host(url) for urls, _ in draft.documents.values() for url in urls]


def _find_unknown_names(aliases: Aliases, entries: Iterable[Entry]) -> set[str]:
    known = {fold_name(entry.name) for entry in entries}
    known |= {fold_name(name) for name in aliases.sites}
    names = {*aliases.names, *(name for names in aliases.ambiguous.values() for name in names)}
    return {name for name in names if fold_name(name) not in known}
