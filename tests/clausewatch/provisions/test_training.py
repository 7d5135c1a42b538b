"""Training gives reproducible bytes, separate folds and clear errors."""

import json
from pathlib import Path

import numpy as np
import pytest

from clausewatch.errors import ConfigError
from clausewatch.provisions.json_lines import recognise_file, train_from_files
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.training import (
    LabelTable,
    assign_folds,
    build_label_table,
    choose_thresholds,
    read_passages,
)

WRITTEN = Path(__file__).parents[3] / "benchmarks" / "written_passages.jsonl"
NOUNS = ["names", "addresses", "pictures", "letters", "numbers", "videos"]


def make_rows() -> list[dict[str, object]]:
    """Return invented passages of six services: sale, arbitration, and neither."""
    rows: list[dict[str, object]] = []
    for number, noun in enumerate(NOUNS * 4):
        service = f"service {number % 6}"
        for text, clause in (
            (f"We sell your {noun} to brokers in lot {number}.", ["data_sale"]),
            (f"Disputes over {noun} go to binding arbitration {number}.", ["arbitration"]),
            (f"The {noun} are shown in alphabetical order {number}.", []),
        ):
            scope = "tosdr" if number % 2 else ["data_sale", "arbitration"]
            rows.append({"text": text, "clause": clause, "scope": scope, "service": service})
    return rows


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    """A file of the invented passages."""
    path = tmp_path / "passages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in make_rows()), encoding="utf-8")
    return path


def test_training_twice_gives_the_same_bytes(passages: Path, tmp_path: Path) -> None:
    """Anyone can train again and compare the weights."""
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    summary = train_from_files([passages], first)
    train_from_files([passages], second)
    assert first.read_bytes() == second.read_bytes()
    assert str(first) in summary


def test_a_service_is_in_one_fold_only() -> None:
    """No model is tested on a service that it was trained on."""
    services = [f"s{n % 13}" for n in range(200)]
    folds = assign_folds(services)
    folds_by_service = {
        service: set(folds[np.array(services) == service]) for service in set(services)
    }
    assert all(len(each) == 1 for each in folds_by_service.values())
    assert len(set(folds)) == 5


def test_unjudged_labels_are_masked(passages: Path) -> None:
    """A list as scope means that only those clause types were judged."""
    labelled = read_passages([passages])
    labels = build_label_table(labelled, load_taxonomy().ids)
    narrow = next(n for n, each in enumerate(labelled) if each.scope is not None)
    wide = next(n for n, each in enumerate(labelled) if each.scope is None)
    assert labels.is_judged[narrow].sum() == 2
    assert labels.is_judged[wide].all()


def test_thresholds_keep_the_promised_precision() -> None:
    """Findings with high confidence are right as often as promised."""
    rng = np.random.default_rng(7)
    probabilities = rng.random((4000, 2))
    applies = rng.random((4000, 2)) < probabilities
    is_judged = np.ones_like(applies)
    thresholds = choose_thresholds(probabilities, LabelTable(applies, is_judged))
    high = probabilities >= thresholds.high
    assert applies[high].mean() >= 0.91
    assert thresholds.low <= thresholds.medium <= thresholds.high


def test_the_low_threshold_does_not_depend_on_single_passages() -> None:
    """Other labels with the same probabilities give nearly the same threshold."""
    thresholds = []
    for seed in range(6):
        random = np.random.default_rng(seed)
        probabilities = random.beta(0.2, 2.0, (4000, 1))
        applies = random.random((4000, 1)) < probabilities
        is_judged = np.ones_like(applies)
        thresholds.append(choose_thresholds(probabilities, LabelTable(applies, is_judged)).low)
    assert max(thresholds) - min(thresholds) < 0.04


def test_a_passage_counts_as_often_as_it_says(tmp_path: Path) -> None:
    """Passages of rare wordings may count more than once."""
    row = {"text": "We sell.", "clause": ["data_sale"], "scope": "tosdr", "service": "s"}
    path = tmp_path / "times.jsonl"
    path.write_text(f"{json.dumps(row)}\n{json.dumps({**row, 'times': 3})}\n", encoding="utf-8")
    assert len(read_passages([path])) == 4


def test_the_written_passages_cover_every_clause_type() -> None:
    """Each type has a few in wordings that the collected passages lack, and none is repeated."""
    labelled = read_passages([WRITTEN])
    types = load_taxonomy().ids
    assert {clause for each in labelled for clause in each.clauses} == set(types)
    rows = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    assert len({row["text"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "line", ["{", '{"text": "x"}', "[]", '{"text": "x", "scope": 3, "clause": [], "service": "s"}']
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """The error names file and line."""
    path = tmp_path / "bad.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"bad\.jsonl, line 2"):
        read_passages([path])


def test_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    """Training needs passages."""
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="no passages"):
        read_passages([empty])
    with pytest.raises(ConfigError, match="cannot be read"):
        read_passages([tmp_path / "none.jsonl"])


def test_recognised_lines_keep_order_and_ids(tmp_path: Path) -> None:
    """Each passage has one line."""
    path = tmp_path / "in.jsonl"
    texts = ["You agree to indemnify us.", ""]
    path.write_text(
        "\n".join(json.dumps({"id": f"p{n}", "text": text}) for n, text in enumerate(texts)),
        encoding="utf-8",
    )
    first, second = (json.loads(line) for line in recognise_file(path))
    assert (first["id"], second["id"]) == ("p0", "p1")
    assert first["clauses"][0]["id"] == "indemnification"
    assert first["clauses"][0]["confidence"] in {"high", "medium", "low"}
    assert second["clauses"] == []


@pytest.mark.parametrize("line", ["{", '{"id": 1}', "[1]"])
def test_a_bad_passage_is_named(tmp_path: Path, line: str) -> None:
    """The error names the line that lacks id or text."""
    path = tmp_path / "in.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ConfigError, match="line 1"):
        list(recognise_file(path))
