"""Interprets what a person types to name a platform, with or without a kind of document."""

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
"""Last words of a company name that people omit if the name is clear without them."""
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
    """One interpretation of what was typed: a name, and the kinds of documents beside it."""

    name: str
    kinds: tuple[DocumentKind, ...] = ()

    @property
    def host(self) -> str:
        """The host if the name is a URL or a domain, else an empty string."""
        if "://" not in self.name and not _DOMAIN.fullmatch(self.name.partition("/")[0]):
            return ""
        return parse_host(self.name)


def expand_query(typed: str) -> list[Query]:
    """Return the interpretations of what was typed, the most literal first."""
    words = typed.translate(_QUOTES).strip(" .,;:!?").split()
    queries = [Query(" ".join(words))]
    queries += _split_off_kinds(words)
    for query in tuple(queries):
        bare = _strip_company_words(query.name.split())
        if bare and bare != query.name:
            queries.append(Query(bare, query.kinds))
    with_digits = (_replace_number_words(query) for query in queries)
    return queries + [query for query in with_digits if query is not None]


def _replace_number_words(query: Query) -> Query | None:
    """Return `1 password` for `one password`; None if there is no number word."""
    words = query.name.split()
    replaced = [DIGITS.get(word.lower(), word) for word in words]
    return Query(" ".join(replaced), query.kinds) if replaced != words else None


def _split_off_kinds(words: list[str]) -> list[Query]:
    """Interpret words at either end as a kind of document, the longest phrase first."""
    queries = []
    for size in range(min(MAX_KIND_WORDS, len(words) - 1), 0, -1):
        for phrase, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            kind = find_kind(" ".join(phrase))
            name = _strip_fillers(rest)
            if kind is not None and name:
                queries.append(Query(name, (kind,)))
    return queries


def strip_trailing_words(words: list[str], removable: AbstractSet[str]) -> list[str]:
    """Return a name's words without trailing words of a set, but at least one word."""
    stripped = list(words)
    while len(stripped) > 1 and stripped[-1].lower().strip(".,") in removable:
        stripped.pop()
    return stripped


def _strip_fillers(words: list[str]) -> str:
    """Remove small words between name and kind: `zoom's`, `privacy policy of zoom`."""
    while words and words[0].lower() in FILLERS:
        words = words[1:]
    while words and words[-1].lower() in FILLERS:
        words = words[:-1]
    return " ".join(words).removesuffix("'s")


def _strip_company_words(words: list[str]) -> str:
    stripped = strip_trailing_words(words, COMPANY_WORDS)
    while len(stripped) > 1 and stripped[0].lower() in {"the", "my", "our"}:
        stripped.pop(0)
    return " ".join(stripped).rstrip(",")
