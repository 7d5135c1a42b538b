"""Bad requests get the right status and one sentence, and nothing leaks."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.web.archive import COURT, Archive, Browser, open_archive, open_site
from tests.patience import PATIENCE_SECONDS

LONG = "x" * 10_000
LEAKS = ("Traceback", "sqlite", "passwd", LONG[:300], "evil.example", ".py")
"""What no answer may repeat."""
REQUESTS = {
    "/change/CW-C-000999": 404,
    "/change/CW-P-000001": 404,
    "/change/CW-C-999999999999999": 404,
    "/change/CW-C-9999999999999999999999": 404,
    "/provision/CW-P-000000": 404,
    "/provision/1": 404,
    "/document/CW-D-00001/snapshot/" + "0" * 64: 404,
    "/document/CW-D-00001/snapshot/../../../etc/passwd": 404,
    "/platform/nobody": 404,
    "/platform/%00": 404,
    "/platform/..%2f..%2fetc%2fpasswd": 404,
    "/static/../site.py": 404,
    "/static/..%2fsite.py": 404,
    "/static/secret.css": 404,
    "//evil.example/": 404,
    "/clause/nothing_known": 404,
    "/clause/ai_training?position=none": 404,
    "/watchlist/C404": 404,
    "/change/CW-C-000001/edit/999": 404,
    "/?page=0": 400,
    "/?page=-1": 400,
    "/?page=x": 400,
    "/?page=9999999999999": 400,
    "/?page=99": 404,
    "/change/CW-C-000001?layout=sideways": 400,
    "/change/CW-C-000001?order=%00": 400,
    "/compare?clause=nothing_known": 400,
    "/compare?" + "&".join(f"clause=c{n}" for n in range(9)): 400,
    "/?q=" + "x" * 201: 400,
    f"/?q={LONG}": 414,
    f"/change/{LONG}": 414,
    f"/{LONG}": 414,
}


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A document that changed once."""
    async with open_archive(tmp_path) as records:
        number = await records.watch(records.one, "Pixelgarten")
        await records.read(number)
        await records.read(number, COURT)
        yield records


@pytest.fixture
async def browser(archive: Archive) -> AsyncIterator[Browser]:
    """A member of the first workspace."""
    async with open_site(archive) as opened:
        await opened.enter(archive.one, archive.now)
        yield opened


async def test_status_and_sentence(browser: Browser) -> None:
    """Each answer is a page with one sentence, and repeats nothing of the address."""
    # One site for all requests, because none of them changes it.
    wrong = {}
    for path, status in REQUESTS.items():
        page = await browser.get(path)
        sentence = page.text.partition("<h1>")[2].partition("</main>")[0]
        is_one_sentence = "No record to show" in sentence and sentence.count("<p>") == 1
        leaks = [leak for leak in LEAKS if leak in page.text]
        if page.status != status or not is_one_sentence or leaks:
            wrong[path[:80]] = (page.status, sentence, leaks)
    assert wrong == {}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_nothing_can_be_written(browser: Browser, method: str) -> None:
    """Any other method is refused."""
    page = await browser.get("/change/CW-C-000001", method=method)
    assert page.status == 405


async def test_head_and_range(browser: Browser) -> None:
    """HEAD answers as GET without a body; a range is not served in part."""
    page = await browser.get("/change/CW-C-000001", method="HEAD")
    assert (page.status, page.text) == (200, "")
    part = await browser.get("/change/CW-C-000001", headers={"Range": "bytes=0-10"})
    assert part.status == 200
    assert part.answer.headers["Accept-Ranges"] == "none"
    assert (await browser.get("/change/CW-C-000999", method="HEAD")).status == 404


async def test_headers_keep_pages_inert_and_unlisted(browser: Browser) -> None:
    """Every answer forbids scripts and styles in the page, frames, referrers and indexing."""
    for path in ("/", "/change/CW-C-000001", "/change/CW-C-000999", "/static/site.css", "/none"):
        headers = (await browser.get(path)).answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"].startswith("noindex")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in policy


async def test_a_database_that_is_gone(browser: Browser, archive: Archive) -> None:
    """The page says that records cannot be read, and nothing about the database."""
    async with archive.store.database.write() as connection:
        await connection.exec_driver_sql("alter table document rename to gone")
    page = await browser.get("/")
    assert page.status == 503
    assert "gone" not in page.text


async def test_a_line_that_no_server_parses(browser: Browser) -> None:
    """A request that is no HTTP gets status 400 and closes the connection."""
    port = int(browser.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /\x00\xff HTTP/9.9\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    writer.close()
    assert answer.split(b"\r\n")[0].endswith(b"400 Bad Request")
    assert b"Traceback" not in answer
