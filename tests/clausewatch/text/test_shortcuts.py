"""Cheap tests before costly ones: each gives what the long way gives, for texts of every kind."""

import re
import unicodedata

import pytest
from ftfy import fix_text_segment
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.text import document_titles, normal_form, repair, sentences
from clausewatch.text.date_lines import is_date_line
from clausewatch.text.dates import find_dates
from clausewatch.text.deadline_words import load_deadline_words
from clausewatch.text.deadlines import find_term_dates

TEXTS = (
    "",
    "We may share your data. You can opt out at any time! See section 3.2.",
    "Mail privacy@example.com, or see www.example.com/legal and example.org/terms.",
    "Fees rose from $5.00 to 7,50 € (+10%) on 1/2/2026; refunds < 30 days.",
    "\u201cPersonal data\u201d \u2013 that\u2019s what\u2026 you\u00a0give us \u2022 always.",
    "Sells data: \u2713 | Shares data: \u2717 | \u25cf | 3 \u2265 2",
    "Wir geben Daten weiter, z. B. an Dritte. Am 3. M\u00e4rz 2026 gilt das f\u00fcr Sie.",
    "Donn\u00e9es : 30\u00a0jours. Vous pouvez vous opposer !",
    "\u79c1\u305f\u3061\u306f\u60c5\u5831\u3092\u5171\u6709\u3057\u307e\u3059\u3002\u7b2c\uff13\u6761\u3002",
    "\u0644\u0627 \u0646\u0628\u064a\u0639 \u0628\u064a\u0627\u0646",
    "\u0627\u062a\u0643\u061f \u0663\u0660 \u064a\u0648\u0645\u064b\u0627",
    "\u0939\u092e \u0921\u0947\u091f\u093e \u092c\u0947\u091a\u0924",
    "\u0947 \u0939\u0948\u0902\u0964 \u096a\u096b \u0926\u093f\u0928",
    "G\u0130ZL\u0130L\u0130K 30 g\u00fcn; e\u0301tat \ufb01n \u2075",
    "Line one\nline two. (a) First; (b) second.\n\u2022 Third",
    "don\u00e2\u20ac\u2122t &amp; won&#39;t `quote`",
    "Terms apply. WWW.Example.com is ours. Ask us!",
    "Part 1.\n2. We don't sell it. No. 5, e.g. Acme's \"data\". (c) U.S. law 3.5. It is so",
)


@pytest.mark.parametrize("text", TEXTS)
def test_texts_without_addresses_and_signs_have_the_same_tokens(text: str) -> None:
    """The pattern without addresses and signs is used only where it finds the same tokens."""
    folded = normal_form.fold_typography(text).casefold().translate(normal_form._VARIANTS)
    tokens = normal_form.TOKEN.findall(folded.replace("i\u0307", "i"))
    stripped = [t.rstrip(".,:;/)") if "/" in t or "@" in t else t for t in tokens]
    assert normal_form.join_tokens(text) == " ".join(stripped)


@given(
    st.lists(st.sampled_from(["we", "It's", "A.", "1.", "2.5", "e.g.", "No!", "\n", "(b)", ";"]))
)
def test_a_paragraph_has_the_tokens_of_its_words(words: list[str]) -> None:
    """Wherever its sentences end."""
    tokens = [normal_form.join_tokens(word) for word in words]
    assert normal_form.join_tokens(" ".join(words)) == " ".join(filter(None, tokens))


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_end_at_the_same_places(text: str) -> None:
    """Texts with full stops alone are split by a pattern of full stops alone."""
    ends = [m.span() for m in sentences._END.finditer(text) if sentences._is_break(text, m)]
    starts = [0, *(end for _, end in ends)]
    parts = [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert sentences.split_sentences(text) == tuple(part for part in parts if part)


@pytest.mark.parametrize("text", TEXTS)
def test_what_looks_undamaged_is_undamaged(text: str) -> None:
    """Whatever skips the repair is what the repair would return."""
    if repair._UNDAMAGED.fullmatch(text):
        assert fix_text_segment(text, repair._FIXES) == text
        assert repair.repair_text(text) == text


@pytest.mark.parametrize("text", TEXTS)
def test_labels_have_words_without_marks(text: str) -> None:
    """Labels are letters and digits without their marks, whatever the script."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(document_titles._UNDIVIDED))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    assert document_titles.normalise_label(text) == f" {' '.join(words)} "


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_phrases_are_in_a_label_where_their_pattern_matches(language: str) -> None:
    """Looking for the phrases as texts finds what their pattern finds."""
    words = load_deadline_words(language)
    for group in (words.objection, words.effective, words.notice, words.notified, words.use):
        for phrase in group.phrases:
            label = document_titles.normalise_label(f"they{phrase}s it, un{phrase.strip()}")
            assert group.is_in(label) == (group.pattern.search(label) is not None)
        assert not group.is_in(document_titles.normalise_label("nothing of the kind"))


def test_a_deadline_without_a_digit_is_still_read() -> None:
    """A period may be written in words; only dates need a digit."""
    (period,) = find_term_dates(["You have thirty days to object to this change."], "en")
    assert period.days == 30


@pytest.mark.parametrize(
    "text",
    [
        "Last updated on 3 March 2026",
        "effective as of the 1st of may 2026",
        "v2.1 \u2014 september 4, 2026 at 5 pm",
        "stand: 14. m\u00e4rz 2026, 14 uhr",
        "dernière mise à jour : 5 août 2026",
        "son güncelleme: 5 aral\u0131k 2026",
    ],
)
def test_words_of_dates_in_small_letters_make_no_term(text: str) -> None:
    """A word in small letters shows a term only if it is no part of a date, version or time."""
    assert is_date_line(text)
    assert is_date_line(f"{text} for everybody who pays") is False
    assert re.search(r"\d", text)
    assert list(find_dates(text))
