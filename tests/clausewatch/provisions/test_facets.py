"""Which details of a provision a sentence states."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]


def is_stated(find_by_type: FindByType, clause: str, facet_id: str, sentence: str) -> bool:
    """Return whether the provision of a sentence states a facet."""
    provision = find_by_type(f"# Terms\n\n## Matters of note\n\n{sentence}\n")[clause]
    return next(facet for facet in provision.facets if facet.id == facet_id).is_stated


@pytest.mark.parametrize(
    ("clause", "facet_id", "sentence"),
    [
        (
            "refund_policy",
            "withdrawal",
            "Consumers may withdraw from the purchase within 14 days and we refund the price.",
        ),
        (
            "refund_policy",
            "withdrawal",
            "Withdrawal from the contract is possible within 14 days; the price is then refunded.",
        ),
        ("refund_policy", "withdrawal", "Fees are refundable within the cooling-off period."),
        (
            "indemnification",
            "breach_only",
            "Each party shall indemnify the other against claims of third parties.",
        ),
        (
            "indemnification",
            "breach_only",
            "You will indemnify us to the extent that a claim is caused by your breach.",
        ),
        (
            "children_age",
            "parental",
            "You must be 16, and your parent or guardian must review and agree to these terms.",
        ),
        (
            "unilateral_change",
            "period",
            "We may change these terms; a 15-day notice period applies.",
        ),
        (
            "auto_renewal",
            "price_notice",
            (
                "Your plan renews automatically and we charge your card; you are informed before"
                " the price increases."
            ),
        ),
        (
            "business_transfer",
            "bound",
            (
                "Your data may be transferred to a buyer in a merger, provided that the successor"
                " agrees to fulfil this policy."
            ),
        ),
        ("refund_policy", "prorated", "We refund prepaid fees for the remaining months."),
        (
            "refund_policy",
            "prorated",
            "The customer is refunded fees to the extent that they cover terms after the end.",
        ),
        (
            "data_retention",
            "after_deletion",
            "Some of your records may remain in our backups when your account is deleted.",
        ),
        (
            "account_termination",
            "breach_only",
            (
                "If a member uses the club against the conditions in section 6, we may terminate"
                " the account."
            ),
        ),
        (
            "content_licence",
            "perpetual",
            "You grant us an infinite, worldwide licence to use and display your photos.",
        ),
        (
            "content_licence",
            "perpetual",
            "You grant us a licence, unlimited in time, to reproduce and publish your photos.",
        ),
        (
            "consent_by_use",
            "privacy",
            (
                "By using our services, you are agreeing to these terms. By using our services,"
                " you agree that we can use such data in accordance with our privacy policy."
            ),
        ),
        (
            "children_age",
            "not_collected",
            "By joining, you represent that you are aged 13 or older.",
        ),
        (
            "scraping_ban",
            "exception",
            "You may not scrape or reverse engineer the service without our approval.",
        ),
        (
            "account_responsibility",
            "activity",
            "You are responsible for your password and for all activity under your account.",
        ),
        (
            "consent_by_use",
            "privacy",
            "By using the service, you agree to the collection and use that this notice describes.",
        ),
        (
            "data_sale",
            "broad_sense",
            "We do not sell personal information as such term is defined in the act.",
        ),
        (
            "marketing_use",
            "opt_out",
            "We send you newsletters and offers.\n\n## Rights\n\nYou can unsubscribe by a link.",
        ),
        (
            "content_licence",
            "purpose",
            "In order to operate the service, you grant us a licence to host your content.",
        ),
        (
            "law_enforcement_disclosure",
            "process_only",
            "We disclose records to the police on production of a court order.",
        ),
        (
            "unilateral_change",
            "notice",
            "We may update this policy. If changes are significant, we provide a prominent notice.",
        ),
        (
            "unilateral_change",
            "period",
            (
                "We may change these terms and changes become effective thirty (30) days after a"
                " notification."
            ),
        ),
        (
            "feedback_licence",
            "assignment",
            "All rights in feedback and suggestions that you send shall belong exclusively to us.",
        ),
        (
            "cookies_tracking",
            "third_parties",
            "We use cookies on our site, and other companies may also use cookies here.",
        ),
        (
            "arbitration",
            "opt_out",
            "Disputes are settled by binding arbitration; you may opt out of arbitration.",
        ),
        ("acceptable_use", "criticism", "You may not harass others or disparage our company."),
        (
            "data_sale",
            "opt_out",
            (
                "We may sell your personal information to others. Click Do Not Sell My Personal"
                " Information to stop this."
            ),
        ),
        (
            "marketing_use",
            "opt_out",
            "We send you newsletters and offers unless you have opted not to receive them.",
        ),
        (
            "location_data",
            "consent",
            "We collect your precise location where it is explicitly permitted by you.",
        ),
    ],
)
def test_a_sentence_states_a_facet(
    find_by_type: FindByType, clause: str, facet_id: str, sentence: str
) -> None:
    """It gives the right, or ties the duty to a fault."""
    assert is_stated(find_by_type, clause, facet_id, sentence)


@pytest.mark.parametrize(
    ("clause", "facet_id", "sentence"),
    [
        (
            "refund_policy",
            "withdrawal",
            "Fees are not refundable, and you waive your right of withdrawal.",
        ),
        (
            "refund_policy",
            "withdrawal",
            "Fees are not refundable; the right of withdrawal expires once the download begins.",
        ),
        (
            "refund_policy",
            "withdrawal",
            "We may withdraw the offer within 14 days; fees are not refundable.",
        ),
        (
            "indemnification",
            "breach_only",
            "You agree to indemnify each party named in the annex against all claims.",
        ),
        (
            "children_age",
            "parental",
            "The service is not directed to children under 13, and parents may read this notice.",
        ),
        (
            "unilateral_change",
            "period",
            "We may change these terms at any time; the trial lasts one day.",
        ),
        (
            "refund_policy",
            "prorated",
            "You are entitled to a full refund of the plan and of unused coins within seven days.",
        ),
        (
            "arbitration",
            "opt_out",
            (
                "All disputes are settled by binding arbitration between us; you may opt out of the"
                " retroactive application of this section."
            ),
        ),
        ("acceptable_use", "criticism", "You may not harass or disparage any person or group."),
        ("consent_by_use", "privacy", "By using the service, you agree to these terms."),
        (
            "account_termination",
            "notice",
            "We may terminate your account. You may terminate it with 30 days notice by email.",
        ),
        (
            "account_termination",
            "notice",
            "We may suspend your account. You must notify us by email before you sign up again.",
        ),
        (
            "content_licence",
            "sublicence",
            (
                "You grant us a licence to use your photos. We give you a transferable licence to"
                " use our software."
            ),
        ),
        (
            "opt_out_choices",
            "how",
            "You may opt out of offers. Some tools let you change your update settings.",
        ),
        (
            "unilateral_change",
            "continued_use",
            (
                "We may change these terms at any time. After posting content, you continue to"
                " have the right to use it."
            ),
        ),
        (
            "unilateral_change",
            "continued_use",
            (
                "We may update this policy. You may have to accept the updated policy before"
                " continuing to use the garden."
            ),
        ),
        (
            "account_responsibility",
            "activity",
            "You must keep the password of your account secret.",
        ),
        ("data_retention", "after_deletion", "We keep your records until your account is closed."),
        (
            "refund_policy",
            "prorated",
            "A customer gets a refund if a request reaches us within the first month.",
        ),
        (
            "marketing_use",
            "opt_out",
            "We send you newsletters and offers.\n\n## Rights\n\nYou can opt out of arbitration.",
        ),
        (
            "law_enforcement_disclosure",
            "process_only",
            "We may disclose data to law enforcement if we believe in good faith that it is due.",
        ),
        (
            "unilateral_change",
            "notice",
            "We may update this policy. The prominent colour of the page may change.",
        ),
        (
            "feedback_licence",
            "assignment",
            "We may use feedback and ideas without paying you, and your content belongs to you.",
        ),
        (
            "data_sale",
            "opt_out",
            "We do not sell or share your data with third parties for advertising.",
        ),
    ],
)
def test_words_of_a_facet_do_not_state_it(
    find_by_type: FindByType, clause: str, facet_id: str, sentence: str
) -> None:
    """The sentence says something else with them, or the opposite."""
    assert not is_stated(find_by_type, clause, facet_id, sentence)
