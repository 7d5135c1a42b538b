"""The recogniser's commands on files, line by line."""

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import stored_documents
from bot.cli.main import app

POLICY = "# Policy\n\nWe do not sell your personal information to anybody.\n"
PAGE = (
    "<html><body><h1>Terms</h1><p>Any dispute will be resolved by binding arbitration.</p>"
    "</body></html>"
)


@pytest.fixture(autouse=True)
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use this process only, because spawning others takes longer than the work."""
    monkeypatch.setattr(stored_documents.os, "cpu_count", lambda: 1)


def test_one_line_per_file_in_the_order_given(tmp_path: Path) -> None:
    """Files keep their given names, packed files are read, and a bad file does not stop others."""
    packed, plain = tmp_path / "terms.html.gz", tmp_path / "policy.md"
    packed.write_bytes(gzip.compress(PAGE.encode()))
    plain.write_text(POLICY)
    names = [str(packed), str(tmp_path / "absent.md"), str(plain)]
    result = CliRunner().invoke(app, ["provisions", "--json", *names])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["file"] for row in rows] == names
    assert [provision["clause"] for provision in rows[0]["provisions"]] == ["arbitration"]
    assert rows[1]["provisions"] == []
    assert rows[2]["provisions"][0]["quote"].startswith("We do not sell")
    assert result.exit_code == 1
    assert "absent.md cannot be read" in result.stderr
    assert "3 of 3" in result.stderr


def test_passages_are_recognised_by_id(tmp_path: Path) -> None:
    """Each passage gets one line with its clause types."""
    passages = [
        {"id": 7, "text": "Any dispute will be resolved by binding arbitration."},
        {"id": "x", "text": "Our office is painted blue."},
    ]
    path = tmp_path / "passages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in passages))
    result = CliRunner().invoke(app, ["recognise", str(path)])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], [c["id"] for c in row["clauses"]]) for row in rows] == [
        (7, ["arbitration"]),
        ("x", []),
    ]
    assert rows[0]["clauses"][0]["confidence"] in {"low", "medium", "high"}
    assert result.exit_code == 0
