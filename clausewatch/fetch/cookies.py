"""Cookies as browsers take them: RFC 6265 section 5.2, which forgives what its grammar forbids.

The parser of the standard library drops a whole line at an attribute or a character that it does
not know, and a host that waits for its cookie then redirects for ever.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that a host sets."""

    domain: str
    """The host itself, or with a leading dot a domain whose hosts all get it."""
    name: str
    value: str
    is_deleted: bool = False
    """The host takes it back."""


def parse_cookie(line: str, host: str) -> Cookie | None:
    """Return the cookie of a Set-Cookie header; None if it names nothing."""
    pair, *attributes = line.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    name, value = name.strip(), value.strip()
    if not (name or value) or any(ord(character) < ord(" ") for character in name + value):
        return None
    named = {key.strip().lower(): text.strip() for key, _, text in _split(attributes)}
    domain = named.get("domain", "").lstrip(".").lower()
    is_shared = bool(domain) and is_within(host, f".{domain}") and "." in domain
    return Cookie(
        domain=f".{domain}" if is_shared else host,
        name=name,
        value=value,
        is_deleted=named.get("max-age", "").startswith(("0", "-")),
    )


def _split(attributes: list[str]) -> list[tuple[str, str, str]]:
    return [attribute.partition("=") for attribute in attributes]


def is_within(host: str, domain: str) -> bool:
    """Return whether a cookie of that domain is sent to the host."""
    if not domain.startswith("."):
        return host == domain
    return host == domain[1:] or host.endswith(domain)
