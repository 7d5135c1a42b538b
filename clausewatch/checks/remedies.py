"""What may help with an unreadable document: offered to people, never applied.

Remedies are looked for only when a document is reported as unreadable.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.checks.ports import Ports
from clausewatch.notifications.events import (
    BecameUnreadable,
    BrowserRemedy,
    FirstReadFailed,
    OtherPage,
    Remedy,
)

MISSING = frozenset({"gone", "hub", "home", "error", "redirect", "other-document", "empty"})
"""The URL does not show the document, which may be elsewhere on the site."""
SCRIPTED = frozenset({"script-shell", "empty", "embed"})
"""The page may need its scripts to show anything."""
MAX_PAGES = 3
MAX_URL_CHARACTERS = 1_000
"""A button's value must hold it."""


async def suggest_remedies(
    due: DueDocument, outcome: CheckOutcome, ports: Ports, now: datetime
) -> CheckOutcome:
    """Return the outcome; if it reports an unreadable document, with what may help."""
    trouble = outcome.state.unreadable
    if trouble is None or not outcome.events:
        return outcome
    remedies: tuple[Remedy, ...] = ()
    if trouble.code in MISSING and ports.search is not None:
        found = await ports.search(due.pages[0].url, now)
        remedies = _choose_pages(found.links, due)
    if trouble.code in SCRIPTED and not remedies and not due.document.access.needs_browser:
        if ports.renders:
            remedies = (BrowserRemedy.RENDER,)
        elif trouble.code == "script-shell":
            remedies = (BrowserRemedy.INSTALL,)
    return _add_remedies(outcome, remedies)


def _choose_pages(links: Sequence[PolicyLink], due: DueDocument) -> tuple[Remedy, ...]:
    """Return the likeliest pages of the document's kind, or else the likeliest of each kind."""
    own = [link for link in links if link.kind.name == due.document.kind]
    if own:
        candidates = own
    else:
        policies = [link for link in links if not link.is_hub] or list(links)
        best = {link.kind: link for link in reversed(policies)}
        candidates = list(reversed(best.values()))
    watched = {page.url.rstrip("/") for page in due.pages}
    usable = [
        link
        for link in candidates
        if link.url.rstrip("/") not in watched and len(link.url) <= MAX_URL_CHARACTERS
    ]
    return tuple(OtherPage(link.kind.name, link.url) for link in usable[:MAX_PAGES])


def _add_remedies(outcome: CheckOutcome, remedies: tuple[Remedy, ...]) -> CheckOutcome:
    events = tuple(
        replace(event, remedies=remedies)
        if isinstance(event, FirstReadFailed | BecameUnreadable)
        else event
        for event in outcome.events
    )
    return replace(outcome, events=events)
