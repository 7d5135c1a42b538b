"""Pages with little text to measure: short sentences, compact scripts, layout in one table row."""

import pytest

from clausewatch.model.reading import BlockKind
from tests.clausewatch.policy_pages import read_page

SENTENCES = {
    "English": (
        "Quillmoor Ltd of Leith decides how the details that you give us here are used.",
        "We ask for your name.",
        "We keep it for a year.",
        "We sell nothing.",
        "You may object.",
    ),
    "Hebrew": (
        "בעת פתיחת חשבון אנו מבקשים את שמך ואת כתובת הדואר שלך.",
        "איננו מוכרים מידע.",
        "אנו שומרים אותו שנה.",
        "באפשרותך להתנגד.",
    ),
    "Japanese": (
        "当社は、アカウントの作成に必要な情報だけを取得し、それ以外の目的には利用しませんが、法令に基づく場合はこの限りではありません。",
        "氏名を取得します。",
        "記録は一年後に削除します。",
        "情報は販売しません。",
        "異議を申し立てられます。",
    ),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_long_sentence_is_not_the_document(language: str) -> None:
    """Only one sentence of a page is long, and the short ones around it are read as well."""
    boxes = "".join(f"<div class='b'><div>{text}</div></div>" for text in SENTENCES[language])
    reading = read_page(f"<html><body><div id='w'>{boxes}</div></body></html>")
    assert [block.text for block in reading.blocks] == list(SENTENCES[language])


@pytest.mark.parametrize("language", SENTENCES)
def test_a_lone_table_row_with_columns_is_the_layout(language: str) -> None:
    """A page whose menu and text are cells of the only row reads as paragraphs, not as one row."""
    text = "".join(f"<p>{text}</p>" for text in (*SENTENCES[language], "1.", "2. A."))
    menu = "<a href='/a'>One</a><br><a href='/b'>Two</a>"
    reading = read_page(f"<html><table><tr><td>{menu}</td><td>{text}</td></tr></table></html>")
    assert BlockKind.ROW not in {block.kind for block in reading.blocks}
    assert set(SENTENCES[language]) <= {block.text for block in reading.blocks}


def test_a_lone_row_of_values_stays_a_row() -> None:
    """One row with short cells states a value for a name, however few rows there are."""
    reading = read_page("<html><table><tr><td>Kept for</td><td>90 days</td></tr></table></html>")
    assert [block.text for block in reading.blocks] == ["Kept for | 90 days"]
