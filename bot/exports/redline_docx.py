"""A change as a Word file with tracked changes, which Word and LibreOffice show as a redline.

The file has both versions whole: to accept all changes leaves the later text, to reject them the
earlier one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from difflib import SequenceMatcher
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree
from rapidfuzz import fuzz

from bot.records.phrases import describe_significance, format_moment, keep_xml
from clausewatch.compare.redline import build_redline
from clausewatch.compare.segments import Segment, SegmentKind
from clausewatch.model.changes import Change
from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.watched_lines import list_lines

AUTHOR = "Clausewatch"
MAX_WORD_BY_WORD_CHARACTERS = 20_000
MAX_HEADING_LEVEL = 9
MAX_LOOKAHEAD = 20
"""Blocks of the later version in which the counterpart of a block is searched."""
MIN_SIMILARITY = 50.0
"""In percent of the characters, of two wordings of one block."""
STYLES = {BlockKind.ITEM: "List Bullet"}
DISCLAIMER = "Not legal advice. The redline begins below; accept or reject its tracked changes."
AROUND = "On the page around the document"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_TAGS = {"removed": ("w:del", "w:delText"), "added": ("w:ins", "w:t")}
"""By kind of segment, the element around a run and that around its text."""

Pair = tuple[Block | None, Block | None]
"""A block of the earlier version and the block of the later one in its place."""


def build_redline_docx(change: Change) -> bytes:
    """Return the change, with the blocks of both versions, as a Word file."""
    document = Document()
    moment = change.detected_at.astimezone(UTC)
    _describe_file(document, change, moment)
    document.add_heading(keep_xml(f"{change.document.name}: {change.record_id}"), level=0)
    facts = f"{describe_significance(change.comparison)}. Detected {format_moment(moment)}."
    document.add_paragraph(facts)
    for sentence in change.comparison.summary:
        document.add_paragraph(keep_xml(sentence), style="List Bullet")
    sources = ((change.before, "Before"), (change.after, "After"))
    for side, label in sources:
        hashes = ", ".join(side.snapshots)
        captured = format_moment(side.captured_at)
        line = f"{label}: {side.source_url}, captured {captured}, SHA-256 {hashes}"
        document.add_paragraph(keep_xml(line))
    document.add_paragraph(DISCLAIMER)
    marks = _Marks(moment)
    for pair in pair_blocks(change.before.reading.blocks, change.after.reading.blocks):
        _add_block(document, marks, pair)
    if around := list_pairs_around(change):
        document.add_heading(AROUND, level=1)
        for pair in around:
            _add_block(document, marks, pair)
    return _save(document)


def list_pairs_around(change: Change) -> list[Pair]:
    """Return the edits of lines that are on the page around the document, as pairs of blocks."""
    olds, news = (
        frozenset(list_lines(side.reading.dropped)) for side in (change.before, change.after)
    )
    return [
        (_make_paragraph(edit.before), _make_paragraph(edit.after))
        for edit in change.comparison.edits
        if edit.before in olds or edit.after in news
    ]


def _make_paragraph(text: str | None) -> Block | None:
    return Block(BlockKind.PARAGRAPH, text) if text else None


def pair_blocks(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Pair]:
    """Yield the blocks of both versions in reading order, each with its counterpart if any."""
    matcher = SequenceMatcher(
        None, [block.text for block in before], [block.text for block in after], autojunk=False
    )
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        olds, news = before[start:end], after[new_start:new_end]
        yield from zip(olds, news, strict=True) if tag == "equal" else _pair_similar(olds, news)


def _pair_similar(olds: Sequence[Block], news: Sequence[Block]) -> Iterator[Pair]:
    """Yield blocks that differ: a pair is two that share most of their words."""
    position = 0
    for old in olds:
        window = range(position, min(position + MAX_LOOKAHEAD, len(news)))
        ratios = {index: fuzz.ratio(old.text, news[index].text) for index in window}
        best = max(ratios, key=ratios.__getitem__, default=None)
        if best is None or ratios[best] < MIN_SIMILARITY:
            yield old, None
            continue
        yield from ((None, new) for new in news[position:best])
        yield old, news[best]
        position = best + 1
    yield from ((None, new) for new in news[position:])


class _Marks:
    """Makes the elements of tracked changes, each with a number, our name and the time."""

    def __init__(self, moment: datetime) -> None:
        self._numbers = count(1)
        self._moment = f"{moment:%Y-%m-%dT%H:%M:%SZ}"

    def make(self, tag: str) -> "etree._Element":
        """Return an element that marks its content, or its paragraph, as inserted or deleted."""
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(next(self._numbers)))
        element.set(qn("w:author"), AUTHOR)
        element.set(qn("w:date"), self._moment)
        return element


def _describe_file(document: DocumentObject, change: Change, moment: datetime) -> None:
    properties = document.core_properties
    properties.title = keep_xml(f"{change.document.name}: {change.record_id}")[:255]
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments = "Not legal advice."
    properties.created = properties.modified = moment.replace(tzinfo=None)


def _add_block(document: DocumentObject, marks: _Marks, pair: Pair) -> None:
    """Add a block, with its tracked changes, as a paragraph."""
    before, after = pair
    block = after or before
    if block is None:
        return
    paragraph = document.add_paragraph()
    paragraph.style = _find_style(block)
    if before is None or after is None:
        tag = "w:ins" if before is None else "w:del"
        # The mark of a paragraph is text too: without it an empty paragraph would stay.
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx has no name for it
        run_properties = OxmlElement("w:rPr")
        run_properties.append(marks.make(tag))
        properties.append(run_properties)
    for segment in _list_segments(before, after):
        _add_segment(paragraph, marks, segment)


def _find_style(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"Heading {max(1, min(block.level, MAX_HEADING_LEVEL))}"
    return STYLES.get(block.kind, "Normal")


def _list_segments(before: Block | None, after: Block | None) -> Iterable[Segment]:
    """Return the words of a pair of blocks, marked."""
    old, new = before.text if before else "", after.text if after else ""
    if old == new:
        return (Segment("same", new),)
    if max(len(old), len(new)) <= MAX_WORD_BY_WORD_CHARACTERS:
        return _separate(old, build_redline(old, new))
    return tuple(s for s in (Segment("removed", old), Segment("added", new)) if s.text)


def _separate(old: str, segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield segments whose unchanged parts are unchanged to the letter.

    A redline takes words for unchanged that differ in case or typography; in a file that can be
    rejected, the earlier spelling must come back.
    """
    position = 0
    for segment in segments:
        if segment.kind == "added":
            yield segment
            continue
        former = old[position : position + len(segment.text)]
        position += len(segment.text)
        if segment.kind == "removed" or former == segment.text:
            yield segment
        else:
            yield from (Segment("removed", former), Segment("added", segment.text))


def _add_segment(paragraph: Paragraph, marks: _Marks, segment: Segment) -> None:
    """Add words as a run, inside the element of a tracked change if they changed."""
    kind: SegmentKind = segment.kind
    run = OxmlElement("w:r")
    text = OxmlElement("w:t" if kind == "same" else _TAGS[kind][1])
    text.text = keep_xml(segment.text)
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    if kind == "same":
        paragraph._p.append(run)  # noqa: SLF001  # as above
    else:
        mark = marks.make(_TAGS[kind][0])
        mark.append(run)
        paragraph._p.append(mark)  # noqa: SLF001  # as above


def _save(document: DocumentObject) -> bytes:
    """Return the file; the same change gives the same bytes."""
    buffer, result = BytesIO(), BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as written, ZipFile(result, "w", ZIP_DEFLATED) as archive:
        for name in written.namelist():
            archive.writestr(ZipInfo(name, _ZIP_TIME), written.read(name), ZIP_DEFLATED)
    return result.getvalue()
