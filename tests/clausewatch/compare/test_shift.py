"""The move of a term: its severity and its direction."""

import pytest

from clausewatch.compare.quantities import MAX_QUANTITIES, find_quantities
from clausewatch.compare.severity import adjust_severity
from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.shift_words import load_shift_words
from clausewatch.model.reading import Direction, Severity
from tests.clausewatch.compare.moves import LOSSES

UNSURE = (
    (
        "This contract is governed by the law of Ireland.",
        "This contract is governed by the law of Texas.",
    ),
    (
        "You may not sell the data of other members.",
        "You may not sell or copy the data of other members.",
    ),
    ("The studio opens at nine.", "The studio opens at ten."),
)

LESS = (
    (
        "Ihre Gutscheine verfallen nicht.",
        "Ihre Gutscheine verfallen nach einem Jahr.",
    ),
    ("Gift cards never expire.", "Gift cards expire two years after purchase."),
    ("Reward points do not lapse.", "Reward points lapse after six months."),
    ("The minimum contract term is one month.", "The minimum contract term is one year."),
    (
        "Free cancellation is possible until 24 hours before arrival.",
        "Free cancellation is possible until 7 days before arrival.",
    ),
    (
        "Members under 16 need the consent of a parent.",
        "Members under 13 need the consent of a parent.",
    ),
    (
        "The provider may audit your use of the software once every two years.",
        "The provider may audit your use of the software twice a year.",
    ),
    (
        "We share your email address with no one.",
        "We share your email address with sponsors.",
    ),
    ("No reactivation fee applies.", "A reactivation fee applies."),
    (
        "Content in private rooms is not shown to the public and is not used to improve products.",
        "Content in private rooms is not shown to the public.",
    ),
    (
        "Recordings are not shared with sponsors and are not used to train models.",
        "Recordings are not shared with sponsors.",
    ),
    ("Your files are not sold, and never used for advertising.", "Your files are not sold."),
    (
        "We count your visits, but we do not share your data with anybody.",
        "We count your visits.",
    ),
)
MENTIONED = (
    (
        "L'éditeur de l'application devient responsable de traitement.",
        "L'éditeur de l'application recueille votre accord.",
    ),
    ("Il indique l'adresse dont il est le propriétaire.", "Il indique une adresse valide."),
    ("Our staff can read refund requests.", "Our staff cannot read refund requests."),
    ("Our staff can delay refunds.", "Our staff cannot delay refunds."),
    ("Our agents can see warranty claims.", "Our agents cannot see warranty claims."),
    ("Partners may view credit balances.", "Partners may not view credit balances."),
    ("Partners can view requests for refunds.", "Partners cannot view requests for refunds."),
    ("Robots answer support messages.", "Robots do not answer support messages."),
    ("The app keeps copies of refund receipts.", "The app keeps no copies of refund receipts."),
    ("Hosts can see the deposit.", "Hosts cannot see the deposit."),
    (
        "Die Mitarbeiter können Erstattungsanträge lesen.",
        "Die Mitarbeiter können keine Erstattungsanträge lesen.",
    ),
    (
        "Nos agents peuvent lire les demandes de remboursement.",
        "Nos agents ne peuvent pas lire les demandes de remboursement.",
    ),
)
GIVEN = (
    ("Our staff can issue refunds.", "Our staff cannot issue refunds."),
    ("Our staff can refund orders.", "Our staff cannot refund orders."),
    ("Late orders get a credit.", "Late orders do not get a credit."),
    ("A warranty applies to repairs.", "No warranty applies to repairs."),
    ("Telephone support is included.", "No telephone support is included."),
    ("Wir gewähren eine Erstattung.", "Wir gewähren keine Erstattung."),
)


@pytest.mark.parametrize(("before", "after"), LESS)
def test_a_move_in_other_words_has_its_direction(before: str, after: str) -> None:
    """What expires, binds for longer, is checked more often or protects fewer people."""
    assert find_direction(find_shifts(before, after)) is Direction.LESS_FAVOURABLE
    assert find_direction(find_shifts(after, before)) is Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(("before", "after"), MENTIONED)
def test_what_users_get_is_only_mentioned(before: str, after: str) -> None:
    """A noun that describes another one, or is the object of another act, is not given."""
    assert find_shifts(before, after) == ()


def test_the_right_to_opt_out_of_arbitration_is_a_right_of_its_own() -> None:
    """An opt-out from letters elsewhere in a document is no opt-out of arbitration."""
    shifts = find_shifts("You may opt out of this arbitration agreement within 30 days.", None)
    assert "opt-out of arbitration" in {shift.topic for shift in shifts}


@pytest.mark.parametrize("recipients", ["insurers", "data brokers", "advertisers", "employers"])
def test_who_gets_nothing_is_no_recipient(recipients: str) -> None:
    """A denial names whom data does not go to, which widens nothing."""
    before, after = (
        "Reports are kept for a year.",
        f"Reports are kept for a year and are never shared with {recipients}.",
    )
    assert find_direction(find_shifts(before, after)) is not Direction.LESS_FAVOURABLE
    assert find_direction(find_shifts(after, before)) is not Direction.MORE_FAVOURABLE


def test_sharing_a_name_is_no_publicity() -> None:
    """The noun is no verb: nobody is named as a customer."""
    shifts = find_shifts(None, "When you invite friends, we may share your name with them.")
    assert "publicity" not in {shift.topic for shift in shifts}


@pytest.mark.parametrize(("before", "after"), GIVEN)
def test_what_users_get_is_given(before: str, after: str) -> None:
    """The same nouns where the clause gives them."""
    assert find_direction(find_shifts(before, after)) is Direction.LESS_FAVOURABLE
    assert find_direction(find_shifts(after, before)) is Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(("before", "after", "severity"), LOSSES)
def test_a_loss_is_as_severe_as_what_it_protected(
    before: str, after: str | None, severity: Severity
) -> None:
    """A protection that goes, or a limit that moves against users, is no low change."""
    assert adjust_severity(before, after, Severity.LOW) is severity
    assert find_direction(find_shifts(before, after)) is Direction.LESS_FAVOURABLE


@pytest.mark.parametrize(("after", "before", "severity"), LOSSES)
def test_a_gain_is_low(after: str, before: str | None, severity: Severity) -> None:
    """The same moves the other way round are gains."""
    assert adjust_severity(before, after, severity) is Severity.LOW
    assert find_direction(find_shifts(before, after)) is Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(("before", "after"), UNSURE)
def test_an_unsure_direction_is_none(before: str, after: str) -> None:
    """A venue, a rule for users and a plain fact go neither way, and keep their severity."""
    assert find_shifts(before, after) == ()
    assert adjust_severity(before, after, Severity.MEDIUM) is Severity.MEDIUM


def test_an_abbreviation_ends_no_sentence() -> None:
    """What a period limits may be named before an abbreviation."""
    before = "We delete the records of Lumen Ltd. Customers within 30 days."
    (shift,) = find_shifts(before, before.replace("30", "90"))
    assert shift.direction is Direction.LESS_FAVOURABLE


def test_a_sentence_of_hundreds_of_periods_is_read_in_part() -> None:
    """Each costs a search of the whole sentence, so foreign text must not decide how many."""
    sentence = f"We keep your data for {'30 days or ' * 5 * MAX_QUANTITIES}longer."
    assert len(find_quantities(sentence, load_shift_words("en"))) == MAX_QUANTITIES
