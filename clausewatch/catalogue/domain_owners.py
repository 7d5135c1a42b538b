"""Whose is a domain? Derived from where platforms keep their documents."""

from collections import Counter
from collections.abc import Mapping, Sequence

from clausewatch.catalogue.canonical_names import (
    find_registrable_domain,
    fold_name,
    is_shared_host,
    parse_host,
)

MAX_CLAIMS = 3
"""A domain that more platforms use than this, none of which is called like it, is nobody's."""


def assign_domains(
    hosts: Mapping[str, Sequence[str]], aliases: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return each platform's domains, surest first; platforms are given by their folded names.

    A domain that is called like one of the platforms on it, or is listed among its aliases, is
    that platform's; the others on it keep only hosts of their own (ads.example.com).
    """
    listed = _listed(aliases)
    claims: dict[str, set[str]] = {}
    users: dict[str, set[str]] = {}
    for mark, found in hosts.items():
        for host in found:
            if host and not is_shared_host(host):
                claims.setdefault(find_registrable_domain(host), set()).add(mark)
                users.setdefault(host, set()).add(mark)
    owners = {domain: _owners(domain, marks, listed) for domain, marks in claims.items()}
    result: dict[str, tuple[str, ...]] = {}
    for mark, found in hosts.items():
        own = [domain for domain, owner in listed.items() if owner == mark]
        for host, _ in Counter(host for host in found if host in users).most_common():
            domain = find_registrable_domain(host)
            if mark in owners[domain]:
                own.append(domain)
            elif len(users[host]) == 1 and host != domain and listed.get(host, mark) == mark:
                own.append(host)
        result[mark] = tuple(dict.fromkeys(own))
    return result


def _listed(aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the domains among the aliases with the platform that lists them."""
    found = {}
    for mark, others in aliases.items():
        for other in others:
            if "." in other and " " not in other:
                found[parse_host(other)] = mark
    return found


def _owners(domain: str, marks: set[str], listed: Mapping[str, str]) -> set[str]:
    if domain in listed:
        return {listed[domain]}
    label = domain.partition(".")[0]
    called = {mark for mark in marks if mark in {fold_name(domain), fold_name(label)}}
    if called:
        return called
    return marks if len(marks) <= MAX_CLAIMS else set()
