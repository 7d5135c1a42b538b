"""Provisions as lines of JSON, for other tools, and as text."""

import json
from collections.abc import Callable

from clausewatch.model.provisions import build_text
from clausewatch.model.reading import Reading
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.json_lines import render_json, render_text


def test_a_line_has_file_and_provisions(make_reading: Callable[[str], Reading]) -> None:
    """Every field of a provision is present, and the positions delimit the quotes."""
    reading = make_reading("# Policy\n\nWe do not sell your personal information to anybody.\n")
    line = render_json("some/policy.md", find_provisions(reading))
    assert "\n" not in line
    row = json.loads(line)
    assert row["file"] == "some/policy.md"
    (sale,) = [each for each in row["provisions"] if each["clause"] == "data_sale"]
    assert sale["polarity"] == "does_not"
    assert sale["severity"] == "low"
    for quote, position in zip([sale["quote"], *sale["quotes"]], sale["evidence"], strict=True):
        assert build_text(reading)[position["start"] : position["end"]] == quote
    assert set(sale) >= {"confidence", "basis", "facets", "note", "engine"}


def test_text_for_people(make_reading: Callable[[str], Reading]) -> None:
    """The text has severity, clause type and quote, or says that nothing was found."""
    reading = make_reading("# Policy\n\nWe do not sell your personal information to anybody.\n")
    text = render_text("a.md", find_provisions(reading))
    assert "low: " in text
    assert "“We do not sell your personal information to anybody.”" in text
    assert render_text("b.md", ()).endswith("nothing found")
