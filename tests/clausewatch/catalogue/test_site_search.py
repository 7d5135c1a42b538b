"""A search finds the policies of a site from its home page or from a dead URL."""

import gzip
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausewatch.catalogue.site_files import parse_sitemap, rank_sitemaps, read_metadata
from clausewatch.catalogue.site_search import MAX_REQUESTS, find_policies, list_home_pages
from clausewatch.errors import Refused
from tests.clausewatch.catalogue.fake_site import (
    NOON,
    SHELL,
    SITE,
    FakeSite,
    list_urls,
    make_page,
    make_sitemap,
)
from tests.clausewatch.catalogue.home_pages import HOME, make_home_pages
from tests.local_search import run_here


async def test_policies_are_found_on_many_home_pages() -> None:
    """On 95% of at least 40 home pages the search finds both policies."""
    pages = make_home_pages()
    missed = []
    for page in pages:
        search = await find_policies(FakeSite({HOME: page.body}), run_here, HOME, NOON)
        if page.privacy not in list_urls(search, "privacy") or page.terms not in list_urls(
            search, "terms"
        ):
            missed.append(page.name)
    assert len(pages) >= 40
    assert len(missed) <= 0.05 * len(pages), missed


async def test_hubs_are_read() -> None:
    """A link that only the legal centre has is found, with the URL of that page."""
    site = FakeSite(
        {
            f"{SITE}/": make_page(Legal="/legal", Jobs="/jobs"),
            f"{SITE}/legal": make_page(
                Privacy_Policy="/legal/p", Terms="/legal/t", Subprocessors="/legal/s"
            ),
        }
    )
    search = await find_policies(site, run_here, SITE, NOON)
    assert list_urls(search, "privacy") == [f"{SITE}/legal/p"]
    assert list_urls(search, "terms") == [f"{SITE}/legal/t"]
    (link,) = [link for link in search.links if link.kind.key == "subprocessors"]
    assert link.found_on == f"{SITE}/legal"
    assert site.requested == [f"{SITE}/", f"{SITE}/legal"]


async def test_a_dead_url_is_searched_on_its_site() -> None:
    """The new URL is found, and the old one is not."""
    site = FakeSite(
        {f"{SITE}/": make_page(Privacy_Policy="/trust/privacy", Terms_of_Service="/trust/t")}
    )
    search = await find_policies(site, run_here, f"{SITE}/old/privacy.html", NOON)
    assert list_urls(search, "privacy") == [f"{SITE}/trust/privacy"]
    assert search.fault is None


async def test_a_hub_itself_is_read_first() -> None:
    """The URL of a legal centre needs no home page."""
    site = FakeSite({f"{SITE}/legal/": make_page(Privacy_Policy="privacy", Terms_of_Use="terms")})
    search = await find_policies(site, run_here, f"{SITE}/legal/", NOON)
    assert list_urls(search, "privacy") == [f"{SITE}/legal/privacy"]
    assert site.requested[0] == f"{SITE}/legal/"
    assert f"{SITE}/" not in site.requested


async def test_the_home_page_of_the_domain_is_read() -> None:
    """A dead page of a help desk leads to the company's own site."""
    site = FakeSite({"https://quay.example/": make_page(Privacy_Policy="/p", Terms="/t")})
    search = await find_policies(site, run_here, "https://help.quay.example/articles/1", NOON)
    assert list_urls(search, "privacy") == ["https://quay.example/p"]


async def test_metadata_helps_with_an_empty_shell() -> None:
    """If scripts build the footer, the site's metadata names its policies."""
    metadata = json.dumps({"op_policy_uri": "/privacy", "op_tos_uri": f"{SITE}/terms"})
    site = FakeSite({f"{SITE}/": SHELL, f"{SITE}/.well-known/openid-configuration": metadata})
    search = await find_policies(site, run_here, SITE, NOON)
    assert list_urls(search, "privacy") == [f"{SITE}/privacy"]
    assert list_urls(search, "terms") == [f"{SITE}/terms"]


async def test_security_txt_names_the_disclosure_policy() -> None:
    """The policy is of the kind `security`."""
    text = f"Contact: mailto:a@b.example\nPolicy: {SITE}/security/vdp\n"
    site = FakeSite({f"{SITE}/": SHELL, f"{SITE}/.well-known/security.txt": text})
    search = await find_policies(site, run_here, SITE, NOON)
    assert list_urls(search, "security") == [f"{SITE}/security/vdp"]


SITEMAP = make_sitemap(
    "/", "/pricing", "/legal/privacy-policy", "/terms-of-service", "/blog/our-privacy"
)
INDEX = (
    '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    f"<sitemap><loc>{SITE}/post-sitemap.xml</loc></sitemap>"
    f"<sitemap><loc>{SITE}/page-sitemap.xml</loc></sitemap></sitemapindex>"
)
SITEMAPS: dict[str, dict[str, str | bytes]] = {
    "at the usual path": {"/sitemap.xml": SITEMAP},
    "named by robots.txt": {"/robots.txt": f"Sitemap: {SITE}/maps/a.xml", "/maps/a.xml": SITEMAP},
    "compressed": {"/sitemap.xml": gzip.compress(SITEMAP.encode())},
    "an index of sitemaps": {"/sitemap.xml": INDEX, "/page-sitemap.xml": SITEMAP},
    "a plain list": {"/sitemap.xml": f"{SITE}/privacy-policy\n{SITE}/terms-of-service\n"},
}


@pytest.mark.parametrize("name", SITEMAPS)
async def test_a_sitemap_helps_with_an_empty_shell(name: str) -> None:
    """URLs that name a policy are found, and those of articles are not."""
    pages = {f"{SITE}/": SHELL} | {SITE + path: body for path, body in SITEMAPS[name].items()}
    search = await find_policies(FakeSite(pages), run_here, SITE, NOON)
    assert len(list_urls(search, "privacy")) == 1
    assert list_urls(search, "privacy")[0].endswith("privacy-policy")
    assert list_urls(search, "terms") == [f"{SITE}/terms-of-service"]


async def test_a_refusal_is_the_fault_of_the_search() -> None:
    """The search finds no links and makes few requests."""
    site = FakeSite({}, is_refusing=True)
    search = await find_policies(site, run_here, SITE, NOON)
    assert search.links == ()
    assert isinstance(search.fault, Refused)
    assert len(site.requested) <= MAX_REQUESTS


async def test_a_search_is_bounded() -> None:
    """A site with endless hubs and sitemaps costs no more requests than another."""
    endless = "".join(f"<sitemap><loc>{SITE}/m{n}.xml</loc></sitemap>" for n in range(999))
    pages: dict[str, str | bytes] = {
        f"{SITE}/": make_page(**{f"Legal_{n}": f"/legal/{n}" for n in range(50)}),
        f"{SITE}/sitemap.xml": f"<sitemapindex>{endless}</sitemapindex>",
    }
    pages |= {f"{SITE}/legal/{n}": make_page(Legal=f"/legal/{n + 50}") for n in range(50)}
    site = FakeSite(pages)
    await find_policies(site, run_here, SITE, NOON)
    assert len(site.requested) <= MAX_REQUESTS
    assert len(site.requested) == len(set(site.requested))


HOMES = {
    "https://a.example": ("https://a.example/",),
    "https://a.example/x": ("https://a.example/x", "https://a.example/"),
    "https://www.a.example/x": ("https://www.a.example/x", "https://www.a.example/"),
    "https://b.a.example/": ("https://b.a.example/", "https://a.example/"),
    "http://127.0.0.1:8000/x": ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/"),
}


@pytest.mark.parametrize("url", HOMES)
def test_home_pages_of_a_url(url: str) -> None:
    """The URL, the home page of its host, and that of its domain."""
    assert list_home_pages(url) == HOMES[url]


@given(st.binary(max_size=300))
@example(b"<:")
def test_invalid_files_raise_nothing(body: bytes) -> None:
    """Bytes that are no sitemap and no metadata are ignored."""
    assert parse_sitemap(body)[0] == () or body.lstrip().startswith(b"<")
    read_metadata(body, SITE)


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    """A hostile sitemap cannot fill the memory or read a file."""
    hostile = (
        '<!DOCTYPE u [<!ENTITY a "https://x.example/privacy"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>&a;</loc></url><url><loc>&f;</loc></url></urlset>"
    )
    assert parse_sitemap(hostile.encode()) == ((), ())


def test_sitemaps_are_ranked_by_name() -> None:
    """Sitemaps of pages come before those of posts."""
    sitemaps = [f"{SITE}/{name}.xml" for name in ("post-sitemap", "sitemap-1", "page-sitemap")]
    assert rank_sitemaps(sitemaps) == [sitemaps[2], sitemaps[1], sitemaps[0]]


async def test_a_fault_of_one_page_does_not_fail_the_search() -> None:
    """The home page is available although the URL is dead."""
    site = FakeSite({f"{SITE}/": make_page(Privacy="/p", Terms="/t")})
    search = await find_policies(site, run_here, f"{SITE}/gone", NOON)
    assert search.fault is None
    assert search.pages == (f"{SITE}/",)


async def test_the_list_of_subprocessors_is_found_in_the_agreement() -> None:
    """A list that only the DPA links to is found, and a DPA that only the policy links to."""
    site = FakeSite(
        {
            f"{SITE}/": make_page(Privacy_Policy="/privacy", Terms="/terms"),
            f"{SITE}/privacy": make_page(Data_Processing_Addendum="/dpa", Jobs="/jobs"),
            f"{SITE}/dpa": make_page(List_of_Subprocessors="/trust/subprocessors"),
        }
    )
    search = await find_policies(site, run_here, SITE, NOON)
    assert list_urls(search, "dpa") == [f"{SITE}/dpa"]
    assert list_urls(search, "subprocessors") == [f"{SITE}/trust/subprocessors"]


async def test_a_trust_centre_is_searched_as_a_hub() -> None:
    """A trust centre lists what the home page does not."""
    site = FakeSite(
        {
            f"{SITE}/": make_page(Privacy_Policy="/p", Terms="/t", Trust_Centre="/trust"),
            f"{SITE}/trust": make_page(Subprocessors="/trust/subprocessors"),
        }
    )
    search = await find_policies(site, run_here, SITE, NOON)
    assert list_urls(search, "subprocessors") == [f"{SITE}/trust/subprocessors"]
