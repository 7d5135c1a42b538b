"""Training: reproducible to the byte, fair folds, clear errors."""

import json
from pathlib import Path

import numpy as np
import pytest

from clausewatch.errors import ConfigError
from clausewatch.provisions.json_lines import recognise_file, train_from_files
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.training import (
    assign_folds,
    build_label_table,
    choose_thresholds,
    read_passages,
)

NOUNS = ["names", "addresses", "pictures", "letters", "numbers", "videos"]


def rows() -> list[dict[str, object]]:
    """Invented passages of six services: sale, arbitration, and neither."""
    made: list[dict[str, object]] = []
    for number, noun in enumerate(NOUNS * 4):
        service = f"service {number % 6}"
        for text, clause in (
            (f"We sell your {noun} to brokers in lot {number}.", ["data_sale"]),
            (f"Disputes over {noun} go to binding arbitration {number}.", ["arbitration"]),
            (f"The {noun} are shown in alphabetical order {number}.", []),
        ):
            scope = "tosdr" if number % 2 else ["data_sale", "arbitration"]
            made.append({"text": text, "clause": clause, "scope": scope, "service": service})
    return made


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    """A file of the invented passages."""
    path = tmp_path / "passages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    return path


def test_training_twice_gives_the_same_bytes(passages: Path, tmp_path: Path) -> None:
    """The weights can be made again and compared."""
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    told = train_from_files([passages], first)
    train_from_files([passages], second)
    assert first.read_bytes() == second.read_bytes()
    assert str(first) in told


def test_a_service_is_in_one_fold_only() -> None:
    """No service is judged by a model that has seen it."""
    services = [f"s{n % 13}" for n in range(200)]
    folds = assign_folds(services)
    held = {service: set(folds[np.array(services) == service]) for service in set(services)}
    assert all(len(one) == 1 for one in held.values())
    assert len(set(folds)) == 5


def test_what_was_not_judged_is_masked(passages: Path) -> None:
    """A list as scope judges those types only."""
    held = read_passages([passages])
    labels = build_label_table(held, load_taxonomy().ids)
    narrow = next(n for n, one in enumerate(held) if one.scope is not None)
    wide = next(n for n, one in enumerate(held) if one.scope is None)
    assert labels.is_judged[narrow].sum() == 2
    assert labels.is_judged[wide].all()


def test_levels_keep_the_promised_precision() -> None:
    """High confidence starts where findings were right as often as promised."""
    rng = np.random.default_rng(7)
    chances = rng.random((4000, 2))
    holds = rng.random((4000, 2)) < chances
    judged = np.ones_like(holds)
    levels = choose_thresholds(chances, type(build_label_table([], ()))(holds, judged))
    high = chances >= levels.high
    assert holds[high].mean() >= 0.91
    assert levels.low <= levels.medium <= levels.high


def test_the_filing_level_does_not_hang_on_single_passages() -> None:
    """Drawn anew from the same probabilities, labels choose nearly the same level."""
    levels = []
    for seed in range(6):
        random = np.random.default_rng(seed)
        chances = random.beta(0.2, 2.0, (4000, 1))
        holds = random.random((4000, 1)) < chances
        judged = np.ones_like(holds)
        levels.append(
            choose_thresholds(chances, type(build_label_table([], ()))(holds, judged)).low
        )
    assert max(levels) - min(levels) < 0.04


@pytest.mark.parametrize(
    "line", ["{", '{"text": "x"}', "[]", '{"text": "x", "scope": 3, "clause": [], "service": "s"}']
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """File and line of a mistake are in the message."""
    path = tmp_path / "bad.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"bad\.jsonl, line 2"):
        read_passages([path])


def test_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    """Training on nothing is a mistake."""
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="no passages"):
        read_passages([empty])
    with pytest.raises(ConfigError, match="cannot be read"):
        read_passages([tmp_path / "none.jsonl"])


def test_recognised_lines_follow_the_passages(tmp_path: Path) -> None:
    """One line per passage, in order, under its own id."""
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
    """A line without id and text is refused with its number."""
    path = tmp_path / "in.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ConfigError, match="line 1"):
        list(recognise_file(path))
