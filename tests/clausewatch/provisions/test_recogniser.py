"""The recogniser: weights that cannot run, round trips, new types, and the example passages."""

import io
import shutil
import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Basis, Confidence
from clausewatch.provisions.recogniser import (
    load_recogniser,
    parse_recogniser,
    serialise_recogniser,
)
from clausewatch.provisions.taxonomy_files import load_taxonomy, read_taxonomy

DATA = Path(str(files("clausewatch") / "data"))
EXAMPLES = sorted((Path(__file__).parents[2] / "clauses").glob("*.toml"))
WEIGHTS_MAX_BYTES = 3_000_000


def test_every_type_has_example_passages() -> None:
    """A type without examples is not finished."""
    assert {path.stem for path in EXAMPLES} == set(load_taxonomy().ids)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_recognised_and_others_are_not(path: Path) -> None:
    """Each type is seen where it is said and not where its words mean something else."""
    examples = tomllib.loads(path.read_text(encoding="utf-8"))
    for kind, is_meant in (("matches", True), ("other", False)):
        for text, found in zip(
            examples[kind], load_recogniser().recognise(examples[kind]), strict=True
        ):
            assert (path.stem in {one.clause for one in found}) is is_meant, text


def test_the_shipped_weights_are_small_and_hold_no_objects() -> None:
    """The file is under three megabytes and loads without pickle."""
    path = DATA / "recogniser.npz"
    assert path.stat().st_size < WEIGHTS_MAX_BYTES
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


@pytest.mark.slow
def test_saving_what_was_loaded_gives_the_same_findings() -> None:
    """Rounding weights to a byte once is rounding them for good."""
    texts = ["We sell personal data.", "You waive class actions.", "", "…"]
    again = parse_recogniser(serialise_recogniser(load_recogniser()), load_taxonomy())
    assert [[one.clause for one in found] for found in again.recognise(texts)] == [
        [one.clause for one in found] for found in load_recogniser().recognise(texts)
    ]
    assert serialise_recogniser(again) == serialise_recogniser(
        parse_recogniser(serialise_recogniser(again), load_taxonomy())
    )


@pytest.mark.parametrize(
    "body", [b"", b"PK", b"not weights", serialise_recogniser(load_recogniser())[:5000]]
)
def test_broken_weights_are_refused_in_one_sentence(body: bytes) -> None:
    """A damaged file says what to do."""
    with pytest.raises(ConfigError, match="clausewatch train"):
        parse_recogniser(body, load_taxonomy())


def test_weights_with_objects_are_refused() -> None:
    """A file that would need pickle never gets that far."""
    out = io.BytesIO()
    np.savez(out, format=np.array([1]), types=np.array([{"run": "me"}], dtype=object))
    with pytest.raises(ConfigError, match="cannot be read"):
        parse_recogniser(out.getvalue(), load_taxonomy())


def test_a_type_that_the_weights_do_not_know_is_recognised_by_its_cues(tmp_path: Path) -> None:
    """Adding a type is adding a file: no training is needed before it works."""
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.npz"))
    old = tmp_path / "data" / "clauses" / "data_sale.toml"
    text = old.read_text(encoding="utf-8").replace('id = "data_sale"', 'id = "carrier_pigeons"')
    text = text.replace("says = [", 'says = ["carrier pigeon|pigeons", ', 1)
    (old.parent / "carrier_pigeons.toml").write_text(text, encoding="utf-8")
    types = read_taxonomy(tmp_path / "data")
    model = parse_recogniser((DATA / "recogniser.npz").read_bytes(), types)
    (found,) = model.recognise(["Letters travel by carrier pigeon."])
    assert [one.clause for one in found][:1] == ["carrier_pigeons"]
    assert found[0].basis is Basis.EXPLICIT


def test_a_plain_statement_is_sure_and_explicit() -> None:
    """What is said outright has high confidence."""
    (found,) = load_recogniser().recognise(["You agree to indemnify and hold us harmless."])
    assert found[0].clause == "indemnification"
    assert found[0].confidence is Confidence.HIGH
    assert found[0].basis is Basis.EXPLICIT


def test_nothing_is_found_in_nothing() -> None:
    """No text, no finding, no error."""
    assert load_recogniser().recognise([]) == []
    assert load_recogniser().recognise([""]) == [()]
