"""Home pages that are hard to read: hubs, redirects, other hosts, PDF, data of scripts."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from test_finding import NOON, Site

from clausewatch.catalogue.site_search import find_policies
from tests.clausewatch.catalogue.footers import HOME, LANGUAGES, Said
from tests.local_search import run_here


@dataclass(frozen=True)
class Hard:
    """A site, and where its policies are."""

    pages: dict[str, str]
    privacy: str
    terms: str
    moves: tuple[tuple[str, str], ...] = ()
    decoys: tuple[str, ...] = ()


def page(body: str, lang: str) -> str:
    """A page with what every home page has besides."""
    menu = "<nav><a href='/'>Brillo</a><a href='/pricing'>Pricing</a><a href='/blog'>Blog</a></nav>"
    return f"<!doctype html><html lang={lang}><body>{menu}<h1>Brillo</h1>{body}</body></html>"


def only_a_hub(said: Said) -> Hard:
    """The footer names a list of policies and nothing else."""
    hub = f"<ul><li><a href='pp'>{said.privacy}</a><li><a href='tos'>{said.terms}</a></ul>"
    home = "<footer><a href='/legal/'>Legal</a><a href='/about'>About</a></footer>"
    return Hard({HOME: page(home, said.language), f"{HOME}legal/": page(hub, said.language)},
                f"{HOME}legal/pp", f"{HOME}legal/tos")  # fmt: skip


def led_to_a_country(said: Said) -> Hard:
    """The home page leads to the visitor's country, and links are relative to that."""
    there = f"{HOME}{said.language}-xx/start/"
    links = f"<a href='../legal/1'>{said.privacy}</a> <a href='../legal/2'>{said.terms}</a>"
    return Hard({there: page(f"<div class=links>{links}</div>", said.language)},
                f"{HOME}{said.language}-xx/legal/1", f"{HOME}{said.language}-xx/legal/2",
                moves=((HOME, there),))  # fmt: skip


def of_the_owner(said: Said) -> Hard:
    """Policies stand on the domain of the owner, whose name is another one."""
    owner = "https://www.harbourgroup.example/companies/brillo"
    links = f"<li><a href='{owner}/a'>{said.privacy}</a><li><a href='{owner}/b'>{said.terms}</a>"
    return Hard({HOME: page(f"<footer><ul>{links}</ul></footer>", said.language)},
                f"{owner}/a", f"{owner}/b")  # fmt: skip


def as_pdf(said: Said) -> Hard:
    """Policies are files, the words that name them stand around with their size."""
    links = (
        f"<p class=small><a href='/files/1.pdf'>{said.privacy} (PDF)</a> · "
        f"<a href='/files/2.pdf'>{said.terms} (PDF, 120 kB)</a></p>"
    )
    return Hard({HOME: page(links, said.language)}, f"{HOME}files/1.pdf", f"{HOME}files/2.pdf")


def in_data_of_scripts(said: Said) -> Hard:
    """A footer that is drawn later: addresses at which no word says what they are."""
    data = {"props": {"footer": [
        {"title": said.privacy, "url": "/p/98121"}, {"title": said.terms, "url": "/p/98122"},
        {"title": "Logo", "url": "/img/logo.svg"},
    ]}}  # fmt: skip
    script = f"<script id=__DATA__ type=application/json>{json.dumps(data)}</script>"
    return Hard({HOME: page(f"<div id=root></div>{script}", said.language)},
                f"{HOME}p/98121", f"{HOME}p/98122")  # fmt: skip


def in_a_based_menu(said: Said) -> Hard:
    """A base element, a menu in the page's head, images with titles, and a sentence that lies."""
    body = (
        "<base href='https://www.brillo.example/site/'><p>Our <a href='blog/1'>view on privacy"
        " </a></p><ul class=menu>"
        f"<li><a href='d/1' title='{said.privacy}'><img src=x.png></a>"
        f"<li><a href='d/2'><i class=icon></i><span>{said.terms}</span></a></ul>"
    )
    return Hard({HOME: page(body, said.language)}, f"{HOME}site/d/1", f"{HOME}site/d/2",
                decoys=(f"{HOME}site/blog/1",))  # fmt: skip


SHAPES: tuple[Callable[[Said], Hard], ...] = (
    only_a_hub, led_to_a_country, of_the_owner, as_pdf, in_data_of_scripts, in_a_based_menu,
)  # fmt: skip


async def test_policies_are_found_on_hard_home_pages() -> None:
    """On every shape in every language: both are among the offers in 95% of them."""
    missed = []
    for said in LANGUAGES:
        for shape in SHAPES:
            hard = shape(said)
            found = await find_policies(
                Site(dict(hard.pages), dict(hard.moves)), run_here, HOME, NOON
            )
            privacy = {o.url for o in found.links if o.kind.key == "privacy"}
            terms = {o.url for o in found.links if o.kind.key == "terms"}
            offered = {o.url for o in found.links}
            is_found = hard.privacy in privacy and hard.terms in terms
            if not is_found or offered & set(hard.decoys):
                missed.append((said.language, shape.__name__, sorted(offered)))
    assert len(missed) <= 0.05 * len(LANGUAGES) * len(SHAPES), missed
