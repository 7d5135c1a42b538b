"""What is quoted: sentences that state a term, and neither titles nor signposts."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision
from clausewatch.provisions.quote_rules import PassageRole, classify_passage, is_title

Found = Callable[[str], dict[str, Provision]]


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
    ],
)
def test_a_title_is_told_by_its_own_words(title: str) -> None:
    """Capital words or an unasked question, and nothing that makes a sentence of them."""
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
    ],
)
def test_a_sentence_or_an_item_is_no_title(sentence: str) -> None:
    """Titles that speak are sentences; items go on with another sentence."""
    assert not is_title(sentence)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("We keep garden plans for a year.", PassageRole.STATEMENT),
        ("However, we may keep invoices longer.", PassageRole.ASIDE),
        ("For example, we may keep a plan that a court asks for.", PassageRole.ASIDE),
        ("We keep the following:", PassageRole.LEAD_IN),
        ("See our cookie notice.", PassageRole.POINTER),
        ("To learn more about plans, write to the gardener.", PassageRole.POINTER),
        ("This notice explains how we keep your plans.", PassageRole.POINTER),
        ("More details about retention can be found here.", PassageRole.POINTER),
        ("This garden is kept for members, who may leave it.", PassageRole.STATEMENT),
    ],
)
def test_what_announces_is_worth_less_than_what_states(text: str, worth: PassageRole) -> None:
    """Of sentences about equally probable, the one that states the term is the quote."""
    assert classify_passage(text) is worth


def test_run_in_titles_are_not_quoted(found: Found) -> None:
    """The sentence after a title is quoted, whether the title is a paragraph or an item."""
    says = "We use cookies and web beacons to remember what you planted."
    for title in ("Cookies and Web Beacons.", "- Cookies and Web Beacons", "4. Use of cookies"):
        held = found(f"# Notice\n\nThe lake is deep.\n\n{title}\n\n{says}\n")["cookies_tracking"]
        assert [held.quote.text, *(one.text for one in held.further)] == [says]


def test_items_of_a_list_stay_quotable(found: Found) -> None:
    """Beside other items, or after a lead-in, a few words without a verb are an item."""
    items = ["sending spam to other gardeners", "harassment of other gardeners"]
    held = found(f"# Rules\n\nYou must not:\n\n- {items[0]}\n- {items[1]}\n")
    assert held["acceptable_use"].quote.text in items


def test_a_pointer_alone_files_nothing(found: Found) -> None:
    """Saying where something is written is not saying it."""
    pointer = "For information about how we collect and use personal data, see our privacy policy."
    assert "data_collection" not in found(f"# Terms\n\n{pointer}\n\nThe lake is deep.\n")


def test_a_statement_is_quoted_before_its_exception(found: Found) -> None:
    """An aside with the same words comes after the rule that it belongs to."""
    aside = "However, we may retain your personal information for as long as the law requires."
    rule = "We retain your personal information for as long as your account is active."
    held = found(f"# Notice\n\n{aside}\n\n{rule}\n")["data_retention"]
    assert held.quote.text == rule


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
def test_what_only_sounds_like_a_type_is_not_filed(
    found: Found, clause: str, sentence: str
) -> None:
    """Who does it, and to what, decides: the same words in another role are another matter."""
    assert clause not in found(f"# Notice\n\n{sentence}\n\nThe lake is deep.\n")


def test_what_a_heading_is_about_can_exclude_a_type(found: Found) -> None:
    """Leaving an arbitration clause is no choice about data, whatever its sentence leaves out."""
    text = "You may opt out by sending us a letter within thirty days.\n"
    assert "opt_out_choices" not in found(f"# Terms\n\n## Arbitration\n\n{text}")
    assert "opt_out_choices" in found(f"# Terms\n\n## Newsletter\n\n{text}")
