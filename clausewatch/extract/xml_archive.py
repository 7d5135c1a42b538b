"""ZIP archives of XML parts, the shape of Word and OpenDocument files.

Archives come from strangers: parts are limited in size, and entities and DTDs are not resolved.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable

from lxml import etree

from clausewatch.errors import ExtractError
from clausewatch.model.formats import Format
from clausewatch.model.reading import Page

MAX_PART_BYTES = 40_000_000
"""Per part after decompression: a small archive can decompress to a very large one."""
_DAMAGE_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, OverflowError, RuntimeError, ValueError),
)
"""Exceptions that the standard library raises for a damaged or locked archive."""

Parts = dict[str, etree._Element | None]  # noqa: SLF001  # lxml's name of the type
"""Trees by part name; None for a part that the archive lacks."""


def read_parts(page: Page, archive_format: Format, names: Iterable[str]) -> Parts:
    """Return the named XML parts of an archive.

    Raises ExtractError if the archive is locked or damaged, or lacks the member that its format
    requires.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
            parts = {name: _read_part(archive, name) for name in names}
    except _DAMAGE_ERRORS as fault:
        raise ExtractError(
            page.url,
            f"the {archive_format.name} file is locked by a password or damaged; watch the web page"
            f" or an open {archive_format.suffixes[0]} file",
        ) from fault
    if parts[archive_format.archive_member] is None:
        raise make_archive_error(page)
    return parts


def make_archive_error(page: Page) -> ExtractError:
    """Return the error for an archive that is not a document."""
    return ExtractError(
        page.url, "an archive is not a readable format; watch the policy's web page"
    )


def _read_part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    try:
        with archive.open(name) as member:
            data = member.read(MAX_PART_BYTES + 1)
    except KeyError:
        return None
    if len(data) > MAX_PART_BYTES:
        raise zipfile.BadZipFile(f"{name} is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise zipfile.BadZipFile(f"{name} is not XML") from fault
