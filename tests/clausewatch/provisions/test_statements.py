"""Which sentences suffice for a provision."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("indemnification", "Larkspur will defend and indemnify Customer against claims."),
        ("indemnification", "We shall hold you harmless from all third-party claims."),
        ("indemnification", "The licensor agrees to indemnify the customer."),
        ("account_termination", "Your administrator can suspend or terminate your account."),
        ("account_termination", "Administrators of your organisation may close your account."),
        ("account_termination", "Your employer may disable your account at any time."),
        ("security_measures", "You can protect your account with two-factor authentication."),
        ("security_measures", "Users should encrypt their files before they send them."),
        ("security_measures", "You are responsible for the security of your password."),
        ("liability_limitation", "Larkspur remains responsible for what its agents do."),
        ("liability_limitation", "We remain liable under the principles if an agent fails."),
        ("liability_limitation", "We accept full responsibility for our staff."),
        ("unilateral_change", "We may add, remove or change features of the studio."),
        ("unilateral_change", "Larkspur can modify functions of the service at any time."),
        ("unilateral_change", "We update the functionality of the apps now and then."),
        ("data_sale", "If you sell furniture in the market, buyers see your address."),
        ("breach_notification", "If you notice a security breach, please tell us at once."),
        ("breach_notification", "We notify affected users before disclosure to an authority."),
        ("breach_notification", "Where allowed, we inform you before your data is disclosed."),
    ],
)
def test_somebody_elses_act_is_not_filed(
    find_by_type: FindByType, clause: str, sentence: str
) -> None:
    """Duties of the company to users, powers of administrators and acts of users are others'."""
    assert clause not in find_by_type(f"# Terms\n\n## The parties\n\n{sentence}\n")


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("indemnification", "You agree to defend, indemnify and hold harmless Larkspur."),
        ("account_termination", "We may suspend or terminate your account at any time."),
        (
            "account_termination",
            "Users who break these rules may have their accounts suspended or terminated.",
        ),
        ("account_termination", "Members who spam others may get all their accounts suspended."),
        ("account_termination", "Anyone who cheats has the account terminated without notice."),
        ("security_measures", "We use encryption and firewalls to protect your data."),
        ("third_party_sharing", "We may share your data with advertising partners."),
        ("liability_limitation", "In no event will Larkspur be liable for indirect damages."),
        ("breach_notification", "We notify affected users of a data breach without delay."),
    ],
)
def test_the_act_of_the_type_is_filed(find_by_type: FindByType, clause: str, sentence: str) -> None:
    """The same words with the right actor state the clause type."""
    assert clause in find_by_type(f"# Terms\n\n## The parties\n\n{sentence}\n")


def test_a_right_to_leave_can_be_denied(find_by_type: FindByType) -> None:
    """The words *you may not cancel* are the opposite of a right to leave."""
    text = "# Terms\n\nYou may not cancel or terminate your account without our consent.\n"
    provision = find_by_type(text).get("user_cancellation")
    assert provision is None or provision.polarity == "does_not"
