"""Places in a text: countries in many languages, regions, towns and regions of cloud providers."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale, localedata

from clausewatch.subprocessors.words import load_set, load_words
from clausewatch.text.document_titles import normalise_label

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "da",
    "pl",
    "nb",
    "fi",
    "cs",
    "ja",
    "zh",
    "ko",
)
MAX_PLACE_WORDS = 6
MAX_LOCATION_CHARS = 400
MAX_LEFTOVER_SHARE = 0.5
"""A text with more unknown words per word of a place is no location."""
_CLOUD_REGION = re.compile(
    r"\b(?:us|eu|europe|ap|asia|ca|sa|af|me|uk|australia)-?(?:gov-)?"
    r"(?:east|west|north|south|central|northeast|southeast)[a-z]{0,8}-?\d\b",
    re.IGNORECASE,
)
_ZIP = re.compile(r"\b[A-Z]{0,2}-?\d{3,6}[A-Z]{0,2}\b")
_PART_BORDER = re.compile(r"[,;\n]")
_NO_COUNTRIES = frozenset({"ZZ", "XA", "XB"})
_TOWN = ""
"""The code of a town, whose country is not looked up."""


@cache
def load_places() -> dict[str, str]:
    """Return the code of each place by its normalised name; a town has an empty code."""
    places = dict.fromkeys((normalise_label(t).strip() for t in load_set("places", "towns")), _TOWN)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code not in _NO_COUNTRIES:
                places.setdefault(normalise_label(name).strip(), code)
        # Babel would keep all data of these languages: 20 MB in each process.
        localedata.clear_caches()
    for line in load_words()["places"]["regions"]:
        name, _, code = line.partition("=")
        places[name] = code
    return places


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a text names."""

    codes: frozenset[str]
    """Of countries and regions, such as `US` or `EEA`."""
    words: int
    """Words that belong to a place."""
    others: tuple[str, ...]
    """The words that belong to none and are no fillers."""


@lru_cache(maxsize=8192)
def find_places(text: str) -> Places:
    """Return the places that a text names."""
    regions = len(_CLOUD_REGION.findall(text))
    words = normalise_label(_ZIP.sub(" ", _CLOUD_REGION.sub(" ", text))).split()
    known, fillers = load_places(), load_set("places", "fillers")
    codes, count, others, index = set(), regions, [], 0
    while index < len(words):
        size = _find_longest(words, index, known)
        if size:
            codes.add(known[" ".join(words[index : index + size])])
            count += size
        elif words[index] not in fillers and not words[index].isdigit():
            others.append(words[index])
        index += size or 1
    return Places(frozenset(codes - {_TOWN}), count, tuple(others))


def _find_longest(words: list[str], index: int, known: dict[str, str]) -> int:
    for size in range(min(MAX_PLACE_WORDS, len(words) - index), 0, -1):
        if " ".join(words[index : index + size]) in known:
            return size
    return 0


def is_location(text: str) -> bool:
    """Return whether a text says nothing but where something is.

    Each part between commas names a known place: an unknown word before a country may be its town
    as well as a purpose.
    """
    if not text or len(text) > MAX_LOCATION_CHARS:
        return False
    places = find_places(text)
    if not places.words or len(places.others) > MAX_LEFTOVER_SHARE * places.words:
        return False
    return all(
        find_places(part).words or not find_places(part).others for part in split_parts(text)
    )


def is_place_column(text: str) -> bool:
    """Return whether a cell may be a place in a column of places: `Walldorf, Germany`."""
    places = find_places(text)
    return len(text) <= MAX_LOCATION_CHARS and places.words >= max(1, len(places.others))


def split_parts(text: str) -> list[str]:
    """Return the parts of a text between commas, semicolons and line breaks."""
    return [part for part in _PART_BORDER.split(text) if part.strip()]


def is_address(text: str) -> bool:
    """Return whether a text may be a postal address: it ends in a place and has a number."""
    return bool(find_places(text[-40:]).words) and any(c.isdigit() for c in text)


def name_same_places(first: str, second: str) -> bool:
    """Return whether two texts name the same countries: `USA` and `United States`."""
    codes, other_codes = find_places(first).codes, find_places(second).codes
    return bool(codes) and codes == other_codes
