"""What a channel asks to watch: platforms by name, domain or address, with their documents."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.listeners.call import Call
from bot.listeners.platforms import Known, resolve
from bot.messages.answers import Problem
from bot.messages.escape import code, mrkdwn
from clausewatch.catalogue.kinds import BY_KEY
from clausewatch.model import CataloguedDocument, Platform
from clausewatch.store import NewDocument

DEFAULT_KINDS = (BY_KEY["privacy"].name, BY_KEY["terms"].name)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
KIND_CUES = (
    ("privacy", "privacy"),
    ("data-processing", "dpa"),
    ("dpa", "dpa"),
    ("subprocessor", "subprocessors"),
    ("cookie", "cookies"),
    ("acceptable", "aup"),
    ("usage-polic", "aup"),
    ("guideline", "guidelines"),
    ("terms", "terms"),
    ("tos", "terms"),
    ("conditions", "terms"),
    ("legal", "legal"),
)
"""Words of an address to the key of a kind; the first that occurs counts."""


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
    words = url.partition("://")[2].partition("/")[2].casefold()
    return BY_KEY[next((key for cue, key in KIND_CUES if cue in words), "other")].name


def refused(url: str, *, is_private_allowed: bool) -> str | None:
    """Return why an address cannot be watched, or None; names are judged when they are fetched."""
    shown = mrkdwn(url, 120)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return f"{shown} is not an address; copy it again from the browser."
    if parts.scheme not in {"http", "https"}:
        return f"Only http and https addresses can be watched, not {shown}."
    if not host or len(url) > 2_000:  # noqa: PLR2004  # longer ones break links
        return f"{shown} is not an address; copy it again from the browser."
    if parts.username or parts.password:
        return "An address with a name or password in it is not watched; leave them out."
    if not is_private_allowed and _is_internal(host):
        return f"{shown} is an address inside this network; only public ones are watched."
    return None


def _is_internal(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".internal", ".local")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
