"""Lists of subprocessors in the shapes in which sites publish them."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from clausewatch import extract
from clausewatch.analysis.list_pages import find_implausibility
from clausewatch.model.reading import Expected, Page
from clausewatch.subprocessors import find_subprocessors, line_parts
from clausewatch.subprocessors.columns import read_header
from clausewatch.subprocessors.fields import parse_card
from clausewatch.subprocessors.lists import MAX_ENTRIES
from clausewatch.subprocessors.words import Role
from tests.clausewatch.extract.document_files import heading, lines, pdf
from tests.clausewatch.subprocessors.list_pages import (
    LEAD,
    PAGES,
    ListPage,
    Row,
    make_html,
    make_table,
)
from tests.clausewatch.subprocessors.odd_list_pages import ODD_PAGES
from tests.clausewatch.subprocessors.rare_list_pages import FURTHER_PAGES, RARE_PAGES
from tests.clausewatch.subprocessors.spanned_list_pages import SPANNED_PAGES


def read_rows(page: ListPage) -> tuple[Row, ...]:
    """Return the entries that are read from a page."""
    reading = extract.read(
        [Page("https://alder.example/subprocessors", page.source.encode(), page.content_type)]
    )
    entries = find_subprocessors(reading, page.kind).entries
    return tuple((entry.name, entry.purpose, entry.location) for entry in entries)


@pytest.mark.parametrize(
    "page",
    [*PAGES, *ODD_PAGES, *RARE_PAGES, *FURTHER_PAGES, *SPANNED_PAGES],
    ids=lambda page: page.name,
)
def test_entries_are_read(page: ListPage) -> None:
    """Every entry of a list is read with its name, purpose and place, and nothing else is."""
    assert read_rows(page) == page.rows


def draw_list(canvas: Canvas) -> None:
    """Draw a table whose purposes wrap within their cells."""
    heading(canvas, "List of Subprocessors", 780)
    top = 740.0
    rows = (("Subprocessor", ["Purpose"], "Location"), *PDF_ROWS)
    for name, purpose, place in rows:
        lines(canvas, [name], top=top)
        lines(canvas, [place], top=top, left=420)
        top = lines(canvas, purpose, top=top, left=240) - 14


PDF_ROWS = (
    ("Nimbra Cloud, Inc.", ["Hosting of the application", "and of its backups"], "United States"),
    ("Quillpost GmbH", ["Transactional email"], "Germany"),
    ("Orvo SAS", ["Payment processing"], "France"),
)


def test_a_pdf_is_read() -> None:
    """The rows of a table in a PDF are entries, with the lines of a cell joined."""
    page = Page("https://alder.example/list.pdf", pdf([draw_list]), "application/pdf")
    entries = find_subprocessors(extract.read([page]), "subprocessor list").entries
    assert [(entry.name, entry.purpose, entry.location) for entry in entries] == [
        (name, " ".join(purpose), place) for name, purpose, place in PDF_ROWS
    ]


LINE_ROWS = (
    ("Alcor Hosting Oy Hosting of the application,", "Finland", "Account data and all"),
    ("its databases and the backups that are kept", "content that customers upload."),
    ("for thirty days in two data centres.",),
    ("Dunlin Mail GmbH Sending of newsletters", "Austria", "Name, email address and the"),
    ("and of messages about the account.", "language that the user chose."),
)


def test_lines_that_nothing_tells_apart_are_no_entries() -> None:
    """Where each line of a cell is a row, no company is filed and a remark says so."""
    source = make_html(f"<h1>Subprocessors</h1>{LEAD}{make_table(*LINE_ROWS)}").encode()
    page = Page("https://alder.example/subprocessors", source)
    found = find_subprocessors(extract.read([page]), "subprocessor list")
    assert found.entries == ()
    assert found.remark is not None
    assert "in an unknown form" in found.remark.reason


def read_remark(body: str) -> str:
    """Return the code of the remark on a page from which no entry may be read."""
    source = make_html(body).encode()
    page = Page("https://alder.example/subprocessors", source)
    found = find_subprocessors(extract.read([page]), "subprocessor list")
    assert found.entries == ()
    return found.remark.code if found.remark else ""


def test_logos_without_names_get_a_remark() -> None:
    """A wall of logos names nobody: one remark, and no entry."""
    logos = "".join(f'<img src="/logo-{n}.svg" alt="">' for n in range(12))
    assert read_remark(f"<h1>Our subprocessors</h1>{LEAD}<div>{logos}</div>") == "list-unread"


def test_a_list_in_an_image_gets_a_remark() -> None:
    """A table that is a picture gives no entry."""
    body = f'<h1>Subprocessors</h1>{LEAD}<img src="/table.png" alt="Table of subprocessors">'
    assert read_remark(body) == "list-unread"


def test_a_trust_centre_behind_a_login_gets_a_remark() -> None:
    """A trust centre that asks for access first says so in its remark."""
    body = f"<h1>Subprocessors</h1>{LEAD}<p>Request access to view this document.</p>"
    assert read_remark(body) == "list-login"


SHORT_PAGES = {
    "logos": ("<img src='/logo.svg' alt=''>" * 12, "it has no names as text"),
    "an image": ("<img src='/table.png' alt='Table'>", "it has no names as text"),
    "a login": ("<p>Request access to view this document.</p>", "behind a login"),
}


@pytest.mark.parametrize("name", SHORT_PAGES)
def test_a_page_without_text_says_what_keeps_its_list_unread(name: str) -> None:
    """A page that is too short to be read is refused in the words for a list."""
    body, said = SHORT_PAGES[name]
    page = Page("https://alder.example/s", make_html(f"<h1>Subprocessors</h1>{body}").encode())
    expected = Expected("Alder", "subprocessor list", page.url)
    implausible = find_implausibility(extract.read([page]), None, expected)
    assert implausible is not None
    assert said in implausible.reason


def test_a_list_of_thousands_is_cut_with_a_remark() -> None:
    """Of 3,000 rows the first 2,000 are entries, and the remark gives both numbers."""
    rows = [(f"Vendor {n:04} GmbH", "Hosting", "Germany") for n in range(3_000)]
    body = make_table(*rows, header=("Subprocessor", "Purpose", "Location"))
    page = Page("https://alder.example/s", make_html(f"<h1>Subprocessors</h1>{body}").encode())
    found = find_subprocessors(extract.read([page]), "subprocessor list")
    assert len(found.entries) == MAX_ENTRIES
    assert found.remark is not None
    assert "3,000" in found.remark.reason


LONG_VALUES = {
    "parts": "hosting, billing " * 20_000,
    "links": "Acme Cloud" + " privacy policy" * 20_000,
}


@pytest.mark.parametrize("name", LONG_VALUES)
def test_a_long_value_costs_linear_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither commas nor repeated links without end are read over and over, or nest too deep."""
    sizes: list[int] = []
    for reader in ("is_location", "strip_place_words", "normalise_label", "find_role"):
        monkeypatch.setattr(line_parts, reader, note_sizes(getattr(line_parts, reader), sizes))
    value = LONG_VALUES[name]
    assert parse_card(["Acme Cloud, Inc.", value]).name == "Acme Cloud, Inc."
    assert sum(sizes) <= 3 * len(value)


def note_sizes(read: Callable[[str], object], sizes: list[int]) -> Callable[[str], object]:
    """Return a function that reads a text, and notes the size of each."""

    def note_size(text: str) -> object:
        sizes.append(len(text))
        return read(text)

    return note_size


def test_the_surest_of_several_purposes_is_the_purpose() -> None:
    """Of two columns of purposes the one whose header comes first among the words decides."""
    columns = read_header(("Subprocessor", "Category", "Purpose"))
    assert columns is not None
    assert columns.roles == (Role.NAME, Role.OTHER, Role.PURPOSE)


OTHER_PAGES = {
    "rights of customers": "<h1>Data Processing Agreement</h1><h2>5. Subprocessors</h2><ul>"
    "<li>Alder shall inform Customer of new subprocessors, at least thirty days before.</li>"
    "<li>Customer may object (in writing) within fourteen days, stating its grounds.</li></ul>",
    "kinds of data": "<h1>Privacy Policy</h1><h2>Third party service providers</h2><ul>"
    "<li>Personal identifiers, such as your name and address</li>"
    "<li>Financial information, such as bank routing numbers</li>"
    "<li>Commercial information, such as ride details</li></ul>",
    "prices": "<h1>Pricing</h1><table><tr><th>Plan</th><th>Price</th></tr><tr><td>Team</td>"
    "<td>12 euros</td></tr><tr><td>Company</td><td>40 euros</td></tr></table>",
}


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_other_pages_have_no_entries(name: str) -> None:
    """Duties, kinds of data and prices in lists and tables are no subprocessors."""
    page = Page("https://alder.example/dpa", make_html(OTHER_PAGES[name], name).encode())
    assert find_subprocessors(extract.read([page]), "data processing agreement").entries == ()
