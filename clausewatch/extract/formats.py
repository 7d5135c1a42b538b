"""Which extractor reads which media type: adding a format is one row."""

from collections.abc import Mapping

from clausewatch.errors import ExtractError
from clausewatch.extract import docx, html, markdown, pdf, plain_text
from clausewatch.extract.page_content import Extractor
from clausewatch.model.reading import Page

EXTRACTORS: Mapping[str, Extractor] = {
    "text/html": html.text_of,
    "application/xhtml+xml": html.text_of,
    "text/markdown": markdown.text_of,
    "text/x-markdown": markdown.text_of,
    "text/plain": plain_text.text_of,
    "application/pdf": pdf.text_of,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx.text_of,
    "application/msword": docx.text_of,
    "application/zip": docx.text_of,
}
_BINARY_STARTS = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\xd0\xcf\x11\xe0": "application/msword",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"\x1f\x8b": "application/gzip",
}
_SUFFIXES = {".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}
_GENERIC = frozenset(
    {
        "",
        "application/octet-stream",
        "binary/octet-stream",
        "text/plain",
        "text/xml",
        "application/xml",
    }
)


def media_type(page: Page) -> str:
    """Return the page's media type: what the bytes show first, then what the header says."""
    start = page.body[:1024].lstrip()
    for mark, kind in _BINARY_STARTS.items():
        if start.startswith(mark):
            return kind
    declared = page.content_type.partition(";")[0].strip().casefold()
    if declared not in _GENERIC:
        return declared
    path = page.url.partition("?")[0].partition("#")[0].casefold()
    for suffix, kind in _SUFFIXES.items():
        if path.endswith(suffix):
            return kind
    head = start[:200].lower()
    if b"<html" in start.lower() or head.startswith((b"<!doctype html", b"<head", b"<body")):
        return "text/html"
    return "text/plain" if declared != "" else "text/html"


def extractor_for(page: Page) -> Extractor:
    """Return the extractor for a page. Raises ExtractError for a format that none can read."""
    kind = media_type(page)
    if kind in EXTRACTORS:
        return EXTRACTORS[kind]
    raise ExtractError(
        page.url, f"{kind} is not a format that holds a readable policy; watch its web page"
    )
