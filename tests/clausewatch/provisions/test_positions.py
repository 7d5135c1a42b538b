"""The position of a sentence: what it permits, denies, or makes depend on consent or a refusal."""

import pytest

from clausewatch.model.provisions import Polarity
from tests.clausewatch.provisions.sentence_positions import read_position

_AFFIRMED = {Polarity.DOES, Polarity.MAY}
_LONG_LIST = (
    "We do not train on your letters unless: (1) a moderator has marked them as harmful, and two "
    "people in our office look at them, (2) they are a report that you sent to our desk, or (3) "
    "you have expressly agreed."
)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("auto_renewal", "Cancel two days earlier to avoid being charged for another year."),
        ("account_termination", "We may restrict the use of the map and suspend your account."),
        (
            "content_removal",
            "Our moderators may prevent you from posting, or delete what you posted.",
        ),
        (
            "publicity_rights",
            "Winners agree, except where prohibited by law, that we use their name.",
        ),
        ("targeted_advertising", "They serve to show you adverts and to avoid showing one twice."),
    ],
)
def test_a_verb_of_denial_denies_only_what_it_governs(clause: str, text: str) -> None:
    """A reason ("to avoid"), another object and a law in brackets deny no practice."""
    assert read_position(clause, text) in _AFFIRMED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "We refrain from selling, renting or trading your details."),
        ("ai_training", "Our contracts prohibit the use of your letters for training."),
        ("location_data", "The app avoids collecting your location."),
        ("data_sale", "Larkspur forbids sale of your personal data."),
    ],
)
def test_a_verb_of_denial_denies_a_gerund_or_a_noun(clause: str, text: str) -> None:
    """What such a verb governs does not take place."""
    assert read_position(clause, text) is Polarity.DOES_NOT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "We do not sell your details as that word is defined by the act."),
        ("data_sale", "Larkspur never sells personal data like names or letters."),
        ("do_not_track", "At present we are unable to respond to signals of browsers."),
        ("private_content_access", "Larkspur is unable to read your messages."),
    ],
)
def test_a_definition_an_example_or_an_inability_narrows_no_denial(clause: str, text: str) -> None:
    """The practice is denied as a whole."""
    assert read_position(clause, text) is Polarity.DOES_NOT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "We do not sell telephone numbers as a rule."),
        ("law_enforcement_disclosure", "We disclose no data to the police except in an emergency."),
        ("content_licence", "Save as set out below, this contract grants us no licence."),
        ("marketing_use", "We send no marketing apart from our monthly letter."),
    ],
)
def test_a_kind_of_data_or_an_exception_narrows_a_denial(clause: str, text: str) -> None:
    """A part of the practice stays open."""
    assert read_position(clause, text) is Polarity.SOME_EXCLUDED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("publicity_rights", "With your permission, a quote of yours may go on our front page."),
        ("location_data", "Your position appears on the map if you enable it."),
        ("location_data", "We collect your location, but only where you granted us permission."),
        (
            "third_party_sources",
            "We obtain data when a bank sends it that you authorized to do so.",
        ),
    ],
)
def test_a_practice_depends_on_consent_whatever_its_verb(clause: str, text: str) -> None:
    """A condition counts in sentences without a known verb, too."""
    assert read_position(clause, text) is Polarity.WITH_CONSENT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("third_party_sharing", "We share your data as described above or with your consent."),
        ("third_party_sharing", "We may share it for these ends or otherwise with your consent."),
        ("refund_policy", "We refund you the same way, unless you have agreed otherwise."),
        ("data_sale", "When you activate your subscription, we sell your data to partners."),
        ("location_data", "If you activate the app, we collect your precise location."),
        ("third_party_sharing", "If you have approved an order, we share your data with shops."),
        ("third_party_sharing", "If you grant permission to others, we share your data with them."),
        (
            "auto_renewal",
            "Your plan renews unless you cancel it, and you authorize us to debit your card.",
        ),
        ("cookies_tracking", "You can accept the cookies that we set."),
    ],
)
def test_consent_as_one_case_of_several_is_no_condition(clause: str, text: str) -> None:
    """The practice takes place without it."""
    assert read_position(clause, text) in _AFFIRMED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("arbitration", "You have the right to opt out of arbitration within thirty days."),
        ("cookies_tracking", "We use cookies, and you can disable them in your browser."),
        ("location_data", "We collect your location, and we let you disable it in your settings."),
        ("publicity_rights", "Once you write to us, we will stop using your name in adverts."),
        ("location_data", "We collect your location unless you choose No when asked to permit it."),
        (
            "location_data",
            "We collect your location; refuse by choosing No when we request your consent.",
        ),
    ],
)
def test_a_reader_may_refuse(clause: str, text: str) -> None:
    """An offer counts, with or without a verb of the practice."""
    assert read_position(clause, text) is Polarity.OPT_OUT_OFFERED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("account_termination", "Larkspur may deactivate your account if you break these rules."),
        ("account_termination", "If you break a rule, Fern will have the right to disable it."),
        ("content_removal", "We can disable your posts and remove them."),
        ("account_termination", "If you stop paying, we reserve the right to close your account."),
    ],
)
def test_the_power_of_a_company_is_no_choice_of_the_reader(clause: str, text: str) -> None:
    """Who may disable an account is who closes it."""
    assert read_position(clause, text) in _AFFIRMED


@pytest.mark.parametrize(
    ("clause", "text", "polarity"),
    [
        (
            "ai_training",
            _LONG_LIST,
            Polarity.WITH_CONSENT,
        ),
        (
            "data_sale",
            "We do not sell it unless, in a rare case, you agree.",
            Polarity.WITH_CONSENT,
        ),
    ],
)
def test_an_unless_reaches_the_end_of_its_condition_or_list(
    clause: str, text: str, polarity: Polarity
) -> None:
    """What follows another condition in the same sentence is no consent to the practice."""
    assert read_position(clause, text) is polarity


@pytest.mark.parametrize(
    ("clause", "text", "polarity"),
    [
        ("refund_policy", "Fees for workshops are nonrefundable.", Polarity.DOES_NOT),
        ("refund_policy", "Fees for workshops are non-refundable.", Polarity.DOES_NOT),
        ("data_collection", "We collect no names.", Polarity.DOES_NOT),
        ("data_collection", "We collect no more than your name.", Polarity.DOES),
        ("refund_policy", "You will not be charged for a refund, which we issue.", Polarity.DOES),
        (
            "cookies_tracking",
            "You can set a browser to not accept cookies.",
            Polarity.OPT_OUT_OFFERED,
        ),
    ],
)
def test_a_denial_is_found_beside_its_verb(clause: str, text: str, polarity: Polarity) -> None:
    """A "no" may follow its verb, and a "not" may belong to the reader's choice or to a charge."""
    assert read_position(clause, text) is polarity


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "Our policy forbids us to sell your personal information."),
        ("ai_training", "We are forbidden by contract to train AI models on your content."),
        ("private_content_access", "We prohibit our staff to read your private messages."),
    ],
)
def test_a_ban_denies_the_infinitive_that_follows(clause: str, text: str) -> None:
    """Who is forbidden to do it does not do it."""
    assert read_position(clause, text) is Polarity.DOES_NOT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "We sell no fewer than ten categories of personal information to brokers."),
        ("third_party_sharing", "We share no small amount of your data with advertisers."),
    ],
)
def test_a_large_amount_is_no_denial(clause: str, text: str) -> None:
    """The "no" belongs to the amount."""
    assert read_position(clause, text) in _AFFIRMED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("ai_training", "We will not use your content to train AI models unless you opt in."),
        (
            "ai_training",
            "We will not use your content to train AI models unless you separately opt in.",
        ),
    ],
)
def test_separate_consent_is_consent(clause: str, text: str) -> None:
    """The practice takes place once it is given."""
    assert read_position(clause, text) is Polarity.WITH_CONSENT
