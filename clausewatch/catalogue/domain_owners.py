"""Finds the domains of each platform from the hosts of its documents."""

from collections import Counter
from collections.abc import Mapping, Sequence

from clausewatch.catalogue.canonical_names import (
    find_registrable_domain,
    fold_name,
    is_shared_host,
    parse_host,
)

MAX_CLAIMS = 3
"""A domain that more platforms use belongs to none of them, unless one has its name."""


def assign_domains(
    hosts: Mapping[str, Sequence[str]], aliases: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the domains of each platform, most certain first, by the platform's folded name.

    A domain belongs to the platform that has its name, or that lists it among its aliases. The
    other platforms on the domain get only hosts that no one else uses (ads.example.com).
    """
    listed = _collect_listed_domains(aliases)
    claims: dict[str, set[str]] = {}
    users: dict[str, set[str]] = {}
    for platform, platform_hosts in hosts.items():
        for host in platform_hosts:
            if host and not is_shared_host(host):
                claims.setdefault(find_registrable_domain(host), set()).add(platform)
                users.setdefault(host, set()).add(platform)
    owners = {
        domain: _find_owners(domain, platforms, listed) for domain, platforms in claims.items()
    }
    result: dict[str, tuple[str, ...]] = {}
    for platform, platform_hosts in hosts.items():
        own = [domain for domain, owner in listed.items() if owner == platform]
        for host, _ in Counter(host for host in platform_hosts if host in users).most_common():
            domain = find_registrable_domain(host)
            is_only_user = len(users[host]) == 1 and host != domain
            if platform in owners[domain]:
                own.append(domain)
            elif is_only_user and listed.get(host, platform) == platform:
                own.append(host)
        result[platform] = tuple(dict.fromkeys(own))
    return result


def _collect_listed_domains(aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the domains among the aliases, each with the platform that lists it."""
    return {
        parse_host(alias): platform
        for platform, platform_aliases in aliases.items()
        for alias in platform_aliases
        if "." in alias and " " not in alias
    }


def _find_owners(domain: str, platforms: set[str], listed: Mapping[str, str]) -> set[str]:
    if domain in listed:
        return {listed[domain]}
    label = domain.partition(".")[0]
    namesakes = platforms & {fold_name(domain), fold_name(label)}
    if namesakes:
        return namesakes
    return platforms if len(platforms) <= MAX_CLAIMS else set()
