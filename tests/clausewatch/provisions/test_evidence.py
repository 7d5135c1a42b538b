"""Sentences that mention a practice and are no evidence of it."""

import pytest

from clausewatch.provisions.evidence import Objection, find_objection
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.taxonomy_files import load_taxonomy


def object_to(clause: str, text: str) -> Objection | None:
    """Return the objection to a sentence under a clause type."""
    taxonomy = load_taxonomy()
    sentence = read_sentence(text, "", taxonomy.grammar, frozenset({"larkspur"}))
    clause_type = taxonomy.clauses[clause]
    return find_objection(sentence, clause_type, find_assertion(taxonomy, clause_type, sentence))


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "You have the right to know whether we sell your data."),
        ("data_sale", "You may ask us which categories of data were sold in the last year."),
        ("data_sale", "Residents can request a list of the details that we sold."),
        ("biometric_data", "You have a right to receive notice of what biometric data we collect."),
    ],
)
def test_a_right_to_ask_is_no_evidence(clause: str, text: str) -> None:
    """Statutes give the right to ask, whatever the company does."""
    assert object_to(clause, text) is Objection.RIGHT_TO_ASK


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_collection", "This notice explains how we collect data."),
        ("ai_training", "Our policy covers data that is used to train models."),
        ("cookies_tracking", "These terms do not cover cookies that partners set."),
        ("data_sale", "This section describes when data is sold."),
    ],
)
def test_the_scope_of_a_document_is_no_evidence(clause: str, text: str) -> None:
    """A document that says what it is about states no practice."""
    assert object_to(clause, text) is Objection.SCOPE


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("ai_training", "Training on your stories is governed by Section 4 of our terms."),
        ("data_retention", "How long we keep data is described in the retention notice."),
        ("data_sale", "The sale of data is addressed in paragraph 9."),
        ("data_collection", "How we handle personal data is described in our privacy notice."),
    ],
)
def test_a_reference_is_no_evidence(clause: str, text: str) -> None:
    """It says where a practice is settled and not how."""
    assert object_to(clause, text) is Objection.REFERENCE


@pytest.mark.parametrize(
    "text",
    [
        "We list the purposes of collecting and, if applicable, selling data.",
        "The table shows the recipients to whom data is, if at all, sold.",
        "It depends on your state whether we sell data.",
    ],
)
def test_a_hedge_is_no_evidence(text: str) -> None:
    """The words *if applicable* leave open whether it applies."""
    assert object_to("data_sale", text) is Objection.HEDGED


@pytest.mark.parametrize(
    "text",
    [
        "We prohibit the use of the site for training models.",
        "Third parties may not train models on pages of this site.",
        "Visitors must not train on our articles.",
    ],
)
def test_a_ban_on_others_is_no_promise_to_users(text: str) -> None:
    """What others must not do with the company's pages says nothing of users' data."""
    assert object_to("ai_training", text) in {Objection.BAN, Objection.OTHER_ACTOR}


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("location_data", "You should avoid uploading pictures that store your position."),
        ("automated_decisions", "Please do not rely on the website when making decisions."),
        ("data_sale", "You should ask before you sell your data elsewhere."),
    ],
)
def test_advice_is_no_evidence(clause: str, text: str) -> None:
    """It says what readers would do well to do."""
    assert object_to(clause, text) is Objection.ADVICE


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("data_sale", "If Larkspur is sold, the data of its members goes along."),
        ("data_sale", "Should we be sold, your data passes to the buyer."),
        ("data_sale", "Your data moves to the new owner when we are sold."),
        ("data_collection", "We are required to tell the office about your data."),
        ("data_sale", "If Larkspur is not sold, your data stays where it is."),
    ],
)
def test_what_happens_to_the_company_is_no_evidence(clause: str, text: str) -> None:
    """It does not do what is done to it."""
    assert object_to(clause, text) is Objection.UNDERGONE


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("biometric_data", "We never delete a voiceprint of a caller."),
        ("biometric_data", "Larkspur does not encrypt voiceprints."),
        ("sensitive_data", "We never publish your religion or health."),
        ("automated_decisions", "We do not explain profiling in this notice."),
    ],
)
def test_the_denial_of_another_act_is_no_evidence(clause: str, text: str) -> None:
    """It leaves open whether the practice takes place, so that neither may be said."""
    assert object_to(clause, text) is Objection.OTHER_ACT


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("ai_training", "Our suppliers may not train models on your letters."),
        ("ai_training", "You can decide whether we train models on your letters."),
        ("data_sale", "We sell your data as described in section 4."),
        ("data_sale", "You have the right to opt out of the sale of your data."),
        ("cookies_tracking", "You can block cookies that we use in your browser."),
        ("data_sale", "Data that you give us is sold to partners."),
        ("location_data", "You should be aware that we collect your position."),
        ("data_sale", "You should be aware that your data is sold."),
        ("data_sale", "Members should expect that addresses may be sold."),
        ("data_sale", "We are selling your data."),
        ("biometric_data", "We do not charge for the recognition of faces."),
        ("data_sale", "The lists compiled by Larkspur are sold."),
    ],
)
def test_a_statement_of_the_practice_is_evidence(clause: str, text: str) -> None:
    """Promises about users' data, choices and plain statements stay."""
    assert object_to(clause, text) is None


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("cookies_tracking", "Larkspur previously used cookies, and may have stored them."),
        ("third_party_sharing", "We formerly shared your personal data with advertisers."),
        ("data_sale", "In the past we sold customer data to partners."),
        ("location_data", "Historically, Larkspur collected your precise location."),
    ],
)
def test_a_past_practice_is_no_evidence(clause: str, text: str) -> None:
    """What was done once says nothing of what is done."""
    assert object_to(clause, text) is Objection.PAST


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("third_party_sharing", "We share personal data that was previously collected."),
        ("third_party_sharing", "We previously shared your data and still share it with shops."),
        ("data_sale", "We previously sold your data and may sell it again."),
        ("third_party_sharing", "Data previously collected may be shared with others."),
        ("data_sale", "We sold your data to partners in the last twelve months."),
    ],
)
def test_what_goes_on_is_evidence(clause: str, text: str) -> None:
    """Old data may be used today, and an old practice may go on."""
    assert object_to(clause, text) is None
