"""Invented policies as readings, and the provisions found in them."""

from collections.abc import Callable

import pytest

from clausewatch.extract import read
from clausewatch.provision import Provision
from clausewatch.provisions.filing import find
from clausewatch.reading import Page, Reading


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
    return lambda markdown: {one.clause: one for one in find(reading_of(markdown))}
