"""Normalises names and hosts, so that what people type matches what is on record."""

import tomllib
import unicodedata
from importlib.resources import files
from urllib.parse import urlsplit

_HOSTS = tomllib.loads((files("clausewatch") / "data/platforms_hosts.toml").read_text("utf-8"))
SECOND_LEVEL_LABELS = frozenset(_HOSTS["second_levels"])
HOSTING_DOMAINS = frozenset(_HOSTS["hosting"])
SHARED_HOSTS = frozenset(_HOSTS["shared"])
DEAD_HOSTS = frozenset(_HOSTS["dead"])

_ASCII_SEPARATORS = {code: None for code in range(128) if not chr(code).isalnum()}


def fold_name(text: str) -> str:
    """Return letters and digits only, without case and accents, for comparing names.

    The store keeps names in this form (`store/platform_names.py`): another form needs a migration.
    """
    if text.isascii():
        return text.lower().translate(_ASCII_SEPARATORS)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def make_slug(name: str) -> str:
    """Return the key of a platform: lower-case words joined by hyphens."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split())


def parse_host(text: str) -> str:
    """Return the host of a URL or a bare domain, without `www.`; empty if there is none."""
    url = text.strip()
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def find_registrable_domain(host: str) -> str:
    """Return the part of a host that one owner registers: `a.example.co.uk` → `example.co.uk`."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host  # An IP address has no domain.
    if ".".join(labels[-2:]) in HOSTING_DOMAINS:
        return ".".join(labels[-3:])
    is_second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL_LABELS  # noqa: PLR2004
    return ".".join(labels[-3:] if is_second else labels[-2:])


def is_shared_host(host: str) -> bool:
    """Return whether documents of unrelated owners are at the host."""
    return any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS)
