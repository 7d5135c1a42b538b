"""Decisions on stored pairs of pages, read from a list."""

import gzip
import json
from pathlib import Path

import pytest

from clausewatch.errors import UserError
from clausewatch.evaluation.page_lists import read_body
from clausewatch.evaluation.pairs import evaluate_all, read_pairs, render_plain_card
from tests.clausewatch.policy_pages import (
    BASE,
    EXPECTED,
    URL,
    compare_pages,
    render_page,
    render_terms,
)

CHANGED = render_page(render_terms().replace("30 days", "60 days"))

EMPTY = b"<html><body></body></html>"

DATED = render_page(render_terms(date="Last updated: 9 June 2026"))


def _write_list(folder: Path, pairs: dict[str, tuple[bytes, bytes]]) -> Path:
    rows = []
    for name, sides in pairs.items():
        row: dict[str, object] = {"id": name, "url": URL, "service": "L", "document": "Privacy"}
        for side, body in zip(("before", "after"), sides, strict=True):
            file = folder / f"{name}-{side}.html.gz"
            file.write_bytes(gzip.compress(body))
            row[side] = {"file": file.name}
        rows.append(json.dumps(row))
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    return path


PAIRS = {
    "changed": (BASE, CHANGED),
    "same": (BASE, BASE),
    "dated": (BASE, DATED),
    "gone": (BASE, EMPTY),
    "recovered": (EMPTY, CHANGED),
    "picture": (BASE, b"\x89PNG\r\n"),
}


def test_each_pair_gets_a_decision(tmp_path: Path) -> None:
    """The decisions on all sorts of pairs come in the order of the list."""
    progress: list[tuple[int, int]] = []
    path = _write_list(tmp_path, PAIRS)
    decisions = list(
        evaluate_all(path, workers=1, progress=lambda count, total: progress.append((count, total)))
    )
    assert [d["id"] for d in decisions] == list(PAIRS)
    assert [d["told"] for d in decisions] == [True, False, False, False, False, False]
    significances = [d["significance"] for d in decisions[:3]]
    assert significances == ["substantive", None, "date-only"]
    codes = [(d["implausible"] or "").split(":")[:2] for d in decisions[3:]]
    assert codes[0] == ["after", " empty"]
    assert codes[1] == ["before", " empty"]
    assert codes[2][0] == "unreadable"
    assert "60 days" in decisions[0]["card"]
    assert "60 days" in str(decisions[0]["edits"][0]["after"])
    assert progress[-1] == (6, 6)
    first, last = decisions[0], decisions[-1]
    assert (first["severity"], first["direction"]) == ("medium", "less_favourable")
    assert "60 days" in first["summary"][0]
    assert (last["severity"], last["direction"], last["summary"]) == (None, None, [])


def test_a_headline_without_words_is_no_summary(tmp_path: Path) -> None:
    """The first line of a summary quotes the text, where the headline only names its section."""
    longer = render_page(f"{render_terms()}<p>The lamp in the hall is green on Mondays.</p>")
    path = _write_list(tmp_path, {"longer": (BASE, longer)})
    (decision,) = evaluate_all(path, workers=1)
    assert "The lamp in the hall" in decision["summary"][0]


def test_worker_processes_make_the_same_decisions(tmp_path: Path) -> None:
    """Two worker processes make the same decisions as one."""
    path = _write_list(tmp_path, {"changed": PAIRS["changed"], "same": PAIRS["same"]})
    assert list(evaluate_all(path, workers=2)) == list(evaluate_all(path, workers=1))


def test_the_plain_card_quotes_the_most_severe_edits() -> None:
    """The card has a headline, the summary and the quotes, with long quotes cut."""
    card = render_plain_card(
        EXPECTED,
        compare_pages(BASE, render_page(render_terms() + f"<p>{'We sell data. ' * 60}</p>")),
    )
    assert card.startswith("Lumenforge \u00b7 Privacy Policy: ")
    assert len(card) < 1500


INVALID_LISTS = {
    "no JSON": "nonsense",
    "no file": '{"id": "a", "before": {}, "after": {}}',
    "no object": "[1]",
}


@pytest.mark.parametrize("what", INVALID_LISTS)
def test_an_invalid_list_is_refused_with_its_line(what: str, tmp_path: Path) -> None:
    """The error names the line that is not a pair."""
    path = tmp_path / "pairs.jsonl"
    path.write_text(INVALID_LISTS[what], encoding="utf-8")
    with pytest.raises(UserError, match="line 1 is not a pair"):
        read_pairs(path)


def test_a_missing_or_damaged_file_is_refused(tmp_path: Path) -> None:
    """A missing list, a missing page and a damaged page are each one sentence."""
    damaged = tmp_path / "x.gz"
    damaged.write_bytes(b"\x1f\x8bnot really")
    for path in (tmp_path / "none", damaged):
        with pytest.raises(UserError, match="cannot be read"):
            read_body(path)
    with pytest.raises(UserError, match="cannot be read"):
        read_pairs(tmp_path / "none")
