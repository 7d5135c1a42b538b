"""Cookies: what browsers send back, this sends back."""

from datetime import datetime

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.fetch import Fetcher
from clausewatch.fetch.cookies import is_within, parse_cookie
from clausewatch.model.pages import PageRequest, Snapshot
from tests.clausewatch.fetch.fetch_site import POLICY, Site

LINES = {
    "seen=1; Path=/; Secure; HttpOnly; Partitioned": "seen=1",
    "seen=1; SameParty; Priority=High; x": "seen=1",
    "seen[0]/a=1": "seen[0]/a=1",
    'state={"a":1,"b":"c"}; Path=/': 'state={"a":1,"b":"c"}',
    "name=with a blank": "name=with a blank",
    "name=\u00fc": "name=\u00fc",
    "=alone": "alone",
    "alone": "alone",
}


@pytest.mark.parametrize("line", LINES)
def test_what_browsers_take_is_taken(line: str) -> None:
    """Attributes and characters outside the grammar cost no cookie."""
    cookie = parse_cookie(line, "a.example")
    assert cookie is not None
    assert f"{cookie.name}={cookie.value}".removeprefix("=") == LINES[line]


@pytest.mark.parametrize("line", ["", ";Path=/", "=", "a=\x07b"])
def test_a_line_without_a_cookie_gives_none(line: str) -> None:
    """Nothing to send back is nothing to keep."""
    assert parse_cookie(line, "a.example") is None


@given(st.text(max_size=200))
def test_no_line_raises(line: str) -> None:
    """A cookie or None, whatever a host sends."""
    parse_cookie(line, "a.example")


def test_a_domain_is_shared_with_its_own_hosts_alone() -> None:
    """A host may set a cookie for its own domain, never for another or for a whole suffix."""
    shared = parse_cookie("a=1; Domain=b.example", "www.b.example")
    stolen = parse_cookie("a=1; Domain=c.example", "www.b.example")
    suffix = parse_cookie("a=1; Domain=example", "www.b.example")
    assert shared is not None
    assert is_within("id.b.example", shared.domain)
    assert not is_within("xb.example", shared.domain)
    assert stolen is not None
    assert stolen.domain == "www.b.example"
    assert suffix is not None
    assert suffix.domain == "www.b.example"


def test_a_cookie_can_be_taken_back() -> None:
    """An age of nothing deletes it."""
    cookie = parse_cookie("a=; Max-Age=0", "a.example")
    assert cookie is not None
    assert cookie.is_deleted


@pytest.mark.parametrize("line", [line for line in LINES if line.isascii()])
async def test_a_page_behind_its_cookie_is_read(
    site: Site, fetch: Fetcher, now: datetime, line: str
) -> None:
    """A host that redirects to itself until its cookie comes back shows the page."""

    async def wants_cookie(request: web.Request) -> web.Response:
        if request.headers.get("cookie") == LINES[line]:
            return web.Response(body=POLICY, content_type="text/html")
        return web.Response(status=302, headers={"location": "/privacy", "set-cookie": line})

    site.pages["/privacy"] = wants_cookie
    page = await fetch(PageRequest(site.url("/privacy")), now)
    assert isinstance(page, Snapshot)
    assert page.body == POLICY
