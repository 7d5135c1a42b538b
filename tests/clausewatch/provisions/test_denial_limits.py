"""A denial for one purpose, recipient, price or time rules no practice out as a whole."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Reading
from clausewatch.provisions.impact_text import POLARITY_PHRASES
from clausewatch.provisions.record import RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy
from tests.clausewatch.provisions.sentence_positions import read_position


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("location_data", "We do not use your location for marketing."),
        ("sensitive_data", "We do not share health data with advertisers."),
        ("sensitive_data", "Health data is never shared with insurers."),
        ("biometric_data", "We never share your fingerprints with data brokers."),
        ("biometric_data", "Face templates are not used to identify you in other gardens."),
        ("location_data", "Larkspur does not collect or use your position to show you adverts."),
        ("location_data", "We will not share your position with anyone."),
        (
            "third_party_sharing",
            "We do not share your data with third parties for their marketing purposes.",
        ),
        (
            "third_party_sharing",
            "We will never disclose your details to advertisers or data brokers.",
        ),
        ("third_party_sharing", "We do not share your data for any purpose other than delivery."),
        ("data_sale", "We do not sell your data to advertisers."),
        ("data_sale", "Your data is not sold or rented for marketing."),
        ("cookies_tracking", "We do not use cookies to collect personal data."),
        ("cookies_tracking", "No cookies are set for advertising."),
        ("data_retention", "We do not keep your messages for longer than thirty days."),
        ("data_retention", "Your messages are not stored for training."),
        ("private_content_access", "We do not read your messages to target adverts."),
        ("location_data", "We do not allow advertisers to collect your location."),
        ("ai_training", "We do not share your letters with third parties to train their models."),
        ("ai_training", "We do not let partners train on letters."),
        ("sensitive_data", "We do not use sensitive data for purposes other than those you chose."),
        ("data_sale", "We do not sell or rent names for advertising."),
        ("sensitive_data", "Your health data is not disclosed to insurers."),
        ("location_data", "We do not record or use your location for the benefit of advertisers."),
        ("third_party_sharing", "For advertising purposes, we do not share your personal data."),
        ("location_data", "For marketing, your location is never collected."),
        ("sensitive_data", "For research, Larkspur does not use your health data."),
        ("data_sale", "For the benefit of advertisers, we will never sell your data."),
        ("ai_training", "We do not use your content to train models for other customers."),
        ("ai_training", "Your prompts are not used to train any model for third parties."),
        ("ai_training", "We will not train on your files for the benefit of other users."),
        ("data_sale", "We do not sell your personal data for other customers."),
        ("data_sale", "We do not sell your phone number."),
        ("data_sale", "We do not sell, rent or share your credit card details with anyone."),
        ("third_party_sharing", "We never share your health records with third parties."),
        ("third_party_sharing", "Larkspur will not disclose your e-mail address to anybody."),
    ],
)
def test_a_limit_narrows_a_denial(clause: str, text: str) -> None:
    """What the sentence does not name stays open."""
    assert read_position(clause, text) is Polarity.SOME_EXCLUDED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("location_data", "We do not use your location for any purpose."),
        ("location_data", "We do not collect your location for privacy reasons."),
        ("sensitive_data", "We do not collect health data, or share it with advertisers."),
        ("sensitive_data", "We do not process sensitive data."),
        ("biometric_data", "We do not collect or store fingerprints for your safety."),
        ("biometric_data", "Larkspur does not create face templates, for example from photos."),
        ("third_party_sharing", "We do not share your data with third parties."),
        ("third_party_sharing", "We never disclose your details to anyone for any reason."),
        (
            "third_party_sharing",
            "We do not share your data with advertisers or any other third party.",
        ),
        ("data_sale", "We do not sell your data for money."),
        ("data_sale", "We never sell or rent your data to third parties."),
        ("data_sale", "We do not sell data to others, or share it with advertisers."),
        ("cookies_tracking", "We do not use cookies."),
        ("data_retention", "We do not keep your messages."),
        ("private_content_access", "We do not have access to your messages."),
        (
            "private_content_access",
            "Our staff cannot read your messages for any purpose whatsoever.",
        ),
        ("location_data", "We do not collect your location and use addresses for delivery only."),
        ("ai_training", "We do not train on letters, and nobody else may use them to train."),
        (
            "ai_training",
            "Larkspur will not use, and will not allow others to use, any song to train.",
        ),
        ("marketing_use", "We do not use your address for marketing."),
        ("targeted_advertising", "We do not use your data to show you targeted ads."),
        (
            "data_sale",
            "We do not sell your data to any third party for monetary consideration.",
        ),
        ("data_sale", "We do not sell data or share data for advertising."),
        ("sensitive_data", "We do not want to gather sensitive data."),
        (
            "biometric_data",
            "We do not collect biometric data for the purpose of uniquely identifying a person.",
        ),
        (
            "private_content_access",
            "Suppliers do not get access to your files and keep such files for a week only.",
        ),
        (
            "biometric_data",
            "We do not extract face prints or other marks used to identify a person.",
        ),
        ("sensitive_data", "You are not asked to provide health data."),
        ("data_sale", "We do not sell your phone number or any other personal information."),
        ("data_sale", "We do not sell any personally identifiable customer data."),
        ("data_sale", "Larkspur does not sell Larkspur user data."),
        ("third_party_sharing", "For the avoidance of doubt, we do not share your data."),
        ("third_party_sharing", "For that reason, we never disclose your personal details."),
        ("ai_training", "For clarity, we do not train on your files."),
    ],
)
def test_a_denial_without_a_limit_is_whole(clause: str, text: str) -> None:
    """Every purpose, everybody, a reason, an object, or what the type is about, narrows nothing."""
    assert read_position(clause, text) is Polarity.DOES_NOT


@pytest.mark.parametrize(
    "text",
    [
        "We use your location for marketing.",
        "We share your location with advertisers.",
        "We may use your location to show you adverts.",
        "We use your location for maps, and we do not sell letters to shops.",
    ],
)
def test_a_limit_of_a_statement_denies_nothing(text: str) -> None:
    """The same words without a "not" affirm."""
    assert read_position("location_data", text) in {Polarity.DOES, Polarity.MAY}


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("location_data", "We do not use your location for marketing."),
        ("sensitive_data", "We do not share your health data with advertisers."),
        ("biometric_data", "We never share your fingerprints with data brokers."),
        ("third_party_sharing", "We do not share your personal data with advertisers."),
    ],
)
def test_the_record_does_not_say_that_it_is_ruled_out(
    make_reading: Callable[[str], Reading],
    find_by_type: Callable[[str], dict[str, Provision]],
    clause: str,
    sentence: str,
) -> None:
    """Texts and memo speak of a part, and no template of a denial is used."""
    text, taxonomy = f"# Notice\n\n{sentence}\n", load_taxonomy()
    provision = find_by_type(text)[clause]
    source = RecordSource("Larkspur", "privacy policy")
    record = build_record(provision, (provision,), make_reading(text), taxonomy, source)
    clause_type = taxonomy.clauses[clause]
    assert provision.polarity is Polarity.SOME_EXCLUDED
    assert "rules out only a part of" in record.texts.what
    assert clause_type.meaning_denied not in record.texts.what
    assert record.texts.impact != clause_type.impact_denied
    assert record.texts.impact.startswith("Under this wording, only what the sentence names")
    assert record.polarity == "rules out a part of the practice"
    assert POLARITY_PHRASES[provision.polarity] == "ruled out in part"
