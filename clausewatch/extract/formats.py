"""The extractor of each format, and the detection of a page's format.

The formats are rows of the table in `clausewatch/model/formats.py`.
"""

from collections.abc import Mapping

from clausewatch.errors import ExtractError
from clausewatch.extract.docx import read_docx
from clausewatch.extract.html import read_html
from clausewatch.extract.markdown import read_markdown
from clausewatch.extract.odt import read_odt
from clausewatch.extract.page_content import Extractor
from clausewatch.extract.pdf import read_pdf
from clausewatch.extract.plain_text import read_plain_text
from clausewatch.extract.xml_archive import make_archive_error
from clausewatch.model.formats import (
    BY_MEDIA_TYPE,
    DOC,
    DOCX,
    FORMATS,
    HTML,
    MARKDOWN,
    ODT,
    PDF,
    PLAIN_TEXT,
    UNSPECIFIC_TYPES,
    XHTML,
    ZIP_MAGIC,
    Format,
    find_binary_format,
    parse_media_type,
)
from clausewatch.model.reading import Page

EXTRACTORS: Mapping[Format, Extractor] = {
    HTML: read_html,
    XHTML: read_html,
    PDF: read_pdf,
    DOCX: read_docx,
    ODT: read_odt,
    MARKDOWN: read_markdown,
    PLAIN_TEXT: read_plain_text,
}
_SNIFFED_BYTES = 1024
_UNSPECIFIC_TYPES = UNSPECIFIC_TYPES | {"text/plain", "text/xml", "application/xml"}
"""Many hosts send HTML and Markdown under these types, too."""


def find_extractor(page: Page) -> Extractor:
    """Return the extractor for a page. Raises ExtractError for a format that cannot be read."""
    return EXTRACTORS[detect_format(page)]


def detect_format(page: Page) -> Format:
    """Return the format of a page: by its first bytes, its header, its URL, then its markup.

    Raises ExtractError for a format that cannot be read.
    """
    start = page.body[:_SNIFFED_BYTES].lstrip()
    media_type = parse_media_type(page.content_type)
    if start.startswith(ZIP_MAGIC):
        return _find_archive_format(page)
    if (binary_format := find_binary_format(start)) is not None:
        return _require_readable(page, binary_format, media_type)
    if media_type not in _UNSPECIFIC_TYPES:
        return _require_readable(page, BY_MEDIA_TYPE.get(media_type), media_type)
    return _detect_text_format(page, start.lower(), media_type)


def _find_archive_format(page: Page) -> Format:
    """Return the format of a ZIP archive, by the names of its members, which are not packed."""
    for known in FORMATS:
        if known.archive_member and known.archive_member.encode() in page.body:
            return known
    raise make_archive_error(page)


def _require_readable(page: Page, known: Format | None, media_type: str) -> Format:
    if known is not None and known in EXTRACTORS:
        return known
    if known is DOC:
        reason = "the Word file is locked by a password or of the old .doc format"
    else:
        shown = known.media_types[0] if known else media_type
        reason = f"{shown} is not a readable format"
    raise ExtractError(page.url, f"{reason}; watch the policy's web page")


def _detect_text_format(page: Page, start: bytes, media_type: str) -> Format:
    path = page.url.partition("?")[0].partition("#")[0].casefold()
    for known in FORMATS:
        # The first bytes show every other format, whatever the URL says.
        if not known.magic and path.endswith(known.suffixes):
            return known
    if b"<html" in start or start.startswith(HTML.magic):
        return HTML
    return PLAIN_TEXT if media_type else HTML
