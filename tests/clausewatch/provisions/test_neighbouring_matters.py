"""Sentences on a neighbouring matter are no evidence of a clause type."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Severity

FindByType = Callable[[str], dict[str, Provision]]


def find(find_by_type: FindByType, text: str) -> dict[str, Provision]:
    """Return the provisions of one paragraph by clause type."""
    return find_by_type(f"# Terms\n\n## Matters of note\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "You may opt out of this section by writing to us within thirty days of your first use.",
        "You can opt out of the dispute provisions if you send us a letter within 30 days.",
        "If you do not want the class action waiver, you may opt out by e-mail within 30 days.",
        "You have the right to opt out of binding arbitration within 30 days.",
    ],
)
def test_an_opt_out_of_terms_is_no_choice_about_data(find_by_type: FindByType, text: str) -> None:
    """Arbitration, waivers and sections of the contract are no uses of data."""
    assert "opt_out_choices" not in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "You may reuse our data under the Open Licence, which grants a worldwide, perpetual right.",
        "All rights not expressly granted by Larkspur to you are reserved by Larkspur.",
        "There are no implied licences to you, and we reserve all rights in the software.",
        "Photographs come from authors, whose owners license them to everyone under open licences.",
    ],
)
def test_a_licence_to_the_reader_is_none_of_what_users_upload(
    find_by_type: FindByType, text: str
) -> None:
    """Who grants the licence decides, and whose work it is."""
    assert "content_licence" not in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "By posting, you grant everyone a licence to use your text under CC BY-SA.",
        "You keep all your rights, and you grant us a worldwide licence to display your photos.",
        "Your contributions are licensed to everyone worldwide under a free licence.",
    ],
)
def test_a_licence_of_the_user_is_one(find_by_type: FindByType, text: str) -> None:
    """Open licences that users have to grant are licences over their content."""
    assert "content_licence" in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "data_sale",
            "The data processing agreement provides that the processor does not sell it.",
        ),
        ("data_sale", "Each processor contract contains a ban on selling the personal data."),
        ("data_sale", "Our agreements with vendors oblige them never to sell your personal data."),
        (
            "third_party_sharing",
            "The contract with each provider forbids it to disclose your data to third parties.",
        ),
    ],
)
def test_what_a_contract_forbids_others_is_no_denial(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """The company itself may still do it."""
    assert clause not in find(find_by_type, text)


def test_a_promise_of_the_company_beside_a_contract_is_a_denial(find_by_type: FindByType) -> None:
    """A contract that follows is no reason to drop the promise."""
    text = "We never sell your personal data, and our contracts oblige vendors to do the same."
    assert find(find_by_type, text)["data_sale"].polarity is Polarity.DOES_NOT


@pytest.mark.parametrize(
    "text",
    [
        "Your information may be disclosed to third parties when required by law.",
        "We may disclose personal data to others if compelled by law.",
        "We may provide your data to courts and regulators to comply with our legal duties.",
    ],
)
def test_disclosure_that_the_law_requires_is_no_general_sharing(
    find_by_type: FindByType, text: str
) -> None:
    """It belongs to disclosure to authorities."""
    assert "third_party_sharing" not in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "We will correct, delete or block inaccurate personal data when you ask us.",
        "We will remove or edit the information in your profile if it is wrong.",
        "If a child has given us data, we will delete the child's information from our files.",
    ],
)
def test_correction_of_data_is_no_removal_of_content(find_by_type: FindByType, text: str) -> None:
    """Content is what users publish."""
    assert "content_removal" not in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "If you do not want us to collect your location, switch the permission off.",
        "You may choose not to share your location data with us.",
        "Should you not wish us to use your precise location, you can turn it off.",
        "You can decide not to share your location data with us at any time.",
    ],
)
def test_what_readers_refuse_is_not_what_the_company_denies(
    find_by_type: FindByType, text: str
) -> None:
    """A "not" of the reader is a way out of the practice and no denial of it."""
    polarity = find(find_by_type, text)["location_data"].polarity
    assert polarity not in {Polarity.DOES_NOT, Polarity.SOME_EXCLUDED}


def test_who_is_sent_away_has_no_way_out(find_by_type: FindByType) -> None:
    """Not to use the service is no opt-out."""
    text = "If you do not want us to collect your location, do not use the app."
    location = find(find_by_type, text).get("location_data")
    assert location is None or location.polarity is not Polarity.OPT_OUT_OFFERED


@pytest.mark.parametrize(
    ("severity", "text"),
    [
        (
            Severity.MEDIUM,
            "You will indemnify us, legal fees included, for losses resulting from your breach.",
        ),
        (
            Severity.MEDIUM,
            "You agree to hold us harmless from legal fees caused by your violation of this.",
        ),
        (
            Severity.HIGH,
            (
                "You agree to indemnify us for legal fees arising out of your use of the app or"
                " your breach of these terms."
            ),
        ),
        (
            Severity.HIGH,
            "You shall indemnify us for legal fees to the extent arising from your use of it.",
        ),
    ],
)
def test_an_indemnity_for_use_is_not_tied_to_a_breach(
    find_by_type: FindByType, severity: Severity, text: str
) -> None:
    """Only an indemnity for nothing but a breach is milder."""
    assert find(find_by_type, text)["indemnification"].severity is severity


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        ("governing_law", "exclusive", "Any action must be brought in the courts of New York."),
        (
            "governing_law",
            "home_law",
            (
                "These terms are governed by German law; consumers keep the protection of your"
                " country's laws."
            ),
        ),
        (
            "liability_limitation",
            "cap",
            "In no event will our liability be more than what you paid us last year.",
        ),
        (
            "liability_limitation",
            "cap",
            "We are not liable for damages, and limit our liability to replacement or refund.",
        ),
        (
            "unilateral_change",
            "period",
            "We may change these terms, and tell you twenty days before the change.",
        ),
        ("data_retention", "period", "We keep your records for forty-five days."),
    ],
)
def test_plain_words_state_a_facet(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """Amounts in words, courts that must be used, and laws of a home are read."""
    stated = {each.id for each in find(find_by_type, text)[clause].facets if each.is_stated}
    assert facet in stated


def test_a_cap_at_the_price_is_no_refund(find_by_type: FindByType) -> None:
    """The sum of a refund that limits a liability promises none."""
    text = "Our liability is limited to replacement, repair or refund of the purchase price."
    assert "refund_policy" not in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "publicity_rights",
            "This name will be publicly visible, and will be used by others who enter the room.",
        ),
        ("publicity_rights", "Your name and photo are displayed to other members in the forum."),
        ("publicity_rights", "Your picture will be shown to users who visit your profile."),
        ("biometric_data", "The template of a skin may not be posted again or redistributed."),
        (
            "biometric_data",
            "We keep the prints of your photographs and a letter template.",
        ),
        ("acceptable_use", "Permission is granted to download one copy for personal use only."),
        ("acceptable_use", "This is the grant of a licence, and not a transfer of title."),
        ("content_removal", "Larkspur may provide tools for you to remove some user content."),
        ("content_removal", "The editor allows users to remove or edit posts at any time."),
        ("marketing_use", "Marketing and email providers."),
        ("content_licence", "We may continue to display some comments that you have made public."),
        (
            "content_licence",
            "You grant us the right to show your company logo on our website.",
        ),
        ("content_ownership", "Larkspur owns all right, title and interest in the services."),
        ("feedback_licence", "If you have suggestions, feel free to let us know by e-mail."),
        ("access_deletion_rights", "Other users will no longer have access to your shared data."),
        ("cookies_tracking", "Cookies are small data files that websites place on your computer."),
        ("cookies_tracking", "Web beacons are tiny images on a page, similar to cookies."),
        ("security_measures", "The cookie contains an encrypted identifier of the user."),
        ("unilateral_change", "We may stop, suspend or modify the services at any time."),
        (
            "liability_limitation",
            (
                "We have no liability for the activities of these third parties and how they"
                " collect, use or share information about you."
            ),
        ),
    ],
)
def test_words_of_a_type_alone_are_no_evidence(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """A name that is seen, a template of a letter or a tool for users is another matter."""
    assert clause not in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "You may cancel your account at any time; however, there are no refunds for cancellation.",
        "You can close your account whenever you like, with no fee for closing it.",
        "Users may delete their account at any time, and no penalty for deleting it is due.",
    ],
)
def test_no_refund_for_leaving_is_no_ban_on_leaving(find_by_type: FindByType, text: str) -> None:
    """A "not" before a payment denies the payment."""
    polarity = find(find_by_type, text)["user_cancellation"].polarity
    assert polarity not in {Polarity.DOES_NOT, Polarity.SOME_EXCLUDED}


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "location_data",
            "third_parties",
            (
                "We collect your location, and we receive information from third parties that helps"
                " us to find your location."
            ),
        ),
        (
            "third_party_sharing",
            "consent",
            (
                "We may share your information with others in these circumstances: (1) with your"
                " consent; (2) with partners who offer services."
            ),
        ),
        (
            "business_transfer",
            "bound",
            "If we are acquired, your information may be subject to a different privacy policy.",
        ),
        (
            "account_termination",
            "breach_only",
            (
                "We may terminate your account at any time for any reason. The licences that we"
                " grant end if you do not comply with these terms."
            ),
        ),
    ],
)
def test_what_is_said_of_something_else_states_no_facet(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """A source is no recipient, one case of a list no condition, another policy no bond."""
    stated = {each.id for each in find(find_by_type, text)[clause].facets if each.is_stated}
    assert facet not in stated


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "unilateral_change",
            "notice",
            (
                "We can change these terms at any time. We'll let you know about changes to these"
                " terms before they take effect."
            ),
        ),
        (
            "children_age",
            "not_collected",
            "This service is intended solely for users thirteen (13) years of age or older.",
        ),
        (
            "content_ownership",
            "company_owns",
            "Images that you submit are the property of the company.",
        ),
    ],
)
def test_other_plain_words_state_a_facet(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """Notices, ages and ownership in the words of small sites are read."""
    stated = {each.id for each in find(find_by_type, text)[clause].facets if each.is_stated}
    assert facet in stated


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "unilateral_change",
            "notice",
            "We may change these terms at any time, and the information you gave us stays.",
        ),
        (
            "auto_renewal",
            "notice",
            (
                "Your subscription renews automatically until you cancel. By giving payment"
                " information you let us charge all fees."
            ),
        ),
        (
            "auto_renewal",
            "notice",
            "Your plan will renew automatically unless you cancel or notify us 15 days before.",
        ),
        (
            "breach_notification",
            "deadline",
            (
                "Should a breach occur, we will act immediately to secure our servers, and we will"
                " inform all users that there has been a data breach."
            ),
        ),
    ],
)
def test_similar_words_state_no_facet(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """Information informs nobody, and what the reader must tell is no notice to him."""
    stated = {each.id for each in find(find_by_type, text)[clause].facets if each.is_stated}
    assert facet not in stated


def test_a_bare_opt_out_belongs_to_what_it_follows(find_by_type: FindByType) -> None:
    """It names no practice, and the one before it is meant."""
    text = "We may add your company name and logo to our customer list and advertising."
    offered = f"{text} You can opt out by e-mail at any time."
    assert find(find_by_type, text)["publicity_rights"].severity is Severity.HIGH
    assert find(find_by_type, offered)["publicity_rights"].severity is Severity.MEDIUM
    other = f"{text} You can opt out of newsletters by e-mail at any time."
    assert find(find_by_type, other)["publicity_rights"].severity is Severity.HIGH


def test_sharing_that_users_ask_for_needs_their_consent(find_by_type: FindByType) -> None:
    """What happens only if they ask for it has no opt-out."""
    text = "We never share your information with third parties unless you explicitly ask us to."
    assert find(find_by_type, text)["third_party_sharing"].polarity is Polarity.WITH_CONSENT


def test_a_licence_to_provide_the_service_is_limited(find_by_type: FindByType) -> None:
    """Its purpose lowers the severity."""
    text = "You agree to grant us a licence to store and copy your content so that we may provide"
    provision = find(find_by_type, f"{text} you with the service.")["content_licence"]
    assert provision.severity is Severity.LOW
