"""Names of companies: cleaned as a list shows them, and as keys under which they match loosely."""

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from clausewatch.subprocessors.places import find_places
from clausewatch.subprocessors.words import load_set
from clausewatch.text.document_titles import normalise_label

MAX_NAME_WORDS = 12
MAX_NAME_CHARS = 140
MAX_JOINED_LETTERS = 4
"""Letters of a legal form that are written apart, such as `S. p. A.`"""
MIN_PREFIX_CHARS = 3
MAX_PREFIX_WORDS = 3
MIN_SIMILARITY = 88
"""Percent of similarity from which two names are the same with a typing error."""
_URL = re.compile(r"(?:https?://|www\.)\S+|\(\s*[\w.-]+\.[a-z]{2,6}/?\s*\)", re.IGNORECASE)
_DOMAIN_LINE = re.compile(r"[\w-]++(?:\.[\w-]++){1,4}+/?\S*+")
_MARKS = re.compile(r"[*†‡§®™©¹²³⁴⁵⁶⁷⁸⁹⁰\u200b\u200d\ufeff]|\[\d{1,2}\]|\(\d\)")
_NUMBERING = re.compile(r"\A\s*(?:\d{1,3}[.)]|[-–—•·▪◦●]|\(\d{1,3}\))\s+")  # noqa: RUF001  # bullets
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{1,120})[)\]）]")  # noqa: RUF001  # full-width brackets
_ALIAS = re.compile(
    r"\b(?:formerly(?: known as)?|previously|d/?b/?a|a/?k/?a|f/?k/?a|trading as|doing business as|"
    r"vormals|ehemals|anciennement|antes|ex|tidigare|tidligere|dawniej|a subsidiary of|part of)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"”')]?\s*\Z")
_SENTENCE_WORD = re.compile(
    r"\b(?:we|you|your|our|shall|will|must|may|is|are|was|which|that|this|these|please|wir|sie|"
    r"nous|vous|nosotros|usted|siamo|vi|wij|not)\b",
    re.IGNORECASE,
)


def clean_name(text: str) -> str:
    """Return a company's name without links, marks, numbering and the lines below it."""
    lines = [line for line in (_clean_line(raw) for raw in text.split("\n")) if line]
    named = [line for line in lines if not _DOMAIN_LINE.fullmatch(line)] or lines
    name = named[0] if named else ""
    # A legal form or an alias on a line of its own still belongs to the name.
    for line in named[1:2]:
        if line.startswith("(") or (has_legal_form(f"x {line}") and len(line.split()) == 1):
            name = f"{name} {line}"
    return name


def _clean_line(line: str) -> str:
    line = _NUMBERING.sub("", _URL.sub(" ", _MARKS.sub("", line)))
    line = _drop_links(" ".join(line.split()))
    return line.strip(" ,;:–—-|•·\t")  # noqa: RUF001  # dashes as written


def _drop_links(line: str) -> str:
    """Drop the text of links at the end, and `Logo for` with a repeated name at the start."""
    for start in load_set("links", "before", "all"):
        if line.casefold().startswith(start + " "):
            rest = line[len(start) + 1 :]
            half = len(rest) // 2
            return rest[half:].strip() if rest[:half].strip() == rest[half:].strip() else rest
    label = normalise_label(line).strip()
    if label in load_set("links", "all"):
        return ""
    return drop_link_endings(line)


@cache
def _list_link_endings() -> tuple[str, ...]:
    """Return the texts of links of several words, the longest first.

    A single word may belong to the text before it.
    """
    links = sorted(load_set("links", "all"), key=len, reverse=True)
    return tuple(f" {link}" for link in links if " " in link)


def drop_link_endings(line: str) -> str:
    """Return a line without the texts of links at its end: `Acme Inc. Privacy Policy`."""
    while ending := _find_link_ending(line):
        line = line[: -len(ending)].rstrip(" ,;|-(")
    return line


def _find_link_ending(line: str) -> str:
    """Return the longest text of a link at the end of a line, or an empty text."""
    endings = _list_link_endings()
    tail = line[-len(endings[0]) :].casefold()
    return next((ending for ending in endings if tail.endswith(ending)), "")


def is_name(text: str) -> bool:
    """Return whether a short text may be a company's name: no sentence, and no lower-case words."""
    name = clean_name(text)
    if not name or len(name) > MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS:
        return False
    if not any(c.isalpha() for c in name) or name.endswith(("?", "!", ":")):
        return False
    if normalise_label(name).strip() in load_set("nothing", "all"):
        return False
    if _SENTENCE.search(name) and not has_legal_form(name):
        return False
    if _SENTENCE_WORD.search(_BRACKETS.sub(" ", name)):
        return False
    first = next(c for c in name if c.isalnum())
    return first.isdigit() or not first.islower() or _is_brand(name)


def _is_brand(name: str) -> bool:
    """Return whether a name that begins in lower case looks like one: `monday.com`, `n8n GmbH`."""
    word = name.split(maxsplit=1)[0]
    return has_legal_form(name) or any(not c.isalpha() or c.isupper() for c in word)


def is_written_small(name: str) -> bool:
    """Return whether a name in lower case is one by its form or spelling: `monday.com`, `iCo`."""
    word = name.split(maxsplit=1)[0] if name else ""
    is_mixed = any(c.isupper() for c in word)
    return has_legal_form(name) or is_mixed or bool("." in word and _DOMAIN_LINE.fullmatch(word))


def has_legal_form(name: str) -> bool:
    """Return whether a name ends in a legal form: `Acme, Inc.`, `Beispiel GmbH (Hosting)`."""
    words = normalise_label(_BRACKETS.sub(" ", name)).split()
    return len(words) > 1 and len(_strip_form(words)) < len(words)


def _strip_form(words: list[str]) -> list[str]:
    """Return the words of a name without the legal forms at its end."""
    forms, joints = load_set("forms", "all"), load_set("forms", "joints")
    while len(words) > 1:
        size = _find_form(words, forms)
        if size:
            words = words[:-size]
        elif words[-1] in joints:
            words = words[:-1]
        else:
            break
    return words


def _find_form(words: list[str], forms: frozenset[str]) -> int:
    """Return how many words at the end are a legal form, at most all but one."""
    for size in range(min(MAX_JOINED_LETTERS, len(words) - 1), 0, -1):
        last = words[-size:]
        is_spelt = size == 1 or all(len(word) <= MAX_JOINED_LETTERS for word in last)
        if is_spelt and "".join(last) in forms:
            return size
    return 0


@lru_cache(maxsize=8192)
def make_name_key(name: str) -> str:
    """Return the key of a company's name: no legal form, no brackets, no case or accents."""
    bare = _BRACKETS.sub(" ", _ALIAS.split(name)[0] or name)
    words = normalise_label(bare).split() or normalise_label(name).split()
    words = _strip_form(words)
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@lru_cache(maxsize=8192)
def list_name_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name and of its aliases, the own one first.

    `Plus Five, Inc. (Resend)` has two, and so has `Relay LLC, formerly Mailer`.
    """
    aliases = [match[1] for match in _BRACKETS.finditer(name)]
    parts = [part for alias in aliases for part in _ALIAS.split(alias)]
    parts += [part for part in _ALIAS.split(name)[1:] if "(" not in part]
    parts += name.split(" / ")[1:]
    keys = [make_name_key(name), *(make_name_key(part.strip(' "“”,.:')) for part in parts)]
    return tuple(dict.fromkeys(key for key in keys if key and not _is_no_alias(key)))


def _is_no_alias(key: str) -> bool:
    """Return whether the text in brackets is a place or a plain remark and no other name."""
    places = find_places(key)
    return places.words > 0 and not places.others


def names_alias(text: str) -> bool:
    """Return whether a text says that it is another name of a company: `formerly Acme`."""
    return _ALIAS.search(text) is not None


def list_search_keys(name: str) -> tuple[str, ...]:
    """Return all keys under which a person may look a company up: also its first words."""
    keys: dict[str, None] = {}
    for key in list_name_keys(name):
        keys[key] = None
        words = key.split()
        for size in range(1, min(len(words), MAX_PREFIX_WORDS + 1)):
            prefix = " ".join(words[:size])
            if len(prefix) >= MIN_PREFIX_CHARS:
                keys[prefix] = None
    return tuple(keys)


def is_same_company(first: str, second: str) -> bool:
    """Return whether two names mean the same company: one key in common, or a typing error."""
    keys, other_keys = list_name_keys(first), list_name_keys(second)
    if set(keys) & set(other_keys):
        return True
    if not keys or not other_keys or _read_digits(first) != _read_digits(second):
        return False
    return fuzz.ratio(keys[0], other_keys[0]) >= MIN_SIMILARITY


def _read_digits(name: str) -> str:
    """Return the digits of a name in order: `Unit 17` and `Unit 71` are two companies."""
    return "".join(filter(str.isdigit, name))


def is_related(first: str, second: str) -> bool:
    """Return whether one name has all words of the other: `Stripe` and `Stripe Payments Europe`."""
    for key in list_name_keys(first):
        for other in list_name_keys(second):
            shorter, longer = sorted((key, other), key=len)
            if len(shorter) >= MIN_PREFIX_CHARS and set(shorter.split()) <= set(longer.split()):
                return True
    return False


def shorten_name(name: str) -> str:
    """Return a company's name without its legal form and brackets: `Acme` for `Acme, Inc. (EU)`."""
    words = _BRACKETS.sub(" ", _ALIAS.split(name)[0] or name).replace(",", " ").split()
    while len(words) > 1 and has_legal_form(" ".join(words)):
        words.pop()
    return " ".join(words) or name
