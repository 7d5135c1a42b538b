"""What a site's own pages offer, as an answer to choose from: pure, for the listeners."""

from urllib.parse import urlsplit

from bot.slack.listeners.command_line import format_line
from bot.slack.listeners.watch_options import Wish
from bot.slack.messages.answers import MAX_BUTTONS, Choice, Problem
from bot.slack.messages.escape import escape_copyable
from clausewatch.catalogue.canonical_names import parse_host
from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.site_search import SiteSearch

FIRST_KINDS = ("privacy", "terms")
"""Kinds whose best offer is shown before everything else."""
MAX_LISTED = 12


def offer_policies(found: SiteSearch, url: str, wish: Wish) -> Problem:
    """Return what was found at a home page, to choose from; offers of the kinds asked for first.

    Nothing is watched before somebody chooses.
    """
    shown = escape_copyable(url, 200)
    if not found.links:
        if found.fault is not None:
            reason = escape_copyable(found.fault.reason, 300)
            return Problem(f"{shown} was not read: {reason}.")
        return Problem(
            f"No policies are named on {shown} or in its files; open it in a browser and send the"
            " address of the policy itself."
        )
    chosen = _order_offers(found, wish.kinds or ())
    listed = "\n".join(
        f"• {offer.kind.name}{' (a list of policies)' if offer.is_hub else ''}: "
        f"{escape_copyable(offer.url, 200)}"
        for offer in chosen[:MAX_LISTED]
    )
    sentence = f"Found on {shown}; choose what to watch:\n{listed}"
    return Problem(sentence, tuple(_build_choices(chosen, url, wish))[:MAX_BUTTONS])


def _order_offers(found: SiteSearch, kinds: tuple[str, ...]) -> list[PolicyLink]:
    """Return the best of each kind, the likeliest kinds first, and then the lists of policies."""
    firsts = [*kinds, *(KINDS_BY_KEY[key].name for key in FIRST_KINDS)]
    bests = {offer.kind.name: offer for offer in reversed(found.links) if not offer.is_hub}
    first = [bests[kind] for kind in firsts if kind in bests]
    hubs = [offer for offer in found.links if offer.is_hub]
    return list(dict.fromkeys([*first, *reversed(bests.values()), *hubs]))


def _build_choices(offers: list[PolicyLink], home: str, wish: Wish) -> list[Choice]:
    """Return a button for the usual two together, and one for each offer."""
    pair = [o for key in FIRST_KINDS for o in offers if o.kind.key == key and not o.is_hub]
    both = [_build_choice("Privacy policy and terms", pair, home, wish)] if len(pair) > 1 else []
    if wish.kinds:
        both = []
    return both + [
        _build_choice(f"{o.kind.name}: {urlsplit(o.url).path or '/'}", [o], home, wish)
        for o in offers
    ]


def _build_choice(label: str, offers: list[PolicyLink], home: str, wish: Wish) -> Choice:
    """Return a choice that watches just these pages, as what the home page is called."""
    options = dict(wish.options) | {"docs": ", ".join(offer.kind.name for offer in offers)}
    options.setdefault("name", wish.name or parse_host(home) or home)
    urls = [offer.url for offer in offers]
    return Choice(label, urls[0], format_line("watch", urls, options))
