"""A sentence that goes, or comes, while a longer one that contains its words stays."""

import pytest

from clausewatch.compare import compare
from tests.clausewatch.policy_pages import PARAGRAPHS, read_page, render_page, render_terms

SENTENCES = {
    "English": (
        "We never rent out your mailing list.",
        "In our shops in Malta we never rent out your mailing list without a new consent.",
    ),
    "German": (
        "Wir lesen Ihre Nachrichten nicht.",
        "Für Geschäftskunden gilt: Wir lesen Ihre Nachrichten nicht ohne Anlass.",
    ),
    "Turkish": (
        "Verilerinizi asla satmay\u0131z.",
        "Deneme s\u00fcresi bitince verilerinizi asla satmay\u0131z diyemeyiz.",
    ),
    "Korean": (
        "회사는 메시지를 읽지 않습니다.",
        "유료 고객에 대해서만 회사는 메시지를 읽지 않습니다 라고 약속합니다.",
    ),
}


def render(*sentences: str) -> bytes:
    """Return a page of the terms with further paragraphs."""
    return render_page(render_terms(paragraphs=(*PARAGRAPHS, *sentences)))


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_within_a_longer_one_is_told(language: str) -> None:
    """The short promise goes and the qualified one stays: removed; the other way round: added."""
    short, long = SENTENCES[language]
    both, rest = read_page(render(short, long)), read_page(render(long))
    assert [edit.before for edit in compare(both, rest).edits] == [short]
    assert [edit.after for edit in compare(rest, both).edits] == [short]


def test_a_sentence_that_only_grows_is_one_edit() -> None:
    """A promise that gets a condition is reworded and not removed."""
    short, long = SENTENCES["English"]
    edits = compare(read_page(render(short)), read_page(render(long))).edits
    assert [(edit.before, edit.after) for edit in edits] == [(short, long)]


def test_a_torn_copy_may_go() -> None:
    """A copy of a sentence that lost its link says nothing that the whole one does not say."""
    whole = "You can hear of new versions of this policy by filling out our form."
    torn = "You can hear of new versions of this policy by filling out ."
    both, rest = read_page(render(torn, whole)), read_page(render(whole))
    assert compare(both, rest).significance is None


def test_one_of_two_copies_may_go() -> None:
    """The same sentence is still on the page, so the terms are the same."""
    short, _ = SENTENCES["English"]
    twice, once = render(short, "We are kind.", short), render(short, "We are kind.")
    assert compare(read_page(twice), read_page(once)).edits == ()


def test_a_sentence_that_merges_with_the_next_is_no_edit() -> None:
    """Two sentences become one paragraph of an item or a cell, word for word."""
    parts = ("We never rent out your mailing list.", "We answer every letter in a week.")
    merged = render(" ".join(part.rstrip(".") for part in parts) + ".")
    assert compare(read_page(render(*parts)), read_page(merged)).significance is None
