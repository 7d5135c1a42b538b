"""Sentences of terms and contracts: what is changed, who may end what, who waives what."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Severity
from clausewatch.provisions.sentence_words import split_words
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.tokens import tokenise

FindByType = Callable[[str], dict[str, Provision]]


def find(find_by_type: FindByType, *texts: str) -> dict[str, Provision]:
    """Return the provisions of terms with these paragraphs."""
    return find_by_type("# Terms\n\n## Matters of note\n\n" + "\n\n".join(texts) + "\n")


def get_stated(provision: Provision) -> set[str]:
    """Return the ids of the facets that a provision states."""
    return {facet.id for facet in provision.facets if facet.is_stated}


OTHER_CHANGES = [
    "Information contained on the site may be changed or updated without notice.",
    "We can make changes to the platform and our services without notice or liability.",
    "We may from time to time modify our fees, and such changes take effect upon posting.",
    "All prices in the shop are subject to change at any time without notice.",
    "Beta features may be changed at any time without notice.",
    "You agree that the form and nature of the services may change without prior notice to you.",
]
CHANGES_OF_TERMS = [
    "These terms of service may be changed or updated without notice.",
    "We can make changes to this agreement and to our services without notice or liability.",
    "We may from time to time modify our fees or these terms, effective upon posting.",
    "This policy is subject to change at any time without notice.",
    "Your continued use of the site after a change posted on the site means that you agree.",
    "We will let you know about any material changes on our website.",
]


@pytest.mark.parametrize("text", OTHER_CHANGES)
def test_a_change_of_other_things_is_no_change_of_terms(
    find_by_type: FindByType, text: str
) -> None:
    """What is changed decides, and not how it is changed."""
    assert "unilateral_change" not in find(find_by_type, text)


@pytest.mark.parametrize("text", CHANGES_OF_TERMS)
def test_a_change_of_terms_stays_one(text: str) -> None:
    """Other things beside the terms, or where a change is posted, make no difference."""
    words = load_taxonomy().clauses["unilateral_change"].supporting_words
    assert words.are_in(tokenise(text), [])


def test_terms_without_notice_are_grave(find_by_type: FindByType) -> None:
    """The twin: the terms themselves may change without notice."""
    provision = find(find_by_type, CHANGES_OF_TERMS[0])["unilateral_change"]
    assert provision.severity is Severity.HIGH
    assert "no_notice" in get_stated(provision)


GRANTS = [
    (
        "By posting, you grant us the right to use, copy and modify your content, and you warrant"
        " that our use of it will not infringe the rights of any third party."
    ),
    (
        "You grant us a perpetual licence to use your content and promise that this does not"
        " violate anyone's rights."
    ),
    (
        "You grant us a worldwide licence to reproduce your content, which must not breach the"
        " rights of others."
    ),
]
NO_GRANTS = [
    "You do not grant us any licence to your content.",
    "We do not claim any rights in the content that you upload.",
]


@pytest.mark.parametrize("text", GRANTS)
def test_a_promise_not_to_infringe_denies_no_licence(find_by_type: FindByType, text: str) -> None:
    """What is denied is the breach of somebody's rights, and not the grant of one."""
    assert find(find_by_type, text)["content_licence"].polarity is Polarity.MAY


@pytest.mark.parametrize("text", NO_GRANTS)
def test_a_licence_can_be_denied(find_by_type: FindByType, text: str) -> None:
    """The twin: nothing is granted."""
    provision = find(find_by_type, text).get("content_licence")
    assert provision is None or provision.polarity is Polarity.DOES_NOT


CONTRACTS = [
    "Subject to the terms of your agreement with us, we may suspend your account.",
    "Subject to the conditions of your written agreement with Larkspur, we may close your account.",
    "We may terminate your account subject to your separate agreement with the reseller.",
]


@pytest.mark.parametrize("text", CONTRACTS)
def test_a_contract_is_no_consent(find_by_type: FindByType, text: str) -> None:
    """An agreement with somebody is a contract, and nobody is asked for consent."""
    provision = find(find_by_type, text)["account_termination"]
    assert provision.polarity is not Polarity.WITH_CONSENT


def test_an_agreement_to_an_act_is_consent(find_by_type: FindByType) -> None:
    """The twin: the reader agrees to the act."""
    text = "We may share your personal data with advertisers only subject to your prior agreement."
    provision = find(find_by_type, text)["third_party_sharing"]
    assert provision.polarity is Polarity.WITH_CONSENT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We'll sell it.", ["we", "will", "sell", "it"]),
        ("You\u2019ve agreed, and they\u2019re bound.", "you have agreed , and they are bound"),
        ("We won't, and Larkspur's app doesn't.", "we won't , and larkspur's app doesn't"),
    ],
)
def test_a_contraction_is_a_subject_and_a_verb(text: str, words: list[str] | str) -> None:
    """A verb and its "not" stay one word, and so does an owner."""
    assert split_words(text) == (words.split() if isinstance(words, str) else words)


@pytest.mark.parametrize(
    "text",
    [
        "We'll suspend your account if you don't pay.",
        "If you break these rules, we'll terminate your account.",
        "You've agreed that we'll close accounts that aren't used.",
    ],
)
def test_contractions_carry_no_denial_over(find_by_type: FindByType, text: str) -> None:
    """The "not" of one clause stays in it, as it does in the long forms."""
    assert find(find_by_type, text)["account_termination"].polarity is not Polarity.DOES_NOT


LIMITED = "We reserve the right to terminate your account if you misuse it."


def test_the_quote_is_the_power_without_limit(find_by_type: FindByType) -> None:
    """A power for any reason is quoted, and not the one that is limited to breaches."""
    free = "We may also terminate your account at any time for any reason, without notice to you."
    provision = find(find_by_type, LIMITED, free)["account_termination"]
    assert provision.quote.text == free
    assert provision.severity is Severity.HIGH


@pytest.mark.parametrize(
    "text",
    [
        "If we terminate your account for any reason, you lose your credits.",
        "When your account is closed for any reason, its data is deleted.",
        "You may terminate your account for any reason.",
    ],
)
def test_a_condition_is_no_power(find_by_type: FindByType, text: str) -> None:
    """What follows if an account is closed does not say that it may be for any reason."""
    provision = find(find_by_type, LIMITED, text)["account_termination"]
    assert "any_reason" not in get_stated(provision)


@pytest.mark.parametrize(
    "text",
    [
        "You waive any right to a trial by jury.",
        "Each party irrevocably waives its right to a jury trial in any proceeding.",
        "You and Larkspur hereby waive the right to a trial by jury for all disputes.",
    ],
)
def test_a_jury_is_no_class_action(find_by_type: FindByType, text: str) -> None:
    """Who gives up a jury alone may still join others, and the record does not deny it."""
    provision = find(find_by_type, text)["class_action_waiver"]
    assert provision.severity is Severity.MEDIUM
    assert "individual" not in get_stated(provision)


@pytest.mark.parametrize(
    "text",
    [
        "You waive the right to a jury trial and to take part in a class action.",
        "Claims may only be brought in an individual capacity and not as a class member.",
        "You and we waive any right to a collective or representative proceeding, or to a jury.",
    ],
)
def test_a_class_action_waiver_is_grave(find_by_type: FindByType, text: str) -> None:
    """The twin: claims of many cannot be joined."""
    provision = find(find_by_type, text)["class_action_waiver"]
    assert provision.severity is Severity.HIGH
    assert "individual" in get_stated(provision)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("class_action_waiver", "Disputes with our staff are handled on an individual basis."),
        ("breach_notification", "Please notify us immediately of any breach of security."),
        ("breach_notification", "Customer shall promptly report any breach of security to us."),
        ("breach_notification", "We may report your breach of these laws to the authorities."),
        ("indemnification", "We shall indemnify you and hold you harmless from such claims."),
        ("governing_law", "We use European Union data protection law as our baseline."),
        (
            "claim_time_limit",
            "If the parties are unable to resolve the dispute within 60 days, either may sue.",
        ),
        ("auto_renewal", "We may reserve a charge on your card for the amount of your pledge."),
        ("data_collection", "It contains a description of how we collect your personal data."),
        (
            "security_measures",
            (
                "Sensitive data transferred (if applicable) and applied restrictions or safeguards"
                " that fully take into consideration the nature of the data and the risks involved,"
                " such as for instance strict purpose limitation or additional security measures."
            ),
        ),
        (
            "data_retention",
            (
                "The period for which the personal data will be retained, or, if that is not"
                " possible, the criteria used to determine that period."
            ),
        ),
    ],
)
def test_similar_words_state_nothing(find_by_type: FindByType, clause: str, text: str) -> None:
    """Neighbouring matters, pointers, and the labels of a form state no term of the type."""
    assert clause not in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("breach_notification", "We will notify you of any breach of security without delay."),
        ("indemnification", "You shall indemnify us and hold us harmless from such claims."),
        ("governing_law", "Swiss law applies."),
        ("claim_time_limit", "Any claim must be filed within one year or be forever barred."),
        ("auto_renewal", "We will charge your card each month until you cancel."),
        (
            "data_retention",
            (
                "The period for which the personal data will be retained, or, if that is not"
                " possible, the criteria used to determine that period: we retain personal data"
                " for 30 days after termination."
            ),
        ),
    ],
)
def test_the_terms_themselves_are_found(find_by_type: FindByType, clause: str, text: str) -> None:
    """The twins of the sentences above."""
    assert clause in find(find_by_type, text)


@pytest.mark.parametrize(
    ("text", "is_token"),
    [
        ("In no event will our total liability to you exceed $100 for all claims.", True),
        ("Our total liability is limited to the greater of $50 and the fees that you paid.", True),
        ("In no event will our total liability exceed $10,000.00.", False),
        ("Our total liability to you is limited to USD 100,000.", False),
    ],
)
def test_a_large_sum_is_no_token(find_by_type: FindByType, text: str, *, is_token: bool) -> None:
    """A sum is read to its end."""
    provision = find(find_by_type, text)["liability_limitation"]
    assert ("token_cap" in get_stated(provision)) is is_token


@pytest.mark.parametrize(
    ("text", "is_exclusive"),
    [
        ("Any action shall be brought in the courts of Kent.", True),
        ("The courts of Kent have exclusive jurisdiction over all disputes.", True),
        ("Any dispute will be heard in the local courts.", False),
        ("Disputes will be heard in the courts of Kent.", False),
    ],
)
def test_a_court_that_hears_is_not_the_only_one(
    find_by_type: FindByType, text: str, *, is_exclusive: bool
) -> None:
    """Where disputes will be heard leaves open whether they can be heard elsewhere."""
    provision = find(find_by_type, text)["governing_law"]
    assert ("exclusive" in get_stated(provision)) is is_exclusive


def test_a_company_may_be_named_by_its_address(find_by_type: FindByType) -> None:
    """Who acts is known if the company writes its name as a web address."""
    texts = (
        "Larkspur.app may share your personal data with advertisers.",
        "Larkspur.app will sell your personal data to brokers.",
    )
    assert find(find_by_type, *texts)["data_sale"].polarity is Polarity.DOES


@pytest.mark.parametrize(
    "text",
    [
        "We may, but are not obliged to, monitor, edit or remove your content for any reason.",
        "We reserve the right, but have no obligation, to remove your content for any reason.",
        "We may delete content at our sole discretion, although we are not required to do so.",
        "We may, but are under no obligation to, remove your content for any reason.",
        "We may but are not obligated to remove your content for any reason.",
        "We may, but need not, remove your content for any reason.",
        "We may, but shall not be required to, remove your content for any reason.",
        "We may (but do not have any obligation to) remove your content for any reason.",
        "We have the right (but not the obligation) to remove your content for any reason.",
        "We have the right but are not obliged to remove your content for any reason.",
        "We may but do not have to remove your content for any reason.",
        "We reserve the right but have no obligation to remove your content for any reason.",
    ],
)
def test_a_power_without_a_duty_is_a_power(find_by_type: FindByType, text: str) -> None:
    """Who need not do something may do it."""
    provision = find(find_by_type, text)["content_removal"]
    assert (provision.polarity, provision.severity) == (Polarity.MAY, Severity.HIGH)


def test_a_denied_duty_alone_is_no_power(find_by_type: FindByType) -> None:
    """The twin: nobody who is not obliged to refund anything says that he may."""
    refund = "we are not obliged to refund any fees that you paid."
    openings = ("You may cancel at any time, but", "You have this right, but")
    for text in (refund.capitalize(), *(f"{opening} {refund}" for opening in openings)):
        assert find(find_by_type, text)["refund_policy"].polarity is Polarity.DOES_NOT
    text = "We protect your data, but we are not obliged to notify you of a data breach."
    assert find(find_by_type, text)["breach_notification"].polarity is Polarity.DOES_NOT
    text = "You can use the service, but you are not obliged to allow us to train our models on it."
    provision = find(find_by_type, text).get("ai_training")
    assert provision is None or provision.severity is not Severity.HIGH


@pytest.mark.parametrize(
    "text",
    [
        "We collect personal data but do not sell it unless required by law.",
        "We may use your personal data but shall not sell it where required by applicable law.",
        "We keep your personal data, but do not sell it as required by law.",
        "We hold your personal data, although we do not sell it, as is our duty.",
    ],
)
def test_a_duty_elsewhere_leaves_a_denial_alone(find_by_type: FindByType, text: str) -> None:
    """Only a "not" right before the duty denies the duty, and nothing else."""
    provision = find(find_by_type, text)["data_sale"]
    assert provision.polarity in {Polarity.DOES_NOT, Polarity.SOME_EXCLUDED}
    assert provision.severity is Severity.LOW


def test_an_opening_phrase_ends_no_permission(find_by_type: FindByType) -> None:
    """The main clause after "in addition to" permits; one after a whole statement does not."""
    text = (
        "In addition to terminating or suspending your account, we reserve the right to take legal"
        " action."
    )
    assert find(find_by_type, text)["account_termination"].polarity is Polarity.MAY
    text = "We share your personal data with advertisers, and you may ask us why."
    assert find(find_by_type, text)["targeted_advertising"].polarity is Polarity.DOES


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("We may restrict, suspend or terminate your account if you break them.", Polarity.MAY),
        ("We may prevent, or block, access, and we may close your account.", Polarity.MAY),
        ("Larkspur may limit, suspend and terminate your account.", Polarity.MAY),
        ("Our contracts prohibit selling your personal data.", Polarity.DOES_NOT),
    ],
)
def test_a_list_of_acts_denies_none(
    find_by_type: FindByType, text: str, polarity: Polarity
) -> None:
    """A verb of refusal denies the act that it takes as its object, and not its neighbours."""
    clause = "data_sale" if "selling" in text else "account_termination"
    assert find(find_by_type, text)[clause].polarity is polarity


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("account_termination", "We may terminate or cancel any promotion at any time."),
        ("account_termination", "We may suspend the contest at our sole discretion."),
        ("user_cancellation", "Cancelling your subscription will not terminate your account."),
        ("user_cancellation", "Deleting the app doesn't cancel your subscription."),
        ("refund_policy", "We will reimburse you for the filing fee of the arbitration."),
        ("refund_policy", "Our terms and the refunds page are the entire agreement between us."),
        ("breach_notification", "Promptly notify us if you discover any security breach."),
        ("content_removal", "We are not responsible for the removal or deletion of your content."),
        ("content_licence", "Larkspur gives you a personal, worldwide licence to use its app."),
        (
            "class_action_waiver",
            "In no event shall we be liable to you in any individual or class action claim.",
        ),
        ("unilateral_change", "The extent of users' access may be changed without prior notice."),
    ],
)
def test_neighbours_of_terms_state_nothing(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """An act is done to something else, or by somebody else, or has another effect."""
    assert clause not in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("account_termination", "We may terminate your access to the service at any time."),
        ("user_cancellation", "You may cancel your subscription at any time in the settings."),
        ("refund_policy", "We will reimburse you for unused fees after you cancel."),
        ("content_removal", "We may remove your content at any time."),
        ("content_licence", "You give us a worldwide, perpetual licence to use your content."),
        (
            "unilateral_change",
            "We may change these terms, and your continued access means that you accept them.",
        ),
    ],
)
def test_terms_beside_such_neighbours_stay(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """The twins of the sentences above."""
    assert clause in find(find_by_type, text)


def test_terms_that_change_without_notice_but_for_prices(find_by_type: FindByType) -> None:
    """A notice of new prices is none of new terms."""
    text = (
        "We may modify this agreement without notice, unless prices change, for which we give"
        " 14 days' notice."
    )
    provision = find(find_by_type, text)["unilateral_change"]
    assert "no_notice" in get_stated(provision)
    assert "period" not in get_stated(provision)


@pytest.mark.parametrize(
    ("clause", "heading", "text"),
    [
        (
            "biometric_data",
            "We prohibit violations of the law",
            "This includes using it to facilitate:\n\n- creating facial recognition databases.",
        ),
        (
            "sensitive_data",
            "We forbid abuse",
            "Examples are:\n\n- grouping people by their biometric data to infer religion.",
        ),
        (
            "automated_decisions",
            "We prohibit harm",
            "This includes:\n\n- predicting crime based solely on profiling of a person.",
        ),
    ],
)
def test_what_the_company_prohibits_is_none_of_its_practices(
    find_by_type: FindByType, clause: str, heading: str, text: str
) -> None:
    """Items under a heading that forbids something are about the conduct of users."""
    assert clause not in find_by_type(f"# Usage policy\n\n## {heading}\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "You enter into a contract with that buyer to sell the catalogue item to them.",
        "The software is licensed to you and not sold, and we sell tickets to users.",
        "We sell products and services to our customers.",
    ],
)
def test_a_sale_of_goods_is_no_sale_of_data(find_by_type: FindByType, text: str) -> None:
    """What is sold decides."""
    assert "data_sale" not in find(find_by_type, text)


def test_a_sale_of_data_with_the_business_stays_one(find_by_type: FindByType) -> None:
    """The twin: data is among what is sold."""
    text = "We sell your personal information to third parties, and our products to you."
    assert find(find_by_type, text)["data_sale"].polarity is Polarity.DOES


@pytest.mark.parametrize(
    "text",
    [
        "Unless otherwise agreed, you agree that we may use your name in our marketing.",
        "Unless otherwise stated, you agree that we may use your name and logo in press releases.",
        "Unless otherwise specified, you agree that we may use your logo in marketing.",
    ],
)
def test_room_for_another_contract_is_no_consent(find_by_type: FindByType, text: str) -> None:
    """Nobody is asked if only another contract could forbid it."""
    provision = find(find_by_type, text)["publicity_rights"]
    assert provision.polarity is not Polarity.WITH_CONSENT


def test_a_notice_of_prices_is_none_of_terms(find_by_type: FindByType) -> None:
    """A facet belongs to what its own sentence changes."""
    texts = (
        "We may change these terms at any time.",
        "We may change our price list if we inform you about the changes.",
    )
    assert "notice" not in get_stated(find(find_by_type, *texts)["unilateral_change"])
    texts = ("We may change these terms at any time.", "We inform you of changes to these terms.")
    assert "notice" in get_stated(find(find_by_type, *texts)["unilateral_change"])


@pytest.mark.parametrize(
    "text",
    [
        "We may change these terms, including prices, with 30 days' notice.",
        "We give 30 days' notice of changes to these terms, including new fees.",
        "We notify you 30 days before a change of these terms or of the subprocessors.",
    ],
)
def test_a_period_for_terms_and_prices_is_one_for_terms(
    find_by_type: FindByType, text: str
) -> None:
    """Other things that change with the terms take no notice away from them."""
    text = f"We may change these terms at any time. {text}"
    provision = find(find_by_type, text)["unilateral_change"]
    assert "period" in get_stated(provision)
    assert provision.severity is Severity.LOW


@pytest.mark.parametrize(
    "text",
    [
        "We will tell you 30 days before we increase our fees.",
        "We notify you about subprocessors 30 days in advance.",
        "Price changes take effect 30 days after we announce them.",
        "You hear of a new subprocessor 30 days before it starts.",
    ],
)
def test_a_period_for_other_things_is_none_for_terms(find_by_type: FindByType, text: str) -> None:
    """The twin: these periods belong to prices and subprocessors alone."""
    text = f"We may change these terms at any time. {text}"
    assert "period" not in get_stated(find(find_by_type, text)["unilateral_change"])


@pytest.mark.parametrize(
    ("text", "names_way"),
    [
        ("Your subscription renews unless you or we cancel the subscription in time.", True),
        ("Your subscription renews unless you cancel it or we cancel the subscription.", True),
        ("Your subscription renews automatically unless we cancel the subscription.", False),
    ],
)
def test_a_way_to_cancel_is_one_of_the_reader(
    find_by_type: FindByType, text: str, *, names_way: bool
) -> None:
    """A company that may cancel as well takes nothing away."""
    assert ("cancel" in get_stated(find(find_by_type, text)["auto_renewal"])) is names_way


@pytest.mark.parametrize(
    ("text", "has_fees"),
    [
        ("You agree to indemnify us for any loss, cost or expense from your misuse.", False),
        ("You agree to indemnify us for any losses and damages from your use.", False),
        ("You agree to indemnify us against claims, including reasonable attorneys' fees.", True),
        ("You agree to indemnify us, including for the costs of legal counsel.", True),
        ("You agree to indemnify us for the costs of any claim, including court costs.", True),
    ],
)
def test_costs_are_no_legal_fees(find_by_type: FindByType, text: str, *, has_fees: bool) -> None:
    """Only fees of lawyers and costs of a defence are legal fees."""
    assert ("fees" in get_stated(find(find_by_type, text)["indemnification"])) is has_fees


def test_a_cap_in_a_list_is_read_with_its_head(find_by_type: FindByType) -> None:
    """The items of a list belong to the sentence that introduces it."""
    text = (
        "In no event will our total liability to you under this agreement exceed:\n\n"
        "- the price of the item that the claim is about; and\n- $100 for any other claim."
    )
    assert "token_cap" in get_stated(find(find_by_type, text)["liability_limitation"])


@pytest.mark.parametrize("box", ["\u2610", "\u25a1", "[ ]"])
def test_an_option_that_nobody_chose_states_nothing(find_by_type: FindByType, box: str) -> None:
    """A form lists options; an empty box is none of its terms."""
    text = "The importer will not retain any of your personal data after the transfer."
    assert "data_retention" not in find(find_by_type, f"{box} {text}")


@pytest.mark.parametrize(
    "text",
    [
        "If we learn that you have violated this policy, we may suspend your access.",
        "We may close the accounts of users who misuse the service.",
        "We may block your access if you have breached these terms.",
        "If a user violates our rules, we may suspend the account.",
        "We may terminate customers that fail to pay.",
    ],
)
def test_a_power_against_breaches_is_not_grave(find_by_type: FindByType, text: str) -> None:
    """Whoever keeps the rules keeps the account."""
    assert find(find_by_type, text)["account_termination"].severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "breach", ["breaches the rules", "violates our rules", "breached these terms"]
)
def test_a_ban_of_others_limits_no_power(find_by_type: FindByType, breach: str) -> None:
    """The twin: what those who break the rules risk leaves the power over all others as it is."""
    text = f"We may suspend your account at any time, and any user who {breach} will be banned."
    assert find(find_by_type, text)["account_termination"].severity is Severity.HIGH


@pytest.mark.parametrize(
    ("clause", "lead_in", "item"),
    [
        (
            "biometric_data",
            "These rules apply:\n\nDon't compromise the privacy of others, including:",
            "Using biometric systems for identification, including facial recognition.",
        ),
        (
            "automated_decisions",
            "Do not impair the rights of others, including:",
            "Making automated decisions in domains that affect a person's rights.",
        ),
        (
            "data_sale",
            "Never do any of this:",
            "Selling personal data to third parties without complying with the law.",
        ),
    ],
)
def test_what_readers_are_told_not_to_do_is_no_practice(
    find_by_type: FindByType, clause: str, lead_in: str, item: str
) -> None:
    """Items of a list that begins with an order to readers are about their conduct."""
    assert clause not in find(find_by_type, f"{lead_in}\n\n- {item}\n- Causing harm to others.")


def test_what_the_company_does_in_a_list_stays_its_practice(find_by_type: FindByType) -> None:
    """The twin: the lead-in says that the company acts."""
    text = "We do the following with biometric data:\n\n- We use your faceprint to identify you."
    assert "biometric_data" in find(find_by_type, text)


@pytest.mark.parametrize(
    "text",
    [
        "Don't build tools that target users under 13 years of age.",
        "You may not create apps that are targeted at children under 13.",
        "Do not offer services with content inappropriate for minors.",
    ],
)
def test_products_for_minors_set_no_age_of_users(find_by_type: FindByType, text: str) -> None:
    """For whom readers build something says nothing of their own age."""
    assert "children_age" not in find(find_by_type, text)


def test_an_age_of_users_stays_one(find_by_type: FindByType) -> None:
    """The twin: readers themselves are meant."""
    assert "children_age" in find(find_by_type, "You may not use our tools if you are under 13.")
