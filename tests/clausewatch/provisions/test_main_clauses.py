"""Words of another matter void only the clause that they stand in."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Severity
from clausewatch.provisions.act_objects import ActObjects
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.tokens import tokenise

FindByType = Callable[[str], dict[str, Provision]]


def find(find_by_type: FindByType, text: str) -> dict[str, Provision]:
    """Return the provisions of terms with these paragraphs."""
    return find_by_type(f"# Terms\n\n## Matters of note\n\n{text}\n")


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "unilateral_change",
            "These terms are the entire agreement between us, and we may change them at any time.",
        ),
        (
            "arbitration",
            "These terms are the entire agreement, and any dispute goes to binding arbitration.",
        ),
        (
            "liability_limitation",
            "These terms are the entire agreement, and our total liability is limited to $100.",
        ),
        (
            "governing_law",
            "This agreement is governed by the laws of Kent and is the entire agreement.",
        ),
        ("class_action_waiver", "We are not liable to you, and you waive class actions."),
        (
            "class_action_waiver",
            (
                "Any individual or class claim must be arbitrated, and you waive your right to take"
                " part in a class action."
            ),
        ),
        (
            "class_action_waiver",
            "We are liable only for direct damages, and no class action may be brought.",
        ),
        (
            "breach_notification",
            "You must notify us of misuse, and we will notify you of any breach of your data.",
        ),
        ("refund_policy", "We refund the full fee within 14 days; legal costs are not refunded."),
        ("refund_policy", "All fees are non-refundable, and we accept refund requests by e-mail."),
        (
            "content_ownership",
            "You retain ownership of your content, but you represent that you have all rights.",
        ),
        (
            "user_cancellation",
            "You can delete your account at any time, and cancelling does not end charges due.",
        ),
        (
            "content_licence",
            "We give you a licence to use the app, and you grant us a licence to your content.",
        ),
        (
            "content_removal",
            (
                "We are not responsible for the deletion of files, but we may remove any content"
                " that you post at any time."
            ),
        ),
        (
            "liability_limitation",
            "Nothing in these terms limits liability for death; our total liability is $100.",
        ),
        (
            "governing_law",
            "Consumer law applies where you live, and these terms are governed by Irish law.",
        ),
        ("data_sale", "We forbid our vendors to sell your data, and we never sell it."),
        (
            "data_retention",
            "We prohibit misuse of the service; we keep the logs of your use for two years.",
        ),
    ],
)
def test_a_clause_is_filed_beside_another_matter(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """What one main clause says voids no other."""
    assert clause in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("refund_policy", "These terms and the refunds page are the entire agreement between us."),
        ("refund_policy", "We pay the filing fee, and we will also pay the costs of arbitration."),
        (
            "claim_time_limit",
            "If the dispute is not resolved within 30 days, it will be settled by arbitration.",
        ),
        (
            "opt_out_choices",
            "If you do not want the class action waiver, you may opt out within 30 days.",
        ),
        (
            "data_collection",
            (
                "The notice must include: (1) your name and phone number; (2) the name and e-mail"
                " address of your counsel, if any; and (3) a description of your dispute."
            ),
        ),
        (
            "governing_law",
            "If consumer law applies, and these terms are governed by it, you may withdraw.",
        ),
        ("warranty_disclaimer", "We store data securely, but can make no guarantees."),
        (
            "breach_notification",
            "You must notify us if you learn of a breach of security, and we may sue you.",
        ),
    ],
)
def test_another_clause_states_nothing(find_by_type: FindByType, clause: str, text: str) -> None:
    """The twins: no main clause states the term, or a condition says when it holds."""
    assert clause not in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "cookies_tracking",
            "Do Not Track: we do this:\n\n- We use cookies to track you on sites.",
        ),
        ("unilateral_change", "Don't forget:\n\n- We may change these terms without notice."),
        (
            "auto_renewal",
            "Avoid charges:\n\n- Your subscription renews automatically until you cancel it.",
        ),
        ("data_sale", "Don't worry:\n\n- We do not sell your personal information."),
        ("data_collection", "Never share your password:\n\n- We collect your name and address."),
    ],
)
def test_an_item_with_its_own_subject_continues_no_order(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """A whole sentence under "Don't forget" forbids readers nothing."""
    assert clause in find(find_by_type, f"{text}\n- We answer your letters.")


def test_an_item_without_a_subject_continues_an_order(find_by_type: FindByType) -> None:
    """The twin: the item says what readers must not do."""
    text = "Do not do this:\n\n- Selling personal data to third parties.\n- Causing harm to others."
    assert "data_sale" not in find(find_by_type, text)


@pytest.mark.parametrize(
    "opening",
    [
        "## Do Not Sell My Personal Information\n\nYou may do the following:",
        "Do Not Sell My Personal Information: if you live in California, you may:",
    ],
)
def test_the_name_of_a_choice_is_no_order(find_by_type: FindByType, opening: str) -> None:
    """What readers may do below it is a right."""
    text = f"{opening}\n\n- opt out of the sale of your personal information at any time."
    assert "opt_out_choices" in find(find_by_type, text)


def test_a_company_can_prohibit_its_own_practice(find_by_type: FindByType) -> None:
    """Nobody but the company sells the reader's data, so this is a denial."""
    found = find(find_by_type, "We prohibit the sale of your personal data.")
    assert found["data_sale"].polarity is Polarity.DOES_NOT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "breach_notification",
            "We will promptly notify you if you are affected by a security incident.",
        ),
        (
            "breach_notification",
            "If a breach of security affects your rights, we will notify you within 72 hours.",
        ),
        (
            "breach_notification",
            "If there is a breach of security in violation of the law, we will notify users.",
        ),
        (
            "breach_notification",
            (
                "To assist Customer with its obligation to notify data subjects, we will notify"
                " Customer of any personal data breach within 48 hours."
            ),
        ),
        (
            "breach_notification",
            (
                "All incidents must be reported to the data protection officer, and affected users"
                " will be notified of a data breach within 72 hours."
            ),
        ),
        ("claim_time_limit", "Any claim not settled or filed within one year is barred."),
        (
            "claim_time_limit",
            "If the parties are unable to resolve it, any claim must be filed within one year.",
        ),
        ("account_termination", "We may modify, suspend or terminate the service or your account."),
        (
            "account_termination",
            "We can update, suspend or disable your account and features at any time.",
        ),
        ("governing_law", "These terms are governed by laws of Ireland."),
        ("location_data", "We collect your precise location when you visit a store."),
        ("location_data", "We use GPS to record the location from which you visit the site."),
        ("location_data", "We collect precise location data about the locations you visit."),
        (
            "access_deletion_rights",
            "You may read, correct or delete your personal information by writing to us.",
        ),
        (
            "access_deletion_rights",
            "You may learn what personal data we hold about you by sending us a request.",
        ),
        (
            "access_deletion_rights",
            "To request this deletion, write to us, and we delete your data within 30 days.",
        ),
        (
            "unilateral_change",
            "You should read these terms because we may change them without notice.",
        ),
        (
            "international_transfers",
            (
                "Categories of personal data transferred include name and address, and we transfer"
                " them to the United States."
            ),
        ),
        ("content_ownership", "We confirm that you own all output."),
        (
            "content_licence",
            (
                "In addition to the rights granted to the customer, the customer grants the"
                " provider a worldwide licence to use customer content."
            ),
        ),
        ("data_sale", "We never sell what you type into our products to anyone."),
        (
            "governing_law",
            (
                "Notwithstanding the arbitration clause, the courts of Kent have exclusive"
                " jurisdiction over claims for injunctive relief."
            ),
        ),
    ],
)
def test_words_that_exclude_mean_another_matter(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """The words alone, in another sense or relation, exclude nothing."""
    assert clause in find(find_by_type, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("breach_notification", "Promptly notify us if you are affected by a security incident."),
        ("breach_notification", "The processor shall assist in the obligation to notify a breach."),
        ("breach_notification", "All security incidents must be reported to us."),
        (
            "claim_time_limit",
            "If the parties are unable to resolve a dispute within 60 days, either may sue.",
        ),
        ("account_termination", "We may modify, suspend or terminate the service at any time."),
        ("account_termination", "We may update, change or terminate features of the app."),
        ("governing_law", "These laws of your country apply if you are a consumer."),
        ("location_data", "Your details will be shared with the location you visited."),
        ("cookies_tracking", "You can learn more about how we use cookies on our page."),
        (
            "international_transfers",
            "Categories of personal data transferred to processors in the United States.",
        ),
        ("content_ownership", "You confirm that you own all content that you upload."),
        ("content_licence", "The licence granted to the customer covers the use of the content."),
    ],
)
def test_words_that_exclude_still_do(find_by_type: FindByType, clause: str, text: str) -> None:
    """The twins of the sentences above."""
    assert clause not in find(find_by_type, text)


def test_a_sure_finding_needs_no_cue(find_by_type: FindByType) -> None:
    """What the recogniser is sure of counts, whatever words name the practice."""
    text = (
        "We have the right in our sole discretion to remove any of your property that is processed"
        " via the Services."
    )
    assert find(find_by_type, text)["content_removal"].severity is Severity.HIGH


def read_objects() -> ActObjects:
    """Return what a change of terms must be done to."""
    objects = load_taxonomy().clauses["unilateral_change"].supporting_words.objects
    assert objects is not None
    return objects


@pytest.mark.parametrize(
    "text",
    [
        "Modifications may be posted on the site, and any such changes take effect at once.",
        "We may amend our cookie notice as our website changes.",
        "We may update how we use your information, and we will post the new policy here.",
        "We may change our privacy practices without notice.",
    ],
)
def test_the_subject_of_an_act_is_in_its_own_clause(text: str) -> None:
    """A website that an earlier clause names is not what is changed."""
    assert not read_objects().are_others(tokenise(text))


@pytest.mark.parametrize(
    "text",
    [
        "The services and any content on the site may be changed at any time.",
        "All prices in the shop are subject to change.",
    ],
)
def test_other_things_are_changed(text: str) -> None:
    """The twins: what is changed stands before the act."""
    assert read_objects().are_others(tokenise(text))
