"""What others do, and what tools are used for, is no evidence of the company's practice."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]

OPENING = (
    "Larkspur may sell seeds. Larkspur will deliver trees. Larkspur may rest in winter. "
    "Larkspur will open in spring."
)


def find(find_by_type: FindByType, clause: str, text: str) -> Provision | None:
    """Return the provision of a clause type in a short document."""
    notice = f"# Notice\n\n## Details\n\n{OPENING}\n\n{text}\n\nThe lake is cold.\n"
    return find_by_type(notice).get(clause)


@pytest.mark.parametrize(
    "text",
    [
        "Refunds are handled by the app store.",
        "Acorn may refund you the price of a purchase.",
        "If you bought it in an app store, the store decides whether you get a refund.",
        "The app store issues refunds for purchases made there.",
        "Refunds for purchases in a store are issued by that store.",
        "Your bank may refund the payment.",
        "The reseller will refund your payment if you bought from it.",
        "For purchases through a shop, the shop refunds you under its own policy.",
        "Acorn Market handles all refunds of in-app purchases.",
        "Refunds are at the discretion of the store.",
        "Any refund is at the shop's sole discretion.",
        "Refunds are available at the seller's discretion.",
        "Whether you receive a refund is decided by Acorn.",
        "Refunds are made by Acorn Market under its own policy.",
        "Your payment is refunded by Acorn if the order fails.",
    ],
)
def test_a_refund_of_another_is_not_filed(find_by_type: FindByType, text: str) -> None:
    """A shop, a bank or a reseller acts for itself."""
    assert find(find_by_type, "refund_policy", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "We will refund your payment within ten days.",
        "Larkspur may refund you the price of a purchase.",
        "You may receive a refund within thirty days.",
        "Refunds are issued by us within a week.",
        "Refunds are issued by the end of the month.",
        "Your payment will be refunded to your card.",
        "You are entitled to a refund of unused seeds.",
        "This plan includes a refund within thirty days.",
        "Refunds are processed by our payment provider within a week.",
        "Our app refunds you at once.",
        "If a seller cancels, we refund you.",
        "Prepaid fees are not refunded by Larkspur.",
        "No refunds are issued.",
        "Refunds are at our sole discretion.",
        "Refunds are granted at the discretion of Larkspur.",
        "Refunds are given at our own discretion and by bank transfer.",
        "REFUNDS ARE ISSUED BY BANK TRANSFER.",
    ],
)
def test_a_refund_of_the_company_is_filed(find_by_type: FindByType, text: str) -> None:
    """So is one that names nobody, a means or a time."""
    assert find(find_by_type, "refund_policy", text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "We set necessary cookies. They are not used for marketing purposes.",
        "Session cookies keep you logged in. They are not used for direct marketing.",
        "The chat widget is not used for marketing purposes.",
        "Fonts come from our server. These are not used for marketing purposes.",
        "Small scripts draw the garden. They are never used for marketing purposes.",
        "The form has two buttons. They are not used for profiling or marketing purposes.",
        "The message counter is not used for marketing purposes.",
        "Local storage holds the colours. They are used for direct marketing.",
    ],
)
def test_a_tool_is_no_data(find_by_type: FindByType, text: str) -> None:
    """What a cookie or a widget is used for says nothing of the use of data."""
    assert find(find_by_type, "marketing_use", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Your phone number is never used to send you marketing messages.",
        "We do not use your data for direct marketing.",
        "We collect names and addresses. They are used to send you marketing messages.",
        "You give us details of your garden. They are used to send you marketing messages.",
        "Personal data is used for marketing purposes.",
        "Your details are never used for promotional purposes.",
        "Information about orders is used to send you marketing messages.",
        "We may use it to send you marketing messages.",
        "Emails that you give us are used for marketing purposes.",
    ],
)
def test_what_is_done_with_data_is_filed(find_by_type: FindByType, text: str) -> None:
    """A pronoun stands for the data of the sentence before."""
    assert find(find_by_type, "marketing_use", text) is not None
