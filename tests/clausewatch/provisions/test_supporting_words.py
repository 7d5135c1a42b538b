"""Which sentences only mention the words of a clause type."""

import tomllib
from collections.abc import Callable
from importlib.resources import files

import pytest

from clausewatch.model.provisions import Provision
from clausewatch.provisions.cues import compile_cue
from clausewatch.provisions.supporting_words import SupportingWords
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.tokens import tokenise

DATA = files("clausewatch") / "data" / "evidence.toml"
FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        # A list of data is no rule on names.
        ("identity_requirements", "Identity data, such as first name, last name and title."),
        ("identity_requirements", "Account registration details (e.g. name and e-mail address)."),
        ("identity_requirements", "To take steps before you sign up for the workshop."),
        ("identity_requirements", "Profile data, including a picture, a title and a display name."),
        # What a person cancels is not the contract.
        ("user_cancellation", "You may delete your chat history at any time in the settings."),
        ("user_cancellation", "We may send you messages unless you delete your account."),
        ("user_cancellation", "You can cancel an order until the parcel is handed over."),
        ("user_cancellation", "Your photos can be deleted by you whenever you like."),
        # Who is compelled: the reader, not the company.
        (
            "law_enforcement_disclosure",
            "If the law compels you to disclose it, tell us.",
        ),
        (
            "law_enforcement_disclosure",
            "If we respond to your request, the law asks it.",
        ),
        (
            "law_enforcement_disclosure",
            "Larkspur fills in the forms of the government.",
        ),
        # To obey the law is no disclosure, and nor is what the reader gets.
        (
            "law_enforcement_disclosure",
            "The parties will comply with the legal privacy regulations of the country.",
        ),
        (
            "law_enforcement_disclosure",
            "Notices and disclosures that we provide to you satisfy the law if electronic.",
        ),
        (
            "law_enforcement_disclosure",
            "We process your data to comply with our legal obligations under tax law.",
        ),
        (
            "law_enforcement_disclosure",
            "Each user must comply with applicable law and with court orders of the county.",
        ),
        # Prices and laws on children are no rule on the age of users.
        ("children_age", "Children under the age of 12 who share a room pay half of the rate."),
        ("children_age", "There is a discount of 20% for children under 10."),
        ("children_age", "You agree not to break regulations on the protection of children."),
        ("children_age", "The balance is due at least 10 days before the tour."),
        # Who owes the damages is the user, not the company.
        ("liability_limitation", "Customers are liable to the studio for damages they cause."),
        ("liability_limitation", "The subscriber shall be liable for loss from misused logins."),
        ("liability_limitation", "You will be liable for any damages to the rented bicycle."),
        ("liability_limitation", "Users are fully liable for losses that a breach causes."),
        ("scraping_ban", "Accounts registered by bots or other automated means are not allowed."),
        ("access_deletion_rights", "We inform you if we receive a request for access to data."),
        # To keep a message is not to read it.
        ("private_content_access", "Our servers save a record of the messages you receive."),
        ("private_content_access", "We keep a copy of the messages that you send to the forum."),
        ("private_content_access", "A relay stores a log of all calls for a week."),
        # What others do, and what is said of others.
        ("scraping_ban", "Many sites include terms that limit scraping and other re-use."),
        ("liability_limitation", "We assume no responsibility for their privacy practices."),
        ("liability_limitation", "We are not liable for the policies of those websites."),
        ("warranty_disclaimer", "Some jurisdictions provide for warranties of merchantability."),
        ("warranty_disclaimer", "Some states require a warranty of fitness for a purpose."),
        ("marketing_use", "We may use your logos in marketing materials to promote our tools."),
        ("marketing_use", "Your trade names may appear in our promotional brochures."),
        ("acceptable_use", "You may have data erased if the processing is unlawful."),
        ("private_content_access", "Messages sent by chat or access mail are stored on servers."),
        # A voice that is heard is no template of it.
        ("biometric_data", "Your voice commands are sent to our servers for processing."),
        ("biometric_data", "We collect the audio of your voice when you call us."),
        ("biometric_data", "Voice messages are kept until you delete them."),
        # A law that is not chosen.
        ("governing_law", "Consumer protection law applies."),
        ("governing_law", "Where Danish law applies, you may return the tools."),
        ("governing_law", "We keep invoices if the law of a country applies to them."),
        ("governing_law", "To the extent permitted by law, will apply the limits above."),
        ("governing_law", "Local law applies to your use of the tools."),
        ("governing_law", "Only rules that are valid under Turkish law will apply."),
        ("governing_law", "Transfers of data are subject to European law."),
        # Doubt about security is no disclaimer of a warranty.
        ("warranty_disclaimer", "No transmission over the internet is ever fully error free."),
        ("warranty_disclaimer", "We cannot guarantee the security of your information."),
        (
            "warranty_disclaimer",
            "We do not warrant that unauthorised access never occurs.",
        ),
        # A contract that is handed on is no data that is handed on.
        ("business_transfer", "Larkspur may assign this contract to its successor."),
        ("business_transfer", "A merger of either side ends the contract."),
        # A body's marks are no marks of a device.
        ("cookies_tracking", "We collect no fingerprints, voiceprints or scans of faces."),
        # Names of things, and other people's names.
        ("identity_requirements", "You must choose a room name before a call can begin."),
        ("identity_requirements", "You must not gather the real names of others."),
        # A link that a reader sends.
        ("third_party_links", "Provide us with a link to the page, and we look at the content."),
        ("warranty_disclaimer", "We store data securely, but can make no guarantees."),
        ("content_ownership", "They retain your files for a limited period."),
        ("warranty_disclaimer", "You transmit data over the internet at your own risk."),
        ("scraping_ban", "No decision is ever made by automated means."),
        ("scraping_ban", "You may not use bots to inflate the number of views."),
        ("third_party_sharing", "Read their policy carefully before sharing data."),
        ("law_enforcement_disclosure", "We monitor content to ensure compliance with the law."),
        ("unilateral_change", "You are responsible for checking this policy for changes."),
        ("content_licence", "For legal reasons we may retain copies of your content."),
        ("cookies_tracking", "You agree to be bound by these Terms and the Cookie Policy."),
        ("identity_requirements", "Full name of legal entity: Larkspur Ltd."),
        ("identity_requirements", "A username is publicly visible when you register."),
        # Advice is no duty.
        ("account_responsibility", "You can help by choosing a strong password."),
        # What keeps a right waives none.
        ("class_action_waiver", "Nothing in these rules excludes collective actions."),
        ("class_action_waiver", "You may still take part in a class action."),
        ("claim_time_limit", "The statutory periods of limitation apply to claims."),
        ("claim_time_limit", "It is free, and you hear from us within one month."),
        ("arbitration", "This contract has no arbitration clause."),
        # Sale is of data; secrets are not traded by mentioning them.
        ("data_sale", "We keep data back where disclosure would reveal a trade secret."),
        ("data_sale", "“Sell” and “share” have the meanings given to them in the CCPA."),
        ("data_sale", "This is the sold to address that the invoice names."),
        # Fine-tuning for the customer is no training by the company.
        ("ai_training", "Data submitted to fine-tune a model is deleted after a month."),
        ("ai_training", "Examples provided to tune a custom model are kept until deleted."),
        ("ai_training", "Members may only use the tool with model training switched off."),
        # Feedback that is collected gives nobody a licence.
        ("feedback_licence", "We collect the prompts, photos and feedback that you give us."),
        (
            "feedback_licence",
            "We may collect what you tell us, including feedback.",
        ),
        ("feedback_licence", "We receive your feedback when you use the form."),
        # A pager is no notice of a breach.
        ("breach_notification", "Our team has an on-call rotation for any security incident."),
        ("breach_notification", "We monitor the network and try to prevent security breaches."),
        ("breach_notification", "A data breach is handled by engineers around the clock."),
        # Crawlers of others are no ban.
        ("scraping_ban", "What you share in public is at risk of being read by web crawlers."),
        ("scraping_ban", "Messages are sent by an automated system of ours."),
        ("scraping_ban", "Our crawler collects pages that are open to everybody."),
        # A complaint to an authority is no right of access.
        ("access_deletion_rights", "You may lodge a complaint with the supervisory authority."),
        ("access_deletion_rights", "You have the right to file a complaint with the regulator."),
        ("access_deletion_rights", "Complaints about us go to the data protection authority."),
        # Talks before a suit are no limit on claims.
        ("claim_time_limit", "The parties first try to settle any dispute within 30 days."),
        ("claim_time_limit", "Before a claim is brought, one year of informal talks is allowed."),
        ("claim_time_limit", "A dispute shall be negotiated for six months in good faith."),
        # A request, a visit or a registry is no rule on the names of users.
        ("identity_requirements", "A request does not require you to create an account."),
        ("identity_requirements", "You are not required to register with any office."),
        ("identity_requirements", "An agent must give proof, and you verify your identity."),
        # What is sent or decided about refunds promises none.
        ("refund_policy", "We send information to the store when you request a refund."),
        ("refund_policy", "The store uses this information for its refund decisions."),
        ("account_responsibility", "Rooms are entered by authorised persons with a key."),
        ("scraping_ban", "An automated system checks that visitors are not robots."),
        (
            "service_providers",
            'In this section "Larkspur" shall include our affiliates and service providers.',
        ),
        # People decide most things.
        ("automated_decisions", "The price of a print is decided by the seller."),
        ("automated_decisions", "We make business decisions on new features from data."),
        ("law_enforcement_disclosure", "If a request warrants a fee, we provide an estimate."),
        (
            "law_enforcement_disclosure",
            "You agree to provide the information that an authority requests about payments.",
        ),
        ("data_collection", "The notice of a dispute must include the sender's name and address."),
        ("account_termination", "When employees are terminated their access ends at once."),
        ("breach_notification", "A report of a data breach is not an acknowledgement of fault."),
        (
            "automated_decisions",
            (
                "The right to object, which enables you to object to processing on the basis of our"
                " legitimate interests (or those of a third party), including direct marketing or"
                " profiling for purposes of direct marketing."
            ),
        ),
        ("third_party_links", "If you link your account with another service, we inform it."),
        ("private_content_access", "Our privacy team reads every mail sent to our office."),
        ("auto_renewal", "The arbitration provider may adjust its administrative fees."),
        ("automated_decisions", "Larkspur does not use algorithmic recommendation systems."),
        ("account_termination", "If your account is suspended, you may bring a claim against us."),
        (
            "content_ownership",
            "They get no access to your files and retain such inputs only for limited periods.",
        ),
        ("feedback_licence", "Feedback: you may submit additional information as you use it."),
    ],
)
def test_a_mention_is_no_evidence(find_by_type: FindByType, clause: str, sentence: str) -> None:
    """The sentence has words of the type, but says nothing that the type is about."""
    assert clause not in find_by_type(f"# Policy\n\n## Matters of note\n\n{sentence}\n")


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("identity_requirements", "You must register with your real name and a valid passport."),
        ("user_cancellation", "You may close your account at any time in the settings."),
        ("law_enforcement_disclosure", "We may disclose data in response to a subpoena."),
        ("warranty_disclaimer", 'The service is provided "as is" without warranty of any kind.'),
        ("data_sale", "We do not sell your personal information to anybody."),
        ("ai_training", "We use your uploads to train our models."),
        ("feedback_licence", "If you send us feedback, we may use it without restriction."),
        ("breach_notification", "We will notify you of any breach of your data within 72 hours."),
        ("scraping_ban", "You may not scrape or crawl the site."),
        ("access_deletion_rights", "You have the right to access and delete your data."),
        ("claim_time_limit", "Any claim must be filed within one year after it arose."),
        ("refund_policy", "You may request a refund within 14 days of your purchase."),
        ("account_responsibility", "You are responsible for keeping your password secret."),
        ("scraping_ban", "You may not use robots to collect data from the site."),
        ("service_providers", "We use service providers that host your data on our behalf."),
        ("automated_decisions", "We make automated decisions about your credit."),
        (
            "law_enforcement_disclosure",
            "You agree that we may disclose your data to the police if a court orders it.",
        ),
        ("data_collection", "We collect your name, address and email address."),
        ("account_termination", "We may terminate your account at any time."),
        ("third_party_links", "We link to sites of others, which we do not control."),
        ("feedback_licence", "If you send feedback or ideas, we may use them freely."),
    ],
)
def test_a_statement_is_evidence(find_by_type: FindByType, clause: str, sentence: str) -> None:
    """The same types are filed where the sentence states them."""
    assert clause in find_by_type(f"# Policy\n\n## Matters of note\n\n{sentence}\n")


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("warranty_disclaimer", "We do not warrant that the service will be free of errors."),
        (
            "warranty_disclaimer",
            "Larkspur does not warrant that the software will meet your needs.",
        ),
        ("private_content_access", "We scan messages that you send to other users."),
        ("private_content_access", "We may read your messages and metadata to detect abuse."),
        ("identity_requirements", "You must give accurate details, including your real name."),
        (
            "identity_requirements",
            "You must use your legal name, and we will not take a pseudonym.",
        ),
        ("content_ownership", "We do not obtain any ownership rights in your content."),
        ("data_collection", "We collect your name and address for the purposes described below."),
        ("data_sale", "We sell personal information for the purpose of selling you insurance."),
        ("data_sale", "We may sell your contact details, if applicable law allows it."),
        ("ai_training", "We may only use your content to train our models if you agree."),
        ("arbitration", "Disputes are resolved by binding arbitration on principles of equity."),
        ("claim_time_limit", "If we cannot resolve it, you must file a claim within one year."),
        (
            "sensitive_data",
            "We collect these types of sensitive personal data: your health.",
        ),
        ("account_termination", "We may terminate your account during a trial."),
        ("biometric_data", "We collect biometric data and comply with laws relating to it."),
        (
            "copyright_takedown",
            (
                "We remove infringing works and terminate repeat infringers of copyright to"
                " prevent abuse."
            ),
        ),
        (
            "law_enforcement_disclosure",
            "We may disclose data to comply with the law of your country.",
        ),
        ("opt_out_choices", "You can opt out at any time with the Global Privacy Control signal."),
        ("user_cancellation", "You can delete your account and your chat history at any time."),
        (
            "arbitration",
            "You agree to binding arbitration, and to no arbitration provision of others.",
        ),
        (
            "automated_decisions",
            "We take decisions by automated means; you have the right to object to advertising.",
        ),
        ("claim_time_limit", "A claim must be brought in one year, whatever the statutory period."),
        ("content_licence", "You grant us a licence to your content, which we keep for backup."),
        ("content_ownership", "You retain ownership of your content for an indefinite period."),
        ("cookies_tracking", "We use cookies and device fingerprinting, but no facial scans."),
        (
            "law_enforcement_disclosure",
            "We monitor content and disclose data to the police where the law requires it.",
        ),
        ("private_content_access", "Other players may report you, and we then read your messages."),
        ("scraping_ban", "You may not scrape the site or inflate views."),
        (
            "unilateral_change",
            "We may change these terms at any time; you are responsible for checking regularly.",
        ),
        ("identity_requirements", "You must register with your full legal name of record."),
    ],
)
def test_further_words_do_not_undo_a_statement(
    find_by_type: FindByType, clause: str, sentence: str
) -> None:
    """Its sentence also has words by which others only mention the type."""
    assert clause in find_by_type(f"# Policy\n\n## Matters of note\n\n{sentence}\n")


def test_the_lead_in_can_support_an_item() -> None:
    """A word that is needed may stand in the heading or the lead-in; a forbidden one may not."""
    words = SupportingWords((compile_cue("not|never"),), (), (compile_cue("we use"),), (), ())
    assert words.are_in(tokenise("scrape the site"), tokenise("You may not:"))
    assert not words.are_in(tokenise("scrape the site"), ())
    assert words.are_in(tokenise("never scrape it"), tokenise("How we use cookies"))
    assert not words.are_voided_in(tokenise("never scrape it"))
    assert words.are_voided_in(tokenise("we use it and never sell it"))


def test_every_entry_is_of_a_clause_type() -> None:
    """A table of evidence.toml without a type would decide nothing."""
    names = set(tomllib.loads(DATA.read_text(encoding="utf-8")))
    assert names <= set(load_taxonomy().ids)
