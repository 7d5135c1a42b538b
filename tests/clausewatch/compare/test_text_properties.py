# ruff: noqa: RUF001
"""Properties of text: an alteration inside a term is told, damage and typography are not."""

import html
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.compare.spelling import SpellingRule
from clausewatch.compare.word_diff import Swap
from clausewatch.text.word_lists import load_deciding_words
from tests.clausewatch.policy_pages import compare_pages, is_alert, render_page, render_terms

FEW = settings(max_examples=15, deadline=None)
TERMS = {
    "en": "We don’t keep the messages of guests longer than {} after their last stay with us.",
    "fr": "Nous n’utilisons pas les données de nos clients pendant plus de {} après l’été.",
    "de": "Wir löschen die Anfragen der Gäste spätestens {} nach dem Ende des Aufenthaltes.",
    "es": "Conservaremos la información de la reserva como máximo {} después del año fiscal.",
    "hi": "हम मेहमानों के संदेशों को {} से अधिक समय तक अपने पास नहीं रखते हैं।",
    "he": "איננו שומרים את הודעות האורחים יותר מאשר {} לאחר השהות האחרונה שלהם.",
    "th": "เราจะไม่เก็บข้อความของผู้เข้าพักไว้นานกว่า {} หลังจากการเข้าพักครั้งสุดท้าย",
    "ko": "당사는 이용자의 메시지를 마지막 이용일로부터 {} 이상 보관하지 않습니다.",
}
LANGUAGES = st.sampled_from(sorted(TERMS))
NUMBERS = st.integers(min_value=2, max_value=900)


def _page(text: str) -> bytes:
    return render_page(f"{render_terms()}<p>{text}</p>")


def _is_told(before: str, after: str) -> bool:
    return is_alert(compare_pages(_page(before), _page(after)))


def _is_latin(text: str) -> bool:
    return all(c < "\u0250" or c == "’" for c in text)


def _damage(text: str, kind: str) -> str:
    if kind == "escaped twice":
        return html.escape(html.escape(text).replace("’", "&rsquo;"))
    if kind == "mojibake":
        # In other scripts some bytes of a letter read as blanks, which the markup folds.
        return text.encode().decode("latin-1") if _is_latin(text) else text
    if kind == "other apostrophe":
        return text.replace("’", "ʼ")
    return unicodedata.normalize(kind, text)


DAMAGE = st.sampled_from(["escaped twice", "mojibake", "other apostrophe", "NFD", "NFC", "NFKD"])


@FEW
@given(LANGUAGES, DAMAGE, NUMBERS)
def test_damage_is_not_told(language: str, kind: str, number: int) -> None:
    """The same term damaged, or in another normal form, is the same term in both directions."""
    term = TERMS[language].format(number)
    damaged = _damage(term, kind)
    assert not _is_told(term, damaged)
    assert not _is_told(damaged, term)


@FEW
@given(LANGUAGES, DAMAGE, NUMBERS, NUMBERS)
def test_a_figure_in_damaged_text_is_told(
    language: str, kind: str, number: int, other: int
) -> None:
    """Damage hides no change."""
    before, after = (TERMS[language].format(n) for n in (number, other))
    assert _is_told(before, _damage(after, kind)) == (number != other)


SIGNS = ("✓✔✅☑", "✗✘❌☒", "👍", "👎", "☐")


@FEW
@given(st.sampled_from(SIGNS), st.sampled_from(SIGNS), st.data())
def test_a_sign_is_told_by_its_meaning(old: str, new: str, data: st.DataObject) -> None:
    """Another sign in a cell is a change, another drawing of the same sign is none."""
    pages = [
        f"<table><tr><td>Names sold</td><td>{data.draw(st.sampled_from(signs))}</td></tr>"
        "<tr><td>Calls sold</td><td>no</td></tr></table>"
        for signs in (old, new)
    ]
    assert _is_told(*pages) == (old != new)


MARKS = st.sampled_from(
    ["<sup>1</sup>", "<sup>[12]</sup>", "<sup><a href='#n3'>3</a></sup>", "<sup>*</sup>"]
)


@FEW
@given(st.sampled_from(["en", "fr", "de", "es"]), MARKS, NUMBERS, NUMBERS)
def test_a_footnote_mark_is_no_figure(language: str, mark: str, number: int, other: int) -> None:
    """A mark comes and goes without an alert, and the figure before it does not change so."""
    bare, marked = TERMS[language].format(number), TERMS[language].format(f"{number}{mark}")
    assert not _is_told(bare, marked)
    assert not _is_told(marked, bare)
    assert _is_told(marked, TERMS[language].format(f"{other}{mark}")) == (number != other)


LONG_WORDS = {
    language: sorted({w for w in [*words["negations"], *words["numbers"]] if len(w) > 4})
    for language, words in load_deciding_words().items()
}


@FEW
@given(st.sampled_from(sorted(LONG_WORDS)), st.data())
def test_a_deciding_word_is_no_spelling(language: str, data: st.DataObject) -> None:
    """Numbers and negations are never spelling, whatever near word replaces them."""
    word = data.draw(st.sampled_from(LONG_WORDS[language]))
    at = data.draw(st.integers(min_value=1, max_value=len(word) - 2))
    letter = data.draw(st.sampled_from("aeinrstlo").filter(lambda x: x != word[at]))
    near = word[:at] + letter + word[at + 1 :]
    rule = SpellingRule(language)
    for old, new in ((word, near), (near, word)):
        assert not rule.is_correction(Swap((old,), (new,), ""), frozenset())


@FEW
@given(st.sampled_from(["hi", "th"]), st.data())
def test_a_lost_mark_is_told(language: str, data: st.DataObject) -> None:
    """A vowel sign or a tone mark inside a term is a part of its word."""
    term = TERMS[language].format(30)
    marks = [i for i, c in enumerate(term) if unicodedata.category(c) in {"Mn", "Mc"}]
    at = data.draw(st.sampled_from(marks))
    assert _is_told(term, term[:at] + term[at + 1 :])
    assert _is_told(term[:at] + term[at + 1 :], term)
