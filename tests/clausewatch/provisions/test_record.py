"""Records: texts that are true of the document at hand."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Reading
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.contacts import NO_CONTACT, Contacts, find_contact
from clausewatch.provisions.provision_texts import fill_texts
from clausewatch.provisions.record import Record, RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy

NAMED = RecordSource("Larkspur", "privacy policy")
TRAINS = "We may use the prompts that you type to train and improve our AI models."
POLICY = f"# Larkspur Privacy Policy\n\nLast updated: May 5, 2026\n\n{TRAINS}\n"
Make = Callable[[str], Reading]


def made(reading: Reading, clause: str = "ai_training") -> Record:
    """The record of one clause type of a reading."""
    found = find_provisions(reading)
    one = next(held for held in found if held.clause == clause)
    return build_record(one, found, reading, load_taxonomy(), NAMED)


def test_a_record_has_every_field_of_its_own(reading: Make) -> None:
    """Nothing that comes from taxonomy or document is empty."""
    held = made(reading(POLICY))
    assert held.title == load_taxonomy().clauses["ai_training"].name
    assert held.provision.quote.text == TRAINS
    assert held.texts.what.startswith("Larkspur's privacy policy allows ")
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
    provision = find_provisions(reading(POLICY))[0]
    for clause in load_taxonomy().clauses.values():
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
            filled = fill_texts(clause, held, "Larkspur", "Terms", Contacts("a@b.example"))
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
    ("kind", "opening"),
    [
        ("terms of service", "Larkspur's terms of service "),
        ("Larkspur Privacy Policy", "The Larkspur Privacy Policy "),
        ("Larkspur's Terms", "Larkspur's Terms "),
    ],
)
def test_the_document_is_named_by_its_kind_and_once(reading: Make, kind: str, opening: str) -> None:
    """A page's title may be a slogan; a kind with the platform's name needs no possessive."""
    source = replace(reading(POLICY), title="Welcome to the studio")
    found = find_provisions(source)
    held = build_record(found[0], found, source, load_taxonomy(), RecordSource("Larkspur", kind))
    assert held.texts.what.startswith(opening)
    assert held.document == "Welcome to the studio"


def test_a_way_out_is_asked_for_where_the_type_knows_one(reading: Make) -> None:
    """A limit of liability has no opt-out, so nothing is said of one."""
    body = "# Terms\n\nIn no event shall we be liable for any indirect or consequential damages.\n"
    asked = [one.question for one in made(reading(body), "liability_limitation").faq]
    assert "Is there a way out?" not in asked
    assert "Is there a way out?" in [one.question for one in made(reading(POLICY)).faq]


def test_the_record_says_what_moved_its_severity(reading: Make) -> None:
    """The memo's exposure names the type's own severity and each particular that moved it."""
    plain = made(reading(POLICY)).texts.memo.exposure
    assert "high (high by its type; nothing stated moves it)" in plain
    milder = f"# Policy\n\n{TRAINS} You can opt out of model training in your settings.\n"
    exposure = made(reading(milder)).texts.memo.exposure
    assert "medium (high by its type; lowered by: opt-out)" in exposure


AUTHORITY = "The data protection authority is the Commissioner, email casework@office.example."


@pytest.mark.parametrize(
    ("purpose", "lines", "chosen"),
    [
        ("privacy", ["Write to support@x.example or privacy@x.example."], "privacy@x.example"),
        ("privacy", ["Jobs: jobs@x.example.", "Law: legal@x.example."], "legal@x.example"),
        ("privacy", ["Say hello@x.example."], "hello@x.example"),
        ("privacy", ["Our DPO is dpo@other.example.", "support@x.example"], "dpo@other.example"),
        ("privacy", [AUTHORITY, "We are at help@x.example or team@x.example."], "help@x.example"),
        ("privacy", [AUTHORITY], NO_CONTACT),
        ("privacy", ["Notices: dmca@x.example.", "Press: press@x.example."], NO_CONTACT),
        ("privacy", ["arbitration.optout@x.example"], NO_CONTACT),
        ("legal", ["privacy@x.example, legal@x.example"], "legal@x.example"),
        ("account", ["privacy@x.example, support@x.example"], "support@x.example"),
        ("copyright", ["support@x.example, dmca@x.example"], "dmca@x.example"),
        ("privacy", [], NO_CONTACT),
    ],
)
def test_the_contact_is_the_documents_own_for_the_matter(
    reading: Make, purpose: str, lines: list[str], chosen: str
) -> None:
    """The address meant for the matter, never an authority's or one for something else."""
    body = "\n\n".join(lines)
    assert find_contact(reading(f"# Policy\n\nWe sell nothing.\n\n{body}\n"), purpose) == chosen


def test_without_an_address_the_form_of_the_document_is_named(reading: Make) -> None:
    """A link within a sentence that invites people to write; one of the menu is none."""
    source = reading("# Policy\n\nTo exercise your rights, please use our privacy request form.\n")
    links = (
        ("Contact sales", "https://x.example/sales"),
        ("privacy request form", "https://x.example/request"),
    )
    assert find_contact(source, "privacy", links).startswith(
        "the company through https://x.example/request "
    )
    assert find_contact(source, "privacy", links[:1]) == NO_CONTACT


def test_an_opt_out_is_sent_where_its_own_sentence_says(reading: Make) -> None:
    """The address of the opt-out, and not the one for everything else."""
    body = (
        "# Terms\n\nAny dispute will be resolved by binding arbitration.\n\n"
        "You can opt out of arbitration within 30 days{}\n\n"
        "For all else write to legal@x.example.\n"
    )
    for said in (" by writing to no@x.example.", ".\n\nSend it to arbitration-optout@x.example."):
        actions = " ".join(made(reading(body.format(said)), "arbitration").texts.actions)
        assert re.search(r"(?:no|optout)@x.example", actions)
        assert "legal@x.example" not in actions
