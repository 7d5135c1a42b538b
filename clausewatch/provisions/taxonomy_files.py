"""Data files to taxonomy: checked field by field, so that a slip is named with its file."""

import hashlib
import re
import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.contacts import MAILBOXES_BY_PURPOSE
from clausewatch.provisions.cues import compile_cue
from clausewatch.provisions.taxonomy import (
    CONDITIONS,
    Action,
    Agency,
    ClauseType,
    Cues,
    Denial,
    Effect,
    Facet,
    FacetScope,
    Memo,
    PolarityRule,
    Regulation,
    Taxonomy,
)

DOCUMENT_PLACEHOLDERS = frozenset({"platform", "document", "contact", "severity"})
"""What a text may name in braces besides the facets of its type."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_FIELDS = """
id name category severity core bans reviewed contact question practice aliases verbs denial facets
cues text actions facet memo regulations agencies
"""
_KEYS = frozenset(_FIELDS.split())
_RELEASE_DIGITS = 12
_SHARED = ("agencies", "context", "facets", "polarity", "regulations")
_Choice = TypeVar("_Choice", bound=StrEnum)
_Made = TypeVar("_Made")

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of a data file, with the file's name for messages."""

    file: str
    table: Table

    def fault(self, message: str) -> ConfigError:
        """Return the error to raise about this file."""
        return ConfigError(f"{self.file}: {message}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text with its line breaks folded. Raises ConfigError."""
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self.fault(f"`{key}` must be a text.")
        return " ".join(value.split())

    def flag(self, key: str) -> bool:
        """Return a true or false, false where the key is missing. Raises ConfigError."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"`{key}` must be true or false.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is missing. Raises ConfigError."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(f"`{key}` must be a list of texts.")
        return tuple(value)

    def cues(self, key: str) -> tuple[str, ...]:
        """Return a list of cues, each tried. Raises ConfigError."""
        found = self.texts(key)
        for text in found:
            try:
                compile_cue(text)
            except ConfigError as fault:
                raise self.fault(str(fault)) from fault
        return found

    def choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return a value of a fixed set. Raises ConfigError."""
        value = self.text(key, default)
        if value not in list(kind):
            raise self.fault(f"`{key}` is {value!r}; it must be one of {', '.join(kind)}.")
        return kind(value)

    def part(self, key: str) -> "_Source":
        """Return a table inside this one. Raises ConfigError."""
        value = self.table.get(key)
        if not isinstance(value, dict):
            raise self.fault(f"`[{key}]` is missing.")
        return _Source(self.file, value)

    def parts(self, key: str) -> tuple["_Source", ...]:
        """Return a list of tables inside this one. Raises ConfigError."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(f"`[[{key}]]` must be a list of tables.")
        return tuple(_Source(self.file, item) for item in value)


@cache
def load_taxonomy() -> Taxonomy:
    """Return the taxonomy that ships with the program. Raises ConfigError."""
    return read_taxonomy(Path(str(files("clausewatch") / "data")))


def read_taxonomy(folder: Path) -> Taxonomy:
    """Read `clauses/*.toml` and the shared tables. Raises ConfigError, naming file and field."""
    shared = {name: _toml(folder / f"{name}.toml") for name in _SHARED}
    found = sorted((folder / "clauses").glob("*.toml"))
    if not found:
        raise ConfigError(f"There are no clause files in {folder / 'clauses'}.")
    clauses = [_clause(_Source(path.name, _toml(path)), shared) for path in found]
    _check_ids(clauses, found)
    digest = hashlib.sha256()
    for path in [*found, *(folder / f"{name}.toml" for name in sorted(shared))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return Taxonomy(
        clauses={one.id: one for one in clauses},
        polarity=_polarity(_Source("polarity.toml", shared["polarity"])),
        empty=_Source("polarity.toml", shared["polarity"]).texts("empty"),
        bans=_Source("context.toml", shared["context"]).cues("ban"),
        no_bans=_Source("context.toml", shared["context"]).cues("never"),
        release=digest.hexdigest()[:_RELEASE_DIGITS],
    )


def _polarity(source: _Source) -> tuple[PolarityRule, ...]:
    """Return the polarity rules, each cue tried with a verb in place of `~`. Raises ConfigError."""
    rules = []
    for group in source.parts("group"):
        texts = group.texts("cues")
        tried = {"cues": [text.replace("~", "sell") for text in texts]}
        _Source(source.file, tried).cues("cues")
        rules.append(PolarityRule(group.choice("polarity", Polarity), texts))
    return tuple(rules)


def _toml(path: Path) -> Table:
    """Return a data file as a table. Raises ConfigError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigError(f"{path.name} cannot be read: {fault}.") from fault


def _check_ids(clauses: list[ClauseType], paths: list[Path]) -> None:
    for clause, path in zip(clauses, paths, strict=True):
        if clause.id != path.stem:
            raise ConfigError(f"{path.name}: `id` is {clause.id!r}; it must be the file's name.")


def _clause(source: _Source, shared: Mapping[str, Table]) -> ClauseType:
    """Build one clause type. Raises ConfigError."""
    reviewed = _check_head(source)
    text, cues = source.part("text"), source.part("cues")
    clause = ClauseType(
        id=source.text("id"),
        name=source.text("name"),
        category=source.text("category"),
        severity=source.choice("severity", Severity),
        is_core=source.flag("core"),
        is_ban=source.flag("bans"),
        reviewed=reviewed,
        contact=_contact(source),
        question=source.text("question"),
        practice=source.text("practice"),
        aliases=source.texts("aliases"),
        verbs=source.cues("verbs"),
        denial=source.choice("denial", Denial, Denial.PROTECTS),
        cues=Cues(*(cues.cues(key) for key in ("certain", "says", "general", "never"))),
        meaning=text.text("meaning"),
        meaning_denied=text.text("meaning_denied", ""),
        why=text.text("why"),
        impact=text.text("impact"),
        impact_denied=text.text("impact_denied", ""),
        actions=tuple(
            Action(one.text("text"), one.text("when", ""), one.text("unless", ""))
            for one in source.parts("actions")
        ),
        facets=_facets(source, shared["facets"]),
        memo=Memo(*(source.part("memo").text(part) for part in Memo.__slots__)),
        regulations=tuple(
            _named(one, shared["regulations"], _regulation) for one in source.parts("regulations")
        ),
        agencies=tuple(
            _named(one, shared["agencies"], _agency) for one in source.parts("agencies")
        ),
    )
    _check_texts(source, clause)
    return clause


def _check_head(source: _Source) -> date:
    """Return the review date. Raises ConfigError where a field is unknown or id or date is none."""
    for key in source.table.keys() - _KEYS:
        raise source.fault(f"`{key}` is not a field of a clause file.")
    if not _ID.fullmatch(source.text("id")):
        raise source.fault("`id` must be lower-case letters, digits and underscores.")
    reviewed = source.table.get("reviewed")
    if not isinstance(reviewed, date):
        raise source.fault("`reviewed` must be a date, e.g. 2026-11-23.")
    return reviewed


def _contact(source: _Source) -> str:
    if (purpose := source.text("contact", "privacy")) not in MAILBOXES_BY_PURPOSE:
        raise source.fault(
            f"`contact` is {purpose!r}; it must be one of {', '.join(MAILBOXES_BY_PURPOSE)}."
        )
    return purpose


def _facets(source: _Source, shared: Table) -> tuple[Facet, ...]:
    """Return shared facets and the type's own, its own fields over the shared ones."""
    tables: dict[str, dict[str, object]] = {}
    for facet_id in source.texts("facets"):
        base = shared.get(facet_id)
        if not isinstance(base, dict):
            raise source.fault(f"`facets` names {facet_id!r}, which is not in facets.toml.")
        tables[facet_id] = dict(base)
    for own in source.parts("facet"):
        facet_id = own.text("id")
        base = shared.get(facet_id, {})
        tables[facet_id] = {**(base if isinstance(base, dict) else {}), **own.table}
    return tuple(
        _facet(facet_id, _Source(source.file, table)) for facet_id, table in tables.items()
    )


def _facet(facet_id: str, source: _Source) -> Facet:
    if not source.texts("cues"):
        raise source.fault(f"the facet {facet_id!r} has no cues and is not in facets.toml.")
    return Facet(
        id=facet_id,
        label=source.text("label"),
        effect=source.choice("effect", Effect),
        reach=source.choice("reach", FacetScope),
        cues=source.cues("cues"),
        never=source.cues("never"),
        stated=source.text("stated"),
        absent=source.text("absent", ""),
        silent=source.text("silent", ""),
        is_for_denial=source.flag("if_denied"),
    )


def _named(source: _Source, shared: Table, make: Callable[[_Source, _Source], _Made]) -> _Made:
    """Build a value from a shared row and the type's own words on it. Raises ConfigError."""
    row = shared.get(source.text("id"))
    if not isinstance(row, dict):
        raise source.fault(f"{source.text('id')!r} is in no shared table.")
    return make(_Source(source.file, row), source)


def _regulation(row: _Source, own: _Source) -> Regulation:
    return Regulation(row.text("name"), row.text("jurisdiction"), own.text("where"))


def _agency(row: _Source, own: _Source) -> Agency:
    return Agency(
        row.text("name"), row.text("jurisdiction"), own.text("role"), row.text("complaint", "")
    )


def _check_texts(source: _Source, clause: ClauseType) -> None:
    """Raise ConfigError where a text names what nothing fills, or a condition no facet."""
    facets = {facet.id for facet in clause.facets}
    texts = [clause.meaning, clause.meaning_denied, clause.why, clause.impact, clause.impact_denied]
    texts += [getattr(clause.memo, part) for part in Memo.__slots__]
    for action in clause.actions:
        texts.append(action.text)
        for condition in (action.when, action.unless):
            if condition and condition not in CONDITIONS | facets:
                raise source.fault(f"an action depends on {condition!r}, which is no facet.")
    for text in texts:
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as fault:
            raise source.fault(f"a text has an unpaired brace: {text[:60]!r}.") from fault
        if unknown := names - facets - DOCUMENT_PLACEHOLDERS:
            raise source.fault(f"a text names {{{min(unknown)}}}, which nothing fills.")
