"""A short sentence is told from a title by its structure, whichever verb it has."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Reading
from clausewatch.provisions.clarity import names_matter
from clausewatch.provisions.passage_memory import PassageMemory
from clausewatch.provisions.predicates import has_finite_verb
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.split_document import split_document
from clausewatch.provisions.taxonomy_files import load_taxonomy

MakeReading = Callable[[str], Reading]

SENTENCES = [
    "Changes take effect after thirty days.",
    "A fee covers the repair.",
    "Credits reach your card within a week.",
    "Notices arrive by post.",
    "Every licence lapses automatically at midnight.",
    "Larkspur disclaims any warranty.",
    "Gardeners bear the cost of seeds.",
    "Our garden uses cookies.",
    "This plot closes on Sunday.",
    "New prices start on Monday.",
    "Payments fall due every month.",
    "The arbitrator decides each claim.",
    "Every dispute goes to arbitration.",
    "Fees rise in spring.",
]
TITLES = [
    "Cookies and similar tools.",
    "Use of cookies and beacons.",
    "Strictly necessary cookies.",
    "Changes to these rules.",
    "Sale of personal data to others.",
    "Limits on liability of the gardener.",
    "Automatic renewal of plans.",
    "With our suppliers in Norland.",
    "Standard contract clauses.",
    "Making the garden safe.",
    "Contact details of the gardener.",
    "Third parties with access to seeds.",
    "Refund of unused seeds.",
    "Read tips to save seeds.",
    "Please visit the garden.",
]


def is_quotable(make_reading: MakeReading, text: str) -> bool:
    """Return whether a paragraph between two others may be quoted."""
    reading = make_reading(f"# Rules\n\nThe lake is deep.\n\n{text}\n\nThe lake is cold.\n")
    document = split_document(reading, PassageMemory(load_taxonomy().grammar))
    return dict(
        zip((passage.text for passage in document.passages), document.is_quotable, strict=True)
    )[text]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_verb_shows_by_what_stands_around_it(make_reading: MakeReading, sentence: str) -> None:
    """No list needs to have the verb."""
    assert has_finite_verb(sentence)
    assert is_quotable(make_reading, sentence)


@pytest.mark.parametrize("title", TITLES)
def test_nouns_in_a_row_are_a_title(make_reading: MakeReading, title: str) -> None:
    """A full stop alone makes no sentence, and an order states no term."""
    assert not has_finite_verb(title)
    assert not is_quotable(make_reading, title)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Icelandic law applies.", True),
        ("Norwegian law governs.", True),
        ("Fees rise yearly.", True),
        ("Governing law.", False),
        ("Governing law clause.", False),
        ("Law applies.", False),
        ("Icelandic law applies", False),
        ("Strictly necessary cookies.", False),
    ],
)
def test_three_words_can_be_a_sentence(
    make_reading: MakeReading, text: str, *, expected: bool
) -> None:
    """Shorter texts, and three words without a verb, are not quoted."""
    assert is_quotable(make_reading, text) is expected


def test_a_brief_sentence_is_recorded(find_by_type: Callable[[str], dict[str, Provision]]) -> None:
    """A refusal of refunds needs no more than three words."""
    found = find_by_type("# Terms\n\n## Payment\n\nFees are nonrefundable.\n")
    assert found["refund_policy"].quote.text == "Fees are nonrefundable."


def test_a_brief_sentence_without_data_outweighs_no_condition(
    find_by_type: Callable[[str], dict[str, Provision]],
) -> None:
    """How models are trained says nothing of whose folders they are trained on."""
    condition = "We train our models on your folders only if you have opted in."
    found = find_by_type(f"# Notice\n\n{condition}\n\nLarkspur trains its models in two steps.\n")
    assert found["ai_training"].quote.text == condition


@pytest.mark.parametrize(
    ("clause", "text", "expected"),
    [
        ("ai_training", "Larkspur trains its models.", False),
        ("ai_training", "We train models on your songs.", True),
        ("ai_training", "We train models on messages.", True),
        ("cookies_tracking", "We use cookies at this garden.", True),
    ],
)
def test_a_brief_sentence_names_data_if_the_practice_is_grave(
    clause: str, text: str, *, expected: bool
) -> None:
    """Cookies can be used without data beside them; a model is trained on something."""
    taxonomy = load_taxonomy()
    sentence = read_sentence(text, "", taxonomy.grammar)
    assert names_matter(sentence, taxonomy.clauses[clause]) is expected
