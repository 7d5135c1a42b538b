"""A Word file is read with all tracked changes accepted."""

from pathlib import Path

import pytest

from clausewatch.errors import ExtractError
from clausewatch.extract import read
from clausewatch.model.reading import BlockKind, Page, Reading
from tests.clausewatch.extract.document_files import docx, paragraph, renamed

URL = "https://quay.example/dpa.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ITEM = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
BODY = (
    paragraph("Data Processing Agreement", "Heading1")
    + paragraph("Sub-processing", "Uberschrift2")
    + "<w:p><w:r><w:t>The processor may </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r>"
    "</w:del><w:ins><w:r><w:t>only with consent </w:t></w:r></w:ins><w:hyperlink><w:r><w:t>engage"
    "</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>others.</w:t></w:r></w:p>"
    + paragraph("hosting", properties=ITEM)
    + "<w:tbl><w:tr><w:tc>"
    + paragraph("Logs")
    + "</w:tc><w:tc>"
    + paragraph("30 days")
    + paragraph("at most")
    + "</w:tc></w:tr></w:tbl>"
    + "<w:sdt><w:sdtContent>"
    + paragraph("Signed by both parties.")
    + "</w:sdtContent></w:sdt>"
)


def reading(body: bytes, content_type: str = WORD) -> Reading:
    """Read a Word file as a host would send it."""
    return read([Page(URL, body, content_type)])


def test_a_word_file_is_read_as_blocks() -> None:
    """Headings by style, items, table rows, content controls and footnotes are read."""
    note = "<w:footnote>" + paragraph("Except at weekends.") + "</w:footnote>"
    found = reading(docx(BODY, note))
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.HEADING, "Data Processing Agreement"),
        (BlockKind.HEADING, "Sub-processing"),
        (BlockKind.PARAGRAPH, "The processor may only with consent engage others."),
        (BlockKind.ITEM, "hosting"),
        (BlockKind.ROW, "Logs | 30 days at most"),
        (BlockKind.PARAGRAPH, "Signed by both parties."),
        (BlockKind.PARAGRAPH, "Except at weekends."),
    ]
    assert found.title == "Data Processing Agreement"
    assert found.blocks[3].level == 2
    assert found.blocks[4].path == ("Data Processing Agreement", "Sub-processing")


def test_a_word_file_is_recognised_by_its_bytes() -> None:
    """Hosts send Word files under many types, so the members of the archive count."""
    assert reading(docx(BODY), "application/octet-stream").words > 10


def test_an_entity_is_not_followed(tmp_path: Path) -> None:
    """A file cannot make the reader open another file."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE w:document [<!ENTITY local SYSTEM "{secret.as_uri()}">]>'
    body = docx(BODY + "<w:p><w:r><w:t>Seen: &local;</w:t></w:r></w:p>", doctype=doctype)
    found = reading(body)
    assert found.blocks[-1].text == "Seen:"
    assert all("the secret" not in block.text for block in found.blocks)


REFUSED = {
    "old or locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a compound file",
    "cut short": docx(BODY)[:300],
    "another archive": renamed(docx(BODY)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_unreadable_file_is_refused(name: str) -> None:
    """The reason says what to do about a locked, old or damaged file."""
    with pytest.raises(ExtractError) as caught:
        reading(REFUSED[name])
    assert "watch" in caught.value.reason


@pytest.mark.parametrize("level", ["\u00b2", "9" * 5_000, "-1", ""])
def test_an_invalid_level_is_ignored(level: str) -> None:
    """The text is read whatever the level."""
    properties = f'<w:outlineLvl w:val="{level}"/><w:numPr><w:ilvl w:val="{level}"/></w:numPr>'
    found = reading(
        docx(f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>We keep it.</w:t></w:r></w:p>")
    )
    assert [(block.text, block.level) for block in found.blocks] == [("We keep it.", 1)]


def test_a_file_that_is_damaged_anywhere_is_read_or_refused() -> None:
    """A missing or wrong byte raises ExtractError and nothing else."""
    whole = docx("<w:p><w:r><w:t>We keep it.</w:t></w:r></w:p>")
    refused = 0
    for place, byte in enumerate(whole):
        for damaged in (b"", bytes([byte ^ 1]), b"\x0c", b"\x0e", b"\xff"):
            try:
                reading(whole[:place] + damaged + whole[place + 1 :])
            except ExtractError:
                refused += 1
    assert refused > len(whole)
