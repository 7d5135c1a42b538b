# ruff: noqa: RUF001
"""The spelling rule: typing errors are editorial, and words that matter never are."""

import pytest

from clausewatch.compare.significance import PageContext, classify_rewording
from clausewatch.compare.spelling import SpellingRule
from clausewatch.model.reading import BlockKind, Significance
from clausewatch.text.normal_form import make_key
from clausewatch.text.statements import Statement
from clausewatch.text.word_lists import find_list_code, load_deciding_words

ERRORS = {
    "en": "recieve receive, seperately separately, informtion information, adress address",
    "de": "verarbeittet verarbeitet, Einwiligung Einwilligung, gespeichet gespeichert",
    "fr": "donnees données, traitment traitement, utilisatuers utilisateurs",
    "es": "informacion información, tratamineto tratamiento, servcios servicios",
    "it": "informazoni informazioni, trattameto trattamento",
    "pt": "informacoes informações, tratamneto tratamento, servicos serviços",
    "nl": "toesteming toestemming, gegvens gegevens",
    "sv": "behandlig behandling, samtyke samtycke",
    "pl": "przetwazanie przetwarzanie, prywatnosci prywatności",
    "da": "behandlng behandling",
    "cs": "zpracovní zpracování, osobnch osobních",
    "ru": "инфрмация информация, обработкка обработка",
}
MEANINGS = {
    "en": "seven seventy, retain retrain, retrain retain, shall should, principal principle, "
    "resell resale, quarterly quarter, delete deleted, complaint compliant, except expect",
    "de": "siebzehn siebzig, konnte könnte, wurden würden, speichern speicherten, treten traten",
    "fr": "treize trente, pouvons pouvions, devra devrait, conservons conservions",
    "es": "sesenta setenta, deberá debería, podrá podría, publico publicó, vendemos venderemos",
    "it": "sessanta settanta, potrà potrebbe, conserva conservava, vendiamo venderemo",
    "pt": "sessenta setenta, poderá poderia, trinta treze, vendemos venderemos",
    "nl": "veertien veertig, zestien zestig, kunnen konden, zullen zouden, bewaren bewaarden",
    "sv": "sjutton sjuttio, kunna kunde, lagrar lagrade, säljer sålde",
    "pl": "piętnaście pięćdziesiąt, trzydzieści trzynaście, sprzedajemy sprzedamy, muszą mogą",
    "da": "fjorten fyrre, tretten tredive, kunne skulle, sælger solgte",
    "nb": "fjorten førti, sytten sytti, kunne skulle, selger solgte",
    "cs": "čtrnáct čtyřicet, nabízíme nenabízíme, prodáváme prodávali, můžeme musíme",
    "ru": "тринадцать тридцать, храним хранили, может могут, пятнадцать пятьдесят",
    "uk": "тринадцять тридцять, може могла, зберігаємо зберігали",
    "ca": "seixanta setanta, podrà podria, venem veníem",
    "fi": "myymme myimme, seitsemän seitsemäs",
    "tr": "paylaşırız paylaşmayız, altmış yetmiş",
    "hu": "tizenhat hatvan, eladjuk eladnánk",
    "el": "δεκαέξι εξήντα, πωλούμε πωλούσαμε",
    "hi": "सत्रह सत्तर, बेचते बेचेंगे",
}


def _classify(old: str, new: str, language: str) -> Significance:
    texts = (f"x {word} y {word} z" for word in (old, new))
    before, after = (Statement(t, make_key(t), 0, BlockKind.PARAGRAPH, "") for t in texts)
    context = PageContext(spelling=SpellingRule(find_list_code(language)))
    return classify_rewording(before, after, context).significance


def _list_pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (language, *pair.split()) for language, text in table.items() for pair in text.split(", ")
    ]


@pytest.mark.parametrize(("language", "old", "new"), _list_pairs(ERRORS))
def test_a_corrected_typing_error_is_editorial(language: str, old: str, new: str) -> None:
    """The earlier word is in no list of words, and the later one is."""
    assert _classify(old, new, language) is Significance.EDITORIAL


@pytest.mark.parametrize(("language", "old", "new"), _list_pairs(ERRORS))
def test_a_new_typing_error_is_a_change(language: str, old: str, new: str) -> None:
    """No list of words says what an unknown word means."""
    assert _classify(new, old, language) is Significance.SUBSTANTIVE


@pytest.mark.parametrize(("language", "old", "new"), _list_pairs(MEANINGS))
def test_a_near_word_is_another_word(language: str, old: str, new: str) -> None:
    """Number words, modal verbs, tenses and near words are no spelling, in either direction."""
    assert _classify(old, new, language) is Significance.SUBSTANTIVE
    assert _classify(new, old, language) is Significance.SUBSTANTIVE


@pytest.mark.parametrize(
    "pair",
    [
        "recognise recognize",
        "organisation organization",
        "licence license",
        "behaviour behavior",
        "fulfil fulfill",
        "cancelled canceled",
        "programme program",
        "adviser advisor",
        "afterwards afterward",
    ],
)
def test_british_and_american_spelling_are_one_word(pair: str) -> None:
    """A document that changes from one to the other says the same."""
    old, new = pair.split()
    assert _classify(old, new, "en") is Significance.EDITORIAL
    assert _classify(new, old, "en") is Significance.EDITORIAL


def test_a_language_without_a_word_list_has_no_spelling_rule() -> None:
    """An error that cannot be proved is a change."""
    assert find_list_code("th") is None
    assert _classify("informtion", "information", "th") is Significance.SUBSTANTIVE


def test_every_language_with_a_rule_protects_its_deciding_words() -> None:
    """At least ten languages have numbers, modal verbs and negations."""
    words = load_deciding_words()
    assert len(words) >= 10
    assert all(all(table.values()) for table in words.values())


def test_a_word_that_no_list_has_is_no_correction() -> None:
    """Two unknown words may be two terms; nothing proves that the first is an error."""
    assert _classify("informtion", "informatoin", "en") is Significance.SUBSTANTIVE


def test_a_name_is_never_corrected() -> None:
    """One letter makes another company, even if its name is a word."""
    assert _classify("Recieve", "Receive", "en") is Significance.SUBSTANTIVE
