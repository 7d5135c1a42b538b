"""Whom a document names for a matter: its own address or form for it, never an invented one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from clausewatch.model.reading import Reading

Links = Sequence[tuple[str, str]]

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
NO_CONTACT = "the company (the document gives no address for it)"
OPT_OUT = "opt_out"
MAILBOXES_BY_PURPOSE: dict[str, tuple[tuple[str, ...], ...]] = {
    "privacy": (
        ("privacy", "dataprotection", "data-protection"),
        ("dpo", "gdpr", "datarights"),
        ("support", "help", "contact", "hello", "info"),
        ("legal",),
    ),
    "legal": (
        ("legal", "notices"),
        ("support", "help", "contact", "hello", "info"),
        ("privacy",),
    ),
    "account": (
        ("support", "help", "billing", "customercare", "service"),
        ("contact", "hello", "info"),
        ("legal", "privacy"),
    ),
    "copyright": (("copyright", "dmca", "takedown"), ("legal", "notices"), ("support",)),
    OPT_OUT: (("optout", "opt-out", "opt_out"),),
    "security": (("security",), ("support", "help"), ("privacy", "contact")),
}
"""Per matter the local parts that are meant for it, best first."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom to write to about a provision."""

    general: str
    opt_out: str = NO_CONTACT
    """Where the document takes opt-outs from its dispute rules."""


_NARROW = """
takedown dmca copyright abuse press media jobs career recruit invest sales optout opt-out arbitrat
namadr security
"""
_FOR_SOMETHING_ELSE = tuple(_NARROW.split())
"""An address for one purpose serves no other."""
_AUTHORITY = re.compile(
    r"authorit(?:y|ies)|commission(?:er)?\b|regulator|ombuds|attorney general|arbitrator|mediat",
    re.IGNORECASE,
)
_REPRESENTATIVE = re.compile(r"\brepresentative\b|\bgdpr-?rep|datarep", re.IGNORECASE)
_FORM = {
    "privacy": re.compile(
        r"privacy (?:cent|request|form|rights|portal|choices)|data (?:request|rights)|dsar|"
        r"personal.data.request|(?:rights?|deletion|objection) request|ask.ppq",
        re.IGNORECASE,
    ),
    "copyright": re.compile(r"copyright|dmca|infring", re.IGNORECASE),
}
_NO_FORM = re.compile(r"guideline|polic(?:y|ies)|notice|report\b|terms|learn more", re.IGNORECASE)
"""Pages to read, not to write to."""
_ASKING = re.compile(
    r"contact|web ?form|\bform\b|support|help.?cent|request|customer service", re.IGNORECASE
)
_INVITED = re.compile(
    r"contact|reach|writ|exercise|submit|request|question|ask us|complain|support", re.IGNORECASE
)
_AROUND = 160
"""Characters before an address that say whose it is."""


@dataclass(frozen=True, slots=True)
class _Address:
    address: str
    place: int
    is_own: bool
    """Of the domain that the document's addresses mostly have, or of its page."""
    around: str

    def rank(self, purpose: str) -> tuple[int, bool, int] | None:
        """Return how well it serves a purpose, lowest best; None where it does not."""
        local = self.address.partition("@")[0].casefold()
        wanted = MAILBOXES_BY_PURPOSE[purpose]
        level = next(
            (n for n, words in enumerate(wanted) if any(word in local for word in words)), None
        )
        if level is None and any(word in self.address.casefold() for word in _FOR_SOMETHING_ELSE):
            return None
        is_foreign = not self.is_own and _AUTHORITY.search(self.around)
        if is_foreign or (level != 0 and any(word in local for word in _FOR_SOMETHING_ELSE)):
            return None
        is_agent = bool(_REPRESENTATIVE.search(f"{self.around} {self.address}"))
        if level is None and purpose == OPT_OUT:
            return None
        return (len(wanted) if level is None else level), is_agent, self.place


def find_contact(reading: Reading, purpose: str, links: Links = (), url: str = "") -> str:
    """Return the address that the document names for a matter, else its form, else words for it."""
    found = list(_addresses(reading, url))
    ranked = [(rank, one.address) for one in found if (rank := one.rank(purpose)) is not None]
    if ranked:
        return min(ranked)[1]
    return _form(reading, purpose, links) or NO_CONTACT


def find_email(text: str) -> str | None:
    """Return the first address in a quote."""
    match = EMAIL.search(text)
    return match[0].rstrip(".") if match else None


def _addresses(reading: Reading, url: str) -> Iterator[_Address]:
    found = [
        (match[0].rstrip("."), block.text[max(0, match.start() - _AROUND) : match.start()])
        for block in reading.blocks
        for match in EMAIL.finditer(block.text)
    ]
    own = _own_domains((address for address, _ in found), url)
    seen: set[str] = set()
    for place, (address, around) in enumerate(found):
        if address not in seen:
            seen.add(address)
            yield _Address(address, place, _site(address.partition("@")[2]) in own, around)


def _own_domains(addresses: Iterable[str], url: str) -> set[str]:
    counted = Counter(_site(address.partition("@")[2]) for address in addresses)
    own = {site for site, count in counted.most_common(1) if count > 1}
    return own | {_site(urlsplit(url).hostname or "")}


def _site(host: str) -> str:
    return ".".join(host.casefold().split(".")[-2:])


def _form(reading: Reading, purpose: str, links: Links) -> str:
    """Return the page of a link within a sentence that invites people to write, best first."""
    inviting = [block.text for block in reading.blocks if _INVITED.search(block.text)]
    special = _FORM.get(purpose)
    best: tuple[int, int, str] | None = None
    for place, (words, target) in enumerate(links):
        if _NO_FORM.search(words):
            continue
        shown = f"{words} {target}"
        if special is not None and special.search(shown):
            level = 0
        elif _ASKING.search(shown):
            level = 1
        else:
            continue
        # a menu's link is on the page and not in the document
        if any(words in text and len(text) > len(words) + _AROUND // 4 for text in inviting):
            found = (level, place, f"the company through {target} (“{words}”)")
            best = min(best, found) if best else found
    return best[2] if best else ""
