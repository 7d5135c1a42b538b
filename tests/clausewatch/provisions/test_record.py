"""Records: texts that are true of the document at hand."""

from collections.abc import Callable

import pytest

from clausewatch.provision import Polarity
from clausewatch.provisions.filing import find
from clausewatch.provisions.memo import contact_of, texts
from clausewatch.provisions.record import Record, record
from clausewatch.provisions.taxonomy_files import taxonomy
from clausewatch.reading import Reading

NAMED = ("Larkspur", "Privacy Policy")
TRAINS = "We may use the prompts that you type to train and improve our AI models."
POLICY = f"# Larkspur Privacy Policy\n\nLast updated: May 5, 2026\n\n{TRAINS}\n"
Make = Callable[[str], Reading]


def made(reading: Reading, clause: str = "ai_training") -> Record:
    """The record of one clause type of a reading."""
    found = find(reading)
    one = next(held for held in found if held.clause == clause)
    return record(one, found, reading, taxonomy(), NAMED)


def test_a_record_has_every_field_of_its_own(reading: Make) -> None:
    """Nothing that comes from taxonomy or document is empty."""
    held = made(reading(POLICY))
    assert held.title == taxonomy().clauses["ai_training"].name
    assert held.provision.quote.text == TRAINS
    assert held.texts.what.startswith("Larkspur's Privacy Policy allows ")
    for text in (held.category, held.question, held.texts.why, held.texts.impact, held.texts.note):
        assert text
    assert held.texts.actions
    assert held.regulations
    assert held.agencies
    assert held.stated_date is not None
    assert held.reviewed
    assert len(held.faq) == 4
    assert "not legal advice" in held.disclaimer
    assert "not reviewed by a lawyer" in held.mapping_note
    assert "independent of Larkspur" in held.faq[-1].answer


def test_no_brace_is_left_in_any_text(reading: Make) -> None:
    """Every template of every type is filled, whatever the polarity."""
    provision = find(reading(POLICY))[0]
    for clause in taxonomy().clauses.values():
        blank = tuple(
            type(one)(facet.id, facet.label, None)
            for facet in clause.facets
            for one in provision.facets[:1]
        )
        for said in Polarity:
            held = type(provision)(
                clause.id,
                provision.quote,
                (),
                said,
                provision.severity,
                provision.confidence,
                provision.basis,
                blank,
                "",
                "1",
            )
            filled = texts(clause, held, "Larkspur", "Terms", "a@b.example")
            parts = [getattr(filled.memo, part) for part in filled.memo.__slots__]
            whole = " ".join([filled.what, filled.why, filled.impact, *filled.actions, *parts])
            assert "{" not in whole
            assert "  " not in whole


@pytest.mark.parametrize(
    ("sentence", "within", "never"),
    [
        ("We do not use your prompts to train AI models.", "rules out", "Look for a training"),
        ("We will not train AI models on prompts without your consent.", "consent", "opt out of"),
        ("You can opt out of the use of prompts to train AI models.", "way to opt out", "names no"),
        ("We use your prompts to train AI models.", "names no way to opt out", "states a way"),
    ],
)
def test_no_text_contradicts_the_quote(
    reading: Make, sentence: str, within: str, never: str
) -> None:
    """What is said of the document follows its polarity and its facets."""
    held = made(reading(f"# Policy\n\n{sentence}\n"))
    whole = " ".join([held.texts.what, held.texts.impact, *held.texts.actions])
    assert within in whole
    assert never not in whole


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("Terms", "Larkspur's Terms "),
        ("Larkspur Privacy Policy", "The Larkspur Privacy Policy "),
        ("Larkspur's Terms", "Larkspur's Terms "),
    ],
)
def test_the_document_is_not_named_twice(reading: Make, title: str, opening: str) -> None:
    """A title that holds the platform's name needs no possessive."""
    source = reading(POLICY)
    found = find(source)
    held = record(found[0], found, source, taxonomy(), ("Larkspur", title))
    assert held.texts.what.startswith(opening)


@pytest.mark.parametrize(
    ("addresses", "chosen"),
    [
        (["support@x.example", "privacy@x.example"], "privacy@x.example"),
        (["jobs@x.example", "legal@x.example."], "legal@x.example"),
        (["hello@x.example"], "hello@x.example"),
        (["dmca@x.example", "jobs@x.example"], "the contact that the document names"),
        ([], "the contact that the document names"),
    ],
)
def test_the_contact_is_the_documents_own(reading: Make, addresses: list[str], chosen: str) -> None:
    """Actions name the privacy address where there is one, and invent none."""
    lines = "\n\n".join(f"You can write to {one} at any time." for one in addresses)
    assert contact_of(reading(f"# Policy\n\nWe sell nothing.\n\n{lines}\n")) == chosen
