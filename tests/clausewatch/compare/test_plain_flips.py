"""Flips in plain words: exceptions, conditions, working days, masked data and the passive voice."""

import pytest

from clausewatch.compare.asides import is_question
from clausewatch.compare.sensitive_topics import names_sensitive_topic
from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.model.reading import Direction
from tests.clausewatch.compare.test_assessment import compare_sentences

LESS, MORE = Direction.LESS_FAVOURABLE, Direction.MORE_FAVOURABLE
LOSSES = (
    # an exception from a denial
    (
        "We do not record your voice.",
        "We do not record your voice, except to improve our products.",
    ),
    ("We never open your letters.", "We never open your letters, other than on Mondays."),
    # what the company leaves alone
    ("We will never contact your employer.", "We may contact your employer."),
    ("We will not open your documents.", "We will open your documents."),
    ("Unless you ask us to, we will not analyse your books.", "We will analyse your books."),
    # a condition at the start
    ("If you agree, we may show your photo to others.", "We may show your photo to others."),
    (
        "With the camera off, the provider may also collect prompts.",
        "The provider may also collect prompts.",
    ),
    # days that skip weekends
    ("We refund you within 5 calendar days.", "We refund you within 5 business days."),
    (
        "The Processor reports a personal data breach within 24 hours.",
        "The Processor reports a personal data breach within 24 business hours.",
    ),
    ("You have 10 business days to dispute an invoice.", "You have 10 days to dispute an invoice."),
    ("Wir antworten innerhalb von 5 Tagen.", "Wir antworten innerhalb von 5 Werktagen."),
    # data that hides whom it is about
    ("We share aggregated data with shops.", "We share data with shops."),
    ("We disclose de-identified information to schools.", "We disclose information to schools."),
    # what happens at once
    (
        "We delete recordings when the meeting ends.",
        "We delete recordings 180 days after the meeting ends.",
    ),
    ("We delete recordings upon termination.", "We delete recordings 30 days from termination."),
    # adjectives
    ("Deposits are refundable.", "Deposits are non-refundable."),
    (
        "The Supplier is liable for its subcontractors.",
        "The Supplier is not liable for its subcontractors.",
    ),
    # a firm time that becomes a condition
    (
        "We will inform customers of a breach without undue delay.",
        "We will inform customers of a breach if the law requires it.",
    ),
    # who alone has access
    ("Only you can see your draft.", "Only you and your administrator can see your draft."),
    # a cap by time
    (
        "Our liability is limited to the fees paid in the last twelve months.",
        "Our liability is limited to the fees paid in the last month.",
    ),
    (
        "Providers must obtain Customer's approval before they hire a helper.",
        "Providers must tell Customer before they hire a helper.",
    ),
    (
        "Customer may audit our books once a year.",
        "Customer may read a summary of our auditor's audit once a year.",
    ),
)


@pytest.mark.parametrize(("before", "after"), LOSSES)
def test_a_loss_has_its_direction(before: str, after: str) -> None:
    """The way back is never a loss as well."""
    assert find_direction(find_shifts(before, after)) is LESS
    assert find_direction(find_shifts(after, before)) is not LESS


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("Prompts are stored for 30 days.", "Prompts are not stored.", LESS),
        ("Access logs are kept for one year.", "Access logs are not kept.", LESS),
        (
            "We do not store your password, other than in encrypted form.",
            "We do not store your password.",
            LESS,
        ),
        (
            "We will discuss price changes with you before they apply.",
            "We will announce price changes on our website before they apply.",
            MORE,
        ),
        ("We cannot process your order.", "We process your order.", LESS),
        ("We do not verify your identity.", "We verify your identity.", LESS),
        ("We may keep data at once.", "We may keep data if it is needed.", MORE),
        (
            "The breach notice is sent within 2 days.",
            "The breach notice is sent within 5 days.",
            MORE,
        ),
    ],
)
def test_a_direction_is_never_the_opposite(before: str, after: str, wrong: Direction) -> None:
    """What is denied lasts no time, and what a company cannot do is no promise."""
    assert find_direction(find_shifts(before, after)) is not wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "Your contact list will be shared with our advertising partners.",
        "If you pay by card, your payment data is passed on to banks.",
        "We may share the fact that you have an account with your employer.",
    ],
)
def test_new_sharing_is_a_loss_whoever_is_its_subject(sentence: str) -> None:
    """The passive voice hides who shares, and what is shared need not be data."""
    assert find_direction(find_shifts(None, sentence)) is LESS


@pytest.mark.parametrize(
    "sentence",
    [
        "Your messages can be read by other members of the channel.",
        "Your files can be shared by you.",
        "We will tell you of any changes to the terms.",
        "When making material changes to the terms, we will give you notice.",
        "We share your address only with your consent.",
    ],
)
def test_what_users_do_and_what_is_only_named_is_no_loss(sentence: str) -> None:
    """A noun is no practice, and users who read messages take nothing from anybody."""
    assert find_direction(find_shifts(None, sentence)) is not LESS


def test_training_leads_among_grave_losses() -> None:
    """The order of the rules' file decides between losses of the same severity."""
    licence = "You grant us a worldwide, perpetual licence over your content."
    sharing = "We share your information with data brokers."
    training = "We train our AI models on your content."
    comparison = compare_sentences((), (licence, sharing, training))
    assert [edit.after for edit in comparison.edits] == [training, sharing, licence]


def test_the_headline_of_a_lone_rule_quotes_that_rule() -> None:
    """Of several new sentences, "this" is the one that the rule is in."""
    text = (
        "You must not fly kites on the pier. Our harbour office will be moved to the north quay "
        "within 30 days, except where the weather prevents it."
    )
    assert "You must not fly kites on the pier" in compare_sentences((), (text,)).headline


def test_a_cut_sentence_still_says_with_whom_data_is_shared() -> None:
    """A headline that names no recipient does not say what changed."""
    sentence = (
        "If you join with an address that belongs to a school, we may share the fact that you have "
        "an account, your level and the dates and hours of your lessons, including those that you "
        "missed or cancelled late, with your school or your employer, for example for its records."
    )
    assert "with your school" in compare_sentences((), (sentence,)).headline


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("D. How we protect your personal information", True),
        ("What data do we collect?", True),
        ("Where we operate, we keep your data for 30 days.", False),
        ("We keep your data", False),
        ("What you upload becomes our property", False),
        ("What you say may be recorded and sold", False),
        ("When you cancel, you lose your deposit", False),
        ("Who breaks these rules pays a fine of 100 euros", False),
        ("Wer gegen die Regeln verstößt, zahlt 100 Euro", False),
        ("Why must you pay a fee of 50 dollars?", False),
    ],
)
def test_a_question_is_a_title(text: str, *, is_title: bool) -> None:
    """A title says what a section is about, and rules nothing."""
    assert is_question(text) is is_title


def test_perjury_is_no_jury() -> None:
    """A word inside another one names no topic."""
    assert not names_sensitive_topic("Members state under penalty of perjury that it is theirs.")
    assert names_sensitive_topic("You waive a trial by jury.")
