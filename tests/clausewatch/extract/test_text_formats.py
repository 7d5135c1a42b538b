"""Plain text and Markdown become the same blocks as a web page."""

import encodings
from pkgutil import iter_modules

import pytest

from clausewatch.extract import read
from clausewatch.extract.charset import decoded
from clausewatch.extract.formats import media_type
from clausewatch.extract.markdown import inline
from clausewatch.model.reading import BlockKind, Page
from tests.clausewatch.policy_pages import URL, reading

MARKDOWN = """---
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
PLAIN = """PRIVACY POLICY

We collect the prompts that you type
and the images that you upload.

- the first item
- the second item
"""


def test_markdown_is_read_as_blocks() -> None:
    """Headings, lists, tables and paragraphs are told apart, marks are gone."""
    blocks = reading(MARKDOWN, "text/markdown").blocks
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
    """The date line of a Markdown policy is found."""
    assert str(reading(MARKDOWN, "text/markdown").stated_date) == "2026-03-01"


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
def test_marks_are_taken_away(text: str) -> None:
    """Emphasis, links, images, tags and escapes leave their text."""
    assert inline(text) == MARKS[text]


def test_plain_text_is_read_as_blocks() -> None:
    """Blank lines part paragraphs, bullets make items, capitals make a heading."""
    kinds = [(block.kind, block.text) for block in reading(PLAIN, "text/plain").blocks]
    assert kinds == [
        (BlockKind.HEADING, "PRIVACY POLICY"),
        (
            BlockKind.PARAGRAPH,
            "We collect the prompts that you type and the images that you upload.",
        ),
        (BlockKind.ITEM, "- the first item"),
        (BlockKind.ITEM, "- the second item"),
    ]


UNSOUND = {
    "control characters": (b"We \x00keep\x01 it, \x1bhere", "text/plain", "We keep it, here"),
    "of Markdown": (b"We \x00keep it", "text/markdown", "We keep it"),
    "of HTML": (b"<p>We keep&#1; it, &#x7f;here</p>", "text/html", "We keep it, here"),
    "half a character": (b"<p>We &#xD83D; keep it</p>", "text/html", "We \ufffd keep it"),
    "nothing else": (b"We keep it\n\n\x01\x02", "text/plain", "We keep it"),
    "white space": (b"We\x0bkeep\x0cit\x1fhere", "text/plain", "We keep it here"),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_what_no_database_takes_is_not_read(name: str) -> None:
    """A server refuses U+0000, and nobody sees the others; the words stay."""
    body, kind, wanted = UNSOUND[name]
    assert [block.text for block in reading(body, kind).blocks] == [wanted]


def test_no_charset_is_an_error() -> None:
    """Python knows more encodings than the web; whichever a page names, its bytes become text."""
    names = {module.name for module in iter_modules(encodings.__path__)}
    for name in names:
        for body in (b"caf\xe9 \x81\xff +2DU- \\ud800 xn--\x00", b"\x80" * 70, b""):
            assert isinstance(decoded(Page(URL, body, f"text/html; charset={name}")), str), name


MEDIA = {
    "https://a.example/p.md": (b"# T", "text/plain", "text/markdown"),
    "https://a.example/p": (b"<!DOCTYPE html><p>x", "application/octet-stream", "text/html"),
    "https://a.example/q": (b"words", "text/plain", "text/plain"),
    "https://a.example/r": (b"words", "", "text/html"),
    "https://a.example/s": (b"%PDF-1.7", "text/html", "application/pdf"),
    "https://a.example/t": (
        b"<p>",
        "application/xhtml+xml; charset=utf-8",
        "application/xhtml+xml",
    ),
}


@pytest.mark.parametrize("url", MEDIA)
def test_the_media_type_is_found(url: str) -> None:
    """Bytes that show what they are win over the header, the header over the name."""
    body, declared, wanted = MEDIA[url]
    assert media_type(Page(url, body, declared)) == wanted


@pytest.mark.parametrize("kind", ["text/plain", "text/markdown"])
def test_text_can_be_truncated(kind: str) -> None:
    """Fewer bytes than announced is a signal in every format."""
    found = read([Page(URL, b"Some words of a policy", kind, declared_length=99)])
    assert found.signals.truncated
    assert found.language == "und"
