"""What a person types when asking for a platform, taken apart."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from clausewatch.catalogue.canonical_names import parse_host
from clausewatch.catalogue.document_kinds import DocumentKind, find_kind

MAX_KIND_WORDS = 4
FILLERS = frozenset({"of", "for", "from", "the", "a", "an", "by", "on", "at", "'s", "s"})
LEGAL_FORMS = frozenset({"ab", "ag", "bv", "corp", "corporation", "gmbh", "inc", "incorporated",
                         "limited", "llc", "ltd", "oy", "plc", "pty", "sa", "sarl", "sas", "spa",
                         "srl"})  # fmt: skip
DESCRIPTIVE_WORDS = LEGAL_FORMS | {"company", "group", "holdings", "networks", "software",
                                   "technologies", "technology"}  # fmt: skip
"""Last words of a company's name that people leave out where it is sure without them."""
COMPANY_WORDS = LEGAL_FORMS | {"app", "co", "company", "site", "technologies", "web", "website"}
DIGITS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
} | {"fifteen": "15", "twenty": "20"}
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»<>`', " ") | {"’": "'", "‘": "'"})  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Query:
    """A way to read what was typed: a name, and the kinds of documents beside it."""

    name: str
    kinds: tuple[DocumentKind, ...] = ()

    @property
    def host(self) -> str:
        """The host, where the name is an address or a domain; else empty."""
        if "://" not in self.name and not _DOMAIN.fullmatch(self.name.partition("/")[0]):
            return ""
        return parse_host(self.name)


def expand_query(typed: str) -> list[Query]:
    """Return the ways to read what was typed, the most literal first."""
    words = typed.translate(_QUOTES).strip(" .,;:!?").split()
    found = [Query(" ".join(words))]
    found += _with_kinds(words)
    for asked in tuple(found):
        bare = _without_company_words(asked.name.split())
        if bare and bare != asked.name:
            found.append(Query(bare, asked.kinds))
    return found + [each for asked in found if (each := _with_digits(asked)) is not None]


def _with_digits(asked: Query) -> Query | None:
    """Read one password as 1 password, where a number is written out."""
    words = asked.name.split()
    figures = [DIGITS.get(word.lower(), word) for word in words]
    return Query(" ".join(figures), asked.kinds) if figures != words else None


def _with_kinds(words: list[str]) -> list[Query]:
    """Read words at either end as a kind of document, the longest phrase first."""
    found = []
    for size in range(min(MAX_KIND_WORDS, len(words) - 1), 0, -1):
        for phrase, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            kind = find_kind(" ".join(phrase))
            name = _trimmed(rest)
            if kind is not None and name:
                found.append(Query(name, (kind,)))
    return found


def strip_trailing_words(words: list[str], left_out: AbstractSet[str]) -> list[str]:
    """Return a name's words without the last ones that are among some, one kept at least."""
    kept = list(words)
    while len(kept) > 1 and kept[-1].lower().strip(".,") in left_out:
        kept.pop()
    return kept


def _trimmed(words: list[str]) -> str:
    """Drop the small words between a name and its document: zoom's, privacy policy of zoom."""
    while words and words[0].lower() in FILLERS:
        words = words[1:]
    while words and words[-1].lower() in FILLERS:
        words = words[:-1]
    return " ".join(words).removesuffix("'s")


def _without_company_words(words: list[str]) -> str:
    kept = strip_trailing_words(words, COMPANY_WORDS)
    while len(kept) > 1 and kept[0].lower() in {"the", "my", "our"}:
        kept.pop(0)
    return " ".join(kept).rstrip(",")
