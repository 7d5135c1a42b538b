"""The index of a catalogue: its platforms by key, name, alias and domain."""

from collections.abc import Iterable

from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.entries import Aliases, Entry
from clausewatch.catalogue.queries import DESCRIPTIVE_WORDS, LEGAL_FORMS, strip_trailing_words


class NameIndex:
    """Platforms by what people call them."""

    def __init__(self, entries: Iterable[Entry], aliases: Aliases) -> None:
        """Index entries by key, name, alias and domain; the last of several with one key counts."""
        self.entries = {entry.key: entry for entry in entries}
        self.keys_by_name: dict[str, tuple[str, ...]] = {}
        self.keys_by_host: dict[str, tuple[str, ...]] = {}
        for entry in self.entries.values():
            self._index_entry(entry)
        for site in aliases.build_site_entries():
            # An entry with documents is better than one that has only a domain.
            if fold_name(site.name) not in self.keys_by_name and site.key not in self.entries:
                self.entries[site.key] = site
                self._index_entry(site)
        self.aliases = self._index_aliases(aliases)
        self._index_short_names()
        self.names = tuple(self.keys_by_name)
        self.sorted_names = sorted(self.names)

    def _index_entry(self, entry: Entry) -> None:
        _add_key(self.keys_by_name, fold_name(entry.name), entry.key)
        for domain in entry.domains:
            if entry.documents or domain not in self.keys_by_host:
                _add_key(self.keys_by_host, domain, entry.key)

    def _index_short_names(self) -> None:
        """Find The Harbour and Harbour Networks Ltd by Harbour, if no other platform has it."""
        short: dict[str, tuple[str, ...]] = {}
        for entry in self.entries.values():
            words = entry.name.split()
            stripped = strip_trailing_words(words, DESCRIPTIVE_WORDS)
            if len(stripped) < len(words):
                without_legal_form = strip_trailing_words(words, LEGAL_FORMS)
                _add_key(short, fold_name("".join(without_legal_form)), entry.key)
                _add_key(short, fold_name("".join(stripped)), entry.key)
            elif words[0].lower() == "the" and len(words) > 1:
                _add_key(short, fold_name("".join(words[1:])), entry.key)
        self.keys_by_name |= {
            name: keys for name, keys in short.items() if name not in self.keys_by_name
        }

    def _index_aliases(self, aliases: Aliases) -> dict[str, tuple[str, ...]]:
        """Index the aliases, and return those of each platform by its key."""
        aliases_by_key: dict[str, tuple[str, ...]] = {}
        for name, others in aliases.names.items():
            for key in self.keys_by_name.get(fold_name(name), ()):
                aliases_by_key[key] = others
        for key, others in aliases_by_key.items():
            for other in others:
                _add_key(self.keys_by_name, fold_name(other), key)
        for word, names in aliases.ambiguous.items():
            keys = [key for name in names for key in self.keys_by_name.get(fold_name(name), ())]
            self.keys_by_name[fold_name(word)] = tuple(dict.fromkeys(keys))
        return aliases_by_key


def _add_key(index: dict[str, tuple[str, ...]], name: str, key: str) -> None:
    keys = index.get(name, ())
    if key not in keys:
        index[name] = (*keys, key)
