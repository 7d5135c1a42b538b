"""The policies that a site links to, as an answer to choose from. Pure."""

from urllib.parse import urlsplit

from bot.slack.listeners.command_line import format_line
from bot.slack.listeners.watch_options import WatchOptions
from bot.slack.messages.answers import MAX_BUTTONS, Choice, Problem
from bot.slack.messages.escape import escape_copyable
from bot.slack.messages.formats import format_kind
from clausewatch.catalogue.canonical_names import parse_host
from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.model.documents import title_kind

FIRST_KINDS = ("privacy", "terms")
"""Keys of the kinds whose best link comes first."""
MAX_LISTED = 12


def offer_policies(search: SiteSearch, url: str, options: WatchOptions) -> Problem:
    """Return the links found from a home page, those of the kinds asked for first.

    Nothing is watched until someone chooses.
    """
    home_page = escape_copyable(url, 200)
    if not search.links:
        if search.fault is not None:
            reason = escape_copyable(search.fault.reason, 300)
            return Problem(f"I couldn't open {home_page}: {reason}.")
        return Problem(f"I found no policies on {home_page}. Paste the URL of the policy itself.")
    links = _order_links(search, options.kinds or ())
    lines = "\n".join(
        f"• {format_kind(link.kind.name)}{' (a list of policies)' if link.is_hub else ''}: "
        f"{escape_copyable(link.url, 200)}"
        for link in links[:MAX_LISTED]
    )
    sentence = f"Policies on {home_page}. Choose what to watch:\n{lines}"
    return Problem(sentence, tuple(_build_choices(links, url, options))[:MAX_BUTTONS])


def _order_links(search: SiteSearch, kinds: tuple[str, ...]) -> list[PolicyLink]:
    """Return the best link of each kind, the likeliest kinds first, then the lists of policies."""
    first_kinds = [*kinds, *(KINDS_BY_KEY[key].name for key in FIRST_KINDS)]
    best_links = {link.kind.name: link for link in reversed(search.links) if not link.is_hub}
    first_links = [best_links[kind] for kind in first_kinds if kind in best_links]
    hubs = [link for link in search.links if link.is_hub]
    return list(dict.fromkeys([*first_links, *reversed(best_links.values()), *hubs]))


def _build_choices(links: list[PolicyLink], home: str, options: WatchOptions) -> list[Choice]:
    """Return a button for policy, terms and list of subprocessors, and a button for each link."""
    choices = [
        _build_choice(
            f"{title_kind(link.kind.name)}: {urlsplit(link.url).path or '/'}", [link], home, options
        )
        for link in links
    ]
    first_links = [
        link for key in FIRST_KINDS for link in links if link.kind.key == key and not link.is_hub
    ]
    if options.kinds or len(first_links) < len(FIRST_KINDS):
        return choices
    lists = [link for link in links if link.kind.key == "subprocessors"][:1]
    kinds = [link.kind.name for link in (*first_links, *lists)]
    label = f"{', '.join(map(title_kind, kinds[:-1]))} and {title_kind(kinds[-1])}"
    return [_build_choice(label, [*first_links, *lists], home, options), *choices]


def _build_choice(label: str, links: list[PolicyLink], home: str, options: WatchOptions) -> Choice:
    """Return a choice that watches only these pages, under the name of the home page's host."""
    chosen = dict(options.typed) | {"docs": ", ".join(link.kind.name for link in links)}
    chosen.setdefault("name", options.name or parse_host(home) or home)
    urls = [link.url for link in links]
    return Choice(label, urls[0], format_line("watch", urls, chosen))
