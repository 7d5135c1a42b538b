"""The extractor for OpenDocument text (.odt), with all tracked changes accepted.

Deleted text is kept apart in `text:tracked-changes` and inserted text is part of the body, so the
body without that element is the text with all changes accepted.
"""

from collections.abc import Iterator

from lxml import etree

from clausewatch.extract.block_list import MAX_HEADING_LEVEL, BlockList
from clausewatch.extract.links import TABLE_OF_CONTENTS
from clausewatch.extract.odt_styles import Styles
from clausewatch.extract.page_content import Content
from clausewatch.extract.xml_archive import make_archive_error, read_parts
from clausewatch.model.formats import ODT
from clausewatch.model.reading import BlockKind, Dropped, Page, Signals
from clausewatch.whole_numbers import parse_whole_number

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAWING = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STYLES, _PROPERTIES = "styles.xml", "meta.xml"
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_ITEMS = frozenset({f"{_TEXT}list-item", f"{_TEXT}list-header", f"{_TEXT}numbered-paragraph"})
_INDEXES = frozenset(
    f"{_TEXT}{name}"
    for name in ("table-of-content", "illustration-index", "table-index", "object-index",
                 "user-index", "alphabetical-index")
)  # fmt: skip
_SKIPPED = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms",
                      f"{_TEXT}ruby-text", f"{_TEXT}script"})  # fmt: skip
_BLANKS = frozenset({f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"})
_INVISIBLE_ROWS = frozenset({"collapse", "filter"})


def read_odt(page: Page) -> Content:
    """Read an OpenDocument text. Raises ExtractError if it is another file, locked or damaged."""
    names = (ODT.archive_member, _STYLES, _PROPERTIES)
    content, styles, properties = read_parts(page, ODT, names).values()
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if body is None:
        raise make_archive_error(page)
    reader = _Reader(Styles(content, styles))
    reader.read_document(body)
    title = reader.blocks.find_title(default=_read_title(properties))
    return Content(
        title,
        tuple(reader.blocks.blocks),
        tuple(reader.dropped),
        Signals(truncated=page.is_truncated),
    )


def _read_title(properties: etree._Element | None) -> str:
    title = next(properties.iter(_TITLE), None) if properties is not None else None
    return " ".join((title.text or "").split()) if title is not None else ""


class _Reader:
    """Reads the body of a document into blocks."""

    def __init__(self, styles: Styles) -> None:
        self.blocks = BlockList()
        self.dropped: list[Dropped] = []
        self._styles = styles
        self._item_level = 0
        self._boxes: list[etree._Element] = []
        """Drawings anchored in the paragraph or row at hand; their text follows it."""
        self._notes: list[etree._Element] = []
        """Footnotes and endnotes; their text follows the document."""

    def read_document(self, body: etree._Element) -> None:
        """Read the body, then its notes."""
        self._read(body)
        for note in self._notes:  # a note within a note is appended meanwhile
            self._read(note)

    def _read(self, element: etree._Element) -> None:
        for child in element:
            if child.tag in _PARAGRAPHS:
                self._read_paragraph(child)
                self._read_boxes()
            elif child.tag == f"{_TABLE}table":
                self._read_table(child)
            elif child.tag in _INDEXES:
                texts = map(self._read_text, _iterate_paragraphs(child))
                self.dropped += [Dropped(text, TABLE_OF_CONTENTS) for text in texts if text]
            elif child.tag in _ITEMS:
                self._read_item(child)
            elif child.tag not in _SKIPPED and not _is_hidden(child):
                self._read(child)

    def _read_item(self, element: etree._Element) -> None:
        outer_level = self._item_level
        level = parse_whole_number(element.get(f"{_TEXT}level") or "")
        self._item_level = min(level or outer_level + 1, MAX_HEADING_LEVEL)
        self._read(element)
        self._item_level = outer_level

    def _read_paragraph(self, element: etree._Element) -> None:
        text = self._read_text(element)
        if not text:
            return
        level = self._find_heading_level(element)
        if level:
            self.blocks.add_heading(text, level)
        elif self._item_level:
            self.blocks.add(BlockKind.ITEM, text, self._item_level)
        else:
            self.blocks.add(BlockKind.PARAGRAPH, text)

    def _find_heading_level(self, element: etree._Element) -> int:
        """Return the level of a heading or a title, or 0."""
        if element.tag == f"{_TEXT}h":
            level = parse_whole_number(element.get(f"{_TEXT}outline-level") or "")
            return min(level or 1, MAX_HEADING_LEVEL)
        return 1 if self._styles.is_title(element.get(f"{_TEXT}style-name")) else 0

    def _read_table(self, element: etree._Element) -> None:
        for row in element.iter(f"{_TABLE}table-row"):
            is_own = next(row.iterancestors(f"{_TABLE}table")) is element
            if is_own and row.get(f"{_TABLE}visibility") not in _INVISIBLE_ROWS:
                cells = row.findall(f"{_TABLE}table-cell")
                self.blocks.add_row([self._read_cell(cell) for cell in cells])
                self._read_boxes()

    def _read_cell(self, cell: etree._Element) -> str:
        return " ".join(filter(None, map(self._read_text, _iterate_paragraphs(cell))))

    def _read_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._read(box)

    def _read_text(self, paragraph: etree._Element) -> str:
        if self._is_hidden_paragraph(paragraph):
            return ""
        return " ".join("".join(self._iterate_text(paragraph)).split())

    def _is_hidden_paragraph(self, paragraph: etree._Element) -> bool:
        markers = paragraph.iter(f"{_TEXT}hidden-paragraph")
        style = paragraph.get(f"{_TEXT}style-name")
        return self._styles.is_hidden("paragraph", style) or any(map(_is_hidden, markers))

    def _iterate_text(self, element: etree._Element) -> Iterator[str]:
        """Yield the visible text of an element; drawings and notes are set aside for later."""
        yield element.text or ""
        for child in element:
            if child.tag in _BLANKS:
                yield " "
            elif child.tag == f"{_TEXT}note":
                self._notes += child.findall(f"{_TEXT}note-body")
            elif _is_drawing(child):
                self._boxes.append(child)
            elif self._is_visible(child):
                yield from self._iterate_text(child)
            yield child.tail or ""

    def _is_visible(self, element: etree._Element) -> bool:
        if not _is_element(element) or element.tag in _SKIPPED or _is_hidden(element):
            return False
        return not self._styles.is_hidden("text", element.get(f"{_TEXT}style-name"))


def _is_element(node: etree._Element) -> bool:
    """Return whether a node is an element; the tag of a comment or an entity is a function."""
    tag: object = node.tag
    return isinstance(tag, str)


def _is_drawing(node: etree._Element) -> bool:
    return _is_element(node) and node.tag.startswith(_DRAWING)


def _is_hidden(element: etree._Element) -> bool:
    is_hidden_section = element.get(f"{_TEXT}display") == "none"
    return is_hidden_section or element.get(f"{_TEXT}is-hidden") == "true"


def _iterate_paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of an element in order, without those inside another paragraph."""
    for child in element:
        if child.tag in _PARAGRAPHS:
            yield child
        elif child.tag not in _SKIPPED and not _is_hidden(child):
            yield from _iterate_paragraphs(child)
