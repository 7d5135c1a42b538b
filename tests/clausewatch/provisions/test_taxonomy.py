"""The taxonomy's data files are complete, and errors in them name file and field."""

import pickle
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from clausewatch.errors import ConfigError
from clausewatch.provisions.taxonomy_files import load_taxonomy, read_taxonomy

DATA = Path(str(files("clausewatch") / "data"))
CORE_TYPES, MIN_TYPES = 16, 50


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the data files that a test may damage."""
    (tmp_path / "clauses").mkdir()
    for path in [*DATA.glob("*.toml"), DATA / "clauses" / "data_sale.toml"]:
        shutil.copy(path, tmp_path / path.relative_to(DATA))
    return tmp_path


def test_the_promised_clause_types_ship() -> None:
    """There are at least fifty, sixteen of them core types."""
    clauses = load_taxonomy().clauses
    assert len(clauses) >= MIN_TYPES
    assert sum(clause.is_core for clause in clauses.values()) == CORE_TYPES


@pytest.mark.parametrize("clause_id", load_taxonomy().ids)
def test_every_clause_type_has_the_fields_of_a_record(clause_id: str) -> None:
    """No clause type lacks a text, a law, an agency, an action or a question."""
    clause = load_taxonomy().clauses[clause_id]
    memo = clause.memo
    parts = [memo.landscape, memo.exposure, memo.jurisdictions, memo.contracts, memo.compliance]
    assert all([clause.question, clause.meaning, clause.why, clause.impact, *parts])
    assert clause.actions
    assert clause.regulations
    assert clause.agencies
    assert clause.cues.says
    assert all(law.where and law.jurisdiction for law in clause.regulations)
    assert all(
        agency.role and agency.complaint.startswith(("https://", "")) for agency in clause.agencies
    )
    assert not clause.verbs or clause.meaning_denied


@pytest.mark.parametrize(
    ("valid", "invalid", "named"),
    [
        ('severity = "high"', 'severity = "grave"', "severity"),
        ('id = "data_sale"', 'id = "sale"', "file's name"),
        ("reviewed = 2026-11-30", 'reviewed = "soon"', "reviewed"),
        ("core = true", "core = true\nnotes = 1", "notes"),
        ('"do not sell my"', '"Do not sell"', "Do"),
        ("{sensitive}", "{sensitve}", "sensitve"),
        ("{sensitive}", "{sensitive", "brace"),
        ('when = "opt_out"', 'when = "optout"', "optout"),
        ('id = "nv_sale"', 'id = "nv_sales"', "nv_sales"),
        ('effect = "raises"', 'effect = "worsens"', "effect"),
        ('effect = "raises"', 'effect = "raises"\nexcluded_by = ["optout"]', "optout"),
        ("[memo]", "[memos]", "memos"),
        ('practice = "', "practice = 3 # ", "practice"),
        ("[text]", "[text", "cannot be read"),
    ],
)
def test_an_error_names_its_file(copy: Path, valid: str, invalid: str, named: str) -> None:
    """The editor of a data file sees which file and field to correct."""
    path = copy / "clauses" / "data_sale.toml"
    text = path.read_text(encoding="utf-8")
    assert valid in text
    path.write_text(text.replace(valid, invalid, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"data_sale\.toml") as raised:
        read_taxonomy(copy)
    assert named in str(raised.value)


def test_a_folder_without_clause_types_is_refused(tmp_path: Path) -> None:
    """An empty folder is an error and not an empty taxonomy."""
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("clauses", "*.npz"))
    with pytest.raises(ConfigError, match="no clause files"):
        read_taxonomy(tmp_path / "data")


def test_the_release_changes_with_any_file(copy: Path) -> None:
    """Records name the taxonomy that they were made with."""
    before = read_taxonomy(copy).release
    facets = copy / "facets.toml"
    facets.write_text(facets.read_text(encoding="utf-8") + "\n# looked through\n", encoding="utf-8")
    assert read_taxonomy(copy).release != before


def test_clause_types_reach_another_process() -> None:
    """A worker draws maps and files with them."""
    clauses = load_taxonomy().clauses
    assert pickle.loads(pickle.dumps(dict(clauses))).keys() == clauses.keys()  # noqa: S301  # ours
