"""Provisions as lines of JSON: the format that scorers and other tools read."""

import json
from collections.abc import Callable

from clausewatch.model.provisions import text_of
from clausewatch.model.reading import Reading
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.json_lines import render_json, render_text


def test_a_line_holds_file_and_provisions(reading: Callable[[str], Reading]) -> None:
    """Every field of a provision is there, and positions cut out the quotes."""
    held = reading("# Policy\n\nWe do not sell your personal information to anybody.\n")
    line = render_json("some/policy.md", find_provisions(held))
    assert "\n" not in line
    told = json.loads(line)
    assert told["file"] == "some/policy.md"
    (sale,) = [one for one in told["provisions"] if one["clause"] == "data_sale"]
    assert sale["polarity"] == "does_not"
    assert sale["severity"] == "low"
    for text, place in zip([sale["quote"], *sale["quotes"]], sale["evidence"], strict=True):
        assert text_of(held)[place["start"] : place["end"]] == text
    assert set(sale) >= {"confidence", "basis", "facets", "note", "engine"}


def test_text_for_a_reader(reading: Callable[[str], Reading]) -> None:
    """Severity, the type's name and the quote stand there; a file without provisions says so."""
    held = reading("# Policy\n\nWe do not sell your personal information to anybody.\n")
    told = render_text("a.md", find_provisions(held))
    assert "low: " in told
    assert "“We do not sell your personal information to anybody.”" in told
    assert render_text("b.md", ()).endswith("nothing found")
