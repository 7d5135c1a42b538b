"""The words of lists of subprocessors: column headers, legal forms, links and places."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from clausewatch.text.document_titles import normalise_label

DATA_FILE = "data/subprocessor_words.toml"
MAX_LABEL_CHARS = 80
"""A longer text is no header and no label."""
MAX_LABEL_WORDS = 6
"""Of a label before a colon."""
MIN_OTHER_CHARS = 5


class Role(StrEnum):
    """What a column of a table or a labelled line states about a company."""

    SINCE = "since"
    OTHER = "other"
    LOCATION = "location"
    DATA = "data"
    PURPOSE = "purpose"
    NAME = "name"


@cache
def load_words() -> dict[str, Any]:
    """Return the tables of the data file."""
    return tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class RolePhrases:
    """The phrases of one role as patterns on a normalised label."""

    role: Role
    whole: re.Pattern[str]
    """Matches a label that says nothing else."""
    part: re.Pattern[str]
    """Matches within a label."""


def _build_pattern(phrase: str) -> str:
    """Return the expression for a phrase; a star is any beginning or ending of its word."""
    words = []
    for word in phrase.split():
        core = re.escape(normalise_label(word.strip("*")).strip())
        beginning = r"\w{0,40}" if word.startswith("*") else ""
        words.append(rf"{beginning}{core}" + (r"\w{0,40}" if word.endswith("*") else ""))
    return rf"\b{' '.join(words)}\b"


@cache
def load_role_phrases() -> tuple[RolePhrases, ...]:
    """Return the phrases of all roles, in the order in which the roles are tried."""
    tables: dict[str, dict[str, list[str]]] = load_words()["role"]
    return tuple(_build_phrases(Role(name), table) for name, table in tables.items())


def _build_phrases(role: Role, table: dict[str, list[str]]) -> RolePhrases:
    phrases = {p for language, words in table.items() if language != "processing" for p in words}
    return RolePhrases(role, compile_phrases(phrases, is_whole=True), compile_phrases(phrases))


def compile_phrases(phrases: Iterable[str], *, is_whole: bool = False) -> re.Pattern[str]:
    """Return the expression for phrases in a normalised label, which has blanks on both sides.

    With `is_whole` the blanks on both sides of the phrase belong to the match.
    """
    blank = " " if is_whole else ""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(f"{blank}(?:{'|'.join(map(_build_pattern, ordered))}){blank}")


@cache
def load_pattern(*keys: str) -> re.Pattern[str]:
    """Return the expression for a list of the data file, by the keys of its tables."""
    return compile_phrases(load_set(*keys))


_ALTERNATIVES = re.compile(r"[/&+,、]")
JOINTS = "and|und|et|y|e|en|och|og|i"
"""The words before the last of several things."""
_JOINTS = re.compile(f" (?:{JOINTS}) ")


_VAGUE = frozenset({Role.OTHER, Role.DATA})
"""Roles whose words are also used for other columns."""


@lru_cache(maxsize=4096)
def find_role(label: str) -> Role | None:
    """Return what a column header or a label is about, or None if it is no such label.

    A label that consists of one phrase has its role. Of several phrases the role decides that is
    tried first: "Purpose of the subprocessor" is a purpose. Of alternatives, such as "Name and
    address", a name decides, and of "Subject matter and purpose" what is said more exactly.
    """
    if len(label) > MAX_LABEL_CHARS:
        return None
    parts = [
        part
        for alternative in _ALTERNATIVES.split(label)
        for part in _JOINTS.split(normalise_label(alternative))
    ]
    roles = [role for part in parts if (role := _find_single_role(normalise_label(part)))]
    if not roles:
        return None
    if Role.NAME in roles and _has_bare_name(parts):
        return Role.NAME
    return next((role for role in roles if role not in _VAGUE), roles[0])


def _has_bare_name(parts: list[str]) -> bool:
    """Return whether one of the alternatives of a label is a name and nothing else."""
    name = load_role_phrases()[-1]
    return any(name.whole.fullmatch(normalise_label(part)) for part in parts)


def _find_single_role(normalised: str) -> Role | None:
    phrases = load_role_phrases()
    for each in phrases:
        if each.whole.fullmatch(normalised):
            return each.role
    roles = [each.role for each in phrases if _is_about(each, normalised)]
    certain = [role for role in roles if role not in _VAGUE]
    return next(iter(certain or roles), None)


def _is_about(phrases: RolePhrases, normalised: str) -> bool:
    """Return whether a label has a phrase; `other` has common words, so it must begin with one."""
    if phrases.role is not Role.OTHER:
        return phrases.part.search(normalised) is not None
    match = phrases.part.match(normalised.strip())
    return match is not None and len(match.group()) >= MIN_OTHER_CHARS


def rank_label(label: str) -> int:
    """Return how surely a label means its role, 0 for the surest: "Purpose" before "Category".

    The phrases of a role are in this order in each language.
    """
    role, normalised = find_role(label), normalise_label(label)
    ranked = () if role is None else _load_ranked_phrases(role)
    ranks = (rank for rank, phrases in ranked if phrases.search(normalised))
    return next(ranks, MAX_LABEL_CHARS)


@cache
def _load_ranked_phrases(role: Role) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Return the phrases of a role that have the same rank in their language, first ones first."""
    tables: dict[str, list[str]] = load_words()["role"][role.value]
    by_language = [words for language, words in tables.items() if language != "processing"]
    ranks = enumerate(zip_longest(*by_language))
    return tuple((rank, compile_phrases(filter(None, phrases))) for rank, phrases in ranks)


def is_processing_place(label: str) -> bool:
    """Return whether a header names the place of the processing, and not the company's seat."""
    return bool(load_pattern("role", "location", "processing").search(normalise_label(label)))


@cache
def load_set(*keys: str) -> frozenset[str]:
    """Return a list of the data file as a set, by the keys of its tables."""
    table: Any = load_words()
    for key in keys:
        table = table[key]
    return frozenset(table)


def is_whole_label(text: str) -> bool:
    """Return whether a text is the name of a field and nothing else: `Location`."""
    if not text or len(text) > MAX_LABEL_CHARS:
        return False
    normalised = normalise_label(text)
    return any(each.whole.fullmatch(normalised) for each in load_role_phrases())


def is_label(text: str) -> bool:
    """Return whether a text names a field, also with words before: `Processing location`."""
    last = text.split()[-1:]
    is_place = bool(last) and find_role(text) is find_role(last[0]) is Role.LOCATION
    return is_place or is_whole_label(text)


def split_label(line: str) -> tuple[Role | None, str]:
    """Return the role of the label before the first colon of a line, and the text after it.

    Without such a label the role is None and the text the whole line.
    """
    label, colon, value = line.replace("\uff1a", ":", 1).partition(":")
    is_short = bool(colon) and len(label.split()) <= MAX_LABEL_WORDS and "(" not in label
    role = find_role(label) if is_short else None
    if role is None or not (value.strip() or is_whole_label(label)):
        return None, line
    return role, value.strip()
