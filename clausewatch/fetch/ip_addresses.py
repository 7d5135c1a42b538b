"""Public and non-public IP addresses, from the IANA special-purpose address registries.

`ipaddress.is_global` does not suffice: it accepts 6to4, NAT64 and some multicast addresses, each of
which can lead into a private network.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

METADATA_ADDRESSES = frozenset({"169.254.169.254", "169.254.170.2", "100.100.100.200",
                                "192.0.0.192", "168.63.129.16", "fd00:ec2::254",
                                "fd20:ce::254"})  # fmt: skip
"""Addresses where clouds serve credentials: refused regardless of the settings."""


def _parse_blocks(rows: Iterable[tuple[str, str]]) -> tuple[tuple[Network, str], ...]:
    return tuple((ip_network(block), label) for block, label in rows)


PRIVATE_BLOCKS = _parse_blocks(
    (
        ("127.0.0.0/8", "a loopback address"),
        ("10.0.0.0/8", "a private address"),
        ("172.16.0.0/12", "a private address"),
        ("192.168.0.0/16", "a private address"),
        ("100.64.0.0/10", "an address behind carrier-grade NAT"),
        ("::1/128", "a loopback address"),
        ("fc00::/7", "a private address"),
    )
)
"""Blocks that ALLOW_PRIVATE_ADDRESSES allows."""

SPECIAL_BLOCKS = _parse_blocks(
    (
        ("0.0.0.0/8", "an unspecified address"),
        ("169.254.0.0/16", "a link-local address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::ffff:0:0/96", "an IPv4-mapped IPv6 address"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a NAT64 address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "an address for documentation"),
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
"""The only block of IPv6 from which public addresses are allocated."""


@lru_cache(maxsize=1024)
def explain_not_public(address: IpAddress, *, allow_private: bool = False) -> str | None:
    """Return the kind of an address that must not be fetched from, or None for any other.

    Cached, because each address is checked when it is resolved and when its socket is made.
    """
    if str(address) in METADATA_ADDRESSES:
        return "the metadata service of a cloud"
    for network, label in PRIVATE_BLOCKS:
        if address in network:
            return None if allow_private else label
    for network, label in SPECIAL_BLOCKS:
        if address in network:
            return label
    if isinstance(address, IPv6Address) and address not in GLOBAL_V6:
        return "a reserved address"
    return None
