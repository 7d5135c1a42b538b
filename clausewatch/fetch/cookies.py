"""Cookies, parsed as browsers do (RFC 6265 section 5.2), more leniently than the RFC's grammar.

The parser of the standard library drops a whole line at an unknown attribute or character, and a
host that waits for its cookie then redirects for ever.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that a host sets."""

    domain: str
    """The host itself, or a domain with a leading dot, whose hosts all get the cookie."""
    name: str
    value: str
    is_deleted: bool = False
    """Whether the host deletes the cookie."""


def parse_cookie(line: str, host: str) -> Cookie | None:
    """Return the cookie in a Set-Cookie header, or None if it has neither name nor value."""
    pair, *attributes = line.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    name, value = name.strip(), value.strip()
    if not (name or value) or any(ord(character) < ord(" ") for character in name + value):
        return None
    values = _parse_attributes(attributes)
    domain = values.get("domain", "").lstrip(".").lower()
    is_shared = bool(domain) and is_within(host, f".{domain}") and "." in domain
    return Cookie(
        domain=f".{domain}" if is_shared else host,
        name=name,
        value=value,
        is_deleted=values.get("max-age", "").startswith(("0", "-")),
    )


def _parse_attributes(attributes: list[str]) -> dict[str, str]:
    pairs = (attribute.partition("=") for attribute in attributes)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def is_within(host: str, domain: str) -> bool:
    """Return whether the host gets the cookies of a domain."""
    if not domain.startswith("."):
        return host == domain
    return host == domain[1:] or host.endswith(domain)
