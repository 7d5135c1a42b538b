"""Which particulars move the severity of a provision, and which only look as if they did."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    ("promise", "severity"),
    [
        ("We will notify you of such changes by e-mail.", "low"),
        ("We will let users know about changes in a prominent notice.", "low"),
        ("We may notify you of such changes.", "medium"),
        ("We might also inform you about such changes.", "medium"),
        ("We may attempt to notify you of such changes.", "medium"),
        ("We notify you of changes by posting the revised policy here.", "medium"),
        ("Changes of the price list are made only after we inform you about them.", "medium"),
        ("Any notices in connection with these terms are sent by e-mail.", "medium"),
    ],
)
def test_only_a_promise_of_notice_makes_changes_less_severe(
    find_by_type: FindByType, promise: str, severity: str
) -> None:
    """What may be done, or is done by publication alone, binds nobody to tell users."""
    text = f"# Terms\n\n## Changes\n\nWe may change these terms from time to time. {promise}\n"
    assert find_by_type(text)["unilateral_change"].severity == severity


@pytest.mark.parametrize(
    ("sentences", "severity"),
    [
        ("Your plan renews automatically. We remind you before each renewal.", "low"),
        ("Your plan renews automatically. We will send a notice before the renewal.", "low"),
        ("Your plan renews automatically.", "medium"),
        (
            "Your plan renews automatically. We may raise our prices and give you notice of it.",
            "medium",
        ),
        ("Your plan renews automatically. You are informed before the price goes up.", "medium"),
        ("We may increase the price of your plan, and will notify you before we do.", "low"),
    ],
)
def test_notice_of_a_price_does_not_remind_of_a_renewal(
    find_by_type: FindByType, sentences: str, severity: str
) -> None:
    """It lowers the severity only if a price is all that the provision is about."""
    text = f"# Terms\n\n## Payment\n\n{sentences}\n"
    assert find_by_type(text)["auto_renewal"].severity == severity


@pytest.mark.parametrize(
    ("refusal", "severity"),
    [
        ("There are no refunds or credits.", "high"),
        ("We do not provide refunds or credits for months that you have begun.", "high"),
        ("All fees are non-refundable. No refund is due if we close an account.", "high"),
        ("Fees are non-refundable. If you would like to request a refund, write to us.", "high"),
        ("Fees are non-refundable. We may refund a fee as a courtesy.", "high"),
        ("Credits are non-refundable.", "medium"),
        ("If we close your account for a breach, you will receive no refund.", "medium"),
        ("Fees are non-refundable. You may request a refund within ten days.", "medium"),
    ],
)
def test_one_case_does_not_soften_a_refusal_of_all_refunds(
    find_by_type: FindByType, refusal: str, severity: str
) -> None:
    """A limit counts if every sentence states it, and a courtesy is no right."""
    text = f"# Terms\n\n## Fees\n\n{refusal}\n"
    assert find_by_type(text)["refund_policy"].severity == severity


@pytest.mark.parametrize(
    ("sentences", "severity"),
    [
        ("We keep your personal data for 90 days.", "low"),
        ("We keep your personal data for as long as we need it.", "medium"),
        (
            "We keep your personal data for as long as we need it. We keep log files for 30 days.",
            "medium",
        ),
        ("We retain invoices for a minimum of 5 years.", "medium"),
    ],
)
def test_a_period_counts_for_the_data_that_it_is_stated_for(
    find_by_type: FindByType, sentences: str, severity: str
) -> None:
    """Thirty days for logs limit nothing else, and a minimum is no limit."""
    text = f"# Privacy policy\n\n## Retention\n\n{sentences}\n"
    assert find_by_type(text)["data_retention"].severity == severity


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("By using the site, you agree to these terms and to our privacy policy.", "medium"),
        ("By visiting the site you accept our cookie policy.", "medium"),
        ("By using the site, you agree to be bound by these terms.", "low"),
        ("By using the site you accept these rules, as the imprint says.", "low"),
    ],
)
def test_use_that_accepts_a_privacy_policy_is_graver(
    find_by_type: FindByType, sentence: str, severity: str
) -> None:
    """Consent to the handling of data then rests on mere use."""
    text = f"# Terms\n\n## Acceptance\n\n{sentence}\n"
    assert find_by_type(text)["consent_by_use"].severity == severity


@pytest.mark.parametrize(
    ("disclosure", "severity"),
    [
        ("We disclose your data to authorities only if we are required to do so by law.", "low"),
        ("We may disclose your data in response to a subpoena or a court order.", "low"),
        ("We may be compelled by law to disclose your data.", "low"),
        ("We may disclose your data if required by law or to protect our rights.", "medium"),
        ("We may disclose data to the police to assist in investigations.", "medium"),
        ("We disclose data to the police if we believe in good faith that it helps.", "high"),
    ],
)
def test_disclosure_that_only_the_law_compels_is_low(
    find_by_type: FindByType, disclosure: str, severity: str
) -> None:
    """An interest of the company beside it makes it ordinary again."""
    text = f"# Privacy policy\n\n## Authorities\n\n{disclosure}\n"
    assert find_by_type(text)["law_enforcement_disclosure"].severity == severity


@pytest.mark.parametrize(
    ("clause", "sentences", "severity"),
    [
        ("aggregated_data", "We may share aggregate statistics with others.", "medium"),
        ("aggregated_data", "We may share aggregate information with 3rd parties.", "medium"),
        (
            "aggregated_data",
            "We may share aggregate data with third parties. It does not identify you.",
            "medium",
        ),
        (
            "aggregated_data",
            (
                "We may share aggregate data with third parties. We do not attempt to re-identify"
                " such data."
            ),
            "low",
        ),
        (
            "cookies_tracking",
            "We use cookies to recognise visitors. Your browser lets you refuse cookies.",
            "medium",
        ),
        (
            "cookies_tracking",
            "We use cookies to recognise visitors. You can opt out of cookies in our banner.",
            "low",
        ),
        ("location_data", "We infer your location from your IP address.", "low"),
        ("location_data", "We collect the location of your device.", "medium"),
        (
            "content_licence",
            (
                "You grant us a perpetual licence to use your content. You are solely responsible"
                " for the content that you provide."
            ),
            "high",
        ),
        (
            "content_licence",
            "You grant us a non-revocable licence to use and change your content.",
            "high",
        ),
        ("children_age", "Only people who are 16 or older may join.", "low"),
        ("children_age", "If you are under 14, you must not use the site.", "low"),
        ("children_age", "Parents must decide what their child may do here.", "medium"),
        (
            "service_changes",
            (
                "We may discontinue the service at any time without notice. We will notify you"
                " when we change our fees."
            ),
            "high",
        ),
        (
            "account_termination",
            "We may close your account if you do not stick to these rules.",
            "medium",
        ),
        ("account_termination", "We close accounts after repeated violations.", "medium"),
        (
            "class_action_waiver",
            "You waive class actions and agree to opt out of any class action against us.",
            "high",
        ),
        (
            "governing_law",
            "These terms are construed exclusively in accordance with the law of Ruritania.",
            "low",
        ),
        (
            "governing_law",
            "The law of Ruritania governs, and disputes are heard exclusively in the capital.",
            "medium",
        ),
    ],
)
def test_a_particular_moves_the_severity_by_what_it_says(
    find_by_type: FindByType, clause: str, sentences: str, severity: str
) -> None:
    """Its words in another matter move nothing."""
    text = f"# Terms\n\n## Matters of note\n\n{sentences}\n"
    assert find_by_type(text)[clause].severity == severity


@pytest.mark.parametrize(
    ("clause", "sentence", "severity"),
    [
        (
            "account_termination",
            "We may in our sole discretion suspend any user who violates these rules.",
            "medium",
        ),
        ("account_termination", "We may suspend any user at our sole discretion.", "high"),
        (
            "account_termination",
            "We may suspend your account if you don't follow these rules.",
            "medium",
        ),
        (
            "account_termination",
            "We will close your account if it has been inactive for two years.",
            "medium",
        ),
        (
            "account_termination",
            "We may close your account if it is inactive, or for any reason.",
            "high",
        ),
        (
            "content_removal",
            "We may remove content that in our sole discretion violates these rules.",
            "medium",
        ),
        ("content_removal", "We may remove any content at our sole discretion.", "high"),
        (
            "private_content_access",
            "Our staff may read your private messages to investigate abuse.",
            "medium",
        ),
        (
            "private_content_access",
            "Our staff may read your private messages to prevent abuse or for any other reason.",
            "high",
        ),
        (
            "third_party_sources",
            "We obtain information about you from third parties such as commercial databases.",
            "high",
        ),
        (
            "third_party_sources",
            "We obtain information about you from third parties such as your employer.",
            "medium",
        ),
    ],
)
def test_a_limit_and_its_opposite_are_told_apart(
    find_by_type: FindByType, clause: str, sentence: str, severity: str
) -> None:
    """Discretion over whether a rule is broken is no power to act for any reason."""
    text = f"# Terms\n\n## Matters of note\n\n{sentence}\n"
    assert find_by_type(text)[clause].severity == severity


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Our staff may read your private messages to stop abuse.", "may"),
        ("We can access your private messages to prevent fraud.", "may"),
        ("Our software may scan your private messages to restrict spam.", "may"),
        ("We may read your private messages, and you may object to this.", "opt_out_offered"),
    ],
)
def test_what_the_company_stops_is_no_opt_out(
    find_by_type: FindByType, sentence: str, polarity: str
) -> None:
    """The one who may act decides whose choice it is, and not whose messages they are."""
    text = f"# Terms\n\n## Messages\n\n{sentence}\n"
    assert find_by_type(text)["private_content_access"].polarity == polarity


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Unless both you and Larkspur Games agree otherwise, no claims may be combined.", "high"),
        ("Unless you and Larkspur agree otherwise, the arbitrator may not hear groups.", "high"),
        ("You may opt out of arbitration within 30 days.", "medium"),
    ],
)
def test_an_agreement_of_both_sides_is_no_opt_out(
    find_by_type: FindByType, sentence: str, severity: str
) -> None:
    """Nobody can refuse alone what only both sides can change together."""
    text = f"# Terms\n\n## Disputes\n\nDisputes are resolved by binding arbitration. {sentence}\n"
    assert find_by_type(text)["arbitration"].severity == severity


@pytest.mark.parametrize(
    ("clause", "text", "facet"),
    [
        (
            "account_termination",
            "We may terminate your access at any time whether or not you use the service.",
            "unused",
        ),
        (
            "law_enforcement_disclosure",
            (
                "We may disclose your information to the police if required by law or if we think"
                " it right."
            ),
            "process_only",
        ),
        (
            "children_age",
            (
                "You must be a legal resident. Children of any age may use the service and we"
                " collect data from children."
            ),
            "not_collected",
        ),
    ],
)
def test_a_particular_of_another_matter_states_nothing(
    find_by_type: FindByType, clause: str, text: str, facet: str
) -> None:
    """Other words of the same sentence would lower the severity without cause."""
    provision = find_by_type(f"# Terms\n\n## Matters\n\n{text}\n")[clause]
    assert facet in {each.id for each in provision.facets}
    assert all(each.quote is None for each in provision.facets if each.id == facet)


def test_a_longest_period_is_a_period(find_by_type: FindByType) -> None:
    """The words "no longer than" state it."""
    text = "We retain your personal data for no longer than 90 days."
    provision = find_by_type(f"# Terms\n\n## Matters\n\n{text}\n")["data_retention"]
    assert any(each.quote for each in provision.facets if each.id == "period_for_all")
