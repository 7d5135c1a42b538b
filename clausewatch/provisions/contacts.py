"""Finds the e-mail address or form that a document names for a purpose, and never invents one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from clausewatch.model.reading import Reading

Links = Sequence[tuple[str, str]]
"""Text and URL of each link."""

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
NO_CONTACT = "the company (no contact is listed in the document)"
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
"""The local parts of e-mail addresses that serve each purpose, best first."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom people can write to about a provision."""

    general: str
    opt_out: str = NO_CONTACT
    """Where people opt out of the document's dispute rules."""


_SPECIAL_MAILBOX_WORDS = """
takedown dmca copyright abuse press media jobs career recruit invest sales optout opt-out arbitrat
namadr security
"""
_SPECIAL_MAILBOXES = tuple(_SPECIAL_MAILBOX_WORDS.split())
"""Parts of addresses that serve one purpose and no other."""
_AUTHORITY = re.compile(
    r"authorit(?:y|ies)|commission(?:er)?\b|regulator|ombuds|attorney general|arbitrator|mediat",
    re.IGNORECASE,
)
_REPRESENTATIVE = re.compile(r"\brepresentative\b|\bgdpr-?rep|datarep", re.IGNORECASE)
_FORMS_BY_PURPOSE = {
    "privacy": re.compile(
        r"privacy (?:cent|request|form|rights|portal|choices)|data (?:request|rights)|dsar|"
        r"personal.data.request|(?:rights?|deletion|objection) request|ask.ppq",
        re.IGNORECASE,
    ),
    "copyright": re.compile(r"copyright|dmca|infring", re.IGNORECASE),
}
_INFORMATION_PAGE = re.compile(
    r"guideline|polic(?:y|ies)|notice|report\b|terms|learn more", re.IGNORECASE
)
"""Links to pages that inform and have no form."""
_CONTACT_PAGE = re.compile(
    r"contact|web ?form|\bform\b|support|help.?cent|request|customer service", re.IGNORECASE
)
_INVITATION = re.compile(
    r"contact|reach|writ|exercise|submit|request|question|ask us|complain|support", re.IGNORECASE
)
_CONTEXT_CHARS = 160
"""Characters before an address that show whose it is."""


@dataclass(frozen=True, slots=True)
class _Email:
    address: str
    position: int
    is_own: bool
    """It belongs to the page's domain, or to the domain of most addresses in the document."""
    context: str
    """The words before it."""

    def rank_for(self, purpose: str) -> tuple[int, bool, int] | None:
        """Return how well it serves a purpose, lowest best; None if it does not."""
        local = self.address.partition("@")[0].casefold()
        levels = MAILBOXES_BY_PURPOSE[purpose]
        level = next(
            (n for n, words in enumerate(levels) if any(word in local for word in words)), None
        )
        address = self.address.casefold()
        if level is None and any(word in address for word in _SPECIAL_MAILBOXES):
            return None
        is_authority = not self.is_own and _AUTHORITY.search(self.context)
        if is_authority or (level != 0 and any(word in local for word in _SPECIAL_MAILBOXES)):
            return None
        is_representative = bool(_REPRESENTATIVE.search(f"{self.context} {self.address}"))
        if level is None and purpose == OPT_OUT:
            return None
        return (len(levels) if level is None else level), is_representative, self.position


def find_contact(reading: Reading, purpose: str, links: Links = (), url: str = "") -> str:
    """Return the e-mail address for a purpose, else a form, else `NO_CONTACT`."""
    ranked = [
        (rank, email.address)
        for email in _find_emails(reading, url)
        if (rank := email.rank_for(purpose)) is not None
    ]
    if ranked:
        return min(ranked)[1]
    return _find_form(reading, purpose, links) or NO_CONTACT


def find_email(text: str) -> str | None:
    """Return the first e-mail address in a quote."""
    match = EMAIL.search(text)
    return match[0].rstrip(".") if match else None


def _find_emails(reading: Reading, url: str) -> Iterator[_Email]:
    occurrences = [
        (match[0].rstrip("."), block.text[max(0, match.start() - _CONTEXT_CHARS) : match.start()])
        for block in reading.blocks
        for match in EMAIL.finditer(block.text)
    ]
    own_domains = _find_own_domains((address for address, _ in occurrences), url)
    seen: set[str] = set()
    for position, (address, context) in enumerate(occurrences):
        if address not in seen:
            seen.add(address)
            is_own = _cut_subdomains(address.partition("@")[2]) in own_domains
            yield _Email(address, position, is_own, context)


def _find_own_domains(addresses: Iterable[str], url: str) -> set[str]:
    counts = Counter(_cut_subdomains(address.partition("@")[2]) for address in addresses)
    repeated = {domain for domain, count in counts.most_common(1) if count > 1}
    return repeated | {_cut_subdomains(urlsplit(url).hostname or "")}


def _cut_subdomains(host: str) -> str:
    return ".".join(host.casefold().split(".")[-2:])


def _find_form(reading: Reading, purpose: str, links: Links) -> str:
    """Return the best linked form in a sentence that invites people to write, in words."""
    invitations = [block.text for block in reading.blocks if _INVITATION.search(block.text)]
    purpose_form = _FORMS_BY_PURPOSE.get(purpose)
    best: tuple[int, int, str] | None = None
    for position, (label, target) in enumerate(links):
        if _INFORMATION_PAGE.search(label):
            continue
        label_and_target = f"{label} {target}"
        if purpose_form is not None and purpose_form.search(label_and_target):
            level = 0
        elif _CONTACT_PAGE.search(label_and_target):
            level = 1
        else:
            continue
        # A link of the menu is on the page, but not in the document.
        least_chars = len(label) + _CONTEXT_CHARS // 4
        if any(label in text and len(text) > least_chars for text in invitations):
            form = (level, position, f"the company through {target} (“{label}”)")
            best = min(best, form) if best else form
    return best[2] if best else ""
