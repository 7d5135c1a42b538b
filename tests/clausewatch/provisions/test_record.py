"""The texts of a record are true of its document."""

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

SOURCE = RecordSource("Larkspur", "privacy policy")
TRAINS = "We may use the prompts that you type to train and improve our AI models."
POLICY = f"# Larkspur Privacy Policy\n\nLast updated: May 5, 2026\n\n{TRAINS}\n"
MakeReading = Callable[[str], Reading]


def build(reading: Reading, clause: str = "ai_training") -> Record:
    """Return the record of one clause type of a reading."""
    provisions = find_provisions(reading)
    provision = next(each for each in provisions if each.clause == clause)
    return build_record(provision, provisions, reading, load_taxonomy(), SOURCE)


def test_a_record_is_complete(make_reading: MakeReading) -> None:
    """No field from taxonomy or document is empty."""
    record = build(make_reading(POLICY))
    assert record.title == load_taxonomy().clauses["ai_training"].name
    assert record.provision.quote.text == TRAINS
    assert record.texts.what.startswith("Larkspur's privacy policy permits ")
    for text in (
        record.category,
        record.question,
        record.texts.why,
        record.texts.impact,
        record.texts.note,
    ):
        assert text
    assert record.texts.actions
    assert record.regulations
    assert record.agencies
    assert record.stated_date is not None
    assert record.reviewed
    assert len(record.faq) == 4
    assert "not legal advice" in record.disclaimer
    assert "not reviewed by a lawyer" in record.mapping_note
    assert "not affiliated with Larkspur" in record.faq[-1].answer


def test_every_placeholder_is_filled(make_reading: MakeReading) -> None:
    """No template has a brace left, for any clause type and polarity."""
    provision = find_provisions(make_reading(POLICY))[0]
    for clause in load_taxonomy().clauses.values():
        blank = tuple(
            type(one)(facet.id, facet.label, None)
            for facet in clause.facets
            for one in provision.facets[:1]
        )
        for polarity in Polarity:
            provision_of_type = type(provision)(
                clause.id,
                provision.quote,
                (),
                polarity,
                provision.severity,
                provision.confidence,
                provision.basis,
                blank,
                "",
                "1",
            )
            filled = fill_texts(
                clause, provision_of_type, "Larkspur", "Terms", Contacts("a@b.example")
            )
            parts = [getattr(filled.memo, part) for part in filled.memo.__slots__]
            text = " ".join([filled.what, filled.why, filled.impact, *filled.actions, *parts])
            assert "{" not in text
            assert "  " not in text


@pytest.mark.parametrize(
    ("sentence", "within", "never"),
    [
        ("We do not use your prompts to train AI models.", "rules out", "Look for a training"),
        ("We will not train AI models on prompts without your consent.", "consent", "opt out of"),
        ("You can opt out of the use of prompts to train AI models.", "way to opt out", "names no"),
        (
            "We use your prompts to train AI models.",
            "We found no opt-out in this document.",
            "states a way",
        ),
    ],
)
def test_texts_agree_with_the_quote(
    make_reading: MakeReading, sentence: str, within: str, never: str
) -> None:
    """The texts follow the polarity and the facets."""
    record = build(make_reading(f"# Policy\n\n{sentence}\n"))
    text = " ".join([record.texts.what, record.texts.impact, *record.texts.actions])
    assert within in text
    assert never not in text


@pytest.mark.parametrize(
    ("kind", "opening"),
    [
        ("terms of service", "Larkspur's terms of service "),
        ("Larkspur Privacy Policy", "The Larkspur Privacy Policy "),
        ("Larkspur's Terms", "Larkspur's Terms "),
    ],
)
def test_the_document_is_named_once_by_its_kind(
    make_reading: MakeReading, kind: str, opening: str
) -> None:
    """A page's title may be a slogan, and a kind with the platform's name needs no possessive."""
    source = replace(make_reading(POLICY), title="Welcome to the studio")
    provisions = find_provisions(source)
    record = build_record(
        provisions[0], provisions, source, load_taxonomy(), RecordSource("Larkspur", kind)
    )
    assert record.texts.what.startswith(opening)
    assert record.document == "Welcome to the studio"


def test_the_opt_out_question_needs_an_opt_out_facet(make_reading: MakeReading) -> None:
    """A limit of liability has no opt-out, so there is no such question."""
    body = "# Terms\n\nIn no event shall we be liable for any indirect or consequential damages.\n"
    questions = [entry.question for entry in build(make_reading(body), "liability_limitation").faq]
    assert "Is there an opt-out?" not in questions
    assert "Is there an opt-out?" in [entry.question for entry in build(make_reading(POLICY)).faq]


def test_the_record_explains_its_severity(make_reading: MakeReading) -> None:
    """The exposure names the clause type's own severity and each facet that moved it."""
    plain = build(make_reading(POLICY)).texts.memo.exposure
    assert "high (the default for this clause type)" in plain
    with_opt_out = f"# Policy\n\n{TRAINS} You can opt out of model training in your settings.\n"
    exposure = build(make_reading(with_opt_out)).texts.memo.exposure
    assert "medium (default high; lowered by: opt-out)" in exposure


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
def test_the_contact_is_the_documents_own(
    make_reading: MakeReading, purpose: str, lines: list[str], chosen: str
) -> None:
    """It serves the purpose, and is never that of an authority or for something else."""
    body = "\n\n".join(lines)
    assert (
        find_contact(make_reading(f"# Policy\n\nWe sell nothing.\n\n{body}\n"), purpose) == chosen
    )


def test_without_an_email_the_form_is_the_contact(make_reading: MakeReading) -> None:
    """The form is linked in a sentence that invites people to write, and not in the menu."""
    source = make_reading(
        "# Policy\n\nTo exercise your rights, please use our privacy request form.\n"
    )
    links = (
        ("Contact sales", "https://x.example/sales"),
        ("privacy request form", "https://x.example/request"),
    )
    assert find_contact(source, "privacy", links).startswith(
        "the company through https://x.example/request "
    )
    assert find_contact(source, "privacy", links[:1]) == NO_CONTACT


def test_an_opt_out_has_its_own_contact(make_reading: MakeReading) -> None:
    """The contact of the opt-out is used, and not the general one."""
    body = (
        "# Terms\n\nAny dispute will be resolved by binding arbitration.\n\n"
        "You can opt out of arbitration within 30 days{}\n\n"
        "For all else write to legal@x.example.\n"
    )
    for ending in (" by writing to no@x.example.", ".\n\nSend it to arbitration-optout@x.example."):
        actions = " ".join(build(make_reading(body.format(ending)), "arbitration").texts.actions)
        assert re.search(r"(?:no|optout)@x.example", actions)
        assert "legal@x.example" not in actions
