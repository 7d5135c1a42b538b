"""`judge --first`: a first look at each page of a list."""

import gzip
import json
from pathlib import Path

import pytest

from clausewatch.errors import UserError
from clausewatch.evaluation.first_looks import look_at_all
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
    """Read, read with a remark, or refused; each with its words."""
    looks = {look["id"]: look for look in look_at_all(write_list(tmp_path), workers=1)}
    assert {name: look["verdict"] for name, look in looks.items()} == {
        "policy": "read",
        "other": "remark",
        "shell": "refused",
    }
    assert looks["policy"]["words"] > 50
    assert looks["other"]["code"] == "other-document"
    assert looks["shell"]["reason"].endswith(".")


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    """The line that is no page is named."""
    path = tmp_path / "singles.jsonl"
    path.write_text(json.dumps({"id": "a"}), encoding="utf-8")
    with pytest.raises(UserError, match="line 1 is not a page"):
        list(look_at_all(path))
