"""An OpenDocument text is read with all tracked changes accepted."""

from pathlib import Path

import pytest

from clausewatch.errors import ExtractError
from clausewatch.extract import odt_styles, read, xml_archive
from clausewatch.extract.formats import detect_format
from clausewatch.model.formats import ODT
from clausewatch.model.reading import BlockKind, Page, Reading
from tests.clausewatch.extract.document_files import ODF, ODT_TYPE, archive, docx, odt, odt_rows

URL = "https://quay.example/dpa.odt"


def reading(body: bytes, content_type: str = ODT_TYPE) -> Reading:
    """Read an OpenDocument file as a host would send it."""
    return read([Page(URL, body, content_type)])


def texts(body: str, *, styles: str = "") -> list[str]:
    """Return the texts of the blocks of a body."""
    return [block.text for block in reading(odt(body, styles=styles)).blocks]


def test_headings_items_and_rows_are_read() -> None:
    """Headings have outline levels, items the depth of their list, and rows their cells."""
    body = (
        '<text:h text:outline-level="1">Data Processing Agreement</text:h>'
        '<text:h text:outline-level="2">Sub-processing</text:h>'
        "<text:p>The processor<text:s/>may<text:tab/>engage<text:line-break/>others.</text:p>"
        "<text:list><text:list-item><text:p>hosting</text:p><text:list><text:list-item>"
        "<text:p>of backups</text:p></text:list-item></text:list></text:list-item></text:list>"
        + odt_rows(("Logs", "30 days"), ("", ""))
    )
    agreement = reading(odt(body))
    assert [(block.kind, block.text, block.level) for block in agreement.blocks] == [
        (BlockKind.HEADING, "Data Processing Agreement", 1),
        (BlockKind.HEADING, "Sub-processing", 2),
        (BlockKind.PARAGRAPH, "The processor may engage others.", 0),
        (BlockKind.ITEM, "hosting", 1),
        (BlockKind.ITEM, "of backups", 2),
        (BlockKind.ROW, "Logs | 30 days", 0),
    ]
    assert agreement.title == "Data Processing Agreement"
    assert agreement.blocks[-1].path == ("Data Processing Agreement", "Sub-processing")


def test_tracked_changes_are_accepted() -> None:
    """Deleted text is not read, and inserted text is."""
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>not </text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>We may <text:change text:change-id="a"/><text:change-start text:change-id="b"/>'
        'only <text:change-end text:change-id="b"/>keep it.</text:p>'
    )
    assert texts(body) == ["We may only keep it."]


HIDDEN_STYLES = (
    '<style:style style:name="P1" style:family="paragraph"><style:text-properties'
    ' text:display="none"/></style:style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties'
    ' text:display="none"/></style:style>'
    '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>'
    '<style:style style:name="T3" style:family="text" style:parent-style-name="T1">'
    '<style:text-properties text:display="true"/></style:style>'
)
HIDDEN = {
    "a paragraph style": '<text:p text:style-name="P1">never</text:p>',
    "a text style": '<text:p><text:span text:style-name="T1">never</text:span></text:p>',
    "an inherited style": '<text:p><text:span text:style-name="T2">never</text:span></text:p>',
    "a section": '<text:section text:display="none"><text:p>never</text:p></text:section>',
    "a hidden text": '<text:p><text:hidden-text text:is-hidden="true">never</text:hidden-text>'
    "</text:p>",
    "a hidden paragraph": '<text:p><text:hidden-paragraph text:is-hidden="true"/>never</text:p>',
    "a hidden row": '<table:table><table:table-row table:visibility="collapse"><table:table-cell>'
    "<text:p>never</text:p></table:table-cell></table:table-row></table:table>",
    "a comment": "<text:p><office:annotation><text:p>never</text:p></office:annotation></text:p>",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_not_read(name: str) -> None:
    """Text that no reader of the document sees is not part of its terms."""
    body = f"<text:p>We keep it.</text:p>{HIDDEN[name]}"
    assert texts(body, styles=HIDDEN_STYLES) == ["We keep it."]


def test_a_style_can_show_what_its_parent_hides() -> None:
    """The nearest style that says so decides."""
    body = '<text:p><text:span text:style-name="T3">We keep it.</text:span></text:p>'
    assert texts(body, styles=HIDDEN_STYLES) == ["We keep it."]


def test_an_endless_chain_of_styles_ends() -> None:
    """Styles that inherit from each other hide nothing."""
    chain = "".join(
        f'<style:style style:name="{name}" style:family="text" style:parent-style-name="{parent}"/>'
        for name, parent in (("A", "B"), ("B", "A"))
    )
    body = '<text:p><text:span text:style-name="A">We keep it.</text:span></text:p>'
    assert texts(body, styles=chain) == ["We keep it."]
    assert odt_styles.MAX_ANCESTORS > 2


def test_notes_and_text_boxes_are_read_after_their_paragraph() -> None:
    """A text box follows its paragraph, and notes follow the document."""
    body = (
        "<text:p>Fees apply<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Except at weekends.</text:p></text:note-body></text:note>.<draw:frame>"
        "<draw:text-box><text:p>See the price list.</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>They are due at once.</text:p>"
    )
    expected = [
        "Fees apply.",
        "See the price list.",
        "They are due at once.",
        "Except at weekends.",
    ]
    assert texts(body) == expected


def test_a_table_of_contents_is_dropped() -> None:
    """Its lines repeat headings."""
    body = (
        "<text:table-of-content><text:index-body><text:p>1 Fees</text:p></text:index-body>"
        '</text:table-of-content><text:h text:outline-level="1">1 Fees</text:h>'
    )
    notice = reading(odt(body))
    assert [block.text for block in notice.blocks] == ["1 Fees"]
    assert [piece.reason for piece in notice.dropped] == ["table of contents"]


def test_the_title_is_a_heading_or_a_property() -> None:
    """A paragraph whose style is or derives from Title is a heading."""
    style = (
        '<style:style style:name="P7" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    titled = reading(odt('<text:p text:style-name="P7">Terms</text:p>', styles=style))
    assert [(block.kind, block.level) for block in titled.blocks] == [(BlockKind.HEADING, 1)]
    assert titled.title == "Terms"
    untitled = reading(odt("<text:p>We keep it.</text:p>", title="Terms of use"))
    assert untitled.title == "Terms of use"


@pytest.mark.parametrize("level", ["\u00b2", "9" * 5_000, "-1", ""])
def test_an_invalid_level_is_the_first(level: str) -> None:
    """The text of a heading is read whatever its level."""
    heading = f'<text:h text:outline-level="{level}">Fees</text:h>'
    assert [block.level for block in reading(odt(heading)).blocks] == [1]


@pytest.mark.parametrize("content_type", ["application/octet-stream", "application/zip", ""])
def test_an_opendocument_file_is_recognised_by_its_bytes(content_type: str) -> None:
    """Hosts send OpenDocument files under many types, so the members of the archive count."""
    page = Page(URL, odt("<text:p>We keep it.</text:p>"), content_type)
    assert detect_format(page) is ODT
    word = Page(URL, docx("<w:p><w:r><w:t>We keep it.</w:t></w:r></w:p>"), ODT_TYPE)
    assert [block.text for block in read([word]).blocks] == ["We keep it."]


def test_an_entity_is_not_followed(tmp_path: Path) -> None:
    """A file cannot make the reader open another file."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE office:document-content [<!ENTITY local SYSTEM "{secret.as_uri()}">]>'
    notice = reading(odt("<text:p>Seen: &local;, it says.</text:p>", doctype=doctype))
    assert [block.text for block in notice.blocks] == ["Seen: , it says."]


BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
REFUSED = {
    "cut short": odt("<text:p>We keep it.</text:p>")[:300],
    "an archive of something else": archive({"book.xml": "<a/>"}),
    "a spreadsheet": archive({"content.xml": f"<office:document-content {ODF}/>"}),
    "not XML": archive({"content.xml": "<text:p>We keep"}),
    "an XML bomb": odt(
        "<text:p>&l9;</text:p>", doctype=f"<!DOCTYPE office:document-content [{BILLION}]>"
    ),
    "very deep": odt("<text:section>" * 5_000 + "</text:section>" * 5_000),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_unreadable_file_is_refused(name: str) -> None:
    """The reason says what to do about a damaged file or another archive."""
    with pytest.raises(ExtractError, match="watch"):
        reading(REFUSED[name])


def test_a_part_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small archive can decompress to a very large part, which is refused."""
    monkeypatch.setattr(xml_archive, "MAX_PART_BYTES", 10_000)
    with pytest.raises(ExtractError, match="damaged"):
        reading(odt(f"<text:p>{'a' * 20_000}</text:p>"))


def test_a_file_that_is_damaged_anywhere_is_read_or_refused() -> None:
    """A missing or wrong byte raises ExtractError and nothing else."""
    whole = odt("<text:p>We keep it.</text:p>")
    refused = 0
    for place, byte in enumerate(whole):
        for damaged in (b"", bytes([byte ^ 1]), b"\xff"):
            try:
                reading(whole[:place] + damaged + whole[place + 1 :])
            except ExtractError:
                refused += 1
    assert refused > len(whole)
