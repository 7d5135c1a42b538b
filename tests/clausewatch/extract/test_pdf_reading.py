"""A PDF is read as one document and not as separate pages."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from clausewatch.compare import compare
from clausewatch.errors import ExtractError
from clausewatch.extract import read
from clausewatch.extract.pdf_words import join_lines
from clausewatch.model.reading import Block, BlockKind, Page, Reading
from tests.clausewatch.extract.document_files import (
    HEIGHT,
    WIDTH,
    Draw,
    heading,
    lines,
    mapped,
    pdf,
)

URL = "https://harbour.example/privacy.pdf"


def reading(body: bytes) -> Reading:
    """Read a PDF as a host would send it."""
    return read([Page(URL, body, "application/pdf")])


def texts(found: Reading, kind: BlockKind) -> list[str]:
    """Return the texts of one kind of block."""
    return [block.text for block in found.blocks if block.kind is kind]


def draw_running_lines(canvas: Canvas, number: int) -> None:
    """Draw the running header and footer of a page."""
    lines(canvas, ["Harbour Ltd - Privacy Notice v4"], top=HEIGHT - 40, size=8)
    lines(canvas, [f"Page {number} of 2"], top=30, left=WIDTH / 2, size=8)


def first_page(canvas: Canvas) -> None:
    """Draw a page that ends within a sentence."""
    draw_running_lines(canvas, 1)
    heading(canvas, "Privacy Notice", 760)
    lines(canvas, ["Last updated: 3 March 2026"], top=735)
    heading(canvas, "1. What we collect", 700, 12)
    lines(
        canvas,
        [
            "We collect the infor-",
            "mation that you type, and share it with third-",
            "party companies that work for us. They may keep",
        ],
        top=680,
    )


def second_page(canvas: Canvas) -> None:
    """Draw a page that continues the sentence of the first."""
    draw_running_lines(canvas, 2)
    lines(canvas, ["it for thirty days."], top=760)
    lines(
        canvas, ["1. your name", "2. your address, and that of the", "people you write to"], top=730
    )
    heading(canvas, "2. Periods", 680, 12)
    for row, cells in enumerate((("Data", "Kept for"), ("Logs", "30 days"), ("Bills", "10 years"))):
        lines(canvas, [cells[0]], top=660 - 20 * row)
        lines(canvas, [cells[1]], top=660 - 20 * row, left=250)


@pytest.fixture(scope="module")
def notice() -> Reading:
    """Return a notice of two pages."""
    return reading(pdf([first_page, second_page]))


def test_headings_have_levels(notice: Reading) -> None:
    """Larger and bold letters are headings, with levels by size."""
    found = [(b.text, b.level) for b in notice.blocks if b.kind is BlockKind.HEADING]
    assert found == [("Privacy Notice", 1), ("1. What we collect", 2), ("2. Periods", 2)]
    assert notice.title == "Privacy Notice"
    assert notice.stated_date is not None
    assert notice.stated_date.isoformat() == "2026-03-03"


def test_a_sentence_continues_across_lines_and_pages(notice: Reading) -> None:
    """Broken words are joined, compounds keep their hyphen, and a page break separates nothing."""
    said = (
        "We collect the information that you type, and share it with third-party companies that"
        " work for us. They may keep it for thirty days."
    )
    assert said in texts(notice, BlockKind.PARAGRAPH)


def test_running_lines_are_dropped(notice: Reading) -> None:
    """Headers, footers and page numbers are not statements, but listed as dropped."""
    whole = "\n".join(block.text for block in notice.blocks)
    assert "Harbour Ltd" not in whole
    assert "of 2" not in whole
    left = [d.text for d in notice.dropped]
    assert left.count("Harbour Ltd - Privacy Notice v4") == 2
    assert "Page 2 of 2" in left


def test_items_and_table_rows_are_recognised(notice: Reading) -> None:
    """An item includes its second line, and a row has its cells."""
    assert texts(notice, BlockKind.ITEM) == [
        "1. your name",
        "2. your address, and that of the people you write to",
    ]
    rows = [block.cells for block in notice.blocks if block.kind is BlockKind.ROW]
    assert rows == [("Data", "Kept for"), ("Logs", "30 days"), ("Bills", "10 years")]


def chapter(number: int) -> Draw:
    """Return a page that begins with a heading of its own."""

    def draw(canvas: Canvas) -> None:
        draw_running_lines(canvas, number)
        heading(canvas, f"Section {number}", HEIGHT - 60)
        lines(canvas, ["We keep what you write to us, and for long."], top=700)

    return draw


def test_a_heading_that_starts_every_page_stays() -> None:
    """Large headings that differ only by their number are not a running header."""
    found = reading(pdf([chapter(1), chapter(2), chapter(3)]))
    assert texts(found, BlockKind.HEADING) == ["Section 1", "Section 2", "Section 3"]


LEFT = [f"left column line {n} says something more about it" for n in "abcdef"]
RIGHT = [f"right column line {n} says something else on that" for n in "abcdef"]


def in_columns(canvas: Canvas) -> None:
    """Draw two columns line by line, as some programs do, below a title across both."""
    heading(canvas, "Terms of Service of the Harbour, in two columns", 700)
    for at, (one, other) in enumerate(zip(LEFT, RIGHT, strict=True)):
        lines(canvas, [one], top=660 - 12 * at, left=50)
        lines(canvas, [other], top=660 - 12 * at, left=310)


def test_columns_are_read_one_after_the_other() -> None:
    """Two columns of prose are read down and not across, whatever the order in the file."""
    found = reading(pdf([in_columns]))
    assert texts(found, BlockKind.PARAGRAPH) == [" ".join(LEFT + RIGHT)]
    assert found.blocks[0].text.startswith("Terms of Service")


def reflowed(canvas: Canvas) -> None:
    """Draw the first page's text with other line breaks."""
    draw_running_lines(canvas, 1)
    heading(canvas, "Privacy Notice", 750)
    lines(canvas, ["Last updated: 3 March 2026"], top=725)
    heading(canvas, "1. What we collect", 690, 12)
    text = ["We collect the information", "that you type, and share it with third-party com-"]
    lines(canvas, [*text, "panies that work for us. They may keep"], top=670)


def test_a_reprint_with_other_line_breaks_has_the_same_terms() -> None:
    """A PDF that was only typeset again is not a change."""
    before = reading(pdf([first_page, second_page]))
    after = reading(pdf([reflowed, second_page]))
    assert compare(before, after).significance is None


def picture(canvas: Canvas) -> None:
    """Draw a page without text, like a scanner."""
    canvas.rect(100, 100, 300, 500, fill=1)


LONG = pdf([first_page, second_page])
REFUSED = {
    "locked": (pdf([first_page], password="secret"), "locked by a password"),
    "scanned": (pdf([picture, picture]), "scanned pages without text"),
    "cut short": (LONG[:400], "damaged"),
    "only called so": (b"%PDF-1.7\nnothing of the kind", "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_unreadable_pdf_is_refused(name: str) -> None:
    """The reason is one sentence that says what to do."""
    body, said = REFUSED[name]
    with pytest.raises(ExtractError) as caught:
        reading(body)
    assert said in caught.value.reason
    assert "watch" in caught.value.reason
    assert "\n" not in caught.value.reason


LETTERS = {
    "beyond the first plane": (b"D835DC00", "\U0001d400"),
    "half a character": (b"DC00", "\ufffd"),
    "none": (b"0001", ""),
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_are_mapped_by_the_font(name: str) -> None:
    """Fonts map letters to UTF-16, and some map to invalid characters."""
    to, wanted = LETTERS[name]
    found = reading(mapped("We keep the prompts that you type for Qthirty days.", "Q", to))
    text = f"We keep the prompts that you type for {wanted}thirty days."
    assert texts(found, BlockKind.PARAGRAPH) == [text]


def test_a_damaged_title_property_is_ignored() -> None:
    """Some programs write half a character into the properties of a file."""
    body = LONG.replace(b"/Title (untitled)", b"/Title <FEFFD800>")
    assert body != LONG
    assert reading(body).title == "Privacy Notice"


def test_a_missing_end_is_a_signal() -> None:
    """A file without its end marker is not mistaken for a shorter policy."""
    cut = LONG.replace(b"%%EOF", b"")
    assert reading(LONG).signals.closed
    assert not reading(cut).signals.closed


WORDS = {
    "a word that the break made": (["infor-", "mation"], {}, "information"),
    "a compound of the document": (["opt-", "out form"], {"opt-out": 2}, "opt-out form"),
    "a common first half": (["self-", "service"], {}, "self-service"),
    "a name": (["Anglo-", "American"], {}, "Anglo-American"),
    "the document writes it whole": (["re-", "new it"], {"renew": 1}, "renew it"),
    "a range": (["10-", "20 days"], {}, "10-20 days"),
    "a dash": (["we do -", "and you do"], {}, "we do - and you do"),
    "no break": (["two", "lines"], {}, "two lines"),
}


@pytest.mark.parametrize("name", WORDS)
def test_broken_words_are_joined(name: str) -> None:
    """A broken word is spelled as in the rest of the document."""
    given, known, expected = WORDS[name]
    assert join_lines(given, known) == expected


def test_blocks_have_the_path_of_headings(notice: Reading) -> None:
    """A row has the headings above it."""
    row = next(block for block in notice.blocks if block.kind is BlockKind.ROW)
    assert isinstance(row, Block)
    assert row.path == ("Privacy Notice", "2. Periods")
