"""What may help with a document that cannot be read: found and offered, never taken.

Looked for where a document is to be told of as not read, and at no other time.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.checks.pipeline import Ports
from clausewatch.notifications.events import (
    BecameUnreadable,
    BrowserRemedy,
    FirstReadFailed,
    OtherPage,
    Remedy,
)

MISSING = frozenset({"gone", "hub", "home", "error", "redirect", "other-document", "empty"})
"""What stands at the address is not the document: it may stand elsewhere on the site."""
UNDRAWN = frozenset({"script-shell", "empty", "embed"})
"""The page may have to be built by its scripts."""
MOST_REMEDIES = 3
MOST_URL_CHARS = 1_000
"""A button has to hold it."""


async def suggest_remedies(
    due: DueDocument, outcome: CheckOutcome, ports: Ports, now: datetime
) -> CheckOutcome:
    """Return an outcome with what may help, where it tells of a document that was not read."""
    trouble = outcome.state.unreadable
    if trouble is None or not outcome.events:
        return outcome
    remedies: tuple[Remedy, ...] = ()
    if trouble.code in MISSING and ports.search is not None:
        found = await ports.search(due.pages[0].url, now)
        remedies = _choose_pages(found.links, due)
    if trouble.code in UNDRAWN and not remedies and not due.document.access.needs_browser:
        if trouble.code == "script-shell" and not ports.renders:
            return _add_remedies(outcome, (BrowserRemedy.INSTALL,))
        remedies = (BrowserRemedy.RENDER,) if ports.renders else ()
    return _add_remedies(outcome, remedies)


def _choose_pages(offers: Sequence[PolicyLink], due: DueDocument) -> tuple[Remedy, ...]:
    """Return the surest pages of the document's own kind; without any, the surest of each."""
    own = [offer for offer in offers if offer.kind.name == due.document.kind]
    policies = [offer for offer in own or offers if not offer.is_hub] or list(offers)
    best = {offer.kind: offer for offer in reversed(policies)} if not own else {}
    chosen = own or list(reversed(best.values()))
    taken = {page.url.rstrip("/") for page in due.pages}
    urls = [
        offer
        for offer in chosen
        if offer.url.rstrip("/") not in taken and len(offer.url) <= MOST_URL_CHARS
    ]
    return tuple(OtherPage(offer.kind.name, offer.url) for offer in urls[:MOST_REMEDIES])


def _add_remedies(outcome: CheckOutcome, remedies: tuple[Remedy, ...]) -> CheckOutcome:
    events = tuple(
        replace(event, remedies=remedies)
        if isinstance(event, FirstReadFailed | BecameUnreadable)
        else event
        for event in outcome.events
    )
    return replace(outcome, events=events)
