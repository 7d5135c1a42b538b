"""The fields of one entry: a line or a card split into name, purpose, location, data and date."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clausewatch.model.subprocessors import Subprocessor
from clausewatch.subprocessors.line_parts import (
    drop_glued_text,
    split_leading_place,
    split_line,
    split_location,
    split_name,
    split_note,
    strip_place_words,
    strip_verb,
)
from clausewatch.subprocessors.names import (
    clean_name,
    drop_link_endings,
    has_legal_form,
    is_name,
    names_alias,
)
from clausewatch.subprocessors.places import is_address, is_location, split_parts
from clausewatch.subprocessors.words import (
    Role,
    find_role,
    is_label,
    is_whole_label,
    load_set,
    split_label,
)
from clausewatch.text.dates import find_dates, remove_dates
from clausewatch.text.document_titles import normalise_label

MAX_ALIAS_WORDS = 4
MAX_DATE_WORDS = 4
MIN_LABELS = 2
"""Labels on lines of their own in one card; a single one may be a value."""
_BULLET_LINE = re.compile(r"[\W_]*\Z")
_ICON = re.compile(r"\A(?:[a-z]+-)?(?:fa|icon|svg)-[\w -]{1,60}\Z|\A[a-z]+-svg-[\w -]{1,60}\Z")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(slots=True)
class Fields:
    """The fields of an entry while it is read."""

    name: str = ""
    purpose: str = ""
    location: str = ""
    data: str = ""
    since: str = ""
    seat: str = ""
    """The address below a name; the location if nothing else states one."""
    details: list[str] = field(default_factory=list)

    def put(self, role: Role, value: str) -> None:
        """Set the field of a role; a second value for it is a detail."""
        if role is Role.NAME and not self.name:
            self._put_name(value)
            return
        value = clean_value(value)
        if role is Role.LOCATION:
            value = drop_glued_text(value)
        if not value:
            return
        if role in {Role.OTHER, Role.NAME} or getattr(self, role.value):
            if value not in self.details and value != getattr(self, role.value, ""):
                self.details.append(value)
        else:
            setattr(self, role.value, value)

    def put_cell(self, role: Role, cell: str) -> None:
        """Set the field of a column; a cell with labelled lines states several fields."""
        lines = cell.split("\n")
        if role is not Role.NAME and sum(split_label(line)[0] is not None for line in lines) > 1:
            _put_values(self, lines, role)
        else:
            self.put(role, cell)

    def _put_name(self, value: str) -> None:
        """Set the name, and the seat if an address follows it."""
        name = clean_name(value)
        rest = [line for line in value.split("\n") if clean_name(line) and line.strip() not in name]
        if "," in name:
            own, remainders = split_name(name)
            address = ", ".join(remainders)
            if is_location(address) or is_address(address):
                name, rest = own, [address, *rest]
        name, note = split_note(name)
        self.details += [note] if note else []
        self.name = name
        seat = clean_value("\n".join(line for line in rest if clean_name(line) != name))
        if is_location(seat) or is_address(seat):
            self.seat = seat
        elif seat:
            self.details.append(seat)

    @property
    def is_entry(self) -> bool:
        """Whether it has a name, and something that shows that the name is a company's."""
        if not is_name(self.name) or is_location(self.name) or is_label(self.name):
            return False
        return bool(self.purpose or self.location or self.data or has_legal_form(self.name))

    def make(self, group: str, quote: str) -> Subprocessor:
        """Return the entry."""
        return Subprocessor(
            name=self.name,
            purpose=self.purpose,
            location=self.location or self.seat,
            data=self.data,
            since=self.since,
            details=" · ".join(self.details),
            group=group,
            quote=quote,
        )


def clean_value(text: str) -> str:
    """Return a value on one line without links and marks; empty for a mere link or a dash."""
    lines = [" ".join(_LINK.sub(" ", line).split()) for line in text.split("\n")]
    links = load_set("links", "all")
    kept = [drop_link_endings(line) for line in lines if normalise_label(line).strip() not in links]
    kept = [line for line in kept if not _BULLET_LINE.match(line)]
    joined = ", ".join(line.strip(" ,;•·") for line in kept)
    value = joined.strip(" ,;–—-|•·")  # noqa: RUF001  # dashes as written
    if normalise_label(value).strip() in load_set("nothing", "all"):
        return ""
    return value[:-1] if value.endswith(".") and value.count(". ") == 0 else value


def parse_line(text: str) -> Fields:
    """Return the fields of a line such as `Acme, Inc. (email delivery), United States`."""
    segments = [s for s in split_line(text) if s.strip()]
    fields = Fields()
    if not segments:
        return fields
    head, *rest = segments
    name, remainders = split_name(head)
    fields.name = clean_name(name)
    rest = _take_alias(fields, [*remainders, *rest])
    rest = [_strip_brackets(value) for value in rest]
    if remainders and len(rest) > 1 and is_location(split_parts(remainders[0])[-1]):
        # A town that no list knows, before its country: the purpose follows.
        fields.put(Role.LOCATION, strip_place_words(rest.pop(0)))
    elif remainders and len(rest) == 1:
        place, rest[0] = split_leading_place(rest[0])
        fields.put(Role.LOCATION, place)
    _put_values(fields, rest)
    return fields


def _strip_brackets(value: str) -> str:
    """Return a segment without the bracket that marks it as one."""
    return value[1:] if value.startswith("(") and ")" not in value else value


def parse_card(lines: Sequence[str]) -> Fields:
    """Return the fields of a card: its first line is the name, each other line a value."""
    lines = [line for line in lines if not _is_decoration(line)]
    fields = Fields()
    if not lines:
        return fields
    if split_label(lines[0])[0] is Role.NAME:
        _put_values(fields, lines)
        return fields
    fields.name = clean_name(lines[0])
    own_labels = [line for line in lines[1:] if is_whole_label(line.rstrip(":"))]
    if len(own_labels) >= MIN_LABELS or any(line.endswith(":") for line in own_labels):
        _put_labelled(fields, lines[1:])
    else:
        _put_values(fields, [line for line in lines[1:] if clean_name(line) != fields.name])
    return fields


def _is_decoration(line: str) -> bool:
    return bool(_BULLET_LINE.match(line) or _ICON.match(line.strip()))


def _put_labelled(fields: Fields, lines: Sequence[str]) -> None:
    """Put the values below labels that have a line of their own."""
    role = Role.PURPOSE
    for line in lines:
        if is_whole_label(line.rstrip(":")):
            role = find_role(line.rstrip(":")) or Role.OTHER
        else:
            _put_values(fields, [line], role)


def _put_values(fields: Fields, values: Iterable[str], unlabelled: Role | None = None) -> None:
    for value in values:
        role, rest = split_label(value)
        if role is not None and rest:
            fields.put(role, rest)
        elif unlabelled is not None:
            fields.put(unlabelled, value)
        else:
            _put_unlabelled(fields, value)


def _put_unlabelled(fields: Fields, value: str) -> None:
    """Put a value by its content: a date, a place, a purpose with a place at its end."""
    value = clean_value(value)
    place = strip_place_words(drop_glued_text(value))
    if is_date(value):
        fields.put(Role.SINCE, value)
    elif is_location(place):
        fields.put(Role.LOCATION, place)
    else:
        purpose, location = split_location(value)
        fields.put(Role.PURPOSE, strip_verb(purpose))
        fields.put(Role.LOCATION, location)


def is_date(text: str) -> bool:
    """Return whether a text is a date with at most a few words around it."""
    if not any(c.isdigit() for c in text) or next(find_dates(text), None) is None:
        return False
    return len(remove_dates(text).split()) <= MAX_DATE_WORDS


def _take_alias(fields: Fields, rest: list[str]) -> list[str]:
    """Add the brackets after a name to it where they hold an alias and no purpose or place."""
    if not rest or not rest[0].startswith("("):
        return rest
    inner = rest[0].removeprefix("(").strip()
    has_purpose = any(not is_location(strip_place_words(value)) for value in rest[1:])
    is_short = len(inner.split()) <= MAX_ALIAS_WORDS and not is_location(inner)
    is_alias = is_short and ((has_purpose and inner[:1].isupper()) or _is_abbreviation(inner))
    if is_alias or _is_other_name(inner) or (has_purpose and names_alias(inner)):
        fields.name = f"{fields.name} ({inner})"
        return rest[1:]
    has_place = is_location(inner) and len(rest) > 1
    note = split_note(f"{fields.name} ({inner})")[1] if has_purpose or has_place else ""
    if note:
        fields.details.append(note)
        return rest[1:]
    return [inner, *rest[1:]]


def _is_abbreviation(text: str) -> bool:
    return len(text.split()) == 1 and text.isupper() and len(text) > 1


def _is_other_name(text: str) -> bool:
    """Return whether a text in brackets says that it is another name: `formerly Acme`."""
    label = normalise_label(text).strip()
    return label.startswith(("formerly ", "vormals ", "ehemals ", "anciennement ", "dba ", "aka "))
