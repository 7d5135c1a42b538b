"""Pages of an invented platform, and the readings of them that the tests compare."""

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


def table(rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """Return rows as an HTML table."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def terms(
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    items: tuple[str, ...] = ITEMS,
    rows: tuple[tuple[str, ...], ...] = ROWS,
    date: str = DATE,
) -> str:
    """Return the terms as they stand inside the page."""
    half = len(paragraphs) // 2
    return (
        f"<h1>Privacy Policy</h1><p>{date}</p><h2>What we collect</h2>"
        + "".join(f"<p>{text}</p>" for text in paragraphs[:half])
        + "<h2>Your rights</h2>"
        + "".join(f"<p>{text}</p>" for text in paragraphs[half:])
        + "<ul>"
        + "".join(f"<li>{text}</li>" for text in items)
        + "</ul><h2>Processors</h2>"
        + table(rows)
    )


def page(body: str, title: str = "Privacy Policy | Lumenforge", nav: str = NAV) -> bytes:
    """Return a whole page around a body."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><header>{nav}</header><main>{body}</main>{FOOTER}</body></html>"
    ).encode()


def reading(body: bytes | str, content_type: str = "text/html; charset=utf-8") -> Reading:
    """Read one page."""
    data = body.encode() if isinstance(body, str) else body
    return read([Page(URL, data, content_type)])


def compared(before: bytes | str, after: bytes | str) -> Comparison:
    """Read and compare two pages."""
    return compare(reading(before), reading(after))


def asked(after: bytes | str, before: bytes | str | None = None) -> Implausible | None:
    """Ask whether a page is the policy, against an earlier one where there is one."""
    return find_implausibility(reading(after), reading(before) if before else None, EXPECTED)


def is_told(comparison: Comparison) -> bool:
    """Tell whether a comparison would be posted at once."""
    return comparison.significance is Significance.SUBSTANTIVE


BASE = page(terms())
