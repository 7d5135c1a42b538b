"""First checks of the pages of a list, as `judge --first` makes them."""

import gzip
import json
from pathlib import Path

import pytest

from clausewatch.errors import UserError
from clausewatch.evaluation.first_checks import evaluate_pages
from tests.clausewatch.policy_pages import render_page, render_terms

PAGES = {
    "policy": render_page(render_terms()),
    "other": render_page(
        render_terms().replace("Privacy Policy", "Cookie Policy"), "Cookie Policy"
    ),
    "shell": b"<html><body><div id='root'></div><script>1</script></body></html>",
}


def write_list(folder: Path) -> Path:
    """Write the pages, one of them compressed, and their list."""
    rows = []
    for name, body in PAGES.items():
        file = folder / f"{name}.html.gz"
        file.write_bytes(gzip.compress(body) if name == "policy" else body)
        row = {"id": name, "service": "Lumenforge", "document": "Privacy Policy", "url": ""}
        rows.append(json.dumps(row | {"file": file.name}))
    path = folder / "singles.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_every_page_gets_one_of_three_verdicts(tmp_path: Path) -> None:
    """A page is read, read with a remark, or refused with a reason."""
    checks = {check["id"]: check for check in evaluate_pages(write_list(tmp_path), workers=1)}
    assert {name: check["verdict"] for name, check in checks.items()} == {
        "policy": "read",
        "other": "remark",
        "shell": "refused",
    }
    assert checks["policy"]["words"] > 50
    assert checks["other"]["code"] == "other-document"
    assert checks["shell"]["reason"].endswith(".")


def test_an_invalid_list_is_refused_with_its_line(tmp_path: Path) -> None:
    """The error names the line that is not a page."""
    path = tmp_path / "singles.jsonl"
    path.write_text(json.dumps({"id": "a"}), encoding="utf-8")
    with pytest.raises(UserError, match="line 1 is not a page"):
        list(evaluate_pages(path))
