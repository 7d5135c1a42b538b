"""Finds a platform by what people call it. Similar names are only suggested, never taken."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from heapq import nsmallest
from itertools import islice, takewhile
from pathlib import Path
from typing import Self

from rapidfuzz import fuzz, process

from clausewatch.catalogue.builder import build_entries, read_facts
from clausewatch.catalogue.canonical_names import (
    find_registrable_domain,
    fold_name,
    is_shared_host,
    parse_host,
)
from clausewatch.catalogue.document_kinds import parse_kinds
from clausewatch.catalogue.entries import (
    Aliases,
    Entry,
    read_aliases,
    read_entries,
    read_updated,
)
from clausewatch.catalogue.name_index import NameIndex
from clausewatch.catalogue.queries import Query, expand_query
from clausewatch.catalogue.urls import accept_url
from clausewatch.model.documents import Platform

MAX_SUGGESTIONS = 5
MIN_LIKENESS = 70.0
"""Likeness is 0 to 100; below this two names have little in common."""
PREFIX_LIKENESS = 84.0
"""The least likeness of two names of which one begins with the other."""
FIRST_WORD_LIKENESS = 96.0
"""The least likeness of a name whose first words were typed: more than for one wrong letter."""
MIN_PREFIX_CHARS = 3
MAX_QUERIES = 2
"""As typed, and the most likely other interpretation."""
MAX_NAME_CHARS = 80
MAX_SIMILAR_NAMES = 60
WEIGHT_SHARE = 0.1
"""What one point of an entry's weight adds to its likeness, so that well-known ones come first."""


@dataclass(frozen=True, slots=True)
class Match:
    """The result of a lookup: a platform, several that the name may mean, or similar ones.

    At most one of the three is filled.
    """

    platform: Platform | None = None
    ambiguous: tuple[Platform, ...] = ()
    suggestions: tuple[Platform, ...] = ()
    kinds: tuple[str, ...] = ()
    """Names of the document kinds that were typed with it: `zoom privacy`."""


class Catalogue:
    """The platforms that ship with the package, and those of the operator."""

    def __init__(self, make_index: Callable[[], NameIndex]) -> None:
        """`make_index` is called at the first lookup."""
        self._make_index = make_index

    @cached_property
    def _index(self) -> NameIndex:
        """The index; making it takes a quarter of a second for all platforms."""
        return self._make_index()

    @classmethod
    def load(cls, extra: Path | None = None, updated: Path | None = None) -> Self:
        """Return the catalogue of the package, with the platforms of a file of facts added.

        If the file `updated`, which `catalogue update` writes, exists, it replaces the package's
        data file. The package's own is read at the first lookup. Raises ConfigError if another file
        cannot be read.
        """
        catalogue = cls(partial(_read_index, extra, updated))
        if extra is not None or (updated is not None and updated.exists()):
            catalogue.prepare()
        return catalogue

    def prepare(self) -> None:
        """Make the index if no lookup has made it."""
        len(self)

    def __len__(self) -> int:
        """Return the number of platforms."""
        return len(self._index.entries)

    def find_by_key(self, key: str) -> Platform | None:
        """Return the platform with that key."""
        return self._build_platform(key) if key in self._index.entries else None

    def find_by_domain(self, host: str) -> Platform | None:
        """Return the only platform that owns the host or a domain above it, else None."""
        keys = self._find_keys_by_host(parse_host(host))
        return self._build_platform(keys[0]) if len(keys) == 1 else None

    def find(self, typed: str) -> Match:
        """Return the match for a name, alias, domain or URL, with or without a document kind."""
        queries = expand_query(typed)
        return self._match(queries) or self._suggest(queries)

    def find_exact(self, typed: str) -> Platform | None:
        """Return the only platform that `find` matches, without a search for similar names."""
        match = self._match(expand_query(typed))
        return match.platform if match is not None else None

    def _match(self, queries: list[Query]) -> Match | None:
        """Return the one or several platforms that have the name or own the host."""
        for query in queries:
            name = fold_name(query.name)
            keys = self._find_keys_by_host(query.host) or self._index.keys_by_name.get(name, ())
            if keys:
                platforms = tuple(self._build_platform(key) for key in keys)
                kinds = tuple(kind.name for kind in query.kinds)
                if len(platforms) == 1:
                    return Match(platform=platforms[0], kinds=kinds)
                return Match(ambiguous=platforms, kinds=kinds)
        return None

    def search(self, text: str, limit: int = 100) -> tuple[Platform, ...]:
        """Return platforms for a select box: names that begin with the text, then contain it.

        If there are none, similar names. Without a text, the best-known platforms.
        """
        folded = fold_name(text)
        if not folded:
            best = nsmallest(limit, self._index.entries.values(), key=lambda e: (-e.weight, e.key))
            return tuple(self._build_platform(entry.key) for entry in best)
        tiers: dict[str, int] = {}
        for key in self._find_keys_by_host(parse_host(text)) if "." in text else ():
            tiers[key] = 0
        for name, keys in self._index.keys_by_name.items():
            if folded in name:
                tier = 0 if name == folded else 1 if name.startswith(folded) else 2
                for key in keys:
                    tiers[key] = min(tier, tiers.get(key, tier))
        if not tiers:
            return self._suggest([Query(text)]).suggestions[:limit]
        ranks = [(tier, -self._index.entries[key].weight, key) for key, tier in tiers.items()]
        return tuple(self._build_platform(key) for _, _, key in nsmallest(limit, ranks))

    @staticmethod
    def parse_kinds(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the document kinds that a text lists, and the other words."""
        parsed = parse_kinds(text)
        return tuple(kind.name for kind in parsed.kinds), parsed.unknown

    def _find_keys_by_host(self, host: str) -> tuple[str, ...]:
        """Return the owners of the host, else those of the nearest domain above it."""
        if not host or is_shared_host(host):
            return ()
        registrable = find_registrable_domain(host)
        while host not in self._index.keys_by_host and host != registrable:
            host = host.partition(".")[2]
        return self._index.keys_by_host.get(host, ())

    def _suggest(self, queries: list[Query]) -> Match:
        """Suggest similar names, for the text with and without the kind beside it."""
        best: dict[str, float] = {}
        kinds: dict[str, tuple[str, ...]] = {}
        for query in queries[:MAX_QUERIES]:
            folded = fold_name(query.name[:MAX_NAME_CHARS])
            for key, likeness in self._score_platforms(folded).items():
                if likeness > best.get(key, 0):
                    best[key] = likeness
                    kinds[key] = tuple(kind.name for kind in query.kinds)
        ranked = sorted(best, key=lambda key: (-best[key], key))[:MAX_SUGGESTIONS]
        suggestions = tuple(self._build_platform(key) for key in ranked)
        return Match(suggestions=suggestions, kinds=kinds[ranked[0]] if ranked else ())

    def _score_platforms(self, folded: str) -> dict[str, float]:
        """Return the likeness and weight of the platforms with similar names, by their keys."""
        if not folded:
            return {}
        similar = process.extract(
            folded,
            self._index.names,
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=MIN_LIKENESS,
            limit=MAX_SIMILAR_NAMES,
        )
        likeness_by_name = {name: score for name, score, _ in similar}
        for name in self._find_prefixes(folded):
            likeness_by_name[name] = max(likeness_by_name.get(name, 0), PREFIX_LIKENESS)
        scores: dict[str, float] = {}
        for name, likeness in likeness_by_name.items():
            for key in self._index.keys_by_name[name]:
                entry = self._index.entries[key]
                least = FIRST_WORD_LIKENESS if _has_first_words(entry, folded) else 0
                score = max(likeness, least) + WEIGHT_SHARE * entry.weight
                scores[key] = max(score, scores.get(key, 0))
        return scores

    def _find_prefixes(self, folded: str) -> list[str]:
        """Return the names that begin with this one, and those that this one begins with."""
        if len(folded) < MIN_PREFIX_CHARS:
            return []
        start = bisect_left(self._index.sorted_names, folded)
        following = islice(self._index.sorted_names, start, None)
        longer = takewhile(lambda name: name.startswith(folded), following)
        prefixes = (folded[:size] for size in range(MIN_PREFIX_CHARS + 1, len(folded)))
        return [*longer, *(prefix for prefix in prefixes if prefix in self._index.keys_by_name)]

    def _build_platform(self, key: str) -> Platform:
        return self._index.entries[key].build_platform(self._index.aliases.get(key, ()))


def _has_first_words(entry: Entry, folded: str) -> bool:
    """Return whether the folded text is the first words of a platform's name."""
    words = entry.name.split()
    return any(fold_name("".join(words[:count])) == folded for count in range(1, len(words)))


def _read_index(extra: Path | None, updated: Path | None) -> NameIndex:
    """Return the index of `Catalogue.load`. Raises ConfigError if a file cannot be read."""
    entries = read_updated(updated) or read_entries()
    if extra is not None:
        entries += build_entries(read_facts(extra), Aliases({}, {}), accept_url)
    return NameIndex(entries, read_aliases())
