"""Unusual home pages: hubs, redirects, other hosts, PDF, data of scripts."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from clausewatch.catalogue.site_search import find_policies
from tests.clausewatch.catalogue.fake_site import NOON, FakeSite, list_urls
from tests.clausewatch.catalogue.home_pages import HOME, LANGUAGES, FooterLabels
from tests.local_search import run_here


@dataclass(frozen=True)
class UnusualSite:
    """A site, and the URLs of its policies."""

    pages: dict[str, str]
    privacy: str
    terms: str
    redirects: tuple[tuple[str, str], ...] = ()
    decoys: tuple[str, ...] = ()


def make_page(body: str, lang: str) -> str:
    """Return a page with the usual parts of a home page."""
    menu = "<nav><a href='/'>Brillo</a><a href='/pricing'>Pricing</a><a href='/blog'>Blog</a></nav>"
    return f"<!doctype html><html lang={lang}><body>{menu}<h1>Brillo</h1>{body}</body></html>"


def make_hub_only(labels: FooterLabels) -> UnusualSite:
    """Link only to a list of policies in the footer."""
    hub = f"<ul><li><a href='pp'>{labels.privacy}</a><li><a href='tos'>{labels.terms}</a></ul>"
    home = "<footer><a href='/legal/'>Legal</a><a href='/about'>About</a></footer>"
    return UnusualSite({HOME: make_page(home, labels.language),
                        f"{HOME}legal/": make_page(hub, labels.language)},
                f"{HOME}legal/pp", f"{HOME}legal/tos")  # fmt: skip


def make_country_redirect(labels: FooterLabels) -> UnusualSite:
    """Redirect to the visitor's country, with links relative to its page."""
    country = f"{HOME}{labels.language}-xx/start/"
    links = f"<a href='../legal/1'>{labels.privacy}</a> <a href='../legal/2'>{labels.terms}</a>"
    return UnusualSite({country: make_page(f"<div class=links>{links}</div>", labels.language)},
                f"{HOME}{labels.language}-xx/legal/1", f"{HOME}{labels.language}-xx/legal/2",
                redirects=((HOME, country),))  # fmt: skip


def make_owner_domain(labels: FooterLabels) -> UnusualSite:
    """Link to policies on the domain of an owner with another name."""
    owner = "https://www.harbourgroup.example/companies/brillo"
    links = (
        f"<li><a href='{owner}/a'>{labels.privacy}</a><li><a href='{owner}/b'>{labels.terms}</a>"
    )
    return UnusualSite({HOME: make_page(f"<footer><ul>{links}</ul></footer>", labels.language)},
                f"{owner}/a", f"{owner}/b")  # fmt: skip


def make_pdf_links(labels: FooterLabels) -> UnusualSite:
    """Link to policies as files, with format and size in the labels."""
    links = (
        f"<p class=small><a href='/files/1.pdf'>{labels.privacy} (PDF)</a> · "
        f"<a href='/files/2.pdf'>{labels.terms} (PDF, 120 kB)</a></p>"
    )
    return UnusualSite(
        {HOME: make_page(links, labels.language)}, f"{HOME}files/1.pdf", f"{HOME}files/2.pdf"
    )


def make_script_data(labels: FooterLabels) -> UnusualSite:
    """Have scripts build the footer, with URLs that name no policy."""
    data = {"props": {"footer": [
        {"title": labels.privacy, "url": "/p/98121"}, {"title": labels.terms, "url": "/p/98122"},
        {"title": "Logo", "url": "/img/logo.svg"},
    ]}}  # fmt: skip
    script = f"<script id=__DATA__ type=application/json>{json.dumps(data)}</script>"
    return UnusualSite({HOME: make_page(f"<div id=root></div>{script}", labels.language)},
                f"{HOME}p/98121", f"{HOME}p/98122")  # fmt: skip


def make_menu_with_base(labels: FooterLabels) -> UnusualSite:
    """Use a base element, a menu of images with titles, and a link to an article."""
    body = (
        "<base href='https://www.brillo.example/site/'><p>Our <a href='blog/1'>view on privacy"
        " </a></p><ul class=menu>"
        f"<li><a href='d/1' title='{labels.privacy}'><img src=x.png></a>"
        f"<li><a href='d/2'><i class=icon></i><span>{labels.terms}</span></a></ul>"
    )
    return UnusualSite({HOME: make_page(body, labels.language)},
                       f"{HOME}site/d/1", f"{HOME}site/d/2",
                decoys=(f"{HOME}site/blog/1",))  # fmt: skip


SHAPES: tuple[Callable[[FooterLabels], UnusualSite], ...] = (
    make_hub_only, make_country_redirect, make_owner_domain, make_pdf_links, make_script_data,
    make_menu_with_base,
)  # fmt: skip


async def test_policies_are_found_on_unusual_home_pages() -> None:
    """In 95% of all shapes and languages the search finds both policies."""
    missed = []
    for labels in LANGUAGES:
        for shape in SHAPES:
            site = shape(labels)
            search = await find_policies(
                FakeSite(dict(site.pages), dict(site.redirects)), run_here, HOME, NOON
            )
            privacy = set(list_urls(search, "privacy"))
            terms = set(list_urls(search, "terms"))
            urls = {link.url for link in search.links}
            is_found = site.privacy in privacy and site.terms in terms
            if not is_found or urls & set(site.decoys):
                missed.append((labels.language, shape.__name__, sorted(urls)))
    assert len(missed) <= 0.05 * len(LANGUAGES) * len(SHAPES), missed
