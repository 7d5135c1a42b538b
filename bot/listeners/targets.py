"""What a channel asks to watch: platforms by name, domain or address, with their documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.listeners.call import Call
from bot.listeners.platforms import Known, resolve
from bot.messages.answers import Problem
from bot.messages.escape import code, mrkdwn
from clausewatch.catalogue.cleaning import cue_of
from clausewatch.catalogue.kinds import BY_KEY
from clausewatch.errors import Forbidden
from clausewatch.fetch import Guard
from clausewatch.model import CataloguedDocument, Platform
from clausewatch.store import NewDocument

DEFAULT_KINDS = (BY_KEY["privacy"].name, BY_KEY["terms"].name)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A platform to watch with the documents asked for."""

    key: str
    name: str
    documents: tuple[NewDocument, ...]
    is_private: bool = False


async def target(
    call: Call, name: str, kinds: Sequence[str] | None, template: str
) -> Target | Problem:
    """Return what to watch for one name or address; None as kinds means the usual documents."""
    if "://" in name or _is_scheme(name):
        return await _by_address(call, name, kinds, template)
    known = await resolve(call, name, template)
    if isinstance(known, Problem):
        return known
    return _of_known(call, known, kinds or known.kinds or None)


def _is_scheme(name: str) -> bool:
    return SCHEME.match(name) is not None and " " not in name.partition(":")[2][:1]


def _of_known(call: Call, known: Known, kinds: Sequence[str] | None) -> Target | Problem:
    platform = known.platform or call.house.catalogue.by_key(known.key)
    if platform is None:
        return Target(known.key, known.name, (), is_private=True)
    chosen = chosen_documents(platform, kinds)
    if not chosen:
        have = ", ".join(mrkdwn(d.kind, 60) for d in platform.documents) or "none"
        return Problem(
            f"The catalogue has none of those documents for {mrkdwn(platform.name, 80)}; it has:"
            f" {have}. Any other can be added by its address."
        )
    return Target(platform.key, platform.name, tuple(NewDocument(d.kind, d.urls) for d in chosen))


def chosen_documents(
    platform: Platform, kinds: Sequence[str] | None
) -> tuple[CataloguedDocument, ...]:
    """Return the documents of those kinds; with None the usual two, or all where it has neither."""
    wanted = DEFAULT_KINDS if kinds is None else tuple(kinds)
    found = tuple(d for d in platform.documents if d.kind in wanted)
    return found or (platform.documents if kinds is None else ())


async def _by_address(
    call: Call, url: str, kinds: Sequence[str] | None, template: str
) -> Target | Problem:
    refusal = refused(url, is_private_allowed=call.house.is_private_allowed)
    if refusal is not None:
        return Problem(refusal)
    parts = urlsplit(url)
    host = parts.netloc.casefold().removeprefix("www.")
    platform = call.house.catalogue.by_domain(parts.hostname or host)
    if parts.path.strip("/") == "" and not parts.query:
        if platform is not None:
            return _of_known(call, Known(platform.key, platform.name, platform), kinds)
        return Problem(
            f"{mrkdwn(url, 200)} is a home page that the catalogue does not know; send the address"
            f" of the policy itself, such as its privacy page: {code(template.format('https://…'))}"
        )
    if platform is None:
        return Target(host, host, (NewDocument(kind_of(url, kinds), (url,)),), is_private=True)
    return _document_of(platform, url, kinds)


def _document_of(platform: Platform, url: str, kinds: Sequence[str] | None) -> Target:
    """Return the catalogue's document at that address, or one of this workspace's own."""
    for known in platform.documents:
        if url in known.urls:
            return Target(platform.key, platform.name, (NewDocument(known.kind, known.urls),))
    document = NewDocument(kind_of(url, kinds), (url,))
    return Target(platform.key, platform.name, (document,), is_private=True)


def kind_of(url: str, kinds: Sequence[str] | None) -> str:
    """Return the kind that was given for an address, or the one that its words suggest."""
    if kinds:
        return kinds[0]
    suggested = cue_of(url) or BY_KEY["other"]
    return suggested.name


def refused(url: str, *, is_private_allowed: bool) -> str | None:
    """Return why an address cannot be watched, or None; names are judged when they are fetched."""
    try:
        Guard(allow_private=is_private_allowed).parsed(url)
    except Forbidden as fault:
        return f"{mrkdwn(fault.url, 120)} cannot be watched: {mrkdwn(fault.reason, 300)}."
    return None
