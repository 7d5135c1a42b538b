"""The packed language model: the answers of the library, whatever the text."""

import numpy as np
import pytest
from py3langid import langid  # type: ignore[import-untyped]  # it ships no annotations

from clausewatch.extract.compact_language_model import CompactIdentifier

TEXTS = (
    "We may share your personal data with our service providers, and you can object at any time.",
    "Wir geben Ihre Daten nur weiter, wenn Sie vorher eingewilligt haben oder das Gesetz es will.",
    "Nous conservons vos données pendant trente jours après la fermeture de votre compte.",
    "Podemos modificar estas condiciones en cualquier momento y se lo comunicaremos por correo.",
    "Мы не продаём ваши персональные данные и удаляем их по вашему запросу в течение месяца.",
    "当社は、利用者の同意なく個人情報を第三者に提供することはありません。",
    "لا نبيع بياناتك الشخصية ولا نشاركها مع أي طرف ثالث دون موافقتك.",
    "Vi delar inte dina uppgifter med någon annan utan att du har sagt ja till det.",
    "ALL CAPITALS ARE READ AS SMALL LETTERS BY THE LIBRARY, AND SO THEY ARE HERE.",
    "\ud800 a lone surrogate",
    "e\u0301te\u0301, combined",
    "a",
    "",
)


@pytest.fixture(scope="module")
def whole() -> langid.LanguageIdentifier:
    """The model as the library loads it."""
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)


@pytest.fixture(scope="module")
def packed(whole: langid.LanguageIdentifier) -> CompactIdentifier:
    """The same model, packed."""
    return CompactIdentifier(whole)


@pytest.mark.parametrize("text", TEXTS)
def test_every_language_has_the_score_that_the_library_gives(
    whole: langid.LanguageIdentifier, packed: CompactIdentifier, text: str
) -> None:
    """Not only the best one: to the last bit, so that no decision can differ."""
    assert packed.rank(text) == whole.rank(text)
    assert packed.classify(text) == whole.classify(text)


def test_every_weight_is_that_of_the_library(
    whole: langid.LanguageIdentifier, packed: CompactIdentifier
) -> None:
    """The first feature and those without a weight of their own included."""
    everything = np.arange(len(whole.nb_ptc))
    unpacked = packed._weights.unpack(everything)
    assert np.array_equal(unpacked.view(np.uint16), whole.nb_ptc.view(np.uint16))


def test_the_packed_model_takes_a_quarter_of_the_memory(
    whole: langid.LanguageIdentifier, packed: CompactIdentifier
) -> None:
    """That is all that it is for."""
    weights, transitions = packed._weights, packed._transitions
    arrays = (weights.usual, weights.ends, weights.columns, weights.others)
    tables = (transitions.rows, transitions.entries, transitions.states, packed._features)
    size = sum(each.nbytes for each in arrays) + sum(each.itemsize * len(each) for each in tables)
    whole_size = whole.nb_ptc.nbytes + whole.tk_nextmove.itemsize * len(whole.tk_nextmove)
    assert size < whole_size / 4
