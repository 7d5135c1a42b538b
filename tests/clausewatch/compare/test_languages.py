"""The same decisions in the other languages that policies are written in."""

from dataclasses import dataclass

import pytest

from clausewatch.model.reading import Significance
from tests.clausewatch.policy_pages import compare_pages, is_alert, read_page, render_page


@dataclass(frozen=True)
class Case:
    """A policy in one language, with two date lines, and a number and a negation to alter."""

    code: str
    title: str
    sentences: tuple[str, ...]
    dates: tuple[str, str]
    number: tuple[str, str]
    negation: tuple[str, str]


CASES = {
    "French": Case(
        "fr",
        "Politique de confidentialit\u00e9",
        (
            "Nous conservons vos messages pendant 30 jours apr\u00e8s votre derni\u00e8re visite.",
            "Nous ne vendons pas vos donn\u00e9es personnelles \u00e0 d\u2019autres maisons.",
            "Vous pouvez vous opposer au traitement en \u00e9crivant \u00e0 notre bureau de Lyon.",
        ),
        (
            "Derni\u00e8re mise \u00e0 jour : 3 mars 2024",
            "Derni\u00e8re mise \u00e0 jour : 9 juin 2025",
        ),
        ("30 jours", "60 jours"),
        ("Nous ne vendons pas", "Nous vendons"),
    ),
    "German": Case(
        "de",
        "Datenschutzerkl\u00e4rung",
        (
            "Wir speichern Ihre Nachrichten 30 Tage lang nach Ihrem letzten Besuch.",
            "Wir geben Ihre personenbezogenen Daten nicht an fremde Unternehmen weiter.",
            "Sie k\u00f6nnen der Verarbeitung bei unserem B\u00fcro in Kiel widersprechen.",
        ),
        ("Stand: 3. M\u00e4rz 2024", "Stand: 9. Juni 2025"),
        ("30 Tage", "60 Tage"),
        ("Daten nicht an", "Daten an"),
    ),
    "Swedish": Case(
        "sv",
        "Integritetspolicy",
        (
            "Vi sparar dina meddelanden i 30 dagar efter ditt senaste bes\u00f6k hos oss.",
            "Vi s\u00e4ljer inte dina personuppgifter till n\u00e5gra andra f\u00f6retag.",
            "Du kan inv\u00e4nda mot behandlingen genom att skriva till v\u00e5rt kontor i Lund.",
        ),
        ("Senast uppdaterad: 3 mars 2024", "Senast uppdaterad: 9 juni 2025"),
        ("30 dagar", "60 dagar"),
        ("s\u00e4ljer inte", "s\u00e4ljer"),
    ),
    "Chinese": Case(
        "zh",
        "\u9690\u79c1\u653f\u7b56",
        (
            "\u6211\u4eec\u5728\u60a8\u6700\u540e\u4e00\u6b21\u8bbf\u95ee\u540e\u4fdd\u5b58\u60a8\u7684\u6d88\u606f30\u5929\u3002",
            "\u6211\u4eec\u4e0d\u4f1a\u5411\u5176\u4ed6\u516c\u53f8\u51fa\u552e\u60a8\u7684\u4e2a\u4eba\u4fe1\u606f\u3002",
            "\u60a8\u53ef\u4ee5\u81f4\u51fd\u6211\u4eec\u5728\u676d\u5dde\u7684\u529e\u516c\u5ba4\u53cd\u5bf9\u8be5\u5904\u7406\u3002",
        ),
        (
            "\u66f4\u65b0\u65e5\u671f\uff1a2024\u5e743\u67083\u65e5",
            "\u66f4\u65b0\u65e5\u671f\uff1a2025\u5e746\u67089\u65e5",
        ),
        ("30\u5929", "60\u5929"),
        ("\u4e0d\u4f1a\u5411", "\u4f1a\u5411"),
    ),
}
LANGUAGES = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def _page(case: Case, date: int = 0, old: str = "", new: str = "") -> bytes:
    text = "".join(f"<p>{sentence}</p>" for sentence in case.sentences)
    if old:
        assert old in text
        text = text.replace(old, new)
    return render_page(f"<h1>{case.title}</h1><p>{case.dates[date]}</p>{text}", case.title)


@LANGUAGES
def test_language_and_stated_date_are_recognised(case: Case) -> None:
    """The language is recognised, and so is the date that the document states."""
    found = read_page(_page(case))
    assert found.language == case.code
    assert str(found.stated_date) == "2024-03-03"


@LANGUAGES
def test_a_new_date_line_is_date_only(case: Case) -> None:
    """A new date line raises no alert."""
    comparison = compare_pages(_page(case), _page(case, date=1))
    assert comparison.significance is Significance.DATE_ONLY
    assert str(comparison.stated_after) == "2025-06-09"


@LANGUAGES
def test_a_changed_number_raises_an_alert(case: Case) -> None:
    """A changed number in a sentence raises an alert with both numbers."""
    comparison = compare_pages(_page(case), _page(case, 0, *case.number))
    assert is_alert(comparison)
    assert "30" in comparison.summary[0]
    assert "60" in comparison.summary[0]


@LANGUAGES
def test_a_removed_negation_raises_an_alert(case: Case) -> None:
    """A removed negation raises an alert with its reason."""
    comparison = compare_pages(_page(case), _page(case, 0, *case.negation))
    assert is_alert(comparison)
    assert comparison.edits[0].reason == "what is permitted, required or limited changed"


@LANGUAGES
def test_other_paragraphs_are_no_edit(case: Case) -> None:
    """Sentences in one paragraph or in three are the same terms."""
    joined = "" if case.code == "zh" else " "
    one = f"<h1>{case.title}</h1><p>{case.dates[0]}</p><p>{joined.join(case.sentences)}</p>"
    assert not compare_pages(_page(case), render_page(one, case.title)).edits


def test_chinese_is_compared_by_character() -> None:
    """In Chinese, an added item of a list is quoted without spaces around it."""
    case = CASES["Chinese"]
    after = _page(case, 0, "\u676d\u5dde", "\u676d\u5dde\u3001\u4e0a\u6d77")
    assert "\u676d\u5dde\u3001\u4e0a\u6d77\u7684" in compare_pages(_page(case), after).summary[0]
