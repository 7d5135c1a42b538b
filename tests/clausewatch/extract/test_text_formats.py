"""Plain text, Markdown, character sets and the detection of formats."""

import encodings
from contextlib import suppress
from pkgutil import iter_modules

import pytest

from clausewatch.errors import ExtractError
from clausewatch.extract import read
from clausewatch.extract.charset import decode_page
from clausewatch.extract.formats import detect_format
from clausewatch.extract.markdown import strip_marks
from clausewatch.model.formats import HTML, MARKDOWN, PDF, PLAIN_TEXT, XHTML
from clausewatch.model.reading import BlockKind, Page
from tests.clausewatch.policy_pages import URL, read_page

MARKDOWN_PAGE = """---
title: ignored
---
<!-- a note -->
# Privacy Policy

Effective: 1 March 2026

Our Terms
---------
We keep **prompts** for `30` days, see [the list](https://a.example/list).
They are deleted afterwards.

- one [right][r]
  - nested *right*
1. numbered

| Name | Period |
|------|--------|
| Logs | 30 days |

```
code stays text
```
"""
PLAIN_PAGE = """PRIVACY POLICY

We collect the prompts that you type
and the images that you upload.

- the first item
- the second item
"""


def test_markdown_is_read_as_blocks() -> None:
    """Headings, lists, tables and paragraphs are recognised, and their marks removed."""
    blocks = read_page(MARKDOWN_PAGE, "text/markdown").blocks
    kinds = [(block.kind, block.text) for block in blocks]
    assert kinds[0] == (BlockKind.HEADING, "Privacy Policy")
    assert (BlockKind.HEADING, "Our Terms") in kinds
    joined = "We keep prompts for 30 days, see the list. They are deleted afterwards."
    assert (BlockKind.PARAGRAPH, joined) in kinds
    assert (BlockKind.ROW, "Logs | 30 days") in kinds
    levels = [block.level for block in blocks if block.kind is BlockKind.ITEM]
    assert levels == [1, 2, 1]
    assert blocks[3].path == ("Privacy Policy", "Our Terms")


def test_markdown_states_its_date() -> None:
    """The date line of a Markdown policy is its stated date."""
    assert str(read_page(MARKDOWN_PAGE, "text/markdown").stated_date) == "2026-03-01"


MARKS = {
    "**bold** and _thin_": "bold and thin",
    "![logo](x.png) text": "logo text",
    "[](#top) the rule": "the rule",
    "[[by mail]](b.html)": "[by mail]",
    "<https://a.example>": "https://a.example",
    r"1\. not a list": "1. not a list",
    "a <b>tag</b>": "a tag",
}


@pytest.mark.parametrize("text", MARKS)
def test_marks_are_removed(text: str) -> None:
    """Emphasis, links, images, tags and escapes leave their text."""
    assert strip_marks(text) == MARKS[text]


def test_plain_text_is_read_as_blocks() -> None:
    """Blank lines separate paragraphs, bullets mark items, and capitals mark a heading."""
    kinds = [(block.kind, block.text) for block in read_page(PLAIN_PAGE, "text/plain").blocks]
    assert kinds == [
        (BlockKind.HEADING, "PRIVACY POLICY"),
        (
            BlockKind.PARAGRAPH,
            "We collect the prompts that you type and the images that you upload.",
        ),
        (BlockKind.ITEM, "- the first item"),
        (BlockKind.ITEM, "- the second item"),
    ]


UNCLEAN = {
    "control characters": (b"We \x00keep\x01 it, \x1bhere", "text/plain", "We keep it, here"),
    "of Markdown": (b"We \x00keep it", "text/markdown", "We keep it"),
    "of HTML": (b"<p>We keep&#1; it, &#x7f;here</p>", "text/html", "We keep it, here"),
    "half a character": (b"<p>We &#xD83D; keep it</p>", "text/html", "We \ufffd keep it"),
    "nothing else": (b"We keep it\n\n\x01\x02", "text/plain", "We keep it"),
    "white space": (b"We\x0bkeep\x0cit\x1fhere", "text/plain", "We keep it here"),
}


@pytest.mark.parametrize("name", UNCLEAN)
def test_characters_that_no_database_stores_are_removed(name: str) -> None:
    """PostgreSQL refuses U+0000, and the others are invisible; the words stay."""
    body, kind, wanted = UNCLEAN[name]
    assert [block.text for block in read_page(body, kind).blocks] == [wanted]


def test_no_charset_raises_an_unknown_error() -> None:
    """Python has more encodings than the web; bytes become text or are refused under each name."""
    names = {module.name for module in iter_modules(encodings.__path__)}
    for name in names:
        for body in (b"caf\xe9 \x81\xff +2DU- \\ud800 xn--\x00", b"\x80" * 70, b""):
            with suppress(ExtractError):
                page = Page(URL, body, f"text/html; charset={name}")
                assert isinstance(decode_page(page), str), name


DETECTED = {
    "https://a.example/p.md": (b"# T", "text/plain", MARKDOWN),
    "https://a.example/p": (b"<!DOCTYPE html><p>x", "application/octet-stream", HTML),
    "https://a.example/q": (b"words", "text/plain", PLAIN_TEXT),
    "https://a.example/r": (b"words", "", HTML),
    "https://a.example/s": (b"%PDF-1.7", "text/html", PDF),
    "https://a.example/t": (b"<p>", "application/xhtml+xml; charset=utf-8", XHTML),
    "https://a.example/page.txt": (b"<html>", "text/html", HTML),
}


@pytest.mark.parametrize("url", DETECTED)
def test_the_format_is_detected(url: str) -> None:
    """The bytes count more than the header, and the header more than the URL."""
    body, content_type, expected = DETECTED[url]
    assert detect_format(Page(url, body, content_type)) is expected


@pytest.mark.parametrize("kind", ["text/plain", "text/markdown"])
def test_text_can_be_truncated(kind: str) -> None:
    """Fewer bytes than declared are a signal in every format."""
    result = read([Page(URL, b"Some words of a policy", kind, declared_length=99)])
    assert result.signals.truncated
    assert result.language == "und"
