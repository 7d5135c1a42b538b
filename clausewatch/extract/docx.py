"""The extractor for Word files (.docx): what stands after all tracked changes are accepted."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from clausewatch.errors import ExtractError
from clausewatch.extract.blocks import CELL_BORDER
from clausewatch.extract.page_content import Content
from clausewatch.model.reading import Block, BlockKind, Page, Signals
from clausewatch.whole_numbers import parse_whole_number

MAX_XML_BYTES = 40_000_000
"""Of one part after unpacking: a small archive can hold very much."""
ARCHIVE = b"PK\x03\x04"
MOST_LEVELS = 6
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, OverflowError, RuntimeError, ValueError),
)
"""What the standard library's reader of archives raises for bytes that are none."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _STYLES, _NOTES, _CORE = (
    "word/document.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "docProps/core.xml",
)
_SKIPPED = frozenset({f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr")}) | {
    # A text box is written twice, the second time for old readers.
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_BLANKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_NUMBERED = f"{_W}numPr"


def text_of(page: Page) -> Content:
    """Read a Word file. Raises ExtractError where it is none, locked or damaged."""
    if page.body.startswith(ARCHIVE) and _BODY.encode() not in page.body:
        raise _no_word(page)
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
            parts = {name: _part(archive, name) for name in (_BODY, _STYLES, _NOTES, _CORE)}
    except DAMAGED as fault:
        raise ExtractError(
            page.url,
            "the Word file is locked by a password, damaged or of the old .doc format; watch the"
            " web page or an open .docx file",
        ) from fault
    body = parts[_BODY]
    if body is None:
        raise _no_word(page)
    reader = _Reader(_headings(parts[_STYLES]))
    reader.read(body)
    if (notes := parts[_NOTES]) is not None:
        reader.read(notes)
    titles = (b.text for b in reader.blocks if b.kind is BlockKind.HEADING)
    length = page.declared_length
    is_cut = length is not None and len(page.body) < length
    title = next(titles, _core_title(parts[_CORE]))
    return Content(title, tuple(reader.blocks), signals=Signals(truncated=is_cut))


def _no_word(page: Page) -> ExtractError:
    return ExtractError(
        page.url,
        "an archive is not a format that holds a readable policy; watch its web page",
    )


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Return a part of the archive as a tree, or None where it has none. Raises BadZipFile."""
    try:
        with archive.open(name) as packed:
            data = packed.read(MAX_XML_BYTES + 1)
    except KeyError:
        return None
    if len(data) > MAX_XML_BYTES:
        raise zipfile.BadZipFile(f"{name} is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise zipfile.BadZipFile(f"{name} is no XML") from fault


def _headings(styles: etree._Element | None) -> dict[str, int]:
    """Return the level of each style that is a heading's, by the style's id."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = _value(style.find(f"{_W}name")).casefold()
        outline = parse_whole_number(_value(style.find(f"{_W}pPr/{_W}outlineLvl")))
        key = style.get(f"{_W}styleId") or ""
        if name == "title":
            found[key] = 1
        elif name.startswith("heading ") and (level := parse_whole_number(name[8:])) is not None:
            found[key] = min(level, MOST_LEVELS)
        elif outline is not None and outline < MOST_LEVELS:
            found[key] = outline + 1
    return found


def _value(element: etree._Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _core_title(core: etree._Element | None) -> str:
    title = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
    return " ".join((title.text or "").split()) if title is not None else ""


class _Reader:
    """Reads the parts of a document into blocks."""

    def __init__(self, headings: dict[str, int]) -> None:
        self.blocks: list[Block] = []
        self._headings = headings
        self._path: list[tuple[int, str]] = []

    def read(self, element: etree._Element) -> None:
        """Read what an element holds, in order."""
        for child in element:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag not in _SKIPPED:
                self.read(child)

    def _paragraph(self, element: etree._Element) -> None:
        text = _text(element)
        if not text:
            return
        style = element.find(f"{_W}pPr/{_W}pStyle")
        outline = parse_whole_number(_value(element.find(f"{_W}pPr/{_W}outlineLvl")))
        level = self._headings.get(_value(style), 0)
        if outline is not None and outline < MOST_LEVELS:
            level = outline + 1
        if level:
            self._heading(text, level)
            return
        depth = parse_whole_number(_value(element.find(f"{_W}pPr/{_NUMBERED}/{_W}ilvl"))) or 0
        is_item = element.find(f"{_W}pPr/{_NUMBERED}") is not None
        kind = BlockKind.ITEM if is_item else BlockKind.PARAGRAPH
        item_level = 1 + min(depth, MOST_LEVELS) if is_item else 0
        self.blocks.append(Block(kind, text, self._names(), item_level))

    def _heading(self, text: str, level: int) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self.blocks.append(Block(BlockKind.HEADING, text, self._names(), level))
        self._path.append((level, text))

    def _table(self, element: etree._Element) -> None:
        for row in element.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not element or _is_deleted(row):
                continue
            cells = tuple(_cell(cell) for cell in row.iter(f"{_W}tc") if cell.getparent() is row)
            text = CELL_BORDER.join(cell for cell in cells if cell)
            if text:
                self.blocks.append(Block(BlockKind.ROW, text, self._names(), 0, cells))

    def _names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._path)


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _cell(cell: etree._Element) -> str:
    return " ".join(filter(None, (_text(paragraph) for paragraph in cell.iter(f"{_W}p"))))


def _text(element: etree._Element) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    """Yield the text of an element; what was deleted, moved away or computed is none."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BLANKS:
            yield _BLANKS[child.tag]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _pieces(child)
