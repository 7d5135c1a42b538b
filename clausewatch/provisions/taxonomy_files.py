"""Loads the taxonomy from its data files, and names file and field of every mistake in them."""

import re
import string
import tomllib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.act_objects import read_act_objects
from clausewatch.provisions.contacts import MAILBOXES_BY_PURPOSE
from clausewatch.provisions.cues import compile_cue
from clausewatch.provisions.data_table import DataTable, Table
from clausewatch.provisions.denial_limits import Limit
from clausewatch.provisions.engine_release import (
    DATA_FOLDER,
    SHARED_FILES,
    compute_taxonomy_release,
    list_clause_files,
)
from clausewatch.provisions.grammar import WordSet, build_grammar
from clausewatch.provisions.laws import Agency, Regulation
from clausewatch.provisions.parties import Party
from clausewatch.provisions.supporting_words import SupportingWords
from clausewatch.provisions.taxonomy import (
    CONDITIONS,
    Action,
    ClauseType,
    Cues,
    Denial,
    Effect,
    Facet,
    FacetScope,
    Memo,
    PolarityRule,
    Taxonomy,
)

DOCUMENT_PLACEHOLDERS = frozenset({"platform", "document", "contact", "severity"})
"""Names that a text may have in braces besides the facets of its clause type."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_FIELD_NAMES = """
id name category severity core bans rule reviewed contact question practice aliases verbs acts
actors own denial limits facets cues text actions facet memo regulations agencies
"""
_FIELDS = frozenset(_FIELD_NAMES.split())
_Value = TypeVar("_Value")


@cache
def load_taxonomy() -> Taxonomy:
    """Return the taxonomy that ships with the program. Raises ConfigError."""
    return read_taxonomy(DATA_FOLDER)


def read_taxonomy(folder: Path) -> Taxonomy:
    """Read `clauses/*.toml` and the shared tables. Raises ConfigError, naming file and field."""
    shared = {name: _read_toml(folder / f"{name}.toml") for name in SHARED_FILES}
    paths = list_clause_files(folder)
    if not paths:
        raise ConfigError(f"There are no clause files in {folder / 'clauses'}.")
    clauses = [_build_clause_type(DataTable(path.name, _read_toml(path)), shared) for path in paths]
    _check_ids(clauses, paths)
    polarity = DataTable("polarity.toml", shared["polarity"])
    context = DataTable("context.toml", shared["context"])
    return Taxonomy(
        clauses={clause.id: clause for clause in clauses},
        polarity_rules=_build_polarity_rules(polarity),
        grammar=build_grammar(shared["grammar"]),
        bans=context.read_cues("ban"),
        ban_exceptions=context.read_cues("never"),
        orders=WordSet.build(context.read_texts("orders")),
        release=compute_taxonomy_release(folder, paths),
    )


def _build_polarity_rules(source: DataTable) -> tuple[PolarityRule, ...]:
    """Return the polarity rules; each cue must compile with a verb for `~`. Raises ConfigError."""
    rules = []
    for group in source.read_tables("group"):
        texts = group.read_texts("cues")
        with_verb = {"cues": [text.replace("~", "sell") for text in texts]}
        DataTable(source.file, with_verb).read_cues("cues")
        rules.append(PolarityRule(group.read_choice("polarity", Polarity), texts))
    return tuple(rules)


def _read_toml(path: Path) -> Table:
    """Return a data file as a table. Raises ConfigError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigError(f"{path.name} cannot be read: {fault}.") from fault


def _check_ids(clauses: list[ClauseType], paths: list[Path]) -> None:
    for clause, path in zip(clauses, paths, strict=True):
        if clause.id != path.stem:
            raise ConfigError(f"{path.name}: `id` is {clause.id!r}; it must be the file's name.")


def _build_clause_type(source: DataTable, shared: Mapping[str, Table]) -> ClauseType:
    """Build one clause type. Raises ConfigError."""
    reviewed = _check_header(source)
    text, cues, memo = (source.read_table(key) for key in ("text", "cues", "memo"))
    clause = ClauseType(
        id=source.read_text("id"),
        name=source.read_text("name"),
        category=source.read_text("category"),
        severity=source.read_choice("severity", Severity),
        is_core=source.read_flag("core"),
        is_ban=source.read_flag("bans"),
        is_rule=source.read_flag("rule"),
        reviewed=reviewed,
        contact=_read_contact(source),
        question=source.read_text("question"),
        practice=source.read_text("practice"),
        aliases=source.read_texts("aliases"),
        verbs=source.read_cues("verbs"),
        acts=source.read_cues("acts"),
        actors=_read_actors(source),
        is_own=source.read_flag("own"),
        denial=source.read_choice("denial", Denial, Denial.PROTECTS),
        limits=_read_limits(source),
        cues=Cues(*(cues.read_cues(key) for key in ("certain", "says", "general", "never"))),
        supporting_words=_build_supporting_words(source.read_text("id"), shared["evidence"]),
        meaning=text.read_text("meaning"),
        meaning_denied=text.read_text("meaning_denied", ""),
        why=text.read_text("why"),
        impact=text.read_text("impact"),
        impact_denied=text.read_text("impact_denied", ""),
        actions=tuple(_build_action(row) for row in source.read_tables("actions")),
        facets=_build_facets(source, shared["facets"]),
        memo=Memo(*(memo.read_text(part) for part in Memo.__slots__)),
        regulations=_join_shared_rows(source, "regulations", shared, _build_regulation),
        agencies=_join_shared_rows(source, "agencies", shared, _build_agency),
    )
    _check_texts(source, clause)
    return clause


def _build_supporting_words(clause_id: str, shared: Table) -> SupportingWords:
    """Return what a sentence of a type must say: nothing if the type has no entry."""
    table = shared.get(clause_id, {})
    source = DataTable("evidence.toml", table if isinstance(table, dict) else {})
    needs, either, never, others, own = (
        tuple(map(compile_cue, source.read_cues(key)))
        for key in ("needs", "either", "never", "others", "own")
    )
    return SupportingWords(needs, either, never, others, own, read_act_objects(source))


def _build_action(row: DataTable) -> Action:
    return Action(row.read_text("text"), row.read_text("when", ""), row.read_text("unless", ""))


def _check_header(source: DataTable) -> date:
    """Return the review date. Raises ConfigError for an unknown field, a bad id or a bad date."""
    for key in source.table.keys() - _FIELDS:
        raise source.make_error(f"`{key}` is not a field of a clause file.")
    if not _ID.fullmatch(source.read_text("id")):
        raise source.make_error("`id` must be lower-case letters, digits and underscores.")
    reviewed = source.table.get("reviewed")
    if not isinstance(reviewed, date):
        raise source.make_error("`reviewed` must be a date, e.g. 2026-11-23.")
    return reviewed


def _read_contact(source: DataTable) -> str:
    if (purpose := source.read_text("contact", "privacy")) not in MAILBOXES_BY_PURPOSE:
        purposes = ", ".join(MAILBOXES_BY_PURPOSE)
        raise source.make_error(f"`contact` is {purpose!r}; it must be one of {purposes}.")
    return purpose


def _read_actors(source: DataTable) -> frozenset[Party]:
    """Return who must act under a type. Raises ConfigError for an unknown party."""
    parties = source.read_texts("actors")
    if unknown := set(parties) - set(Party):
        raise source.make_error(f"`actors` names {min(unknown)!r}; parties are {', '.join(Party)}.")
    return frozenset(Party(party) for party in parties)


def _read_limits(source: DataTable) -> frozenset[Limit]:
    """Return what narrows a denial of a type. Raises ConfigError for an unknown limit."""
    limits = source.read_texts("limits")
    if unknown := set(limits) - set(Limit):
        raise source.make_error(f"`limits` names {min(unknown)!r}; limits are {', '.join(Limit)}.")
    return frozenset(Limit(limit) for limit in limits)


def _build_facets(source: DataTable, shared: Table) -> tuple[Facet, ...]:
    """Return the facets of a clause type; its own fields override those of shared facets."""
    tables: dict[str, dict[str, object]] = {}
    for facet_id in source.read_texts("facets"):
        base = shared.get(facet_id)
        if not isinstance(base, dict):
            raise source.make_error(f"`facets` names {facet_id!r}, which is not in facets.toml.")
        tables[facet_id] = dict(base)
    for own in source.read_tables("facet"):
        facet_id = own.read_text("id")
        base = shared.get(facet_id, {})
        tables[facet_id] = {**(base if isinstance(base, dict) else {}), **own.table}
    _check_facet_links(source, tables, shared.keys() | tables.keys())
    return tuple(
        _build_facet(facet_id, DataTable(source.file, table)) for facet_id, table in tables.items()
    )


def _check_facet_links(
    source: DataTable, tables: Mapping[str, Table], known: AbstractSet[str]
) -> None:
    """Raise ConfigError if a facet refers to one that no file has."""
    for facet_id, table in tables.items():
        for key in ("answered_by", "excluded_by"):
            if unknown := set(DataTable(source.file, table).read_texts(key)) - known:
                raise source.make_error(
                    f"`{key}` of the facet {facet_id!r} names {min(unknown)!r}, which is no facet."
                )


def _build_facet(facet_id: str, source: DataTable) -> Facet:
    if not source.read_texts("cues"):
        raise source.make_error(f"the facet {facet_id!r} has no cues and is not in facets.toml.")
    return Facet(
        id=facet_id,
        label=source.read_text("label"),
        effect=source.read_choice("effect", Effect),
        scope=source.read_choice("reach", FacetScope),
        cues=source.read_cues("cues"),
        never=source.read_cues("never"),
        stated=source.read_text("stated"),
        absent=source.read_text("absent", ""),
        unspecified=source.read_text("silent", ""),
        is_relevant_if_denied=source.read_flag("if_denied"),
        answered_by=tuple(source.read_texts("answered_by")),
        excluded_by=tuple(source.read_texts("excluded_by")),
        hints=source.read_word_groups("hints"),
        hints_anywhere=source.read_word_groups("hints_anywhere"),
    )


def _join_shared_rows(
    source: DataTable,
    name: str,
    shared: Mapping[str, Table],
    build: Callable[[DataTable, DataTable], _Value],
) -> tuple[_Value, ...]:
    """Build values from shared rows and the clause type's own fields. Raises ConfigError."""
    values = []
    for own in source.read_tables(name):
        row = shared[name].get(own.read_text("id"))
        if not isinstance(row, dict):
            raise own.make_error(f"{own.read_text('id')!r} is in no shared table.")
        values.append(build(DataTable(own.file, row), own))
    return tuple(values)


def _build_regulation(row: DataTable, own: DataTable) -> Regulation:
    return Regulation(row.read_text("name"), row.read_text("jurisdiction"), own.read_text("where"))


def _build_agency(row: DataTable, own: DataTable) -> Agency:
    return Agency(
        row.read_text("name"),
        row.read_text("jurisdiction"),
        own.read_text("role"),
        row.read_text("complaint", ""),
    )


def _check_texts(source: DataTable, clause: ClauseType) -> None:
    """Raise ConfigError for an unknown placeholder in a text, or an unknown condition."""
    facets = {facet.id for facet in clause.facets}
    texts = [clause.meaning, clause.meaning_denied, clause.why, clause.impact, clause.impact_denied]
    texts += [getattr(clause.memo, part) for part in Memo.__slots__]
    for action in clause.actions:
        texts.append(action.text)
        for condition in (action.when, action.unless):
            if condition and condition not in CONDITIONS | facets:
                raise source.make_error(
                    f"an action depends on {condition!r}, which is not a facet."
                )
    for text in texts:
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as fault:
            raise source.make_error(f"a text has an unpaired brace: {text[:60]!r}.") from fault
        if unknown := names - facets - DOCUMENT_PLACEHOLDERS:
            raise source.make_error(f"a text names {{{min(unknown)}}}, which nothing fills.")
