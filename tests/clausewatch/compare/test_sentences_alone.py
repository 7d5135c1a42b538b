"""Sentences that come or go as a whole, and what stands behind "before" or a noun in them."""

import pytest

from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.model.reading import Direction, Severity

LESS, MORE = Direction.LESS_FAVOURABLE, Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("You must not copy our timetable.", LESS),
        ("You may not lend your card to anyone.", LESS),
        ("Never leave a boat at the pier overnight.", LESS),
        ("Customers must pay for lost keys.", LESS),
        ("You can lend a book to a friend.", MORE),
        ("Members may swap their shifts.", MORE),
        ("We record your voice at the counter.", LESS),
        ("We obtain details of your income from credit agencies.", LESS),
        ("We buy your address from other shops.", LESS),
    ],
)
def test_a_new_rule_on_users_has_its_direction(sentence: str, direction: Direction) -> None:
    """A new ban, duty or collection of data is a loss, a new permission is a gain."""
    shifts = find_shifts(None, sentence)
    assert find_direction(shifts) is direction
    assert all(shift.is_general for shift in shifts)
    is_loss = direction is LESS
    assert shifts[0].severity is (Severity.MEDIUM if is_loss else Severity.LOW)


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("You must not copy our timetable.", MORE),
        ("You must keep your receipt.", MORE),
        ("You can lend a book to a friend.", LESS),
        ("We record your voice at the counter.", None),
    ],
)
def test_a_rule_on_users_that_goes_has_the_other_direction(
    sentence: str, direction: Direction | None
) -> None:
    """What is no longer said of a practice is no promise to stop it."""
    assert find_direction(find_shifts(sentence, None)) is direction


@pytest.mark.parametrize(
    "sentence",
    [
        "You may see a banner at the top of the page.",
        "You may experience delays in winter.",
        "You can contact us by letter.",
        "You may use the pier only on weekdays.",
        "Our staff must not copy the timetable.",
    ],
)
def test_what_happens_to_users_is_no_rule_on_them(sentence: str) -> None:
    """What may happen, a way to write, a limited permission and a rule on others have no side."""
    assert find_shifts(None, sentence) == ()


@pytest.mark.parametrize(
    ("before", "condition", "direction"),
    [
        ("We ask for your consent before we share your data", " if you live in California", LESS),
        ("We ask for permission before we sell your photos", " unless you are a dealer", LESS),
        ("We obtain your consent before we record a call", " if it lasts an hour", LESS),
        ("We warn you before we close your account", " unless you owe us money", LESS),
        ("You will not be asked before we sell your data", " unless you live in the EU", None),
    ],
)
def test_a_condition_belongs_to_the_clause_that_protects(
    before: str, condition: str, direction: Direction | None
) -> None:
    """What is only done after users were asked is not what a condition limits."""
    assert find_direction(find_shifts(f"{before}.", f"{before}{condition}.")) is direction
    back = {LESS: MORE, None: None}[direction]
    assert find_direction(find_shifts(f"{before}{condition}.", f"{before}.")) is back


@pytest.mark.parametrize(
    "text",
    [
        "The categories of personal information we have sold in the past year.",
        "A list of the partners we share your data with.",
        "Information about the data we sell and how long it is of use.",
    ],
)
def test_a_noun_with_its_own_clause_states_no_practice(text: str) -> None:
    """Whoever may ask for "the data we sell" is not told that it is sold."""
    assert find_shifts(None, text) == ()


def test_a_clause_behind_an_adverbial_states_a_practice() -> None:
    """The noun before the subject is no object here."""
    (shift,) = find_shifts(None, "From the first day we share your data with partners.")
    assert shift.direction is LESS


@pytest.mark.parametrize(
    ("template", "severity"),
    [
        ("We never pay more than ${} for any loss.", Severity.HIGH),
        ("We owe you at most {} euros if your parcel is lost.", Severity.HIGH),
        ("We will pay {} euros for a wrong bill.", Severity.MEDIUM),
    ],
)
def test_what_the_company_pays_favours_users(template: str, severity: Severity) -> None:
    """A lower amount counts against users if the company is who pays it."""
    (shift,) = find_shifts(template.format(500), template.format(300))
    assert (shift.direction, shift.severity) == (LESS, severity)


def test_an_amount_that_users_pay_is_a_price() -> None:
    """The same verb has the other direction where users are its subject."""
    (shift,) = find_shifts("You pay us $10 a month.", "You pay us $12 a month.")
    assert shift.direction is LESS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We collect your name and email address.",
            "We collect your name, email address and phone number.",
        ),
        (
            "On request, we collect location and contact data.",
            "On request, we collect location, contact, and payment data.",
        ),
        (
            "We share your data with couriers and banks.",
            "We share your data with couriers, banks and insurers.",
        ),
        (
            "You have the right to see, correct and delete your data.",
            "You have the right to see and correct your data.",
        ),
    ],
)
def test_an_item_of_a_list_counts_whatever_joins_it(before: str, after: str) -> None:
    """A comma takes the place of "and" where a list grows."""
    assert find_direction(find_shifts(before, after)) is LESS
    assert find_direction(find_shifts(after, before)) is MORE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Location sharing is off until you turn it on.",
            "Location sharing is on until you turn it off.",
        ),
        (
            "Ad tracking is off unless you switch it on.",
            "Ad tracking is on unless you switch it off.",
        ),
        ("Customer files never leave Switzerland.", "Customer files may leave Switzerland."),
        ("Your photos are never shown to others.", "Your photos may be shown to others."),
    ],
)
def test_a_flip_in_plain_words_has_its_direction(before: str, after: str) -> None:
    """The act of users in "until you turn it on" is no second switch."""
    assert find_direction(find_shifts(before, after)) is LESS
    assert find_direction(find_shifts(after, before)) is MORE


def test_a_slower_answer_is_never_high() -> None:
    """Support that answers in five days instead of one is worth a look, and no more."""
    (shift,) = find_shifts("We answer letters within a day.", "We answer letters within a week.")
    assert (shift.direction, shift.severity) == (LESS, Severity.MEDIUM)


@pytest.mark.parametrize(
    "sentence",
    [
        "To improve the service we sell your personal data to advertisers.",
        "Through the app we sell your data to brokers.",
        "At the end of the year we sell the profiles of our members.",
        "All the data you give us we sell to brokers.",
    ],
)
def test_a_noun_before_a_subject_takes_nothing_from_its_practice(sentence: str) -> None:
    """Only a noun of data whose verb has no object of its own has a clause beside it."""
    (shift,) = find_shifts(None, sentence)
    assert (shift.direction, shift.severity) == (LESS, Severity.HIGH)


@pytest.mark.parametrize(
    "template",
    [
        "We do not reimburse the cleaning deposit of ${}.",
        "We require that each guest pays a late fee of ${}.",
        "We deduct from what we owe you a fee of ${}.",
        "Unless we pay the supplier, a fee of ${} applies.",
        "We will reimburse your costs above ${}.",
        "We pay your invoice once it reaches ${}.",
    ],
)
def test_an_amount_beside_a_payment_is_not_what_the_company_pays(template: str) -> None:
    """A denial, another subject, a deduction and a threshold give users nothing."""
    assert find_direction(find_shifts(template.format(10), template.format(50))) is not MORE


@pytest.mark.parametrize(
    "sentence",
    [
        "You do not have to give a reason for leaving.",
        "You never pay for returns.",
        "You must not pay for returns.",
        "You shall never owe interest.",
        "Never pay a fee to a caller.",
        "Sie müssen keine Gebühren zahlen.",
        "Sie müssen den Beleg nicht aufheben.",
        "Vous n'avez pas à payer de frais.",
        "Vous n'êtes pas tenu de garder le reçu.",
        "Usted no tiene que pagar nada.",
        "Sie dürfen nicht belästigt werden.",
        "You must always get a full copy.",
        "You must also receive a receipt.",
    ],
)
def test_what_takes_a_burden_from_users_is_no_ban(sentence: str) -> None:
    """Nor is what must happen to them a duty of theirs."""
    assert Direction.LESS_FAVOURABLE not in {s.direction for s in find_shifts(None, sentence)}


def test_consent_that_users_must_give_is_no_duty() -> None:
    """The company may not act without it."""
    shifts = find_shifts(None, "You must give consent before we share data.")
    assert find_direction(shifts) is not LESS


@pytest.mark.parametrize(
    "sentence",
    [
        "We sell photos and prints of works in the museum.",
        "We sell a large number of gift cards.",
        "We provide free copies of this notice to anyone who asks.",
        "We provide support to other companies as well.",
        "We record your objection and stop.",
        "We buy devices from two makers.",
        "We need your consent to open a ticket.",
    ],
)
def test_goods_and_help_are_no_data_of_users(sentence: str) -> None:
    """A shop sells photos, and whoever records an objection tracks nobody."""
    assert find_shifts(None, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("We sell your photos.", Severity.HIGH),
        ("We sell your phone number.", Severity.HIGH),
        ("We sell your browsing history.", Severity.HIGH),
        ("We provide your data to anyone who asks.", Severity.HIGH),
        ("We provide your messages to other companies.", Severity.HIGH),
        ("We buy data about you from other shops.", Severity.MEDIUM),
    ],
)
def test_the_data_of_users_is(sentence: str, severity: Severity) -> None:
    """The same verbs are grave where they take what belongs to users."""
    (shift,) = find_shifts(None, sentence)
    assert (shift.direction, shift.severity) == (LESS, severity)
