"""The extractor for Word files (.docx), with all tracked changes accepted."""

from collections.abc import Iterator

from lxml import etree

from clausewatch.extract.block_list import MAX_HEADING_LEVEL, BlockList
from clausewatch.extract.page_content import Content
from clausewatch.extract.xml_archive import read_parts
from clausewatch.model.formats import DOCX
from clausewatch.model.reading import BlockKind, Page, Signals
from clausewatch.whole_numbers import parse_whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STYLES, _NOTES, _PROPERTIES = "word/styles.xml", "word/footnotes.xml", "docProps/core.xml"
# Word writes a text box twice, the second time as a fallback for old readers.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr",
                      f"{_W}rPr"})  # fmt: skip
_BLANKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_NUMBERING = f"{_W}numPr"


def read_docx(page: Page) -> Content:
    """Read a Word file. Raises ExtractError if it is another archive, locked or damaged."""
    names = (DOCX.archive_member, _STYLES, _NOTES, _PROPERTIES)
    body, styles, notes, properties = read_parts(page, DOCX, names).values()
    reader = _Reader(_read_heading_styles(styles))
    for part in (body, notes):
        if part is not None:
            reader.read(part)
    title = reader.blocks.find_title(default=_read_title(properties))
    return Content(title, tuple(reader.blocks.blocks), signals=Signals(truncated=page.is_truncated))


def _read_heading_styles(styles: etree._Element | None) -> dict[str, int]:
    """Return the heading level of each heading style, by the style's id."""
    levels: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = _read_value(style.find(f"{_W}name")).casefold()
        outline = parse_whole_number(_read_value(style.find(f"{_W}pPr/{_W}outlineLvl")))
        style_id = style.get(f"{_W}styleId") or ""
        if name == "title":
            levels[style_id] = 1
        elif name.startswith("heading ") and (level := parse_whole_number(name[8:])) is not None:
            levels[style_id] = min(level, MAX_HEADING_LEVEL)
        elif outline is not None and outline < MAX_HEADING_LEVEL:
            levels[style_id] = outline + 1
    return levels


def _read_value(element: etree._Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _read_title(properties: etree._Element | None) -> str:
    title = properties.find(_TITLE) if properties is not None else None
    return " ".join((title.text or "").split()) if title is not None else ""


class _Reader:
    """Reads the parts of a document into blocks."""

    def __init__(self, heading_styles: dict[str, int]) -> None:
        self.blocks = BlockList()
        self._heading_styles = heading_styles

    def read(self, element: etree._Element) -> None:
        """Read the content of an element, in order."""
        for child in element:
            if child.tag == f"{_W}p":
                self._read_paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._read_table(child)
            elif child.tag not in _SKIPPED:
                self.read(child)

    def _read_paragraph(self, element: etree._Element) -> None:
        text = _read_text(element)
        if not text:
            return
        level = self._find_heading_level(element)
        if level:
            self.blocks.add_heading(text, level)
        elif element.find(f"{_W}pPr/{_NUMBERING}") is None:
            self.blocks.add(BlockKind.PARAGRAPH, text)
        else:
            depth = _read_value(element.find(f"{_W}pPr/{_NUMBERING}/{_W}ilvl"))
            item_level = 1 + min(parse_whole_number(depth) or 0, MAX_HEADING_LEVEL)
            self.blocks.add(BlockKind.ITEM, text, item_level)

    def _find_heading_level(self, element: etree._Element) -> int:
        """Return the level of a heading, from its outline level or its style, or 0."""
        outline = parse_whole_number(_read_value(element.find(f"{_W}pPr/{_W}outlineLvl")))
        if outline is not None and outline < MAX_HEADING_LEVEL:
            return outline + 1
        style = _read_value(element.find(f"{_W}pPr/{_W}pStyle"))
        return self._heading_styles.get(style, 0)

    def _read_table(self, element: etree._Element) -> None:
        for row in element.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is element and not _is_deleted(row):
                cells = (cell for cell in row.iter(f"{_W}tc") if cell.getparent() is row)
                self.blocks.add_row([_read_cell(cell) for cell in cells])


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _read_cell(cell: etree._Element) -> str:
    return " ".join(filter(None, (_read_text(paragraph) for paragraph in cell.iter(f"{_W}p"))))


def _read_text(element: etree._Element) -> str:
    return " ".join("".join(_iterate_text(element)).split())


def _iterate_text(element: etree._Element) -> Iterator[str]:
    """Yield the text of an element, without deleted and moved text and field codes."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BLANKS:
            yield _BLANKS[child.tag]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _iterate_text(child)
