"""Clause types are found by the names that people type."""

import pytest

from clausewatch.provisions.clause_names import find_clause_types
from clausewatch.provisions.taxonomy_files import load_taxonomy


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("ai_training", "ai_training"),
        ("AI training", "ai_training"),
        ("training my data", "ai_training"),
        ("sell my data", "data_sale"),
        ("arbitraton", "arbitration"),
        ("forced arbitration", "arbitration"),
        ("Cookies", "cookies_tracking"),
        ("delete my account", "user_cancellation"),
        ("delete my data", "access_deletion_rights"),
        ("DMCA", "copyright_takedown"),
        ("class-action", "class_action_waiver"),
        ("auto-renew", "auto_renewal"),
        ("kids", "children_age"),
        ("police", "law_enforcement_disclosure"),
        ("who owns my content", "content_ownership"),
    ],
)
def test_a_name_finds_its_clause_type(typed: str, clause: str) -> None:
    """Ids, names, aliases, other word forms and typing errors find the clause type."""
    match = find_clause_types(typed, load_taxonomy())
    assert match.is_sure
    assert match.clauses[0].id == clause


TYPED_NAMES = """
ai_training: ai training, do they train on my data, machine learning on customer data,
llm training opt out, using our prompts to improve models
data_sale: can they sell my data, selling personal info
arbitration: arbitration?, can i sue them in court, binding arbitration clause, mandatory arb
class_action_waiver: jury, class action ban
data_retention: how long do they keep my data, storage duration
access_deletion_rights: data deletion, export my data, gdpr rights, erasure, data export
account_termination: account suspended, terminate account without reason, suspension of accounts
account_responsibility: password sharing, shared logins
auto_renewal: subscription auto renew, price increases, recurring payments, price change
automated_decisions: automated decision making, algorithmic decision
biometric_data: fingerprints, facial recognition
business_transfer: what if the company is sold, acquisition or bankruptcy
children_age: kids, under 13, minimum age, children's data
claim_time_limit: time limit to sue, deadline for claims
content_licence: license to my content, ip license, moral rights waiver
content_ownership: do i own my content, who owns the output, intellectual property ownership
cookies_tracking: cookies, tracking pixels, google analytics
copyright_takedown: dmca, copyright takedown notice
data_collection: what do they collect, personal information collected
do_not_track: gpc, browser opt out signals
feedback_licence: feedback, suggestions and ideas
governing_law: jurisdiction, choice of law, venue and courts
identity_requirements: real names, pseudonyms
indemnification: indemnity, defend and indemnify
international_transfers: transfer outside eu, where is my data stored, cross border transfer, scc
law_enforcement_disclosure: subpoenas, government requests for data
liability_limitation: limitation of liability, damages cap
location_data: do they track my location, geolocation tracking
marketing_use: newsletter, promotional email
opt_out_choices: can i opt out, withdraw consent
private_content_access: private messages, reading private messages
publicity_rights: can they use my logo, logo use in marketing
refund_policy: can i get my money back, no refunds
security_measures: encryption, security safeguards
sensitive_data: health data, sexual orientation data
service_changes: shutting down the service, feature removal
service_providers: vendors, list of subprocessors
targeted_advertising: personalized ads, behavioral ads
third_party_sharing: who do they share my data with, sharing with affiliates
third_party_sources: data brokers, data from third parties
unilateral_change: changes to terms, policy changes without notice
user_cancellation: delete my account, close my account
warranty_disclaimer: warranty, no warranties
acceptable_use: what am i not allowed to post
aggregated_data: de-identified data use
breach_notification: security incident notification
consent_by_use: implied consent by use
content_removal: post removal
scraping_ban: bots and crawlers
third_party_links: third-party websites
"""
"""What people type for each clause type."""
SUGGESTED_ONLY = frozenset(
    """
llm training opt out, using our prompts to improve models, storage duration, shared logins,
recurring payments, deadline for claims, post removal, google analytics, browser opt out signals,
defend and indemnify, logo use in marketing, bots and crawlers, erasure, scc
""".replace("\n", " ")
    .strip()
    .split(", ")
)
"""Names that are too vague for a sure match."""


@pytest.mark.parametrize(
    ("clause", "typed"),
    [
        (line.partition(": ")[0], typed)
        for line in TYPED_NAMES.strip().replace(",\n", ", ").splitlines()
        for typed in line.partition(": ")[2].split(", ")
    ],
)
def test_a_sure_match_is_right(clause: str, typed: str) -> None:
    """A vague name has no sure match."""
    match = find_clause_types(typed, load_taxonomy())
    assert match.is_sure is (typed.strip() not in SUGGESTED_ONLY)
    if match.is_sure:
        assert match.clauses[0].id == clause


@pytest.mark.parametrize("typed", ["licence", "terms", "law", "data"])
def test_an_ambiguous_name_is_never_guessed(typed: str) -> None:
    """If several clause types may be meant, the person chooses."""
    match = find_clause_types(typed, load_taxonomy())
    assert not match.is_sure
    assert match.clauses


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "¿?"])
def test_nonsense_matches_nothing(typed: str) -> None:
    """A meaningless name has no match and raises no error."""
    assert find_clause_types(typed, load_taxonomy()).clauses == ()


@pytest.mark.slow
@pytest.mark.parametrize("clause_id", load_taxonomy().ids)
def test_every_id_name_and_alias_finds_its_clause_type(clause_id: str) -> None:
    """No alias belongs to two clause types."""
    clause = load_taxonomy().clauses[clause_id]
    for name in (clause.id, clause.name, *clause.aliases):
        match = find_clause_types(name, load_taxonomy())
        assert match.is_sure, name
        assert match.clauses[0].id == clause_id, name


@pytest.mark.parametrize("typed", ["aws", "gcp", "ibm"])
def test_a_short_name_is_no_typing_error_of_a_clause_type(typed: str) -> None:
    """`aws` is one letter from the alias `as is`, and means the company."""
    assert not find_clause_types(typed, load_taxonomy()).is_sure
