"""Every format has a page in tests/pages/ and reads it as the file beside the page says."""

from pathlib import Path

import pytest

from clausewatch.extract.formats import EXTRACTORS, detect_format
from clausewatch.fetch.content_types import SNIFFED_BYTES, explain_unreadable
from clausewatch.model.formats import FORMATS, find_suffix
from clausewatch.model.reading import Page
from tests.clausewatch.extract.golden_pages import (
    find_pages,
    find_reading,
    read_page,
    render_reading,
)

PAGES = find_pages()


def test_every_format_has_a_page_and_an_extractor() -> None:
    """A row in FORMATS needs an extractor and a page with its reading."""
    assert set(EXTRACTORS) == set(FORMATS)
    assert set(PAGES.values()) == set(FORMATS)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_read_as_before(path: Path) -> None:
    """A reading that differs needs a new release of the extractor (`extract.RELEASE`)."""
    reading = render_reading(read_page(path, PAGES[path]))
    assert reading == find_reading(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_fetch_and_extract_accept_the_same_formats(path: Path) -> None:
    """A page is accepted under each of its media types, and recognised under all of them."""
    known, body = PAGES[path], path.read_bytes()
    for media_type in known.media_types:
        assert explain_unreadable(media_type, None) is None
        assert explain_unreadable(media_type, body[:SNIFFED_BYTES]) is None
        assert detect_format(Page("https://quay.example/notice", body, media_type)) is known
        assert find_suffix(f"{media_type}; charset=utf-8") == known.suffixes[0]


BINARY_PAGES = [path for path, known in PAGES.items() if known.is_binary]
UNSPECIFIC = ["application/octet-stream", "application/zip", "text/plain", ""]


@pytest.mark.parametrize("path", BINARY_PAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("content_type", UNSPECIFIC)
def test_the_bytes_of_a_binary_format_suffice(path: Path, content_type: str) -> None:
    """Hosts send files under wrong and unspecific types."""
    page = Page("https://quay.example/notice", path.read_bytes(), content_type)
    assert detect_format(page) is PAGES[path]
