"""Changes that favour neither side for sure, each beside a twin that does."""

import pytest

from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.model.reading import Direction, Severity
from tests.clausewatch.compare.test_assessment import compare_sentences

LESS, MORE = Direction.LESS_FAVOURABLE, Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(
    "deed",
    [
        "consider your appeal",
        "reopen your account",
        "cover your losses",
        "erase your account at your request",
        "respect your browser's Do Not Track signal",
        "hide your profile from strangers",
        "release your deposit before the event",
        "port your number to another carrier",
        "match your donation",
        "encrypt your messages",
        "archive your mail for you",
        "listen to your concerns",
        "open your account on a Sunday",
    ],
)
def test_what_helps_users_is_no_intrusion(deed: str) -> None:
    """Who no longer does it takes something from users, or nobody knows what."""
    denied, done = f"We do not {deed}.", f"We {deed}."
    assert find_direction(find_shifts(denied, done)) is not LESS
    assert find_direction(find_shifts(done, denied)) is not MORE


@pytest.mark.parametrize(
    "deed",
    [
        "read your letters",
        "contact your employer",
        "open your mail",
        "sell your data",
        "share your data with advertisers",
        "listen to your recordings",
    ],
)
def test_what_intrudes_on_users_is_a_loss(deed: str) -> None:
    """Whoever no longer does it gives users something."""
    denied, done = f"We will not {deed}.", f"We may {deed}."
    assert find_direction(find_shifts(denied, done)) is LESS
    assert find_direction(find_shifts(done, denied)) is MORE


@pytest.mark.parametrize(
    ("done", "denied"),
    [
        ("Your profile is hidden from strangers.", "Your profile is not hidden from strangers."),
        ("Access logs are available to customers.", "Access logs are not available to customers."),
        ("Backups of your profile are made.", "Backups of your profile are not made."),
        ("Copies are given to you.", "Copies are not given to you."),
        ("Copies are shown to you.", "Copies are not shown to you."),
        ("Your cookies are deleted.", "Your cookies are not deleted."),
        ("Your address is corrected when you ask.", "Your address is not corrected when you ask."),
        ("Data is exported if you ask.", "Data is not exported if you ask."),
    ],
)
def test_a_denied_passive_protects_only_from_what_intrudes(done: str, denied: str) -> None:
    """What is not done with a copy may be what users want."""
    assert find_direction(find_shifts(done, denied)) is not MORE
    assert find_direction(find_shifts(denied, done)) is not LESS


@pytest.mark.parametrize(
    ("denied", "done"),
    [
        ("Your messages will not be read by anyone.", "Your messages may be read by anyone."),
        ("Recordings will not be shared.", "Recordings will be shared."),
        ("Transcripts will not be sold.", "Transcripts will be sold."),
    ],
)
def test_a_denied_passive_protects_from_what_intrudes(denied: str, done: str) -> None:
    """Both ways are told."""
    assert find_direction(find_shifts(denied, done)) is LESS
    assert find_direction(find_shifts(done, denied)) is MORE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We encrypt your data at rest.", "We store your data at rest."),
        ("We will delete your data on request.", "We will archive your data on request."),
        ("We will delete your data on request.", "We will keep your data on request."),
        ("We obtain your consent before sharing.", "We presume your consent before sharing."),
        ("We will notify you of a breach.", "We will forgive you a breach."),
        ("We refund unused months.", "We forfeit unused months."),
        ("We will refund your deposit.", "We will retain your deposit."),
    ],
)
def test_a_promise_that_another_verb_replaces_is_lost(before: str, after: str) -> None:
    """Only a verb that tells users something may take the place of another that does."""
    assert find_direction(find_shifts(before, after)) is LESS


def test_a_promise_to_tell_users_may_have_another_verb() -> None:
    """Who announces a breach tells users of it."""
    shifts = find_shifts("We will notify you of a breach.", "We will inform you of a breach.")
    assert find_direction(shifts) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "We will share the audit report with you.",
        "We disclose to you every change.",
        "We may share tips with you by email.",
        "We share our revenue with you.",
        "We share your enthusiasm for chamber music.",
        "We will disclose your rights to you.",
        "We share responsibility with you for security.",
        "We share with you a copy of your data.",
        "Your files may be shared with your team by your colleagues.",
        "Your content is shared with people you invite.",
        "Your profile is shared with other members you choose.",
        "Your invoices can be passed on to your accountant by you.",
        "Your order is passed on to the courier of your choice.",
    ],
)
def test_what_users_get_or_share_themselves_is_no_loss(sentence: str) -> None:
    """A verb of sharing is none with others if users receive it, do it or choose who does."""
    assert find_direction(find_shifts(None, sentence)) is not LESS


@pytest.mark.parametrize(
    "sentence",
    [
        "We may share your photo with advertisers.",
        "We will disclose your messages to other companies.",
        "Your content is shared with advertisers by our partners.",
    ],
)
def test_what_others_get_is_a_loss(sentence: str) -> None:
    """The object is of users, and the recipient is not."""
    assert find_direction(find_shifts(None, sentence)) is LESS


def test_a_new_denial_with_an_exception_has_no_side() -> None:
    """Nobody knows whether the exception was there before; without one the promise is sure."""
    excepted = "Your data will not be shared with anyone except advertisers."
    whole = "We do not sell your data."
    assert find_direction(find_shifts(None, excepted)) is not MORE
    assert find_direction(find_shifts(None, whole)) is MORE


@pytest.mark.parametrize(
    ("few", "more"),
    [
        (
            "Only your administrator can delete your data.",
            "Only your administrator and you can delete your data.",
        ),
        (
            "Only account owners can cancel your plan.",
            "Only account owners and administrators can cancel your plan.",
        ),
        (
            "Only you may claim your refund within 30 days.",
            "Only you and your heirs may claim your refund within 30 days.",
        ),
        (
            "Only certified staff may repair your device.",
            "Only certified staff and partner shops may repair your device.",
        ),
    ],
)
def test_who_alone_acts_has_no_side(few: str, more: str) -> None:
    """More people who may repair a device are no loss."""
    assert find_direction(find_shifts(few, more)) is not LESS
    assert find_direction(find_shifts(more, few)) is not MORE


def test_who_alone_sees_has_a_side() -> None:
    """More people who see a file are a loss."""
    few = "Only our security team can read your messages."
    more = "Only our security team and our contractors can read your messages."
    assert find_direction(find_shifts(few, more)) is LESS


@pytest.mark.parametrize(
    "sentence",
    [
        "We may make changes to the fees.",
        "We reserve the right to make changes to the fees at any time.",
        "The company may make any changes to these terms in its sole discretion.",
        "We can make changes to prices without notice.",
        "We may at any time make material changes to these terms without telling you.",
    ],
)
def test_a_company_that_makes_changes_changes(sentence: str) -> None:
    """A noun behind "make" is what the company does."""
    assert find_direction(find_shifts(None, sentence)) is LESS


@pytest.mark.parametrize(
    "sentence",
    [
        "If we make changes to the terms, we will email you.",
        "We will tell you when we make changes to the prices.",
    ],
)
def test_changes_in_a_condition_are_only_named(sentence: str) -> None:
    """What is told to users is no change made at will."""
    assert find_direction(find_shifts(None, sentence)) is not LESS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The limits of liability in Section 9 do not apply to breaches of Section 5.",
            "The limits of liability in Section 9 do not apply to breaches of Section 6.",
        ),
        ("You may send up to articles 5 per day.", "You may send up to articles 9 per day."),
        ("The fees of Schedule 1 apply to you.", "The fees of Schedule 2 apply to you."),
    ],
)
def test_another_section_is_another_rule(before: str, after: str) -> None:
    """Only a document that numbers its sections anew says the same by another number."""
    comparison = compare_sentences((before,), (after,))
    assert comparison.severity is not Severity.LOW


@pytest.mark.parametrize(
    "sentence",
    [
        "What you upload becomes our property",
        "What you say may be recorded and sold",
        "When you cancel, you lose your deposit",
        "Who breaks these rules pays a fine of 100 euros",
    ],
)
def test_a_rule_without_a_full_stop_is_no_title(sentence: str) -> None:
    """An item of a list has no full stop."""
    assert compare_sentences((), (sentence,)).severity is not Severity.LOW


def test_an_exception_that_goes_is_no_gain() -> None:
    """Who stores a number in any form stores more than who stores it encrypted."""
    before = "We do not store your card number, except in encrypted form."
    assert find_direction(find_shifts(before, "We store your card number.")) is not MORE
    assert find_direction(find_shifts(before, "We do not store your card number.")) is not LESS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You must be told within 5 days.", "You must be told within 5 business days."),
        (
            "Users must be informed at least 30 days in advance.",
            "Users must be informed at least 10 days in advance.",
        ),
        (
            "Customers shall be notified at least 60 days before a change.",
            "Customers shall be notified at least 15 days before a change.",
        ),
        ("You must be given 30 days' notice.", "You must be given 14 days' notice."),
        ("You shall be given a refund within 14 days.", "You shall be given one within 60 days."),
        ("You must give us 30 days' notice.", "You must give us 60 days' notice."),
    ],
)
def test_a_duty_binds_who_acts_and_not_who_is_told(before: str, after: str) -> None:
    """What users must be told is a duty of the company, and what they must tell is theirs."""
    shifts = find_shifts(before, after)
    assert find_direction(shifts) is LESS
    assert find_direction(find_shifts(after, before)) is MORE
    named = any("users must give" in shift.sentence for shift in shifts)
    assert named is ("give us" in before)
