"""The mechanical rules for what people read: short sentences, one vocabulary, title case."""

import re

import pytest

from clausewatch.model.documents import title_kind
from tests.bot.surface_texts import (
    CHAT,
    CODE,
    list_chat_texts,
    list_clause_texts,
    list_other_texts,
    list_page_texts,
)

MAX_WORDS = 20
MAX_CLAUSE_WORDS = 40
"""Of a clause type's text; the longest ones list the articles of several laws."""
LONG_CLAUSE_SENTENCES = 36
"""Sentences of clause types with more than MAX_WORDS words; the number must not grow."""
BANNED = re.compile(
    r"\b(?:grave|graver|gravest|milder|weighty|whoever|nobody|somebody|once more|anew|mended"
    r"|told|is no (?:day|time|platform)|address of|its address|looked at|besides|meanwhile|lately"
    r"|goes on|way out|handed to|is no promise|be read since"
    r"|as the document says)\b",
    re.IGNORECASE,
)
"""Words that the glossary replaces; docs/glossary.md says by what."""
UNCONTRACTED = re.compile(r"\b(?:cannot|do not|does not|is not|are not|I am|I will)\b")
RECORDS = ("provision", "evidence", "comparison", "record", "why_it_matters", "subprocessors")
"""Modules that render records, which use no contractions."""
DOCUMENT_KIND = re.compile(r"escape\([\w.]*\bkind\b")


def test_no_sentence_of_the_surface_is_long() -> None:
    """One thought in at most twenty words."""
    long = [
        (text.place, len(sentence.split()), sentence)
        for text in (*list_chat_texts(), *list_other_texts(), *list_page_texts())
        for sentence in text.sentences
        if len(sentence.split()) > MAX_WORDS
    ]
    assert long == []


def test_clause_texts_have_few_long_sentences() -> None:
    """None is endless, and their number does not grow."""
    counts = [len(s.split()) for text in list_clause_texts() for s in text.sentences]
    assert max(counts) <= MAX_CLAUSE_WORDS
    assert sum(count > MAX_WORDS for count in counts) <= LONG_CLAUSE_SENTENCES


def test_one_vocabulary() -> None:
    """No text uses a word that the glossary replaces."""
    texts = [
        *list_chat_texts(),
        *list_clause_texts(),
        *list_other_texts(),
        *list_page_texts(),
    ]
    found = [(text.place, match[0]) for text in texts if (match := _find_banned(text.text))]
    assert found == []


def test_chat_uses_contractions() -> None:
    """A bot that says *cannot* in chat sounds like a contract; records do not contract."""
    found = [
        (text.place, text.text)
        for text in list_chat_texts()
        if not any(name in text.place for name in RECORDS)
        and UNCONTRACTED.search(CODE.sub("", text.text))
    ]
    assert [place for place, text in found if "legal advice" not in text] == []


def test_document_kinds_are_shown_in_title_case() -> None:
    """No message shows a kind as the catalogue stores it."""
    found = [
        path.name
        for path in sorted(CHAT.rglob("*.py"))
        if DOCUMENT_KIND.search(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("terms of service", "Terms of Service"),
        ("data processing agreement", "Data Processing Agreement"),
        ("in-app purchases policy", "In-app Purchases Policy"),
        ("other policy", "Policy"),
        ("SLA", "SLA"),
    ],
)
def test_title_case(kind: str, title: str) -> None:
    """Small words stay small unless they come first; *other policy* is a policy."""
    assert title_kind(kind) == title


def _find_banned(text: str) -> re.Match[str] | None:
    return BANNED.search(CODE.sub("", text))
