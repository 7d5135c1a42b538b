# ruff: noqa: RUF001
"""Words, digits and sentences in the scripts that policies are written in."""

import unicodedata

import pytest

from clausewatch.model.reading import Significance
from clausewatch.text.normal_form import make_key, tokenise
from clausewatch.text.scripts import is_same_with_points
from clausewatch.text.sentences import split_sentences
from tests.clausewatch.policy_pages import compare_pages, is_alert, render_page

WORDS = {
    "hi": "हम तीस दिनों में मिटाते हैं",
    "ta": "நாங்கள் தரவை விற்கமாட்டோம்",
    "ar": "نحذف البيانات خلال ثلاثين يومًا",
    "he": "אנו מוחקים את המידע תוך שלושים יום",
    "fr": "les données conservées",
    "vi": "chúng tôi không bán dữ liệu",
}


@pytest.mark.parametrize("language", WORDS)
def test_marks_belong_to_their_letters(language: str) -> None:
    """A word is one token with its vowel signs, in whatever form the page composes them."""
    text = WORDS[language]
    assert len(tokenise(text)) == len(text.split())
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert make_key(unicodedata.normalize(form, text)) == make_key(text)


def test_scripts_without_spaces_are_cut_at_letters() -> None:
    """Each Thai letter is a token with its marks, so that one word can change in a sentence."""
    assert tokenise("เก้าวัน") == ["เ", "ก้", "า", "วั", "น"]


def test_what_cannot_be_seen_is_no_part_of_a_word() -> None:
    """Directions, joiners and the stretching of Arabic words say nothing."""
    assert make_key("\u2067نحـــذف\u2069 البيانات") == make_key("نحذف البيانات")
    assert make_key("می\u200cفروشیم") == make_key("میفروشیم")
    assert make_key("GİZLİLİK") == make_key("gizlilik")


def test_digits_of_all_scripts_are_one_number() -> None:
    """Thirty is thirty, in whatever digits a site writes it."""
    assert make_key("٣٠ ٪") == make_key("30 %") == make_key("३० %") == make_key("３０ ％")


ALTERATIONS = {
    "Hindi vowel sign": ("साझा करना मना है", "साझा करना माना है"),
    "Hindi number": ("तीस दिनों के भीतर", "तीन दिनों के भीतर"),
    "Thai tone mark": ("เก็บไว้ที่ใกล้กับคุณ", "เก็บไว้ที่ไกลกับคุณ"),
    "Thai number": ("ภายในเก้าสิบวัน", "ภายในเก้าวัน"),
    "Tamil vowel sign": ("பத்து நாட்கள்", "பாத்து நாட்கள்"),
    "Bengali number": ("সাত দিনের মধ্যে", "সাতশ দিনের মধ্যে"),
    "Arabic number": ("خلال ثلاثين يوما", "خلال ثمانين يوما"),
    "Hebrew negation": ("איננו מוכרים מידע", "אנו מוכרים מידע"),
    "Hebrew points": ("שִׁלֵּם את הסכום", "שֻׁלַּם את הסכום"),
}


@pytest.mark.parametrize("situation", ALTERATIONS)
def test_an_altered_mark_inside_a_term_raises_an_alert(situation: str) -> None:
    """One mark can make another word of a term."""
    before, after = (
        render_page(f"<h1>1</h1><p>{text}.</p><p>{WORDS['hi']}।</p>")
        for text in ALTERATIONS[situation]
    )
    assert is_alert(compare_pages(before, after))


def test_vowel_points_may_be_left_out() -> None:
    """Hebrew and Arabic with their points are the same words; other points are not."""
    bare, pointed = "نحذف البيانات كل يوم", "نَحْذِف البيانات كلَّ يوم"
    before, after = (render_page(f"<h1>1</h1><p>{text}.</p>") for text in (bare, pointed))
    assert compare_pages(before, after).significance is Significance.EDITORIAL
    assert not is_same_with_points("كَتب", "كُتب")


SENTENCES = {
    "Arabic": "لا نبيع بياناتك. هل لديك سؤال؟ راسلنا",
    "Urdu": "ہم ڈیٹا نہیں بیچتے۔ یہ پالیسی نافذ ہے۔",
    "Hebrew": "איננו מוכרים מידע. יש שאלות? כתבו לנו.",
    "Hindi": "हम डेटा रखते हैं। हम इसे नहीं बेचते।",
    "Korean": "데이터를 보관합니다. 판매하지 않습니다.",
    "Japanese": "情報を保存します。販売しません。",
    "Russian": "Мы храним данные. См. ст. 5 закона. Данные не продаются.",
    "Polish": "Nie sprzedajemy danych. Żaden podmiot ich nie kupi.",
    "Greek": "Δεν πωλούμε δεδομένα. Όλα διαγράφονται.",
    "Spanish": "No vendemos datos. ¿Tiene preguntas? ¡Escríbanos!",
    "Armenian": "Մենք պահում ենք։ Չենք վաճառում։",
    "Thai": "เราเก็บรวบรวมข้อมูลส่วนบุคคลของคุณเพื่อให้บริการ เราจะไม่ขายข้อมูลส่วนบุคคลของคุณให้แก่บุคคลภายนอก",
}
COUNTS = dict.fromkeys(SENTENCES, 2) | {"Arabic": 3, "Hebrew": 3, "Russian": 3, "Spanish": 3}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_end_as_their_script_ends_them(language: str) -> None:
    """Each script has its own full stop; Thai has none and leaves a space."""
    assert len(split_sentences(SENTENCES[language])) == COUNTS[language]


def test_the_parts_of_a_date_are_no_sentences() -> None:
    """A date in figures with full stops stays in its line."""
    assert split_sentences("시행일: 2026. 5. 4.") == ("시행일: 2026. 5. 4.",)
