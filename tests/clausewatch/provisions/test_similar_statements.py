"""Sentences that state a practice beside words that say nothing of it in other sentences."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Severity

FindByType = Callable[[str], dict[str, Provision]]


def find(find_by_type: FindByType, text: str) -> dict[str, Provision]:
    """Return the provisions of a policy with one paragraph."""
    return find_by_type(f"# Terms\n\n## Matters of note\n\n{text}\n")


STATEMENTS = [
    (
        "service_providers",
        "A vendor that helps us as one of our service providers processes your data.",
    ),
    ("content_ownership", "You retain all rights in the content that you post to our services."),
    ("content_ownership", "We own all rights in the service, and you own your content."),
    (
        "content_licence",
        (
            "By posting, you grant us a perpetual, irrevocable licence to use, modify and sell your"
            " content, and we reserve our rights."
        ),
    ),
    (
        "content_licence",
        "You grant us a worldwide licence to use, copy and continue to display your content.",
    ),
    (
        "content_removal",
        "We may delete your information, posts and other content at any time for any reason.",
    ),
    (
        "content_removal",
        (
            "We may remove any content that contains false, incorrect or misleading information, or"
            " that violates these terms."
        ),
    ),
    (
        "cookies_tracking",
        "Cookies are small text files that we and third parties place on your device to track you.",
    ),
    (
        "liability_limitation",
        (
            "Our total liability to you or any third party arising from how we collect or use data"
            " shall not exceed $100."
        ),
    ),
    ("refund_policy", "All fees are non-refundable, and we have no liability to refund any fee."),
    (
        "unilateral_change",
        (
            "We may change or discontinue the service, modify its features and change"
            " these terms at"
            " any time without notice."
        ),
    ),
    ("targeted_advertising", "Third parties serve advertisements on our site when you visit it."),
    ("targeted_advertising", "We may show ads to you."),
    (
        "third_party_sharing",
        (
            "We share your personal data with third parties when permitted by law, including"
            " advertisers and data brokers."
        ),
    ),
    (
        "marketing_use",
        "We use your email address to send marketing, and share it with email marketing providers.",
    ),
    (
        "publicity_rights",
        "We may use your name and photo in advertisements that are shown to other users.",
    ),
    (
        "feedback_licence",
        (
            "Feel free to write us suggestions, which become our property and we can"
            " use them without"
            " restriction."
        ),
    ),
    ("opt_out_choices", "You may opt out under the terms of our privacy policy."),
    (
        "access_deletion_rights",
        "If you ask us to delete your data, other users will no longer be able to see your posts.",
    ),
    (
        "data_sale",
        (
            "Our agreements with third parties require them to pay us, and we sell them"
            " your personal"
            " information."
        ),
    ),
    (
        "third_party_sharing",
        (
            "Our agreements with partners require us to share your personal information with third"
            " parties."
        ),
    ),
]


@pytest.mark.parametrize(("clause", "text"), STATEMENTS)
def test_a_practice_is_found_beside_similar_words(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """What else a sentence says takes nothing from the practice that it states."""
    assert clause in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "We sell your data to partners with your consent or you choose not to.",
        "We collect your location, and if you do not want us to collect it you may never.",
        "Nobody can say whether you would rather not wish, prefer or decide never to let us sell.",
    ],
)
def test_a_sentence_may_end_after_any_word(find_by_type: FindByType, text: str) -> None:
    """A text that was cut off is read as far as it goes."""
    words = text.rstrip(".").split()
    for size in range(1, len(words) + 1):
        found = find(find_by_type, f"{' '.join(words[:size])}.")
        assert all(provision.quote.text for provision in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "To stop newsletters, you can opt out at any time.",
        "For marketing emails, you may opt out by email at any time.",
        "Newsletter subscribers may opt out at any time.",
        "If arbitration is not for you, you may opt out within 30 days.",
        "For cookies, you can opt out in your browser.",
    ],
)
def test_an_opt_out_of_something_else_is_none(find_by_type: FindByType, text: str) -> None:
    """It belongs to what it names, although it follows the practice."""
    sale = "We may sell your personal information to partners."
    provision = find(find_by_type, f"{sale} {text}")["data_sale"]
    assert (provision.severity, provision.polarity) == (Severity.HIGH, Polarity.MAY)


@pytest.mark.parametrize(
    "text", ["However, you may opt out at any time.", "If you wish, you can always opt out."]
)
def test_an_opt_out_of_nothing_else_is_one(find_by_type: FindByType, text: str) -> None:
    """Only connecting words stand before it."""
    sale = "We may sell your personal information to partners."
    assert find(find_by_type, f"{sale} {text}")["data_sale"].severity is Severity.MEDIUM


@pytest.mark.parametrize("condition", ["we tell you", "the police ask for your records"])
def test_what_others_ask_for_is_no_consent(find_by_type: FindByType, condition: str) -> None:
    """Consent is the reader's to give."""
    text = f"We never share your personal information with third parties unless {condition}."
    provision = find(find_by_type, text)["third_party_sharing"]
    assert provision.polarity is not Polarity.WITH_CONSENT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "If you object we may choose not to sell your personal information."),
        ("data_sale", "For you, we have decided never to sell your personal information."),
        (
            "location_data",
            "If you do not want us to collect location information, you should avoid the service.",
        ),
        (
            "location_data",
            "If you do not want us to collect your location, we cannot provide the service.",
        ),
    ],
)
def test_what_the_company_chooses_is_no_way_out(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """Nor is leaving the service."""
    provision = find(find_by_type, text)[clause]
    assert provision.polarity is not Polarity.OPT_OUT_OFFERED


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "account_termination",
            "notice",
            "We may suspend your account and will notify you by e-mail, so contact us to appeal.",
        ),
        (
            "targeted_advertising",
            "third_parties",
            (
                "We receive data from partners and share your data with third parties for targeted"
                " advertising."
            ),
        ),
        ("location_data", "consent", "We collect location data and, with your consent, contacts."),
        (
            "breach_notification",
            "deadline",
            "We will provide notice of any data breach immediately.",
        ),
        (
            "breach_notification",
            "deadline",
            "We promptly provide affected users with notice of a personal data breach.",
        ),
    ],
)
def test_a_facet_is_stated_beside_similar_words(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """Another statement of the sentence does not take it back."""
    stated = {each.id for each in find(find_by_type, text)[clause].facets if each.is_stated}
    assert facet in stated


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "content_ownership",
            "company_owns",
            "Your content remains yours and the service remains our property.",
        ),
        (
            "governing_law",
            "exclusive",
            (
                "Disputes will be brought before the courts of Ireland, or of any other country"
                " that you choose, under Irish law."
            ),
        ),
    ],
)
def test_a_similar_statement_states_no_facet(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """The service is no content, and a choice of courts is open."""
    stated = {each.id for each in find(find_by_type, text)[clause].facets if each.is_stated}
    assert facet not in stated
