"""Training of the model of quotes from labelled sentences."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from clausewatch.errors import ConfigError, UserError
from clausewatch.evaluation.quote_training import (
    GOOD,
    NONE,
    compute_digest,
    find_labelled,
    find_written,
    read_labels,
    train_from_files,
    train_quote_model,
)
from clausewatch.provisions.quote_model import Candidate, parse_quote_model
from clausewatch.provisions.training import LabelledPassage

SALE = "We sell your personal data to brokers for money."
MENTION = "You may ask us whether we sell your personal data."
PAGE = f"<h1>Privacy policy</h1><p>{SALE}</p><p>{MENTION}</p><p>We use cookies on our pages.</p>"


def _write_labels(folder: Path) -> Path:
    (folder / "page.html").write_text(PAGE)
    quotes = [
        ["data_sale", compute_digest(SALE), GOOD],
        ["data_sale", compute_digest("Nobody wrote this sentence."), NONE],
    ]
    labels = folder / "labels.jsonl"
    labels.write_text(json.dumps({"file": "page.html", "service": "larkspur", "quotes": quotes}))
    return labels


def test_labels_find_their_sentences(tmp_path: Path) -> None:
    """A label of a sentence that the document no longer has is passed over."""
    (document,) = read_labels(_write_labels(tmp_path))
    ((candidate, label),) = find_labelled(document, tmp_path)
    assert (candidate.clause, candidate.text, label) == ("data_sale", SALE, GOOD)


def test_a_digest_ignores_typography() -> None:
    """Another apostrophe or more spaces are the same sentence."""
    assert compute_digest("We don't  sell it.") == compute_digest("We don\u2019t sell it.")


def test_a_written_passage_is_a_good_quote_of_its_types_alone() -> None:
    """Types that its author judged and did not name are no quotes."""
    passage = LabelledPassage(SALE, frozenset({"data_sale"}), None, "written")
    assert {label for each, label in find_written(passage) if each.clause == "data_sale"} == {GOOD}
    other = LabelledPassage(SALE, frozenset(), None, "written")
    assert {label for _, label in find_written(other)} == {NONE}
    long = LabelledPassage(f"{SALE} {SALE}", frozenset({"data_sale"}), None, "written")
    assert not list(find_written(long))


def test_a_training_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the order of sets or on the time."""
    labels, written = _write_labels(tmp_path), tmp_path / "written.jsonl"
    rows = [
        {"text": text, "clause": clauses, "scope": "tosdr", "service": "written"}
        for text, clauses in ((SALE, ["data_sale"]), ("We may sell your data to anyone.", []))
    ]
    written.write_text("\n".join(json.dumps(row) for row in rows * 3))
    outs = [tmp_path / name for name in ("first.npz", "second.npz")]
    for out in outs:
        assert "sentences" in train_from_files(labels, tmp_path, [written], out)
    first, second = (out.read_bytes() for out in outs)
    assert first == second
    assert "type data_sale" in parse_quote_model(first).weights


def test_other_weights_are_another_release() -> None:
    """Records are read again if the recogniser alone has changed."""
    candidates = [
        Candidate("data_sale", text, text.lower().split(), (), 0.9, is_explicit=True, cue_kinds=())
        for text in (SALE, MENTION) * 3
    ]
    labels = [GOOD, NONE] * 3
    model = train_quote_model([*zip(candidates, labels, strict=True)])
    surer = [replace(candidates[0], probability=0.99), *candidates[1:]]
    assert train_quote_model([*zip(surer, labels, strict=True)]).release != model.release


@pytest.mark.parametrize("text", ["{", "[]", '{"file": "a"}'])
def test_a_wrong_file_of_labels_is_named(tmp_path: Path, text: str) -> None:
    """The message names the file and its fields."""
    path = tmp_path / "labels.jsonl"
    path.write_text(text)
    with pytest.raises(ConfigError, match="quotes"):
        read_labels(path)


def test_a_missing_document_is_named(tmp_path: Path) -> None:
    """Training on a part of the documents would give other weights."""
    labels = _write_labels(tmp_path)
    (tmp_path / "page.html").unlink()
    (document,) = read_labels(labels)
    with pytest.raises(UserError, match=r"page\.html"):
        list(find_labelled(document, tmp_path))
