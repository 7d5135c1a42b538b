"""Tables and the audit package: complete, of one workspace, and checkable without us."""

import csv
import json
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from warcio.archiveiterator import ArchiveIterator

from bot.cli.record_export import ExportOptions, write_export
from bot.exports.audit_package import write_audit_package
from bot.exports.item_lists import COLLECTIONS, ExportRequest
from bot.exports.tables import format_cell, read_cell, write_csv, write_json
from clausewatch.config import load_settings
from clausewatch.errors import UserError
from tests.bot.web.archive import COURT, SALE, TRAINS, Archive, open_archive, open_site

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "exports.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """One workspace with a change that it acknowledged; the other with a document of its own."""
    async with open_archive(tmp_path) as records:
        number = await records.watch(records.one, "Pixelgarten")
        await records.read(number, COURT)
        change_id = await records.read(number, COURT, TRAINS)
        assert change_id is not None
        await records.acknowledge(records.one, change_id, "UANN")
        private = await records.watch(
            records.two, "Inhouse", url="https://inhouse.example/p", is_private=True
        )
        await records.read(private, SALE)
        await records.read(private, SALE, "=HYPERLINK(amaranth) we may sell personal data.")
        yield records


def make_request(archive: Archive, *, is_second: bool = False) -> ExportRequest:
    """The whole time of a workspace."""
    workspace_id = archive.two if is_second else archive.one
    span = timedelta(days=30)
    return ExportRequest(workspace_id, archive.now - span, archive.now + span)


@pytest.mark.parametrize("kind", COLLECTIONS)
async def test_json_is_what_the_schema_says(archive: Archive, kind: str) -> None:
    """Each export is valid; what is on record is in it, and nothing of the other workspace."""
    items = await COLLECTIONS[kind](archive.store, make_request(archive))
    text = write_json(kind, items, archive.now).decode()
    Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert "Inhouse" not in text
    assert bool(items) is (kind != "subprocessors")


async def test_the_schema_refuses_what_is_missing(archive: Archive) -> None:
    """An item without one of its fields is not valid."""
    (item,) = await COLLECTIONS["changes"](archive.store, make_request(archive))
    wrapped = json.loads(write_json("changes", [item], archive.now))
    del wrapped["items"][0]["record_id"]
    assert not Draft202012Validator(SCHEMA).is_valid(wrapped)


async def test_a_cell_is_never_a_formula(archive: Archive) -> None:
    """What a spreadsheet would run has an apostrophe in front."""
    items = await COLLECTIONS["changes"](archive.store, make_request(archive, is_second=True))
    rows = list(csv.DictReader(StringIO(write_csv(items).decode("utf-8-sig"))))
    assert [row["record_id"] for row in rows] == ["CW-C-000002"]
    assert write_csv([{"a": "=1+1", "b": ["-1", "x"], "c": None}]).decode("utf-8-sig") == (
        "a,b,c\r\n'=1+1,\"'-1\nx\",\r\n"
    )
    for start in "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n":
        assert format_cell(f"{start}1") == f"'{start}1"
        assert read_cell(f"'{start}1") == f"{start}1"
    for text in ("", "1", "'", "'s-Hertogenbosch", "a=1", "\u2014 a dash"):
        assert format_cell(text) == read_cell(text) == text


async def make_package(archive: Archive, folder: Path, platform_key: str = "") -> Path:
    """Unpack the audit package of the first workspace."""
    buffer = BytesIO()
    request = replace(make_request(archive), platform_key=platform_key)
    await write_audit_package(archive.store, request, archive.now, buffer)
    with zipfile.ZipFile(buffer) as package:
        package.extractall(folder / "audit")
    return folder / "audit"


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder."""
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603


async def test_a_third_party_checks_the_audit_package(archive: Archive, tmp_path: Path) -> None:
    """`sha256sum -c` and the printed script are content, and see a file that was touched."""
    folder = await make_package(archive, tmp_path)
    assert run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], folder).returncode == 0
    readme = (folder / "README.txt").read_text()
    script = readme.partition('python3 -c "')[2].partition('\n   "')[0]
    lines = [line.removeprefix("   ") for line in script.splitlines()]
    checked = run([sys.executable, "-c", "\n".join(lines)], folder)
    assert checked.stdout == "2 snapshots have their hashes; 0 hashes without bytes\n"
    page = next((folder / "snapshots").iterdir())
    page.write_bytes(page.read_bytes() + b" ")
    assert run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], folder).returncode == 1
    assert run([sys.executable, "-c", "\n".join(lines)], folder).returncode == 1


async def test_the_audit_package_has_what_was_watched_seen_and_decided(
    archive: Archive, tmp_path: Path
) -> None:
    """Watchlist, checks, changes and reviews, each with the record that it is about."""
    folder = await make_package(archive, tmp_path)
    tables = {
        name: json.loads((folder / f"{name}.json").read_text())["items"]
        for name in ("watchlist", "checks", "changes", "reviews", "provisions")
    }
    assert [item["platform"] for item in tables["watchlist"]] == ["Pixelgarten"]
    assert sorted(item["verdict"] for item in tables["checks"]) == ["baseline", "changed"]
    assert [item["user"] for item in tables["reviews"]] == ["UANN"]
    assert tables["changes"][0]["sha256_after"][0] in {c["sha256"] for c in tables["checks"]}
    assert "Inhouse" not in "".join(
        path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("is_watched", [True, False])
async def test_the_audit_package_leaves_no_snapshot_out(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_watched: bool
) -> None:
    """A document of more snapshots than one page is whole, and so is a platform nobody watches."""
    for name in ("PAGE_SIZE", "SNAPSHOTS_AT_ONCE"):
        monkeypatch.setattr(f"bot.exports.audit_package.{name}", 1)
    if not is_watched:
        channel = await archive.store.workspaces.ensure_channel(archive.one, "C1", archive.now)
        await archive.store.watches.remove(channel.id, "pixelgarten")
    folder = await make_package(archive, tmp_path, "pixelgarten")
    watched = json.loads((folder / "watchlist.json").read_text())["items"]
    assert bool(watched) is is_watched
    (change,) = json.loads((folder / "changes.json").read_text())["items"]
    stored = {path.name.partition(".")[0] for path in (folder / "snapshots").iterdir()}
    assert stored == {*change["sha256_before"], *change["sha256_after"]}


async def test_the_web_archive_has_the_answers_of_the_host(
    archive: Archive, tmp_path: Path
) -> None:
    """Each record has URL, time and body; its hash is that on record."""
    folder = await make_package(archive, tmp_path)
    with (folder / "snapshots.warc.gz").open("rb") as file:
        found = [
            (
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("X-Clausewatch-SHA256"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]
    assert {url for url, _, _ in found} == {"https://pixelgarten.example/privacy"}
    for _, digest, body in found:
        (path,) = (folder / "snapshots").glob(f"{digest}*")
        assert path.read_bytes() == body


async def test_exports_over_http(archive: Archive) -> None:
    """Members get files for a period; others get nothing, and bad periods one sentence."""
    async with open_site(archive) as browser:
        assert (await browser.get("/export/changes.csv")).status == 401
        assert (await browser.get("/export/audit.zip")).status == 401
        await browser.enter(archive.one, archive.now)
        assert "/export/reviews.csv" in (await browser.get("/exports")).text
        assert "CW-C-000001" in (await browser.get("/export/changes.csv")).text
        assert "CW-C-000001" not in (await browser.get("/export/changes.csv?until=2026-01-01")).text
        async with browser.session.get(f"{browser.url}/export/audit.zip") as answer:
            assert zipfile.ZipFile(BytesIO(await answer.read())).testzip() is None
        for query, status in (
            ("since=x", 400), ("since=2026-02-30", 400), ("since=2027-01-01", 400),
            ("channel=C404", 404),
        ):  # fmt: skip
            assert (await browser.get(f"/export/changes.json?{query}")).status == status
        assert (await browser.get("/export/secrets.csv")).status == 404


@pytest.mark.usefixtures("archive")
async def test_exports_on_the_command_line(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The same tables; with several workspaces one must be named, and files are never replaced."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"
    settings = load_settings(_env_file=None, database_url=url)
    since = {"since": "2026-01-01", "until": "2026-12-31"}
    await write_export(settings, ExportOptions("changes", team="TONE", **since), None)
    assert b"CW-C-000001" in capsysbinary.readouterr().out
    path = tmp_path / "audit.zip"
    await write_export(settings, ExportOptions("audit", team="TONE", **since), path)
    assert zipfile.is_zipfile(path)
    for options, out in (
        (ExportOptions("changes"), None),
        (ExportOptions("changes", team="TNONE"), None),
        (ExportOptions("secrets", team="TONE"), None),
        (ExportOptions("audit", team="TONE"), None),
        (ExportOptions("audit", team="TONE"), path),
        (ExportOptions("changes", "xml", team="TONE"), None),
        (ExportOptions("changes", team="TONE", since="yesterday"), None),
        (ExportOptions("changes", team="TONE", channel="C404"), None),
    ):
        with pytest.raises(UserError):
            await write_export(settings, options, out)
