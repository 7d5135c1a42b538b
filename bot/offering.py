"""What a site's own pages offer, as an answer to choose from: pure, for the listeners."""

from urllib.parse import urlsplit

from bot.listeners.parsing import rebuilt
from bot.messages.answers import MOST_BUTTONS, Choice, Problem
from bot.messages.escape import mrkdwn
from clausewatch.catalogue.discover import Offer
from clausewatch.catalogue.finding import Found
from clausewatch.catalogue.kinds import BY_KEY

FIRST = ("privacy", "terms")
"""Kinds whose best offer is shown before everything else."""


def offered(found: Found, url: str, kind: str = "") -> Problem:
    """Return what was found at a home page, or in the place of a dead address, to choose from.

    With a `kind` (its name in words) the offers of that kind come first. Nothing is watched before
    somebody chooses.
    """
    shown = mrkdwn(url, 200)
    if not found.offers:
        if found.fault is not None:
            reason = mrkdwn(found.fault.reason, 300)
            return Problem(f"{shown} was not read: {reason}.")
        return Problem(
            f"No policies are named on {shown} or in its files; open it in a browser and send the"
            " address of the policy itself."
        )
    chosen = _chosen(found, kind)
    listed = "\n".join(
        f"• {offer.kind.name}{' (a list of policies)' if offer.is_hub else ''}: "
        f"{mrkdwn(offer.url, 200)}"
        for offer in chosen
    )
    return Problem(f"Found on {shown}; choose what to watch:\n{listed}", _choices(chosen))


def _chosen(found: Found, kind: str) -> list[Offer]:
    """Return at most as many offers as there are buttons, the best of the likeliest kinds first."""
    wanted = [*found.of_kind(kind)[:2]]
    firsts = [offer for key in FIRST for offer in found.of_kind(BY_KEY[key].name)[:1]]
    bests = {offer.kind.key: offer for offer in reversed(found.offers) if not offer.is_hub}
    others = [offer for offer in found.offers if bests.get(offer.kind.key) is offer]
    hubs = [offer for offer in found.offers if offer.is_hub]
    ordered = dict.fromkeys([*wanted, *firsts, *others, *hubs])
    return list(ordered)[:MOST_BUTTONS]


def _choices(offers: list[Offer]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            f"{offer.kind.name}: {urlsplit(offer.url).path or '/'}",
            offer.url,
            rebuilt("watch", [offer.url], {"docs": offer.kind.name}),
        )
        for offer in offers
    )
