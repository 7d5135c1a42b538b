"""The recogniser: example passages, safe weights files, round trips and new clause types."""

import io
import shutil
import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Basis, Confidence
from clausewatch.provisions.features import SparseMatrix
from clausewatch.provisions.recogniser import (
    load_recogniser,
    multiply,
    parse_recogniser,
    serialise_recogniser,
)
from clausewatch.provisions.taxonomy_files import load_taxonomy, read_taxonomy

DATA = Path(str(files("clausewatch") / "data"))
EXAMPLES = sorted((Path(__file__).parents[2] / "clauses").glob("*.toml"))
MAX_WEIGHTS_BYTES = 3_000_000


def test_every_clause_type_has_example_passages() -> None:
    """A clause type without examples is incomplete."""
    assert {path.stem for path in EXAMPLES} == set(load_taxonomy().ids)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_recognised_and_others_are_not(path: Path) -> None:
    """Passages that only use similar words are not recognised."""
    examples = tomllib.loads(path.read_text(encoding="utf-8"))
    for kind, is_meant in (("matches", True), ("other", False)):
        for text, findings in zip(
            examples[kind], load_recogniser().recognise(examples[kind]), strict=True
        ):
            assert (path.stem in {finding.clause for finding in findings}) is is_meant, text


def test_the_shipped_weights_are_small_and_contain_no_objects() -> None:
    """The file is under three megabytes and loads without pickle."""
    path = DATA / "recogniser.npz"
    assert path.stat().st_size < MAX_WEIGHTS_BYTES
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


def test_whole_weights_give_the_margins_of_fractions() -> None:
    """They are multiplied by the scale before anything is added, so that no bit differs."""
    recogniser, columns = load_recogniser(), np.arange(0, 3000, 7)
    values = np.linspace(0.01, 1, len(columns), dtype=np.float32)
    matrix = SparseMatrix(np.array([0, 100, 100, len(columns)]), columns, values)
    assert recogniser.weights.dtype == np.int8
    fractions = recogniser.weights.astype(np.float32) * recogniser.scale
    found = multiply(matrix, recogniser.weights, recogniser.scale)
    assert np.array_equal(found, multiply(matrix, fractions, np.ones_like(recogniser.scale)))


@pytest.mark.slow
def test_a_round_trip_keeps_the_findings() -> None:
    """Rounding weights to bytes twice gives the same weights."""
    texts = ["We sell personal data.", "You waive class actions.", "", "…"]
    again = parse_recogniser(serialise_recogniser(load_recogniser()), load_taxonomy())
    assert [[each.clause for each in findings] for findings in again.recognise(texts)] == [
        [each.clause for each in findings] for findings in load_recogniser().recognise(texts)
    ]
    assert serialise_recogniser(again) == serialise_recogniser(
        parse_recogniser(serialise_recogniser(again), load_taxonomy())
    )


@pytest.mark.parametrize(
    "body", [b"", b"PK", b"not weights", serialise_recogniser(load_recogniser())[:5000]]
)
def test_broken_weights_are_refused_in_one_sentence(body: bytes) -> None:
    """The error says what to do."""
    with pytest.raises(ConfigError, match="clausewatch train"):
        parse_recogniser(body, load_taxonomy())


def test_weights_with_objects_are_refused() -> None:
    """A file that needs pickle is not loaded."""
    out = io.BytesIO()
    np.savez(out, format=np.array([1]), types=np.array([{"run": "me"}], dtype=object))
    with pytest.raises(ConfigError, match="cannot be read"):
        parse_recogniser(out.getvalue(), load_taxonomy())


def test_an_untrained_clause_type_is_recognised_by_its_cues(tmp_path: Path) -> None:
    """A new clause type works as soon as its file exists."""
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.npz"))
    old = tmp_path / "data" / "clauses" / "data_sale.toml"
    text = old.read_text(encoding="utf-8").replace('id = "data_sale"', 'id = "carrier_pigeons"')
    text = text.replace("says = [", 'says = ["carrier pigeon|pigeons", ', 1)
    (old.parent / "carrier_pigeons.toml").write_text(text, encoding="utf-8")
    taxonomy = read_taxonomy(tmp_path / "data")
    recogniser = parse_recogniser((DATA / "recogniser.npz").read_bytes(), taxonomy)
    (findings,) = recogniser.recognise(["Letters travel by carrier pigeon."])
    assert [finding.clause for finding in findings][:1] == ["carrier_pigeons"]
    assert findings[0].basis is Basis.EXPLICIT


def test_a_plain_statement_is_explicit() -> None:
    """An express statement has high confidence."""
    (findings,) = load_recogniser().recognise(["You agree to indemnify and hold us harmless."])
    assert findings[0].clause == "indemnification"
    assert findings[0].confidence is Confidence.HIGH
    assert findings[0].basis is Basis.EXPLICIT


def test_an_empty_text_has_no_findings() -> None:
    """An empty text and an empty list raise no error."""
    assert load_recogniser().recognise([]) == []
    assert load_recogniser().recognise([""]) == [()]
