"""Sentences that state a term are quoted; titles and pointers are not."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision
from clausewatch.provisions.quote_rules import PassageRole, classify_passage, is_title

FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    "title",
    [
        "Beacons and Similar Tools.",
        "SALE OF PERSONAL RECORDS",
        "3.2 Transfers Outside the Union.",
        "How we use your records",
        "When and why we share your photos.",
        "Data we gather while you play.",
        "Do Not Track Signals.",
        "Claims Subject to Arbitration; Exceptions.",
        "Sharing Records with Affiliates and Other Parties",
    ],
)
def test_a_title_is_recognised_by_its_words(title: str) -> None:
    """It has capitalised words or names a topic, and has no predicate."""
    assert is_title(title)


@pytest.mark.parametrize(
    "sentence",
    [
        "We Do Not Sell Personal Records.",
        "THE SERVICE IS PROVIDED AS IS.",
        "harass or mock other gardeners;",
        "Photos of plants and their places",
        "When you pay, we keep the receipt.",
        "Data we gather is kept for a year.",
        "Delete Garden Plans and Photos;",
        "What you plant stays yours.",
        "The laws of Norland govern these Rules.",
        "Seeds and cuttings remain the property of the grower.",
    ],
)
def test_a_sentence_or_an_item_is_not_a_title(sentence: str) -> None:
    """A predicate makes a sentence, and an item continues another sentence."""
    assert not is_title(sentence)


@pytest.mark.parametrize(
    "fragment",
    [
        "Marketing and email providers",
        "Necessary for legitimate interests (to inform the marketing strategy)",
        "Browser, mobile app, IP or geolocation services",
    ],
)
def test_a_fragment_names_no_practice(find_by_type: FindByType, fragment: str) -> None:
    """Words without a verb say nothing of what is done."""
    found = find_by_type(f"# Notice\n\n## Details\n\n- {fragment}\n- Other things\n")
    assert not {"marketing_use", "location_data"} & found.keys()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We keep garden plans for a year.", PassageRole.STATEMENT),
        ("However, we may keep invoices longer.", PassageRole.ASIDE),
        ("For example, we may keep a plan that a court asks for.", PassageRole.ASIDE),
        ("We keep the following:", PassageRole.LEAD_IN),
        ("See our cookie notice.", PassageRole.POINTER),
        ("To learn more about plans, write to the gardener.", PassageRole.POINTER),
        ("This notice explains how we keep your plans.", PassageRole.POINTER),
        ("More details about retention can be found here.", PassageRole.POINTER),
        ("7.2 Further information on retention is in the privacy policy.", PassageRole.POINTER),
        ("(vii) This Schedule contains the information on retention.", PassageRole.POINTER),
        ("b) See our cookie notice.", PassageRole.POINTER),
        ("It is designed to explain how we keep your plans.", PassageRole.POINTER),
        ("This garden policy aims to inform you how long we keep plans.", PassageRole.POINTER),
        ("3. We keep the following:", PassageRole.LEAD_IN),
        ("This garden is kept for members, who may leave it.", PassageRole.STATEMENT),
    ],
)
def test_passages_have_roles(text: str, role: PassageRole) -> None:
    """Statements are better quotes than asides, lead-ins and pointers."""
    assert classify_passage(text) is role


def test_titles_without_markup_are_not_quoted(find_by_type: FindByType) -> None:
    """The sentence after the title is quoted."""
    sentence = "We use cookies and web beacons to remember what you planted."
    for title in ("Cookies and Web Beacons.", "- Cookies and Web Beacons", "4. Use of cookies"):
        provision = find_by_type(f"# Notice\n\nThe lake is deep.\n\n{title}\n\n{sentence}\n")[
            "cookies_tracking"
        ]
        assert [provision.quote.text, *(quote.text for quote in provision.further)] == [sentence]


def test_list_items_are_quotable(find_by_type: FindByType) -> None:
    """A few words without a verb are an item beside other items or after a lead-in."""
    items = ["sending spam to other gardeners", "harassment of other gardeners"]
    provision = find_by_type(f"# Rules\n\nYou must not:\n\n- {items[0]}\n- {items[1]}\n")
    assert provision["acceptable_use"].quote.text in items


def test_a_pointer_alone_is_not_recorded(find_by_type: FindByType) -> None:
    """A reference to another document states nothing."""
    pointer = "For information about how we collect and use personal data, see our privacy policy."
    assert "data_collection" not in find_by_type(f"# Terms\n\n{pointer}\n\nThe lake is deep.\n")


def test_a_statement_is_quoted_before_its_exception(find_by_type: FindByType) -> None:
    """The rule is a better quote than an aside with the same words."""
    aside = "For example, we may retain your personal information for a year if you order."
    rule = "We retain your personal information for as long as your account is active."
    provision = find_by_type(f"# Notice\n\n{aside}\n\n{rule}\n")["data_retention"]
    assert provision.quote.text == rule


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("feedback_licence", "We may write to you to ask for feedback about the garden."),
        ("user_cancellation", "You can withdraw your consent to the newsletter at any time."),
        ("user_cancellation", "We may end your account at any time."),
        (
            "acceptable_use",
            "We act to prevent unlawful use of the app and other illegal activities.",
        ),
        ("data_collection", "You may only collect personal data of gardeners who agree."),
        ("identity_requirements", "You will provide complete and accurate billing information."),
        ("account_responsibility", "You are responsible for all charges of your account."),
        ("location_data", "We process data in the location of our data center."),
        ("arbitration", "Under the Data Privacy Framework you may invoke binding arbitration."),
        ("data_sale", "You have the right to know whether personal information is sold."),
        ("content_licence", "Some states have privacy laws that grant residents new rights."),
    ],
)
def test_similar_sentences_are_not_recorded(
    find_by_type: FindByType, clause: str, sentence: str
) -> None:
    """The same words with another actor or object are about something else."""
    assert clause not in find_by_type(f"# Notice\n\n{sentence}\n\nThe lake is deep.\n")


def test_a_heading_can_exclude_a_clause_type(find_by_type: FindByType) -> None:
    """Opting out of arbitration is not a choice about data."""
    text = "You may opt out by sending us a letter within thirty days.\n"
    assert "opt_out_choices" not in find_by_type(f"# Terms\n\n## Arbitration\n\n{text}")
    assert "opt_out_choices" in find_by_type(f"# Terms\n\n## Newsletter\n\n{text}")
