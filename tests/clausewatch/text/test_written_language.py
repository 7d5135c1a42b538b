"""Tokens, numbering, sentences and dates."""

from datetime import date

import pytest

from clausewatch.text.date_lines import find_stated_date, is_age, is_copyright, is_date_line
from clausewatch.text.dates import find_dates
from clausewatch.text.normal_form import is_mostly_unspaced, make_heading_key, make_key, tokenise
from clausewatch.text.sentences import split_sentences

KEYS = {
    "3.2 We keep data": "we keep data",
    "(iv) We keep data": "we keep data",
    "Section 4. Retention": "retention",
    "\u2022 an item": "an item",
    "\u7b2c\u4e09\u6761 \u4fdd\u5b58": "\u4fdd \u5b58",
    "A.1.": "",
    "30 days": "30 days",
    "I agree": "i agree",
    "It\u2019s 5\u00a0000 \u20ac": "it s 5 000 \u20ac",
    "write to A.B@Example.org.": "write to a.b@example.org",
    "see www.example.org/terms.": "see www.example.org/terms",
    "a [at] b [dot] org": "a@b.org",
    "see [the list](https://a.example)": "see the list",
}


@pytest.mark.parametrize("text", KEYS)
def test_a_key_has_only_the_meaning(text: str) -> None:
    """Case, typography and numbering are removed; numbers, signs and addresses stay."""
    assert make_key(text) == KEYS[text]


def test_a_bare_number_before_a_heading_is_numbering() -> None:
    """A heading's number may lack a full stop, but a sentence may start with a figure."""
    assert make_heading_key("3 Retention") == "retention"
    assert make_key("3 months pass") == "3 months pass"


def test_scripts_without_spaces_are_recognised() -> None:
    """Each Chinese character is a token."""
    assert tokenise("\u4fdd\u5b58 30") == ["\u4fdd", "\u5b58", "30"]
    assert is_mostly_unspaced(["\u4fdd", "\u5b58", "30"])
    assert not is_mostly_unspaced(["we", "keep"])


SENTENCES = {
    "One. Two! Three?": ["One.", "Two!", "Three?"],
    "Acme Inc. keeps it. You may not.": ["Acme Inc. keeps it.", "You may not."],
    "See Art. 15 and Nr. 3 of it.": ["See Art. 15 and Nr. 3 of it."],
    "\u6211\u4eec\u4fdd\u5b58\u3002\u60a8\u540c\u610f\uff1b": [
        "\u6211\u4eec\u4fdd\u5b58\u3002",
        "\u60a8\u540c\u610f\uff1b",
    ],
    "Acme Ltd\n4 Quay Street\nCork": ["Acme Ltd", "4 Quay Street", "Cork"],
    "a line\nthat goes on": ["a line\nthat goes on"],
    "": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_are_split(text: str) -> None:
    """Abbreviations do not end a sentence, but the lines of an address do."""
    assert list(split_sentences(text)) == SENTENCES[text]


DATES = {
    ("March 3rd, 2024", "en"): date(2024, 3, 3),
    ("3 de mars 2024", "fr"): date(2024, 3, 3),
    ("1er ao\u00fbt 2024", "fr"): date(2024, 8, 1),
    ("3. M\u00e4rz 2024", "de"): date(2024, 3, 3),
    ("den 3 maj 2024", "sv"): date(2024, 5, 3),
    ("2024\u5e743\u67083\u65e5", "zh"): date(2024, 3, 3),
    ("2024\u5e743\u6708", "zh"): date(2024, 3, 1),
    ("2024-03-04", "en"): date(2024, 3, 4),
    ("03/04/2024", "en"): date(2024, 3, 4),
    ("13/04/2024", "en"): date(2024, 4, 13),
    ("03/04/2024", "fr"): date(2024, 4, 3),
    ("03.04.2024", "en"): date(2024, 4, 3),
    ("May 2024", "en"): date(2024, 5, 1),
}


@pytest.mark.parametrize(("text", "language"), DATES)
def test_dates_are_found(text: str, language: str) -> None:
    """Dates are parsed in the way of each language."""
    assert [found.day for found in find_dates(text, language)] == [DATES[text, language]]


def test_impossible_dates_are_ignored() -> None:
    """The thirty-first of February is not a date."""
    assert not list(find_dates("31 February 2024 and 99/99/2024", "en"))


LINES = {
    "Last updated: May 12, 2026": "date",
    "Effective 1 March 2026 (Version)": "date",
    "Version of the Lumenforge Privacy Policy: 2 May 2026": "date",
    "2026": "date",
    "\u00a9 2019-2026 Lumenforge": "copyright",
    "Copyright 2026 Lumenforge. All rights reserved": "copyright",
    "Updated yesterday": "age",
    "Updated over a week ago by Ines": "age",
    "il y a 3 jours": "age",
    "30 days": "term",
    "Logs | 30 days": "term",
    "Fees as of 1 January 2026: $10": "term",
    "These fees are effective 1 January 2026": "term",
    "Copyright claims made before 2020 are barred.": "term",
    "L\u00f6schung vor 30 Tagen": "term",
}


@pytest.mark.parametrize("text", LINES)
def test_lines_about_the_document_are_not_terms(text: str) -> None:
    """Only a line that does nothing but date the document counts as such."""
    kinds = {"date": is_date_line(text), "copyright": is_copyright(text), "age": is_age(text)}
    wanted = LINES[text]
    assert [name for name, holds in kinds.items() if holds] == (
        [wanted] if wanted != "term" else []
    )


def test_a_date_without_a_label_is_not_the_documents() -> None:
    """A date deep inside a sentence is not the document's date."""
    text = "Whoever joined before 1 May 2020 keeps the old price, whoever came after pays more " * 2
    assert find_stated_date(text, "en") is None
    assert find_stated_date("Nothing about days", "en") is None
    assert find_stated_date("Effective: soon", "en") is None
