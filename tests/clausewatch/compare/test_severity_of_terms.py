"""What makes an edit grave: a rule that it states, and not a word that it mentions."""

import pytest

from clausewatch.compare.contact_details import is_move_within_town, is_same_recipient
from clausewatch.compare.recipients import brings_recipient
from clausewatch.compare.recitals import is_recital
from clausewatch.compare.severity import decide_severity, limit_severity
from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.significance import classify_rewording, classify_unpaired
from clausewatch.model.reading import (
    BlockKind,
    Direction,
    Edit,
    EditKind,
    Severity,
    Significance,
)
from clausewatch.text.normal_form import make_key
from clausewatch.text.statements import Statement

RECITALS = (
    "Readers can subscribe to our newsletter for news of the workshop.",
    "If you have any questions about this page, please contact us at the address below.",
    "Quarrystone is proud of its workshop and welcomes visitors from all over the county.",
    "We hope that you enjoy the garden and its visitors.",
    "Our cooperative is committed to saving water in all of its buildings.",
    "For details about our use of cookies, please read our notice on cookies.",
    "Bei Fragen zu dieser Seite wenden Sie sich bitte an unser Büro.",
    "Wir freuen uns über den Besuch von Gästen in der Werkstatt.",
    "Nous espérons que la visite du jardin vous plaît.",
    "58 E North Quarry Parkway, Suite 7",
)
TERMS = (
    "You may export your data.",
    "You may cancel by e-mail.",
    "You can contact us to opt out.",
    "Contact us to exercise your right of access.",
    "Please contact us before you return an item.",
    "We believe in privacy and share your data with partners.",
    "We are committed to deleting your data within 30 days.",
    "We are committed to not selling your data.",
    "We encourage partners to use your content for training.",
    "We value your feedback and own it.",
    "Please send us your feedback, which becomes our property.",
    "We welcome reports and pay a bounty for each.",
    "You understand and accept that posts are public.",
    "Members keep the rights to their photos.",
    "We may contact you by phone.",
    "We care about safety and report threats to the police.",
    "We care about safety, and we report threats to the police.",
    "We believe in open data but charge for exports.",
    "Wir legen Wert auf Sicherheit und melden Drohungen der Polizei.",
    "Messages are encrypted.",
    "Wir geben Ihre Daten an Partner weiter.",
    "Vous pouvez demander l'effacement de vos données.",
    "Correspondence that you send us",
    "Court 4",
    "Section 12 of Floor Rules",
)
"""Short sentences that grant, forbid, own or tell a practice, and an item of a list."""


def _make_statement(text: str) -> Statement:
    return Statement(text, make_key(text), 0, BlockKind.PARAGRAPH, "")


def _decide_unpaired(text: str) -> Severity:
    classification = classify_unpaired(_make_statement(text), is_added=True)
    return decide_severity(EditKind.ADDED, None, text, classification)


def _decide_rewording(before: str, after: str) -> Severity:
    classification = classify_rewording(_make_statement(before), _make_statement(after))
    return decide_severity(EditKind.REWORDED, before, after, classification)


@pytest.mark.parametrize("text", RECITALS)
def test_a_recital_is_of_low_severity(text: str) -> None:
    """A greeting, an attitude or a way to write binds nobody, so no lawyer is called for it."""
    assert is_recital(text)
    assert _decide_unpaired(text) is Severity.LOW


@pytest.mark.parametrize("text", TERMS)
def test_a_short_term_is_no_recital(text: str) -> None:
    """A sentence of five words can grant a right, and keeps its severity."""
    assert not is_recital(text)


def test_a_recital_on_a_grave_topic_is_of_medium_severity() -> None:
    """What a company believes on a grave topic is worth a look, and no rule."""
    assert _decide_unpaired("We believe that children learn best in a garden.") is Severity.MEDIUM
    assert _decide_unpaired("Children must not use the garden.") is Severity.HIGH


@pytest.mark.parametrize(
    ("before", "after", "is_near"),
    [
        (
            "Quarrystone Ltd, 12 Mill Lane, Dublin 2, Ireland, runs the workshop.",
            "Quarrystone Ltd, 40 Canal Road, Dublin 4, Ireland, runs the workshop.",
            True,
        ),
        (
            "Schreiben Sie an die Steinbruch GmbH, Mühlweg 3, 10115 Berlin.",
            "Schreiben Sie an die Steinbruch GmbH, Hafenstraße 19, 10117 Berlin.",
            True,
        ),
        (
            "Write to Quarrystone, 71 Harbour Drive, #20, Port Alder, OR 97901.",
            "Write to Quarrystone, 38 N. Quarry St, Suite #9, Port Alder, OR 97905.",
            True,
        ),
        (
            "Write to Quarrystone Ltd, 12 Mill Lane, Dublin 2, Ireland.",
            "Write to Quarrystone Ltd, 40 Canal Road, Newark, Delaware.",
            False,
        ),
        ("Claims go to Court 4 of Dublin.", "Claims go to Court 5 of Dublin.", False),
        ("The fee for Court 3 is 30 euros.", "The fee for Court 3 is 40 euros.", False),
    ],
)
def test_another_street_is_no_other_term(before: str, after: str, *, is_near: bool) -> None:
    """A company that moves within its town is the same party under the same law."""
    assert is_move_within_town(before, after) is is_near
    assert (_decide_rewording(before, after) is Severity.LOW) is is_near


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("Write to hello@quarry.example.", "Write to privacy@quarry.example.", True),
        ("Write to hello@quarry.example.", "Write to hello@broker.example.", False),
        ("Write to hello@quarry.example.", "Write to us by letter.", False),
        (
            "Claims must be sent to hello@quarry.example.",
            "Claims must be sent to legal@quarry.example.",
            False,
        ),
    ],
)
def test_another_mailbox_is_no_other_recipient(before: str, after: str, *, is_same: bool) -> None:
    """Another mailbox of the same domain is read by the same company."""
    assert is_same_recipient(before, after) is is_same
    assert (_decide_rewording(before, after) is Severity.LOW) is is_same


FAR = (
    "and we are not behind the many shops of the harbour that lend tools, carts, lamps, ropes and "
    "ladders to the guests of"
)


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        (
            f"We have no liability for tools, {FAR} Alder.",
            f"We have no liability for tools, {FAR} Birch.",
            Severity.MEDIUM,
        ),
        (
            "We have no liability for the tools of Alder.",
            "We have no liability for the tools of Birch.",
            Severity.HIGH,
        ),
        (
            f"Our liability for tools is 90 euros, {FAR} Alder.",
            f"Our liability for tools is 30 euros, {FAR} Alder.",
            Severity.HIGH,
        ),
    ],
)
def test_a_grave_word_far_from_the_edit_is_only_mentioned(
    before: str, after: str, severity: Severity
) -> None:
    """A name at the other end of a sentence on liability alters no liability; a figure does."""
    assert _decide_rewording(before, after) is severity


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (
            "To opt out of this, you may e-mail us at a@quarry.example or change your profile.",
            "To opt out of this, you may change your profile.",
            Direction.LESS_FAVOURABLE,
        ),
        (
            "You may cancel your plan in the settings or by writing to us.",
            "You may cancel your plan in the settings.",
            Direction.LESS_FAVOURABLE,
        ),
        (
            "Sie können der Werbung per E-Mail oder im Profil widersprechen.",
            "Sie können der Werbung im Profil widersprechen.",
            Direction.LESS_FAVOURABLE,
        ),
        (
            "You may cancel your plan in the settings.",
            "You may cancel your plan in the settings or by writing to us.",
            Direction.MORE_FAVOURABLE,
        ),
        ("We may reach you by phone or by e-mail.", "We may reach you by e-mail.", None),
        ("You may pay by card or by invoice.", "You may pay by card.", None),
    ],
)
def test_fewer_ways_to_use_a_right_are_a_loss(
    before: str, after: str, direction: Direction | None
) -> None:
    """A right that could be used by letter and may now only be used by a form has shrunk."""
    assert find_direction(find_shifts(before, after)) is direction


@pytest.mark.parametrize(
    ("before", "after", "section", "is_new"),
    [
        (None, "3 May 2026: replaced Tidewater with Harbourlight as a subprocessor.", "", True),
        (
            "Tidewater: reports of errors.",
            "Harbourlight: reports of errors.",
            "Subprocessors",
            True,
        ),
        (None, "Harbourlight Ltd - delivery of letters", "Our sub-processors", True),
        ("Tidewater: reports.", "Tidewater: reports of errors.", "Subprocessors", False),
        (None, "We tell Customer before we add new Subprocessors.", "Subprocessors", False),
        (None, "Customer may object to new Subprocessors.", "Subprocessors", False),
        ("Tidewater: reports of errors.", None, "Subprocessors", False),
        (None, "Harbourlight: our newest lamp.", "Products", False),
    ],
)
def test_a_new_recipient_is_at_least_of_medium_severity(
    before: str | None, after: str | None, section: str, *, is_new: bool
) -> None:
    """Whether a company is added or takes the place of another: it is new to users' data."""
    assert brings_recipient(before, after, section) is is_new


PREAMBLES = [
    "This policy describes how we collect and use your personal data.",
    "The purpose of this privacy notice is to inform you about how the garden handles your data.",
    "These terms set out the rules of the garden for children and their guests.",
    "Diese Datenschutzerklärung beschreibt, wie wir die Daten unserer Gäste verarbeiten.",
]


@pytest.mark.parametrize("text", PREAMBLES)
def test_what_a_document_says_of_itself_binds_nobody(text: str) -> None:
    """A preamble names practices and states none, so neither it nor its rewording is grave."""
    assert is_recital(text)
    assert _decide_rewording(
        text, text.replace("garden", "orchard").replace("wir", "wir hier")
    ) is (Severity.LOW)


@pytest.mark.parametrize(
    "text",
    [
        "This policy describes how we collect your data, and we may sell it.",
        "This policy explains what you must do to keep your data.",
        "This policy does not describe how we sell your data.",
        "We describe this policy to our advertisers and share your data with them.",
    ],
)
def test_a_rule_beside_a_preamble_binds(text: str) -> None:
    """Only a sentence whose verb is about the document is a preamble."""
    assert not is_recital(text)


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        (
            "Paid plans, such as Lamp Plans and Rope Plans, need a fee.",
            "Paid plans, such as Lamp Plans, Kite Plans and Rope Plans, need a fee.",
            Severity.MEDIUM,
        ),
        (
            "Effective as of 3 May 2030, Quarrystone has updated this page.",
            "Effective as of 9 June 2031, Quarrystone has updated this page.",
            Severity.LOW,
        ),
        (
            "To begin an arbitration you must write to Quarrystone, 150 S Mill St #3, Port Alder.",
            "To begin an arbitration you must write to Quarrystone, 32 West 200 South, Port Alder.",
            Severity.MEDIUM,
        ),
        (
            "Ask us at https://quarry.example/help or by contacting help@quarry.example.",
            "Ask us at quarry.example/help.",
            Severity.LOW,
        ),
        (
            "Attn: Ada Quarry, Counsel 1019 Market Street, Port Alder",
            "Attn: Ben Stone, Senior Counsel 989 Market Street, Port Alder",
            Severity.LOW,
        ),
    ],
)
def test_names_dates_and_ways_to_write_are_no_grave_terms(
    before: str, after: str, severity: Severity
) -> None:
    """One more product of a list, another date or door: what stands beside them counts little."""
    assert _decide_rewording(before, after) is severity


@pytest.mark.parametrize("text", ["Germany", "Fraud prevention"])
def test_two_words_that_name_no_data_are_low(text: str) -> None:
    """The line of a country in an address is no term; a kind of data in a list is one."""
    assert _decide_unpaired(text) is Severity.LOW
    assert _decide_unpaired("Biometric data") is Severity.HIGH


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        (
            "Patents in Estonia: EE11574120, EE11610055.",
            "Patents in Estonia: EE11574120, EE11610055, EE12204871.",
            Severity.LOW,
        ),
        ("We encrypt with AES256.", "We encrypt with AES128.", Severity.HIGH),
        (
            "You indemnify us for a violation of rules of the garden and its lamps.",
            "You indemnify us for a violation of rules of the garden and its lamps, such as 8.",
            Severity.MEDIUM,
        ),
        (
            "You indemnify us for a violation of rules of the garden and its lamps.",
            "You indemnify us for a violation of rules of the garden and its lamps and roofs.",
            Severity.HIGH,
        ),
    ],
)
def test_a_clause_type_makes_no_number_and_no_example_grave(
    before: str, after: str, severity: Severity
) -> None:
    """A high clause type stays high only where the edit alters what it says."""
    edit = Edit(EditKind.REWORDED, before, after, "", Significance.SUBSTANTIVE, Severity.HIGH, "x")
    assert limit_severity(edit) is severity
