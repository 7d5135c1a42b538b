"""Judging stored pairs and explaining one: the same stages, from files."""

import gzip
import json
from pathlib import Path

import pytest

from clausewatch.errors import UserError
from clausewatch.evaluation.explanation import explain, render_html, render_text
from clausewatch.evaluation.page_lists import read_body
from clausewatch.evaluation.pairs import evaluate_all, read_pairs, render_plain_card
from clausewatch.model.reading import Page
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
SPELT = render_page(render_terms().replace("afterwards", "afterward"))


def _listed(folder: Path, pairs: dict[str, tuple[bytes, bytes]]) -> Path:
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
    """Told, silent, implausible and unreadable pairs are decided in the order of the list."""
    seen: list[tuple[int, int]] = []
    path = _listed(tmp_path, PAIRS)
    found = list(
        evaluate_all(path, workers=1, progress=lambda done, total: seen.append((done, total)))
    )
    assert [d["id"] for d in found] == list(PAIRS)
    assert [d["told"] for d in found] == [True, False, False, False, False, False]
    significances = [d["significance"] for d in found[:3]]
    assert significances == ["substantive", None, "date-only"]
    codes = [(d["implausible"] or "").split(":")[:2] for d in found[3:]]
    assert codes[0] == ["after", " empty"]
    assert codes[1] == ["before", " empty"]
    assert codes[2][0] == "unreadable"
    assert "60 days" in found[0]["card"]
    assert "60 days" in str(found[0]["edits"][0]["after"])
    assert seen[-1] == (6, 6)


def test_worker_processes_decide_the_same(tmp_path: Path) -> None:
    """Two spawned processes give the decisions of one."""
    path = _listed(tmp_path, {"changed": PAIRS["changed"], "same": PAIRS["same"]})
    assert list(evaluate_all(path, workers=2)) == list(evaluate_all(path, workers=1))


def test_the_plain_card_quotes_the_gravest_edits() -> None:
    """The card has a head line, the bullets and the quotes, long ones cut."""
    card = render_plain_card(
        EXPECTED,
        compare_pages(BASE, render_page(render_terms() + f"<p>{'We sell data. ' * 60}</p>")),
    )
    assert card.startswith("Lumenforge \u00b7 Privacy Policy: ")
    assert len(card) < 1500


WRONG_LISTS = {
    "no JSON": "nonsense",
    "no file": '{"id": "a", "before": {}, "after": {}}',
    "no object": "[1]",
}


@pytest.mark.parametrize("what", WRONG_LISTS)
def test_a_wrong_list_is_told_with_its_line(what: str, tmp_path: Path) -> None:
    """A line that is no pair is named."""
    path = tmp_path / "pairs.jsonl"
    path.write_text(WRONG_LISTS[what], encoding="utf-8")
    with pytest.raises(UserError, match="line 1 is not a pair"):
        read_pairs(path)


def test_missing_files_are_told(tmp_path: Path) -> None:
    """A list or a page that is not there, and one that is damaged, is one sentence."""
    damaged = tmp_path / "x.gz"
    damaged.write_bytes(b"\x1f\x8bnot really")
    for path in (tmp_path / "none", damaged):
        with pytest.raises(UserError, match="cannot be read"):
            read_body(path)
    with pytest.raises(UserError, match="cannot be read"):
        read_pairs(tmp_path / "none")


VERDICTS = {
    "told": (CHANGED, "Told at once: the change is substantive, severity high."),
    "same": (BASE, "Not told: the terms are the same."),
    "dated": (DATED, "Not told: only the document's own date changed; it is on record."),
    "spelt": (SPELT, "Not told at once: the change is editorial and waits for the digest."),
    "gone": (EMPTY, "Not told: the later page is not the policy (empty)."),
}


@pytest.mark.parametrize("what", VERDICTS)
def test_an_explanation_gives_the_verdict(what: str) -> None:
    """The verdict comes first, in text and in HTML."""
    body, wanted = VERDICTS[what]
    found = explain(Page(URL, BASE), Page(URL, body), EXPECTED)
    assert render_text(found).startswith(wanted)
    assert "<h1>Not told" in render_html(found) or "<h1>Told" in render_html(found)


def test_an_explanation_shows_blocks_and_edits() -> None:
    """What was kept and left out, and every edit with its reason, can be read."""
    found = explain(Page(URL, BASE), Page(URL, CHANGED), EXPECTED)
    text, markup = render_text(found), render_html(found)
    assert "left out (page header): Home Pricing Blog" in text
    assert "kept (row): Ledgerly | Payment records | 7 years" in text
    assert "reworded, substantive, high: a number was altered" in text
    assert "<del>30</del><ins>60</ins>" in markup


def test_an_explanation_escapes_what_the_page_says() -> None:
    """Text of a policy can run nothing in the explanation."""
    hostile = render_page(
        render_terms() + "<p>We keep &lt;script&gt;alert(1)&lt;/script&gt; for a year.</p>"
    )
    markup = render_html(explain(Page(URL, BASE), Page(URL, hostile), EXPECTED))
    assert "<script>" not in markup
