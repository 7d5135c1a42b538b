"""Files of one record: what others open them with finds what the page shows."""

import zipfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.exports.change_pdf import build_change_pdf
from bot.exports.record_pdf import build_record_pdf
from bot.exports.redline_docx import AROUND, DISCLAIMER, build_redline_docx
from bot.records.record_reader import read_record_view
from clausewatch.checks.workers import Workers
from clausewatch.errors import WorkerError
from clausewatch.model.changes import Change
from clausewatch.model.reading import Block, BlockKind, Dropped
from tests.bot.example_values import make_change
from tests.bot.web.archive import COURT, HOSTILE, TRAINS, Archive, open_archive, open_site
from tests.outside.office import convert_to_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OTHER_SCRIPTS = "Ваши данные в США. Δεδομένα. Düzenleme, øre, Łódź."


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A policy that changed once, into hostile text and other scripts."""
    async with open_archive(tmp_path) as records:
        number = await records.watch(records.one, "Pixelgarten")
        await records.read(number, COURT)
        await records.read(
            number, COURT.replace("binding", "final"), TRAINS, OTHER_SCRIPTS, *HOSTILE
        )
        yield records


@pytest.fixture
async def change(archive: Archive) -> Change:
    """The change, with the blocks of both versions."""
    found = await archive.store.changes.find(archive.one, 1)
    assert found is not None
    return found


def read_pdf(body: bytes) -> str:
    """Return the text of a PDF file as one line."""
    document = pypdfium2.PdfDocument(body)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def test_the_pdf_of_a_change_has_summary_redline_and_evidence(change: Change) -> None:
    """Every wording is in it, whatever its script, and the hashes of both versions."""
    text = read_pdf(build_change_pdf(change))
    assert change.record_id in text
    assert TRAINS in text
    assert OTHER_SCRIPTS in text
    assert "<script>document.title" in text
    for side in (change.before, change.after):
        assert side.snapshots[0][:40] in text.replace(" ", "")
    assert build_change_pdf(change) == build_change_pdf(change)


async def test_the_pdf_of_a_record_has_the_fields_of_its_page(archive: Archive) -> None:
    """Quote, texts, analysis, evidence and citation."""
    provisions = await archive.store.provisions.find_by_platform(archive.one, "pixelgarten")
    training = next(each for each in provisions if each.provision.clause == "ai_training")
    view = await read_record_view(archive.store, archive.one, training, (), archive.now)
    text = read_pdf(build_record_pdf(view))
    for field in (
        "What it is", "Why it matters", "Change history", "Consumer impact", "What you can do",
        "How other platforms handle this", "Original clause language", "Institutional analysis",
        "Applicable agencies", "Applicable regulations", "Record ID", training.record_id,
        "Document ID", "SHA-256", "Citation", "Other provisions of this document",
        "Frequent questions",
    ):  # fmt: skip
        assert field in text, field


def iterate_paragraphs(body: bytes) -> Iterator["etree._Element"]:
    """Yield the paragraphs of the redline in a Word file."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    is_redline = False
    for paragraph in tree.iter(f"{W}p"):
        if is_redline:
            yield paragraph
        is_redline = is_redline or DISCLAIMER in "".join(map(str, paragraph.itertext()))


def settle(body: bytes, keep: str, drop: str) -> list[str]:
    """Return the text after all tracked changes are accepted, or rejected."""
    lines = []
    for paragraph in iterate_paragraphs(body):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{drop}") is not None:
            continue
        texts = [
            str(text.text or "")
            for text in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(parent.tag == f"{W}{drop}" for parent in text.iterancestors())
        ]
        assert keep != drop
        lines.append("".join(texts))
    return lines


def list_texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return the texts of blocks."""
    return [block.text for block in blocks]


def test_tracked_changes_give_both_versions(change: Change) -> None:
    """To accept all gives the later text, to reject all the earlier one, to the letter."""
    body = build_redline_docx(change)
    assert settle(body, "ins", "del") == list_texts(change.after.reading.blocks)
    assert settle(body, "del", "ins") == list_texts(change.before.reading.blocks)
    assert build_redline_docx(change) == body
    Document(BytesIO(body))


def test_tracked_changes_have_the_lines_around_the_document(change: Change) -> None:
    """An amended line of a footer is in neither version, and stands below them."""
    old, new = "Members must be 18 or older.", "Members must be 16 or older."
    sides = [
        replace(side, reading=replace(side.reading, dropped=(Dropped(text, "page footer"),)))
        for side, text in ((change.before, old), (change.after, new))
    ]
    edit = replace(change.comparison.edits[0], before=old, after=new)
    comparison = replace(change.comparison, edits=(*change.comparison.edits, edit))
    body = build_redline_docx(
        replace(change, before=sides[0], after=sides[1], comparison=comparison)
    )
    assert settle(body, "ins", "del")[-2:] == [AROUND, new]
    assert settle(body, "del", "ins")[-2:] == [AROUND, old]


WORDS = "We may NOT sell Sell your “data” 'data' , . 30 90 é 个 人"
words = st.lists(st.sampled_from(tuple(WORDS.split())))
texts = st.lists(words.map(" ".join).filter(str.strip), max_size=5)


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_tracked_changes_of_any_two_texts(before: list[str], after: list[str]) -> None:
    """Case, quotes and order come back exactly, and marks have numbers of their own."""
    sides = [tuple(Block(BlockKind.PARAGRAPH, text) for text in lines) for lines in (before, after)]
    plain = make_change()
    old, new = (
        replace(side, reading=replace(side.reading, blocks=blocks))
        for side, blocks in zip((plain.before, plain.after), sides, strict=True)
    )
    body = build_redline_docx(replace(plain, before=old, after=new))
    assert settle(body, "ins", "del") == after
    assert settle(body, "del", "ins") == before
    marks = [mark for p in iterate_paragraphs(body) for mark in p.iter(f"{W}ins", f"{W}del")]
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks)


def test_libreoffice_opens_the_redline(change: Change, tmp_path: Path) -> None:
    """LibreOffice reads the file and shows added words and policy text."""
    text = convert_to_text(build_redline_docx(change), tmp_path)
    assert TRAINS in text
    assert OTHER_SCRIPTS in text


async def test_files_over_http(archive: Archive) -> None:
    """The pages link to the files; a file comes at once also with a token, and is an attachment."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        page = await browser.get("/change/CW-C-000001")
        for suffix, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("json", b"{")):
            assert f'href="/change/CW-C-000001.{suffix}"' in page.text
            async with browser.session.get(f"{browser.url}/change/CW-C-000001.{suffix}") as answer:
                assert (await answer.read()).startswith(start)
                assert "attachment" in answer.headers["Content-Disposition"]
        assert (await browser.get("/provision/CW-P-000001.pdf")).status == 200
        assert (await browser.get("/provision/CW-P-000099.pdf")).status == 404
        assert (await browser.get("/change/CW-C-000001.exe")).status == 404
    async with open_site(archive) as browser:
        link = await browser.enter(archive.one, archive.now, "/change/CW-C-000001.json")
        assert link.status == 200
        assert not link.answer.history
        assert (await browser.get("/change/CW-C-000001.json")).status == 401


async def test_files_are_built_in_worker_processes(archive: Archive) -> None:
    """Each kind of file comes back whole from another process."""
    async with Workers(1, 60, 1_000) as workers, open_site(archive, run=workers.read) as browser:
        await browser.enter(archive.one, archive.now)
        for path, start in (
            ("/change/CW-C-000001.pdf", b"%PDF"),
            ("/change/CW-C-000001.docx", b"PK"),
            ("/provision/CW-P-000001.pdf", b"%PDF"),
            (f"/report/month/{archive.now:%Y-%m}.pdf", b"%PDF"),
        ):
            async with browser.session.get(browser.url + path) as answer:
                assert answer.status == 200, path
                assert (await answer.read()).startswith(start)


async def test_a_file_that_takes_too_long_is_refused(archive: Archive) -> None:
    """A lost worker is one sentence; the page itself is shown."""

    async def lose(*_: object) -> bytes:
        raise WorkerError("reading it took longer than 10 s")

    async with open_site(archive, run=lose) as browser:
        await browser.enter(archive.one, archive.now)
        answer = await browser.get("/change/CW-C-000001.pdf")
        assert answer.status == 503
        assert "takes too long or too much memory" in answer.text
        assert (await browser.get("/change/CW-C-000001")).status == 200
