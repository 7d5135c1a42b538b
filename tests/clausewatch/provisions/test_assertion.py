"""What a sentence asserts of a practice: who does it, and whether it is affirmed or denied."""

import pytest

from clausewatch.model.provisions import Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.taxonomy_files import load_taxonomy


def read(clause: str, text: str, lead_in: str = "") -> Assertion:
    """Return what a sentence asserts under a clause type."""
    taxonomy = load_taxonomy()
    sentence = read_sentence(text, lead_in, taxonomy.grammar, frozenset({"larkspur"}))
    return find_assertion(taxonomy, taxonomy.clauses[clause], sentence)


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur will not use, and will not allow others to use, any song of a member to train.",
        "None of the drawings and sketches that you keep in your studio are used to train.",
        "Training on customer folders is switched off for everybody.",
        "We do not use reports for any purpose, including but not limited to training.",
        "Nobody at Larkspur, and no contractor, is allowed to train a model on letters.",
        "This licence does not, however, permit Larkspur to train on your folders.",
        "If you enable private mode, chats will not be listed or be used to train models.",
        "We may keep but not lend, use or sell letters to train models.",
        "Except for business reasons, we do not train on letters.",
    ],
)
def test_a_denial_reaches_every_verb_of_its_clause(text: str) -> None:
    """However many words stand between the "not" and the verb, the practice is denied."""
    assert read("ai_training", text).polarity is Polarity.DOES_NOT


@pytest.mark.parametrize(
    "text",
    [
        "Nothing in this section limits our right to train models on your folders.",
        "We do not train on letters, but we train our ranking models on folders.",
        "Data that no longer names you is not covered and is used to train our models.",
        "We use posts that are not private by their settings in order to train our models.",
        "Our use of folders for training does not constitute a transfer.",
        "We train models whether or not you pay.",
        "You agree that we train our models on folders at no charge to you.",
        "We do not need your permission to train models on letters.",
        "Larkspur does not require your consent to use folders for training.",
        "Notes, but not letters or drafts, are used to train our models.",
    ],
)
def test_a_denial_stops_where_its_clause_ends(text: str) -> None:
    """A "not" of another clause, of a description or before a limit denies nothing."""
    assert read("ai_training", text).polarity in {Polarity.DOES, Polarity.MAY}


@pytest.mark.parametrize(
    "text",
    [
        "We will not use your folders to train models unless you direct us to do so.",
        "LARKSPUR WILL NOT TRAIN, OR LET OTHERS TRAIN, A MODEL, UNLESS YOU HAVE AGREED.",
        "We never train on drawings without the artist's prior written permission.",
        "If you have explicitly opted in to sharing, for instance here, we may train.",
        "We train on your folders only with your consent.",
        "We do not train unless: (1) we must (by law, for instance), or (2) you have agreed.",
        "Members can opt in to training in the settings.",
        "Training on a novel requires the author's separate agreement.",
        "The use of folders for training needs your prior approval.",
        "Training on letters is conditional on the writer's permission.",
        "We train on letters with your consent or at your direction.",
        "We train on letters with your consent; you may withdraw it at any time.",
        "We train on letters with your consent, as described in section 4.",
        "We train on letters with your consent, for example in the settings.",
        "We train on letters with your consent or that of your guardian.",
        "We train on letters with your consent, or when you ask us to.",
        "We do not train on letters except with your consent.",
        "We will not train on letters other than with your permission.",
        "Training on letters requires separate consent.",
        "If you are in the EEA, the UK or Switzerland, we train only with your consent.",
        "With your consent we train on letters of members, including members in California.",
        "We train on letters only with your consent in the European Union and elsewhere.",
    ],
)
def test_a_practice_may_depend_on_consent(text: str) -> None:
    """The condition may be long, come first, or stand at the far end of a list."""
    assert read("ai_training", text).polarity is Polarity.WITH_CONSENT


@pytest.mark.parametrize(
    "text",
    [
        "We train on your folders; in the European Union we do so only if you agree.",
        "We use letters to train models, and where you are in California only with your consent.",
        "Training on letters does not require the writer's consent.",
        "Training a model requires our prior agreement to its cost.",
        "We train on letters (1) with your consent; (2) to find spam; (3) by order of a court.",
        "We may train on letters with your consent, or where the law allows it.",
        "Letters are used for training with your permission or for our own purposes.",
        "We train on letters with your consent, by order of a court, or to find spam.",
        "We are not required to obtain your consent before we train on letters.",
        "Training on letters is not subject to your consent.",
        "Training on letters does not depend on the writer's consent.",
        "We train on letters without your consent.",
        "We train on folders regardless of your consent.",
        "Using the app requires your consent to training on letters.",
        "Registration requires your agreement that letters are used to train models.",
    ],
)
def test_consent_of_some_or_of_nobody_is_no_condition(text: str) -> None:
    """What one region is asked, or what the company itself decides, binds nothing elsewhere."""
    assert read("ai_training", text).polarity in {Polarity.DOES, Polarity.MAY}


@pytest.mark.parametrize(
    "text",
    [
        "You can decide whether we may use your letters to train our models.",
        "In the settings you may select if folders are used for training.",
        "You may tell us at any time that you do not want your folders used for training.",
        "We train on folders unless you object.",
        "Unless you instruct us otherwise, we use your folders for training.",
        "We use your letters for training unless you say otherwise.",
        "Unless the customer instructs us to the contrary, we train on folders.",
        "Residents of Norland have the right to object to training on their letters.",
        "Upon receipt of your letter we will cease using your folders for training.",
        "By choosing No when asked, you keep your folders out of training.",
        "If you have not opted out, we use your folders to train models.",
    ],
)
def test_a_practice_may_be_open_to_an_opt_out(text: str) -> None:
    """A choice, a refusal, an objection or a request ends it, in whatever words."""
    assert read("ai_training", text).polarity is Polarity.OPT_OUT_OFFERED


@pytest.mark.parametrize(
    "text",
    [
        "You cannot opt out of training.",
        "There is no way to opt out of training.",
        "Even if you opt out, we train on reports.",
    ],
)
def test_a_way_out_that_is_closed_is_none(text: str) -> None:
    """The words "opt out" are not enough."""
    assert read("ai_training", text).polarity is Polarity.DOES


@pytest.mark.parametrize(
    "text",
    [
        "We do not sell your reports, and you cannot opt out of our e-mails.",
        "Even if you opt out of our e-mails, we will not sell your reports.",
        "We never sell reports, so there is nothing to opt out of.",
    ],
)
def test_a_closed_way_out_of_another_matter_affirms_nothing(text: str) -> None:
    """What another clause denies stays denied."""
    assert read("data_sale", text).polarity in {Polarity.DOES_NOT, Polarity.SOME_EXCLUDED}


def test_others_act_in_a_description_of_them() -> None:
    """The subject of "partners that collect it" is the partners."""
    text = "We work with partners that collect reports."
    assert read("data_collection", text).actor is Party.OTHER
    assert read("data_collection", "We collect reports that partners send.").actor is Party.COMPANY


def test_a_description_may_open_a_sentence() -> None:
    """Who is described by the first word is no subject of a later verb either."""
    sentence = read_sentence("Partners that collect reports.", "", load_taxonomy().grammar)
    assert not sentence.has_subject(Party.OTHER, 2)


@pytest.mark.parametrize(
    ("clause", "text", "actor"),
    [
        ("indemnification", "You will indemnify Larkspur against claims.", Party.USER),
        ("indemnification", "You agree to defend and indemnify us.", Party.USER),
        ("indemnification", "Larkspur will indemnify the customer.", Party.COMPANY),
        ("indemnification", "We shall hold you harmless from claims.", Party.COMPANY),
        ("ai_training", "You grant Larkspur a licence to train on your folders.", Party.COMPANY),
        ("ai_training", "Your folders are data, and the data is used for training.", Party.MATTER),
        ("ai_training", "For members in Norland, we train models.", Party.COMPANY),
        ("private_content_access", "Our software scans chats for threats.", Party.COMPANY),
        ("private_content_access", "Larkspur's moderators may read chats.", Party.COMPANY),
        ("location_data", "On a run, the app collects your position.", Party.COMPANY),
        ("private_content_access", "Our team may read chats.", Party.COMPANY),
        ("private_content_access", "The staff of your school may read chats.", Party.UNKNOWN),
        ("data_sale", "Our site visitors sell their lists.", Party.USER),
        ("ai_training", "Customer data may be used to train models.", Party.MATTER),
        ("ai_training", "Third parties that we work with may train on it.", Party.OTHER),
        ("account_termination", "Your administrator can suspend it.", Party.ADMINISTRATOR),
    ],
)
def test_the_subject_of_the_clause_acts(clause: str, text: str, actor: Party) -> None:
    """Objects of prepositions, owners and later parties are not the subject."""
    assert read(clause, text).actor is actor


def test_a_lead_in_governs_its_items() -> None:
    """An item reads together with the words that it continues."""
    assertion = read("ai_training", "train models on letters;", "Larkspur will not:")
    assert (assertion.actor, assertion.polarity) == (Party.COMPANY, Polarity.DOES_NOT)


@pytest.mark.parametrize(
    "text",
    [
        "We are open about the data used to train our models.",
        "Larkspur publishes a list of the content collected for training.",
    ],
)
def test_a_participle_only_presupposes_a_practice(text: str) -> None:
    """Such a sentence does not outweigh one that says what is done."""
    assert read("ai_training", text).is_presupposed
