"""The polarity of sentences, and the severity of provisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.polarity_and_severity import compute_severity, find_assertion
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.taxonomy import ClauseType, Effect
from clausewatch.provisions.taxonomy_files import load_taxonomy

CLAUSES = list(load_taxonomy().clauses.values())


@pytest.mark.parametrize(
    ("clause", "sentence", "polarity"),
    [
        ("ai_training", "We train our models on your files.", "does"),
        ("ai_training", "We may use your files to train our models.", "may"),
        ("ai_training", "We do not use your files to train our models.", "does_not"),
        ("ai_training", "No data will be used for training.", "does_not"),
        ("ai_training", "We never train on files without your consent.", "with_consent"),
        ("ai_training", "We never train on files, with or without your consent.", "does_not"),
        ("data_sale", "We do not sell your data with or without your permission.", "does_not"),
        ("data_sale", "We never sell data without reason or without your consent.", "with_consent"),
        ("ai_training", "We train on your files only if you opt in to training.", "with_consent"),
        ("ai_training", "You can opt out of training in the settings.", "opt_out_offered"),
        ("ai_training", "We train models on files unless you opt out.", "opt_out_offered"),
        ("ai_training", "Even if you opt out, we train on reports.", "does"),
        ("ai_training", "We use files, including but not limited to training models.", "does"),
        ("ai_training", "None of your code will ever be stored or trained on by us.", "does_not"),
        ("automated_decisions", "They are not used for advertising or profiling.", "does_not"),
        ("sensitive_data", "Sensitive data is not intentionally collected.", "does_not"),
        ("marketing_use", "It is not used for statistics or for marketing.", "does_not"),
        ("data_retention", "It is deleted when it is no longer necessary to be kept.", "does"),
        ("aggregated_data", "We share figures that cannot be used to identify you.", "does"),
        ("account_termination", "Our policy is to disable and terminate such accounts.", "does"),
        ("cookies_tracking", "We use cookies; you can disable them.", "opt_out_offered"),
        ("private_content_access", "We do not view it, but it may be viewed if you ask.", "may"),
        ("data_sale", "We do not sell or rent personal data.", "does_not"),
        ("data_sale", "Although we do not sell data, you may opt out of a sale.", "does_not"),
        ("data_sale", "We may sell your data.", "may"),
        ("data_sale", "But we won't save your number, share it, sell it, or show it.", "does_not"),
        ("data_sale", "So we do not keep your data, pass it on, or sell it.", "does_not"),
        ("automated_decisions", "A solely automated decision does not take place.", "does_not"),
        ("biometric_data", "A comparison of faces never happens here.", "does_not"),
        ("automated_decisions", "Profiling of visitors does not occur.", "does_not"),
        ("content_removal", "If we don't like a post we may delete it.", "may"),
        ("content_removal", "Where you do not answer we can remove the post.", "may"),
        ("account_termination", "If you do not pay we may close the account.", "may"),
        ("ai_training", "Notes, but not letters, may be used to train our models.", "may"),
        ("data_sale", "Lists, and not addresses, are what we sell.", "does"),
        ("do_not_track", "We do not respond to Do Not Track signals.", "does_not"),
        (
            "location_data",
            "We do not collect precise location, but can infer a general location.",
            "may",
        ),
        ("refund_policy", "Fees are not refundable.", "does_not"),
        ("refund_policy", "Fees for a listing are never handed back.", "does_not"),
        ("international_transfers", "Your data never leaves the EEA.", "does_not"),
        ("international_transfers", "Your data may leave the country where you live.", "may"),
        ("refund_policy", "Except by law, fees once paid are not refundable.", "does_not"),
        ("refund_policy", "You can withdraw, and we refund what you paid.", "does"),
        ("do_not_track", "We treat the Global Privacy Control as an opt out.", "does"),
        ("do_not_track", "We honour signals as a wish to opt out of sharing.", "does"),
        ("biometric_data", "We never create a voiceprint of a caller.", "does_not"),
        ("biometric_data", "We do not learn who is on a picture from a face.", "does_not"),
        ("content_removal", "We reserve the right to remove or restrict your posts.", "may"),
        ("content_removal", "Larkspur has the right to restrict the display of posts.", "may"),
        ("marketing_use", "You have the right to stop us from sending news.", "opt_out_offered"),
        ("publicity_rights", "We cease using your name after the contract expires.", "does"),
        (
            "publicity_rights",
            "Upon your request we will cease using your name and logo.",
            "opt_out_offered",
        ),
        ("ai_training", "We do not train on letters, even after your contract ends.", "does_not"),
        (
            "ai_training",
            "We do not use letters to train, and stop storing them after the contract ends.",
            "does_not",
        ),
        ("biometric_data", "We do not take your fingerprints.", "does_not"),
        ("automated_decisions", "Larkspur does not take decisions by automated means.", "does_not"),
        ("sensitive_data", "We do not need your consent to process health data.", "does"),
        ("sensitive_data", "We don't ask about your health or religion.", "does_not"),
        ("sensitive_data", "We cannot see what you believe or how healthy you are.", "does_not"),
        ("sensitive_data", "We cannot guarantee that health data stays secret.", "does"),
        ("governing_law", "No other law than that of Malta governs this contract.", "does"),
        ("unilateral_change", "We reserve the right to change these terms.", "may"),
    ],
)
def test_a_sentence_has_one_polarity(clause: str, sentence: str, polarity: str) -> None:
    """The wording decides between practice, permission, denial, consent and opt-out."""
    taxonomy = load_taxonomy()
    read = read_sentence(sentence, "", taxonomy.grammar)
    assert find_assertion(taxonomy, taxonomy.clauses[clause], read).polarity == polarity


@pytest.mark.parametrize(
    ("clause", "polarity", "facets", "severity"),
    [
        ("ai_training", Polarity.DOES, (), "high"),
        ("ai_training", Polarity.MAY, (), "high"),
        ("ai_training", Polarity.DOES, ("opt_out",), "medium"),
        ("ai_training", Polarity.DOES, ("deidentified",), "medium"),
        ("ai_training", Polarity.DOES, ("opt_out", "third_parties"), "high"),
        ("ai_training", Polarity.OPT_OUT_OFFERED, (), "medium"),
        ("ai_training", Polarity.WITH_CONSENT, (), "low"),
        ("ai_training", Polarity.DOES_NOT, ("third_parties",), "low"),
        ("data_sale", Polarity.DOES_NOT, (), "low"),
        ("refund_policy", Polarity.DOES_NOT, (), "high"),
        ("refund_policy", Polarity.SOME_EXCLUDED, (), "medium"),
        ("refund_policy", Polarity.DOES, ("withdrawal",), "low"),
        ("do_not_track", Polarity.DOES_NOT, (), "medium"),
        ("unilateral_change", Polarity.MAY, ("notice",), "low"),
        ("unilateral_change", Polarity.MAY, ("no_notice",), "high"),
        ("governing_law", Polarity.DOES, ("home_law",), "low"),
    ],
)
def test_severity_follows_type_polarity_and_facets(
    clause: str, polarity: Polarity, facets: tuple[str, ...], severity: str
) -> None:
    """A lawyer can predict the severity from the data file."""
    clause_type = load_taxonomy().clauses[clause]
    stated = [clause_type.find_facet(facet_id) for facet_id in facets]
    assert compute_severity(clause_type, polarity, stated) == severity


@given(st.sampled_from(CLAUSES), st.sampled_from(list(Polarity)), st.data())
def test_a_raising_facet_never_lowers_severity(
    clause: ClauseType, polarity: Polarity, data: st.DataObject
) -> None:
    """A facet that lowers the severity never raises it either."""
    facets = st.lists(st.sampled_from(clause.facets), unique=True)
    stated = data.draw(facets) if clause.facets else []
    before = compute_severity(clause, polarity, stated).rank
    for facet in clause.facets:
        after = compute_severity(clause, polarity, [*stated, facet]).rank
        if facet.effect is Effect.RAISES:
            assert after >= before
        if facet.effect is Effect.LOWERS:
            assert after <= before
    assert compute_severity(clause, polarity, stated) in list(Severity)
