"""Invented policies as readings, and the provisions found in them."""

from collections.abc import Callable

import pytest

from clausewatch.extract import read
from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Page, Reading
from clausewatch.provisions.analysis import find_provisions


def reading_of(markdown: str) -> Reading:
    """Return the reading of a policy written in Markdown."""
    return read([Page("https://larkspur.example/policy.md", markdown.encode(), "text/markdown")])


@pytest.fixture
def reading() -> Callable[[str], Reading]:
    """A function from Markdown to a reading."""
    return reading_of


@pytest.fixture
def found() -> Callable[[str], dict[str, Provision]]:
    """A function from Markdown to its provisions by clause type."""
    return lambda markdown: {one.clause: one for one in find_provisions(reading_of(markdown))}
