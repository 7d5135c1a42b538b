"""Directions of disclaimers, of rights to arbitration and of choices beside new tracking."""

import pytest

from clausewatch.model.reading import Direction, Severity
from tests.clausewatch.compare.test_assessment import compare_sentences


@pytest.mark.parametrize(
    "text",
    [
        "You may have the ability to invoke binding arbitration if no other way has helped.",
        "Individuals are entitled, under certain conditions, to invoke binding arbitration.",
        "Unter Umständen können Sie ein verbindliches Schiedsverfahren in Anspruch nehmen.",
        "Our other policy describes the personal data that we collect when you join a team.",
    ],
)
def test_a_right_or_a_remark_is_no_loss(text: str) -> None:
    """Who may call on an arbitrator loses nothing, and a document that describes takes nothing."""
    comparison = compare_sentences((), (text,))
    assert comparison.direction is not Direction.LESS_FAVOURABLE


@pytest.mark.parametrize(
    "text",
    [
        "We do not assume any responsibility for what the kiln does to your pots.",
        "Wir haften nicht für Töpfe, die bei der Post verloren gehen.",
        "Nous ne sommes pas responsables des pots que la poste a perdus.",
        "The company shall not be responsible for parcels that the post loses.",
    ],
)
def test_a_new_disclaimer_is_a_loss(text: str) -> None:
    """What the company need no longer answer for is left to its users."""
    comparison = compare_sentences((), (text,))
    assert comparison.direction is Direction.LESS_FAVOURABLE
    assert comparison.severity is Severity.MEDIUM
    assert text.rstrip(".") in comparison.headline


def test_users_are_not_freed_of_liability_at_their_own_cost() -> None:
    """The same words about users, or a promise to act, are no disclaimer of the company."""
    for text in (
        "You are not responsible for pots that other members break.",
        "We are responsible for pots that our helpers break.",
        "We do not need to know the name of a member.",
        "We do not show your letters to the responsible office.",
    ):
        assert compare_sentences((), (text,)).direction is not Direction.LESS_FAVOURABLE


def test_a_choice_that_comes_with_tracking_is_no_gain() -> None:
    """An opt-out from something that is new takes back less than was given."""
    text = (
        "Kilnmetrics uses cookies to collect data about the behaviour of our visitors. "
        "You can ask them to stop on their page."
    )
    assert compare_sentences((), (text,)).direction is not Direction.MORE_FAVOURABLE


def test_a_denial_that_is_dropped_beside_a_new_name_is_a_loss() -> None:
    """The product was renamed, and what was denied of its content is denied no longer."""
    before = "Content in private Kilns is not shown to the public and is not used for improving {}."
    after = "Content in private Ovens is not shown to the public."
    comparison = compare_sentences((before.format("the Service"),), (after,))
    assert comparison.direction is Direction.LESS_FAVOURABLE
    assert "not used for improving" in comparison.headline


@pytest.mark.parametrize(
    "text",
    [
        "You can review their privacy policy on their own page.",
        "Users may consult the plan of the house here.",
    ],
)
def test_a_permission_to_read_on_is_no_gain(text: str) -> None:
    """It only says where another document is."""
    assert compare_sentences((), (text,)).direction is None


def test_a_period_that_stands_in_the_next_clause_is_not_gone() -> None:
    """The sentence is only told in another order."""
    before = "Your personal data and your letters are kept for 10 years: the law wants it."
    after = "Your personal data and your letters are kept: the law wants it for 10 years."
    comparison = compare_sentences((before,), (after,))
    assert "no longer set" not in comparison.headline
    lost = "Your personal data and your letters are kept: the law wants it."
    assert "no longer set at 10 years" in compare_sentences((before,), (lost,)).headline


def test_what_the_company_cannot_guarantee_is_no_indemnity() -> None:
    """The pronoun before the French verb is its object and no party that is bound."""
    removed = "Nous ne pouvons pas vous garantir que vos lettres resteront toujours fermées."
    headline = compare_sentences((removed,), ()).headline
    assert "indemnify" not in headline
    added = "Vous vous engagez à garantir la société contre toute réclamation de tiers."
    assert "indemnify" in compare_sentences((), (added,)).headline
