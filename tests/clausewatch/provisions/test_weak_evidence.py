"""Weak evidence files nothing, and never a grave record."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Severity

FindByType = Callable[[str], dict[str, Provision]]


def find(find_by_type: FindByType, text: str) -> dict[str, Provision]:
    """Return the provisions of one paragraph under a heading that names no matter."""
    return find_by_type(f"# Privacy policy\n\n## Matters of note\n\n{text}\n")


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        (
            "Since we don't and won't sell any data, you don't have to do anything to opt out.",
            Polarity.DOES_NOT,
        ),
        (
            "We do not sell your personal data, so there is no need to opt out.",
            Polarity.DOES_NOT,
        ),
        (
            "We do not sell your personal information, and you need not opt out.",
            Polarity.DOES_NOT,
        ),
        (
            "We do not sell your personal data, so no further action is needed to opt out.",
            Polarity.DOES_NOT,
        ),
        (
            "We do not sell your personal data, so there is no need for you to opt out.",
            Polarity.DOES_NOT,
        ),
        ("We sell your personal data even if you opt out.", Polarity.DOES),
        ("We sell your personal data to brokers unless you opt out.", Polarity.OPT_OUT_OFFERED),
    ],
)
def test_an_opt_out_that_nobody_needs_is_none(
    find_by_type: FindByType, text: str, polarity: Polarity
) -> None:
    """It neither offers a way out of what is denied nor says that the practice goes on."""
    assert find(find_by_type, text)["data_sale"].polarity is polarity


@pytest.mark.parametrize(
    "text",
    [
        "You cannot opt out of the sale of your personal data.",
        "We do not sell your personal information, and you need not opt out.",
        "We sell your personal data even if you opt out.",
    ],
)
def test_a_choice_that_nobody_has_is_no_choice(find_by_type: FindByType, text: str) -> None:
    """Only a way out that is open is filed as one."""
    assert "opt_out_choices" not in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "We train our models on your content, and you do not need a paid plan to opt out.",
        "We train our models on your content; there is no requirement to say why you opt out.",
        "We train our models on your content, and nothing stops you from opting out.",
        "We train our models on your content, and no reason is needed to opt out.",
    ],
)
def test_a_need_of_something_else_closes_no_way_out(find_by_type: FindByType, text: str) -> None:
    """Whoever needs no plan, reason or account to opt out may opt out."""
    provision = find(find_by_type, text)["ai_training"]
    assert provision.polarity is Polarity.OPT_OUT_OFFERED
    assert provision.severity is Severity.MEDIUM


def test_a_way_out_without_an_account_is_a_choice(find_by_type: FindByType) -> None:
    """The twin: a way out that nobody needs is none."""
    text = "You don't have to {} to opt out of the sale of your personal information."
    found = find(find_by_type, text.format("create an account"))
    assert "opt_out_choices" in found
    assert "opt_out_choices" not in find(find_by_type, text.format("do anything"))


def test_an_opt_in_that_nobody_needs_is_no_condition(find_by_type: FindByType) -> None:
    """What takes place without it does not need consent."""
    text = "We share your personal data with third parties, and you are not required to opt in."
    provision = find(find_by_type, text)["third_party_sharing"]
    assert provision.polarity is not Polarity.WITH_CONSENT


@pytest.mark.parametrize(
    ("clause", "text", "polarity"),
    [
        (
            "third_party_sharing",
            "We share your personal data with third parties so that you can enjoy offers.",
            Polarity.DOES,
        ),
        (
            "third_party_sharing",
            "We share your personal data with third parties where we can find a use for it.",
            Polarity.DOES,
        ),
        (
            "security_measures",
            "We do the best we can to protect your personal data from unauthorized access.",
            Polarity.DOES,
        ),
        (
            "marketing_use",
            "We use your e-mail address to send you marketing offers that may interest you.",
            Polarity.DOES,
        ),
        (
            "third_party_sharing",
            "So that you can enjoy offers, we may share your personal data with third parties.",
            Polarity.MAY,
        ),
        (
            "third_party_sharing",
            "If you visit our shop, we may share your personal data with third parties.",
            Polarity.MAY,
        ),
    ],
)
def test_an_ability_is_no_permission(
    find_by_type: FindByType, clause: str, text: str, polarity: Polarity
) -> None:
    """What a practice makes possible, or a condition of it, does not make it optional."""
    assert find(find_by_type, text)[clause].polarity is polarity


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("location_data", "Your details will be shared with the location you visited."),
        ("location_data", "This is the location of the file that was requested by you."),
        ("third_party_sources", "We also work with partners that collect more information."),
        ("cookies_tracking", "You can read more about how Acorn uses cookies on its page."),
        ("cookies_tracking", "You may consult the list of the cookies that partners use."),
        ("third_party_links", "You should check out the privacy policies of those sites."),
    ],
)
def test_words_of_a_matter_state_no_practice(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """A word in another sense, an act of others and a hint where to read are no evidence."""
    assert clause not in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("location_data", "We share your location data with the shop that you visited."),
        ("third_party_sources", "We also collect information about you from other partners."),
        ("cookies_tracking", "We use cookies, and you can read more about them on our page."),
        ("access_deletion_rights", "You can learn if we hold data about you and delete it."),
    ],
)
def test_a_practice_beside_such_words_is_filed(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """The same words state it where the company acts."""
    assert clause in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "Your health, biometric or genetic characteristics, where the law protects them",
        "You are responsible for laws on the recording of your conversations with guests.",
        "We also ask for your favourite treat flavour!",
    ],
)
def test_no_grave_record_without_somebody_who_acts(find_by_type: FindByType, text: str) -> None:
    """A list without a verb, what the reader does and a topic alone are not high."""
    found = find(find_by_type, text).values()
    assert all(each.severity is not Severity.HIGH for each in found)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("biometric_data", "We collect your voiceprint to recognise you in calls."),
        ("data_sale", "We sell your personal data to brokers."),
        ("publicity_rights", "We may add your company name and logo to our advertising."),
        (
            "biometric_data",
            "Biometric information such as fingerprints is collected to identify you.",
        ),
        ("private_content_access", "Your messages are read by our moderators."),
    ],
)
def test_a_grave_practice_of_the_company_is_high(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """It is named, and the company acts."""
    assert find(find_by_type, text)[clause].severity is Severity.HIGH


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "content_ownership",
            "You retain all of your rights in your posts, and we hereby assign all of ours to you.",
        ),
        (
            "liability_limitation",
            "We are not liable for any damages from what third parties do with information.",
        ),
        (
            "third_party_sharing",
            "We may share your information with others if required by our business or by law.",
        ),
    ],
)
def test_words_that_exclude_void_no_other_clause(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """A main clause that states something remains evidence beside another matter."""
    assert clause in find(find_by_type, text)


def test_consent_is_stated_where_a_practice_needs_it(find_by_type: FindByType) -> None:
    """The polarity and the facet say the same, whatever list the words are in."""
    text = "We may share your personal data with third parties in these ways: only with consent "
    provision = find(find_by_type, f"{text}from you.")["third_party_sharing"]
    stated = {facet.id for facet in provision.facets if facet.is_stated}
    assert (provision.polarity is Polarity.WITH_CONSENT) is ("consent" in stated)


@pytest.mark.parametrize(
    ("text", "is_limited"),
    [
        (
            "You can opt out of personalised ads, for example on choices.eu or in your browser.",
            False,
        ),
        (
            "You can opt out of personalised ads at http://choices.co.uk/eu/ whenever you like.",
            False,
        ),
        ("You can opt out of personalised ads from our partners in your settings.", False),
        ("If you live in California, you can opt out of personalised ads in your settings.", True),
        ("Customers on paid plans can opt out of personalised ads in their settings.", True),
    ],
)
def test_an_opt_out_is_limited_only_by_who_has_it(
    find_by_type: FindByType, text: str, *, is_limited: bool
) -> None:
    """The name of a region, a partner or a site in it limits nothing."""
    practice = "We use your activity to show you personalised ads from advertisers."
    note = find(find_by_type, f"{practice} {text}")["targeted_advertising"].note
    assert ("speaks of" in note) is is_limited


def test_precise_beside_imprecise_is_precise(find_by_type: FindByType) -> None:
    """Both words belong to the noun that follows them."""
    text = "We collect your precise and imprecise geolocation when you use the app."
    provision = find(find_by_type, text)["location_data"]
    stated = {facet.id for facet in provision.facets if facet.is_stated}
    assert "precise" in stated
    assert "approximate" not in stated


def test_an_item_with_its_own_subject_takes_no_permission(find_by_type: FindByType) -> None:
    """What may be collected in general does not make the cookies optional."""
    opening = "As you visit our site, we may collect information including:\n\n"
    whole = find(find_by_type, f"{opening}- Cookies: we use cookies to track you on our site.")
    part = find(find_by_type, f"{opening}- cookies and web beacons that track you on our site.")
    assert whole["cookies_tracking"].polarity is Polarity.DOES
    assert part["cookies_tracking"].polarity is Polarity.MAY


@pytest.mark.parametrize(
    ("after", "severity"),
    [
        ("We keep these services up to date.", Severity.HIGH),
        ("We only use these location services with your consent, though.", Severity.MEDIUM),
        ("Consent for location services is asked in the app.", Severity.MEDIUM),
    ],
)
def test_a_choice_in_doubt_keeps_a_raised_severity_medium(
    find_by_type: FindByType, after: str, severity: Severity
) -> None:
    """If a sentence may leave people a choice, what raises the severity is not sure."""
    text = "We may use location services with GPS on your device to find your precise location."
    assert find(find_by_type, f"{text} {after}")["location_data"].severity is severity


def test_a_successor_who_obeys_the_law_is_bound_by_no_promise(find_by_type: FindByType) -> None:
    """Everybody is subject to the law, its privacy acts included."""
    text = "In a merger we may transfer your personal data to the successor. The successor is"
    bound = find(find_by_type, f"{text} subject to our privacy policy.")["business_transfer"]
    lawful = find(find_by_type, f"{text} subject to all applicable laws, including privacy laws.")
    assert "bound" in {facet.id for facet in bound.facets if facet.is_stated}
    stated = {facet.id for facet in lawful["business_transfer"].facets if facet.is_stated}
    assert "bound" not in stated
