"""Sign-ins in progress: of one browser, once, for ten minutes, and back to this site only."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from yarl import URL

from bot.links.attempts import AttemptSigner, begin_attempt, keep_own_path
from tests.bot.web.archive import KEYS, Archive, Browser
from tests.bot.web.sign_in_site import CHANGE, begin, open_private_archive, open_sign_in, sign_in

FILE = b'--x\r\nContent-Disposition: form-data; name="proof"; filename="f"\r\n\r\n1\r\n--x--\r\n'
"""A file where the field is expected."""


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A document that only workspace one has, which changed."""
    async with open_private_archive(tmp_path) as records:
        yield records


async def test_only_the_browser_that_began_finishes(archive: Archive) -> None:
    """Another browser, another state, a second use, ten minutes later: begin again."""
    async with open_sign_in(archive) as (browser, fake):
        query = fake.authorize(await begin(browser))
        cookies = list(browser.session.cookie_jar)
        browser.session.cookie_jar.clear()
        for wrong in (query, "", "code=code-1", "code=code-1&state="):
            assert (await browser.get(f"/sign-in/done?{wrong}")).status == 400, wrong
        query = fake.authorize(await begin(browser))
        for wrong in (f"{query}x", query.replace("code=", "kode="), f"code={'c' * 3_000}&{query}"):
            assert (await browser.get(f"/sign-in/done?{wrong}")).status == 400, wrong
        done = await browser.get(f"/sign-in/done?{query}")
        assert done.status == 200
        assert (await browser.get(f"/sign-in/done?{query}")).status == 400
        query = fake.authorize(await begin(browser))
        archive.now += timedelta(minutes=10)
        assert (await browser.get(f"/sign-in/done?{query}")).status == 400
        assert cookies


async def test_a_code_is_redeemed_once(archive: Archive) -> None:
    """Slack refuses a code that was used, which is no sign-in."""
    async with open_sign_in(archive) as (browser, fake):
        query = fake.authorize(await begin(browser))
        fake.codes.clear()
        assert (await browser.get(f"/sign-in/done?{query}")).status == 502


async def test_a_cancelled_sign_in(archive: Archive) -> None:
    """The page says so and offers to sign in again; what Slack says is not repeated."""
    async with open_sign_in(archive) as (browser, fake):
        state = fake.authorize(await begin(browser)).rpartition("state=")[2]
        page = await browser.get(f"/sign-in/done?error=<b>access_denied&state={state}")
        assert (page.status, "cancelled in Slack" in page.text) == (403, True)
        assert "access_denied" not in page.text
        assert 'class="action"' in page.text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "evil", "",
     "/a\r\nSet-Cookie: x", "/\t/evil.example", f"/{'a' * 2_000}", "javascript:alert(1)"],
)  # fmt: skip
async def test_nobody_is_sent_to_another_site(archive: Archive, elsewhere: str) -> None:
    """What is no page of this site becomes the first page."""
    assert keep_own_path(elsewhere) == "/"
    async with open_sign_in(archive) as (browser, fake):
        page = await sign_in(browser, fake, elsewhere)
        assert page.answer.history[0].headers["Location"] == "/"
    assert keep_own_path(CHANGE) == CHANGE


@pytest.mark.parametrize(
    "own",
    ["/%2F%2Fevil.example", "/%5C%5Cevil.example", "/%0D%0ALocation:%20//evil.example",
     "/.//evil.example", "/..//evil.example", "/@evil.example", "/?to=//evil.example",
     "/#//evil.example", "/:80", "/évil"],
)  # fmt: skip
async def test_what_only_looks_like_another_site_stays_on_this_one(
    archive: Archive, own: str
) -> None:
    """Encoded or in a later part it is a path of this site, and no header of its own."""
    async with open_sign_in(archive) as (browser, fake):
        path = f"/sign-in/done?{fake.authorize(await begin(browser, own))}"
        async with browser.session.get(f"{browser.url}{path}", allow_redirects=False) as done:
            assert done.status == 303
            assert len(done.headers.getall("Location")) == 1
            home = URL("https://records.example/sign-in/done")
            assert home.join(URL(done.headers["Location"])).origin() == home.origin()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=nonsense", b"proof=x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"\xff"),
        ("application/x-www-form-urlencoded", b"proof=%ff%fe" + b"&a=b" * 5_000),
        ("multipart/form-data", b"proof=x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1"),
        ("multipart/form-data; boundary=x", FILE),
        ("application/x-www-form-urlencoded", b"proof=" + b"x" * 2_000_000),
    ],
)  # fmt: skip
async def test_a_malformed_form_signs_nobody_out(archive: Archive, kind: str, body: bytes) -> None:
    """It is refused in one sentence, and no fault of ours is logged."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        headers = {"Content-Type": kind}
        url = f"{browser.url}/sign-out"
        async with browser.session.post(url, data=BytesIO(body), headers=headers) as answer:
            assert answer.status in {403, 413}
        assert (await browser.get("/reviews")).status == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"Content-Encoding: deflate", 400),
        (b"Content-Encoding: gzip", 400),
        (b"Content-Encoding: br", 400),
        (b"Cookie: clausewatch_link=\xff", 403),
        (b"Cookie: clausewatch_link=\xed\xa0\x80.\xa0", 403),
        (b"Cookie: clausewatch_link=%ff\x80; clausewatch_sign_in=\xff", 403),
    ],
)
async def test_bytes_that_are_no_text_are_no_fault_of_ours(
    archive: Archive, header: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A body of another encoding and a cookie of any bytes are refused, and nothing is logged."""
    async with open_sign_in(archive) as (browser, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", URL(browser.url).port)
        lines = (b"POST /sign-out HTTP/1.1", b"Host: x", header, b"Content-Length: 7")
        writer.write(b"\r\n".join((*lines, b"Connection: close", b"", b"proof=x")))
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Security-Policy" in answer
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


@pytest.mark.parametrize(
    "query", ["state=%ff%fe", "state=%00", "state=%ED%A0%80", "state=é&code=é"]
)
async def test_a_malformed_return_is_refused(archive: Archive, query: str) -> None:
    """Bytes that are no text are no state."""
    async with open_sign_in(archive) as (browser, _):
        await begin(browser)
        assert (await browser.get(f"/sign-in/done?{query}")).status == 400


async def test_behind_https_cookies_are_of_this_host_alone(archive: Archive) -> None:
    """Nothing is sent in the clear, and another host of the domain cannot plant a sign-in.

    Browsers take a cookie `__Host-` only if it is secure, for all paths, and names no domain.
    """
    async with open_sign_in(archive, public_url="https://records.example") as (browser, fake):
        start = await ask(browser, "/sign-in?next=/reviews")
        (attempt,) = start.headers.getall("Set-Cookie")
        assert_host_cookie(attempt, "__Host-clausewatch_sign_in=", 600)
        path = f"/sign-in/done?{fake.authorize(start.headers['Location'])}"
        value = attempt.partition(";")[0]
        assert (await ask(browser, path, value.removeprefix("__Host-"))).status == 400
        done = await ask(browser, path, value)
        assert (done.status, done.headers["Location"]) == (303, "/reviews")
        gone, session = done.headers.getall("Set-Cookie")
        assert_host_cookie(gone, '__Host-clausewatch_sign_in="";', 0)
        assert_host_cookie(session, "__Host-clausewatch_link=", 43_200)
        value = session.partition(";")[0]
        assert (await ask(browser, "/reviews", value)).status == 200
        assert (await ask(browser, "/reviews", value.removeprefix("__Host-"))).status == 401


async def ask(browser: Browser, path: str, cookie: str = "") -> ClientResponse:
    """Ask as a browser behind HTTPS does, which this one is not."""
    headers = {"Cookie": cookie} if cookie else {}
    url = f"{browser.url}{path}"
    async with browser.session.get(url, headers=headers, allow_redirects=False) as answer:
        return answer


def assert_host_cookie(header: str, start: str, seconds: int) -> None:
    """Assert that browsers take a cookie with the prefix."""
    assert header.startswith(start)
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", f"Max-Age={seconds}"} <= set(
        header.split("; ")
    )
    assert "domain" not in header.casefold()


def test_attempts_are_of_this_site(archive: Archive) -> None:
    """Another key, an altered or a long value, and a link's token are no attempt."""
    attempt, signer = begin_attempt("/"), AttemptSigner(KEYS)
    value = signer.sign(attempt, archive.now)
    assert signer.verify(value, archive.now) == attempt
    other = AttemptSigner(("another key of nobody here",)).sign(attempt, archive.now)
    for wrong in ("", ".", value[:-1], f"x{value}", other, "a" * 5_000):
        assert signer.verify(wrong, archive.now) is None
    assert len({begin_attempt("/").state for _ in range(100)}) == 100
