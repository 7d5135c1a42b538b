"""Finds a platform by what people call it: exactly, or not at all. Likeness only suggests."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
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
from clausewatch.catalogue.queries import (
    DESCRIPTIVE_WORDS,
    LEGAL_FORMS,
    Query,
    expand_query,
    strip_trailing_words,
)
from clausewatch.catalogue.urls import accept_url
from clausewatch.model.documents import Platform

MAX_SUGGESTIONS = 5
MIN_LIKENESS = 70.0
"""Of 100: below it two names have little in common."""
PREFIX_LIKENESS = 84.0
"""Given to names that what was typed begins, or that begin what was typed."""
FIRST_WORD_LIKENESS = 96.0
"""Given to names of which what was typed are the first words: above one letter off."""
MIN_PREFIX_CHARS = 3
MAX_QUERIES = 2
"""As typed, and the likeliest other reading."""
MAX_NAME_CHARS = 80
MAX_SIMILAR_NAMES = 60
WEIGHT_SHARE = 0.1
"""What one point of an entry's weight adds to its likeness: well-known ones first."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name comes to: a platform, several that it may mean, or the nearest ones.

    Exactly one of the three is filled, or none where nothing is even near.
    """

    platform: Platform | None = None
    ambiguous: tuple[Platform, ...] = ()
    suggestions: tuple[Platform, ...] = ()
    kinds: tuple[str, ...] = ()
    """Names of the kinds of documents that were typed along: `zoom privacy`."""


class Catalogue:
    """The platforms known out of the box, and those of the operator."""

    def __init__(self, entries: Iterable[Entry], aliases: Aliases) -> None:
        """Index entries by key, name, alias and domain; of two with one key the later counts."""
        self._entries = {entry.key: entry for entry in entries}
        self._names: dict[str, tuple[str, ...]] = {}
        self._hosts: dict[str, tuple[str, ...]] = {}
        for entry in self._entries.values():
            self._add(entry)
        for site in aliases.entries():
            # What has documents by now is known better than by its address.
            if fold_name(site.name) not in self._names and site.key not in self._entries:
                self._entries[site.key] = site
                self._add(site)
        self._aliases = self._with_aliases(aliases)
        self._add_bare_names()
        self._folded = tuple(self._names)
        self._sorted = sorted(self._folded)

    def _add(self, entry: Entry) -> None:
        _put(self._names, fold_name(entry.name), entry.key)
        for domain in entry.domains:
            if entry.documents or domain not in self._hosts:
                _put(self._hosts, domain, entry.key)

    def _add_bare_names(self) -> None:
        """Find The Harbour and Harbour Networks Ltd by Harbour, where nobody else is called so."""
        bare: dict[str, tuple[str, ...]] = {}
        for entry in self._entries.values():
            words = entry.name.split()
            kept = strip_trailing_words(words, DESCRIPTIVE_WORDS)
            if len(kept) < len(words):
                _put(bare, fold_name("".join(strip_trailing_words(words, LEGAL_FORMS))), entry.key)
                _put(bare, fold_name("".join(kept)), entry.key)
            elif words[0].lower() == "the" and len(words) > 1:
                _put(bare, fold_name("".join(words[1:])), entry.key)
        self._names |= {name: keys for name, keys in bare.items() if name not in self._names}

    def _with_aliases(self, aliases: Aliases) -> dict[str, tuple[str, ...]]:
        by_key: dict[str, tuple[str, ...]] = {}
        for name, others in aliases.names.items():
            for key in self._names.get(fold_name(name), ()):
                by_key[key] = others
        for key, others in by_key.items():
            for other in others:
                _put(self._names, fold_name(other), key)
        for word, names in aliases.ambiguous.items():
            keys = [key for name in names for key in self._names.get(fold_name(name), ())]
            self._names[fold_name(word)] = tuple(dict.fromkeys(keys))
        return by_key

    @classmethod
    def load(cls, extra: Path | None = None, updated: Path | None = None) -> Self:
        """Return the catalogue of the package, with the platforms of a file of facts beside it.

        Where there is a file `updated`, written by `catalogue update`, it stands in for the
        package's. Raises ConfigError where a file cannot be read.
        """
        entries = read_updated(updated) or read_entries()
        if extra is not None:
            entries += build_entries(read_facts(extra), Aliases({}, {}), accept_url)
        return cls(entries, read_aliases())

    def __len__(self) -> int:
        """Return the number of platforms."""
        return len(self._entries)

    def find_by_key(self, key: str) -> Platform | None:
        """Return the platform with that key."""
        return self._platform(key) if key in self._entries else None

    def find_by_domain(self, host: str) -> Platform | None:
        """Return the platform whose host it is, or whose domain it lies under; None if unsure."""
        keys = self._keys_of_host(parse_host(host))
        return self._platform(keys[0]) if len(keys) == 1 else None

    def find(self, query: str) -> Match:
        """Return what a name, alias, domain or address means; it may name a kind of document."""
        asked = expand_query(query)
        for way in asked:
            keys = self._keys_of_host(way.host) or self._names.get(fold_name(way.name), ())
            if keys:
                found = tuple(self._platform(key) for key in keys)
                kinds = tuple(kind.name for kind in way.kinds)
                if len(found) == 1:
                    return Match(platform=found[0], kinds=kinds)
                return Match(ambiguous=found, kinds=kinds)
        return self._near(asked)

    def search(self, text: str, limit: int = 100) -> tuple[Platform, ...]:
        """Return platforms for a select box: names that begin so, then those that hold it, or near.

        Without a text the best-known ones.
        """
        wanted = fold_name(text)
        if not wanted:
            best = nsmallest(limit, self._entries.values(), key=lambda e: (-e.weight, e.key))
            return tuple(self._platform(entry.key) for entry in best)
        tiers: dict[str, int] = {}
        for key in self._keys_of_host(parse_host(text)) if "." in text else ():
            tiers[key] = 0
        for name, keys in self._names.items():
            if wanted in name:
                tier = 0 if name == wanted else 1 if name.startswith(wanted) else 2
                for key in keys:
                    tiers[key] = min(tier, tiers.get(key, tier))
        if not tiers:
            return self._near([Query(text)]).suggestions[:limit]
        ranks = [(tier, -self._entries[key].weight, key) for key, tier in tiers.items()]
        return tuple(self._platform(key) for _, _, key in nsmallest(limit, ranks))

    @staticmethod
    def parse_kinds(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the kinds that a text lists, and its words that are none."""
        parsed = parse_kinds(text)
        return tuple(kind.name for kind in parsed.kinds), parsed.unknown

    def _keys_of_host(self, host: str) -> tuple[str, ...]:
        """Return who has the host, else the nearest domain of an owner that it lies under."""
        if not host or is_shared_host(host):
            return ()
        owned = find_registrable_domain(host)
        while host not in self._hosts and host != owned:
            host = host.partition(".")[2]
        return self._hosts.get(host, ())

    def _near(self, asked: list[Query]) -> Match:
        """Suggest names like the one typed, with and without the kind beside it."""
        best: dict[str, float] = {}
        kinds: dict[str, tuple[str, ...]] = {}
        for way in asked[:MAX_QUERIES]:
            wanted = fold_name(way.name[:MAX_NAME_CHARS])
            for key, likeness in self._likenesses(wanted).items():
                if likeness > best.get(key, 0):
                    best[key] = likeness
                    kinds[key] = tuple(kind.name for kind in way.kinds)
        ranked = sorted(best, key=lambda key: (-best[key], key))[:MAX_SUGGESTIONS]
        suggestions = tuple(self._platform(key) for key in ranked)
        return Match(suggestions=suggestions, kinds=kinds[ranked[0]] if ranked else ())

    def _likenesses(self, wanted: str) -> dict[str, float]:
        if not wanted:
            return {}
        like = process.extract(
            wanted,
            self._folded,
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=MIN_LIKENESS,
            limit=MAX_SIMILAR_NAMES,
        )
        found = {name: score for name, score, _ in like}
        for name in self._beginnings(wanted):
            found[name] = max(found.get(name, 0), PREFIX_LIKENESS)
        scores: dict[str, float] = {}
        for name, score in found.items():
            for key in self._names[name]:
                entry = self._entries[key]
                likeness = max(score, FIRST_WORD_LIKENESS if _is_first(wanted, entry) else 0)
                known = likeness + WEIGHT_SHARE * entry.weight
                scores[key] = max(known, scores.get(key, 0))
        return scores

    def _beginnings(self, wanted: str) -> list[str]:
        """Return the names that begin like this, and those that this begins with."""
        if len(wanted) < MIN_PREFIX_CHARS:
            return []
        at = bisect_left(self._sorted, wanted)
        longer = takewhile(lambda name: name.startswith(wanted), islice(self._sorted, at, None))
        sizes = range(MIN_PREFIX_CHARS + 1, len(wanted))
        return [*longer, *(wanted[:size] for size in sizes if wanted[:size] in self._names)]

    def _platform(self, key: str) -> Platform:
        return self._entries[key].platform(self._aliases.get(key, ()))


def _is_first(wanted: str, entry: Entry) -> bool:
    """Tell whether what was typed are the first words of a name, whole."""
    words = entry.name.split()
    return any(fold_name("".join(words[:count])) == wanted for count in range(1, len(words)))


def _put(index: dict[str, tuple[str, ...]], word: str, key: str) -> None:
    known = index.get(word, ())
    if key not in known:
        index[word] = (*known, key)
