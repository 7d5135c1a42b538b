"""Pages of an invented platform, with helpers to read and compare them."""

from clausewatch.compare import compare, find_implausibility
from clausewatch.extract import read
from clausewatch.model.reading import Comparison, Expected, Implausible, Page, Reading, Significance

URL = "https://lumenforge.example/legal/privacy"
EXPECTED = Expected("Lumenforge", "Privacy Policy", URL)

PARAGRAPHS = (
    "Lumenforge Labs Ltd (\u201cLumenforge\u201d, \u201cwe\u201d) runs an image studio on the web.",
    "We collect the prompts that you type and the images that you upload to the studio.",
    "We keep your prompts for 30 days after your last visit and delete them afterwards.",
    "We do not sell personal data, and we share it only with the processors listed below.",
    "You may object to research use of your images by writing to privacy@lumenforge.example.",
    "The studio is not meant for anybody under the age of 16 years.",
    "Disputes are heard by the courts of Dublin, and Irish law applies to this policy.",
)
ITEMS = (
    "Access to a copy of the data that we hold about you",
    "Erasure of your account together with every image in it",
    "Portability of your prompts in a common file format",
)
ROWS = (
    ("Processor", "Purpose", "Kept for"),
    ("Northwind Hosting", "Storage of images", "90 days"),
    ("Pinecrest Mail", "Sending of messages", "14 days"),
    ("Ledgerly", "Payment records", "7 years"),
)
DATE = "Last updated: 4 May 2026"
NAV = '<nav><a href="/">Home</a><a href="/pricing">Pricing</a><a href="/blog">Blog</a></nav>'
FOOTER = '<footer><p>\u00a9 2026 Lumenforge Labs</p><a href="/jobs">Jobs</a></footer>'


def render_table(rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """Return rows as an HTML table."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def render_terms(
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    items: tuple[str, ...] = ITEMS,
    rows: tuple[tuple[str, ...], ...] = ROWS,
    date: str = DATE,
) -> str:
    """Return the HTML of the terms."""
    half = len(paragraphs) // 2
    return (
        f"<h1>Privacy Policy</h1><p>{date}</p><h2>What we collect</h2>"
        + "".join(f"<p>{text}</p>" for text in paragraphs[:half])
        + "<h2>Your rights</h2>"
        + "".join(f"<p>{text}</p>" for text in paragraphs[half:])
        + "<ul>"
        + "".join(f"<li>{text}</li>" for text in items)
        + "</ul><h2>Processors</h2>"
        + render_table(rows)
    )


def render_page(body: str, title: str = "Privacy Policy | Lumenforge", nav: str = NAV) -> bytes:
    """Return a page around a body."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><header>{nav}</header><main>{body}</main>{FOOTER}</body></html>"
    ).encode()


def replace_text(old: str, new: str) -> bytes:
    """Return the page with a part of its terms replaced."""
    terms = render_terms()
    assert old in terms
    return render_page(terms.replace(old, new))


def read_page(body: bytes | str, content_type: str = "text/html; charset=utf-8") -> Reading:
    """Return the reading of one page."""
    data = body.encode() if isinstance(body, str) else body
    return read([Page(URL, data, content_type)])


def compare_pages(before: bytes | str, after: bytes | str) -> Comparison:
    """Return the comparison of two pages."""
    return compare(read_page(before), read_page(after))


def find_refusal(after: bytes | str, before: bytes | str | None = None) -> Implausible | None:
    """Return why a page is not the policy, given an earlier page if there is one."""
    return find_implausibility(read_page(after), read_page(before) if before else None, EXPECTED)


def is_alert(comparison: Comparison) -> bool:
    """Return whether a comparison raises an alert."""
    return comparison.significance is Significance.SUBSTANTIVE


BASE = render_page(render_terms())
