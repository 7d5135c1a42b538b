"""The parts of a line: segments between marks, the name at its start, the place at its end."""

import re
from collections.abc import Iterator

from clausewatch.subprocessors.names import MAX_NAME_WORDS, has_legal_form, names_alias
from clausewatch.subprocessors.places import MAX_LOCATION_CHARS, is_location
from clausewatch.subprocessors.words import find_role, load_pattern
from clausewatch.text.document_titles import normalise_label

MAX_FORM_WORDS = 4
"""Of a part between commas that is a legal form."""
MAX_LEAD_WORDS = 5
"""Of the words before a purpose or a place: `with its seat in`."""
MAX_LEADING_PARTS = 3
"""Of a place between a name and a purpose: its town, its state and its country."""
MAX_ALIAS_WORDS = 2
"""Of another name in lower case: `dba acme`."""
MAX_TAIL_CHARS = MAX_LOCATION_CHARS + 100
"""Of the place at the end of a value, with the words before it."""
_BORDER = re.compile(r"\s[-–—|•·▪]+\s|;\s|\t|\s:\s|:\s|\n")  # noqa: RUF001  # dashes as written


def split_line(text: str) -> Iterator[str]:
    """Yield the segments of a line; a segment in brackets keeps its opening bracket."""
    depth, start, index = 0, 0, 0
    while index < len(text):
        character = text[index]
        if character in "([":
            if depth == 0:
                yield text[start:index]
                start = index
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
            if depth == 0:
                yield f"({text[start + 1 : index]}"
                start = index + 1
        elif depth == 0 and (match := _BORDER.match(text, index)):
            segment = text[start:index]
            is_label = ":" in match.group() and find_role(segment.strip(" ,")) is not None
            if not is_label:
                yield segment
                start = match.end()
            index = match.end()
            continue
        index += 1
    yield text[start:].replace("[", "(", 1) if depth else text[start:]


def split_location(value: str) -> tuple[str, str]:
    """Split the place off the end of a value: `Hosting, storage, Germany`."""
    match = re.match(r"(.*\S)\s?[(\[]([^()\[\]]*)[)\]]\s*\Z", value, re.DOTALL)
    if match and is_location(strip_place_words(match[2])):
        return match[1], strip_place_words(match[2])
    parts = value.split(", ")
    for index in range(value[:-MAX_TAIL_CHARS].count(", ") + 1, len(parts)):
        tail = ", ".join(parts[index:])
        rest = strip_place_words(tail)
        if (rest != tail or is_location(parts[index])) and is_location(rest):
            return ", ".join(parts[:index]), rest
    return value, ""


def split_leading_place(value: str) -> tuple[str, str]:
    """Split the place off the start of a value: `Germany, creates invoices`."""
    parts = value.split(", ")
    for index in range(min(len(parts), MAX_LEADING_PARTS + 1) - 1, 0, -1):
        place = ", ".join(parts[:index])
        if is_location(place) and not is_location(value):
            return place, ", ".join(parts[index:])
    return "", value


def split_note(name: str) -> tuple[str, str]:
    """Split a note in brackets off a name: `Acme Ltd (only for customers in Europe)`.

    Brackets with another name, as of the parent company, have a word in upper case.
    """
    bare, bracket, inner = name.partition(" (")
    is_note = bool(bracket) and inner[:1].islower() and inner.endswith(")") and "(" not in inner
    words = inner.rstrip(")").split()
    has_name = any(word[:1].isupper() and not is_location(word) for word in words)
    if not is_note or len(words) <= MAX_ALIAS_WORDS or has_name or names_alias(inner):
        return name, ""
    return bare, inner[:-1]


def drop_glued_text(value: str) -> str:
    """Return a place without the text of a button directly after it: `FranceVisit site`."""
    if is_location(value):
        return value
    for index in range(1, min(len(value), MAX_TAIL_CHARS)):
        is_border = value[index - 1].islower() and value[index].isupper()
        if is_border and is_location(value[:index]):
            return value[:index]
    return value


def strip_place_words(value: str) -> str:
    """Return a value without `located in` before its place."""
    return _strip_lead(value, load_pattern("verbs", "places"))


def _strip_lead(value: str, lead: re.Pattern[str]) -> str:
    words = value.split()
    label = normalise_label(" ".join(words[:MAX_LEAD_WORDS])).strip()
    match = lead.match(label)
    return " ".join(words[len(match.group().split()) :]) if match else value


def strip_verb(value: str) -> str:
    """Return a purpose without the words before it: `provides hosting`, `for hosting`.

    A verb that says what the company does is part of the purpose: `stores backups`.
    """
    lead = normalise_label(value[:MAX_TAIL_CHARS]).strip()
    if not load_pattern("verbs", "kept").match(lead):
        value = _strip_lead(value, load_pattern("verbs", "all"))
    return _strip_lead(value, load_pattern("verbs", "before"))


def split_name(head: str) -> tuple[str, list[str]]:
    """Split the name off the start of a line: at a verb, or at a comma before no legal form."""
    words, rest = head.split(), []
    for index in range(1, min(len(words), MAX_NAME_WORDS)):
        following = normalise_label(" ".join(words[index : index + MAX_LEAD_WORDS])).strip()
        if load_pattern("verbs", "all").match(following):
            head, rest = " ".join(words[:index]), [" ".join(words[index:])]
            break
    parts = head.rstrip(", ").split(", ")
    name = parts.pop(0)
    while parts and has_legal_form(f"x {parts[0]}") and len(parts[0].split()) <= MAX_FORM_WORDS:
        name = f"{name}, {parts.pop(0)}"
    return name, [", ".join(parts), *rest] if parts else rest
