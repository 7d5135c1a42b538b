"""Fixtures that read invented policies and find their provisions."""

from collections.abc import Callable

import pytest

from clausewatch.extract import read
from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Page, Reading
from clausewatch.provisions.analysis import find_provisions


def read_markdown(markdown: str) -> Reading:
    """Return the reading of a policy written in Markdown."""
    return read([Page("https://larkspur.example/policy.md", markdown.encode(), "text/markdown")])


@pytest.fixture
def make_reading() -> Callable[[str], Reading]:
    """A function that returns the reading of a Markdown text."""
    return read_markdown


@pytest.fixture
def find_by_type() -> Callable[[str], dict[str, Provision]]:
    """A function that returns the provisions of a Markdown text by clause type."""
    return lambda markdown: {
        provision.clause: provision for provision in find_provisions(read_markdown(markdown))
    }
