"""From a home page, or an address that has died, to the policies that a person may choose from."""

import gzip
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausewatch.catalogue.site_files import parse_sitemap, rank_sitemaps, read_metadata
from clausewatch.catalogue.site_search import (
    MAX_REQUESTS,
    SiteSearch,
    find_policies,
    list_home_pages,
)
from clausewatch.errors import FetchError, Gone, Refused
from clausewatch.model.pages import PageRequest, Snapshot
from tests.clausewatch.catalogue.footers import HOME, homes
from tests.local_search import run_here

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "https://www.harbour.example"


@dataclass
class Site:
    """A web that has these pages and no others; what was asked for is remembered."""

    pages: dict[str, str | bytes]
    moves: dict[str, str] = field(default_factory=dict)
    refuses: bool = False
    asked: list[str] = field(default_factory=list)

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot:
        """Answer as a fetch would."""
        self.asked.append(request.url)
        if self.refuses:
            raise Refused(url=request.url, reason="the host refuses", transient=False)
        at = self.moves.get(request.url, request.url)
        if at not in self.pages:
            raise Gone(url=at, reason="the page is not there any more (404)", transient=False)
        body = self.pages[at]
        data = body.encode() if isinstance(body, str) else body
        return Snapshot(request.url, at, 200, (("content-type", "text/html"),), data, "", now)


def links(**named: str) -> str:
    """A page whose footer links to these."""
    listed = "".join(f"<a href='{url}'>{text.replace('_', ' ')}</a>" for text, url in named.items())
    return f"<html><body><p>Welcome.</p><footer>{listed}</footer></body></html>"


def urls(found: SiteSearch, key: str) -> list[str]:
    """The addresses offered for one kind, by its key."""
    return [offer.url for offer in found.links if offer.kind.key == key]


async def test_policies_are_found_from_home_pages_of_many_shapes() -> None:
    """On 40 written home pages and more, both policies are among the offers in 95% of them."""
    pages = homes()
    missed = []
    for home in pages:
        found = await find_policies(Site({HOME: home.body}), run_here, HOME, NOON)
        if home.privacy not in urls(found, "privacy") or home.terms not in urls(found, "terms"):
            missed.append(home.name)
    assert len(pages) >= 40
    assert len(missed) <= 0.05 * len(pages), missed


async def test_a_hub_is_followed() -> None:
    """What only the legal centre lists is offered, with where it was found."""
    site = Site(
        {
            f"{SITE}/": links(Legal="/legal", Jobs="/jobs"),
            f"{SITE}/legal": links(
                Privacy_Policy="/legal/p", Terms="/legal/t", Subprocessors="/legal/s"
            ),
        }
    )
    found = await find_policies(site, run_here, SITE, NOON)
    assert urls(found, "privacy") == [f"{SITE}/legal/p"]
    assert urls(found, "terms") == [f"{SITE}/legal/t"]
    (listed,) = [o for o in found.links if o.kind.key == "subprocessors"]
    assert listed.found_on == f"{SITE}/legal"
    assert site.asked == [f"{SITE}/", f"{SITE}/legal"]


async def test_a_dead_address_is_looked_for_on_its_site() -> None:
    """The new address is offered beside nothing of the old one."""
    site = Site({f"{SITE}/": links(Privacy_Policy="/trust/privacy", Terms_of_Service="/trust/t")})
    found = await find_policies(site, run_here, f"{SITE}/old/privacy.html", NOON)
    offered = [link for link in found.links if link.kind.key == "privacy"]
    assert [offer.url for offer in offered] == [f"{SITE}/trust/privacy"]
    assert found.fault is None


async def test_an_address_that_is_a_hub_itself_is_read_first() -> None:
    """A pasted legal centre needs no home page."""
    site = Site({f"{SITE}/legal/": links(Privacy_Policy="privacy", Terms_of_Use="terms")})
    found = await find_policies(site, run_here, f"{SITE}/legal/", NOON)
    assert urls(found, "privacy") == [f"{SITE}/legal/privacy"]
    assert site.asked == [f"{SITE}/legal/"]


async def test_the_owners_home_page_is_asked_from_another_host() -> None:
    """A help desk's dead page leads to the company's own site."""
    site = Site({"https://quay.example/": links(Privacy_Policy="/p", Terms="/t")})
    found = await find_policies(site, run_here, "https://help.quay.example/articles/1", NOON)
    assert urls(found, "privacy") == ["https://quay.example/p"]


SHELL = "<html><body><div id=root></div><script src=/app.js></script></body></html>"


async def test_a_shell_is_helped_by_what_the_site_declares() -> None:
    """Where scripts draw the footer, the site's metadata names its policies."""
    metadata = json.dumps({"op_policy_uri": "/privacy", "op_tos_uri": f"{SITE}/terms"})
    site = Site({f"{SITE}/": SHELL, f"{SITE}/.well-known/openid-configuration": metadata})
    found = await find_policies(site, run_here, SITE, NOON)
    assert urls(found, "privacy") == [f"{SITE}/privacy"]
    assert urls(found, "terms") == [f"{SITE}/terms"]


async def test_a_disclosure_policy_is_found_in_its_file() -> None:
    """security.txt names it."""
    text = f"Contact: mailto:a@b.example\nPolicy: {SITE}/security/vdp\n"
    site = Site({f"{SITE}/": SHELL, f"{SITE}/.well-known/security.txt": text})
    found = await find_policies(site, run_here, SITE, NOON)
    assert urls(found, "security") == [f"{SITE}/security/vdp"]


def urlset(*paths: str) -> str:
    """A sitemap."""
    listed = "".join(f"<url><loc>{SITE}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


MAP = urlset("/", "/pricing", "/legal/privacy-policy", "/terms-of-service", "/blog/our-privacy")
INDEX = (
    '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    f"<sitemap><loc>{SITE}/post-sitemap.xml</loc></sitemap>"
    f"<sitemap><loc>{SITE}/page-sitemap.xml</loc></sitemap></sitemapindex>"
)
SITEMAPS: dict[str, dict[str, str | bytes]] = {
    "where it usually lies": {"/sitemap.xml": MAP},
    "where robots.txt says": {"/robots.txt": f"Sitemap: {SITE}/maps/a.xml", "/maps/a.xml": MAP},
    "packed": {"/sitemap.xml": gzip.compress(MAP.encode())},
    "an index of them": {"/sitemap.xml": INDEX, "/page-sitemap.xml": MAP},
    "a plain list": {"/sitemap.xml": f"{SITE}/privacy-policy\n{SITE}/terms-of-service\n"},
}


@pytest.mark.parametrize("name", SITEMAPS)
async def test_a_shell_is_helped_by_its_sitemap(name: str) -> None:
    """Addresses that speak for themselves are offered, articles are not."""
    pages = {f"{SITE}/": SHELL} | {SITE + path: body for path, body in SITEMAPS[name].items()}
    found = await find_policies(Site(pages), run_here, SITE, NOON)
    assert len(urls(found, "privacy")) == 1
    assert urls(found, "privacy")[0].endswith("privacy-policy")
    assert urls(found, "terms") == [f"{SITE}/terms-of-service"]


async def test_a_host_that_refuses_is_said_to() -> None:
    """No offers, one reason, and not many requests."""
    site = Site({}, refuses=True)
    found = await find_policies(site, run_here, SITE, NOON)
    assert found.links == ()
    assert isinstance(found.fault, Refused)
    assert len(site.asked) <= MAX_REQUESTS


async def test_a_search_is_bounded() -> None:
    """A site of hubs and sitemaps without end costs no more than its share."""
    endless = "".join(f"<sitemap><loc>{SITE}/m{n}.xml</loc></sitemap>" for n in range(999))
    pages: dict[str, str | bytes] = {
        f"{SITE}/": links(**{f"Legal_{n}": f"/legal/{n}" for n in range(50)}),
        f"{SITE}/sitemap.xml": f"<sitemapindex>{endless}</sitemapindex>",
    }
    pages |= {f"{SITE}/legal/{n}": links(Legal=f"/legal/{n + 50}") for n in range(50)}
    site = Site(pages)
    await find_policies(site, run_here, SITE, NOON)
    assert len(site.asked) <= MAX_REQUESTS
    assert len(site.asked) == len(set(site.asked))


HOMES = {
    "https://a.example": ("https://a.example/",),
    "https://a.example/x": ("https://a.example/x", "https://a.example/"),
    "https://www.a.example/x": ("https://www.a.example/x", "https://www.a.example/"),
    "https://b.a.example/": ("https://b.a.example/", "https://a.example/"),
    "http://127.0.0.1:8000/x": ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/"),
}


@pytest.mark.parametrize("url", HOMES)
def test_home_pages_of_an_address(url: str) -> None:
    """The address, its home, and its owner's home where that is another."""
    assert list_home_pages(url) == HOMES[url]


@given(st.binary(max_size=300))
@example(b"<:")
def test_odd_files_offer_nothing_and_break_nothing(body: bytes) -> None:
    """What is no sitemap and no metadata is passed over."""
    assert parse_sitemap(body)[0] == () or body.lstrip().startswith(b"<")
    read_metadata(body, SITE)


def test_an_entity_of_a_sitemap_is_not_expanded() -> None:
    """A hostile sitemap cannot fill the memory or read a file."""
    evil = (
        '<!DOCTYPE u [<!ENTITY a "https://x.example/privacy"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>&a;</loc></url><url><loc>&f;</loc></url></urlset>"
    )
    assert parse_sitemap(evil.encode()) == ((), ())


def test_sitemaps_of_pages_come_before_those_of_posts() -> None:
    """The order in which they are worth a request."""
    named = [f"{SITE}/{name}.xml" for name in ("post-sitemap", "sitemap-1", "page-sitemap")]
    assert rank_sitemaps(named) == [named[2], named[1], named[0]]


async def test_a_fault_of_one_page_is_no_fault_of_the_search() -> None:
    """The home page answers though the address given breaks."""
    site = Site({f"{SITE}/": links(Privacy="/p", Terms="/t")})
    found = await find_policies(site, run_here, f"{SITE}/gone", NOON)
    assert found.fault is None
    assert not isinstance(found.links, FetchError)
    assert found.pages == (f"{SITE}/",)
