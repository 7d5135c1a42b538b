"""Which addresses are public: tables of the special-purpose blocks, and one question to ask.

The blocks are those of the IANA special-purpose address registries. `ipaddress.is_global` is not
asked: it lets 6to4, NAT64 and some multicast through, and each of them can lead inwards.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

METADATA = frozenset({"169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192",
                      "168.63.129.16", "fd00:ec2::254", "fd20:ce::254"})  # fmt: skip
"""Where clouds hand out credentials: refused whatever the settings say."""


def _table(rows: Iterable[tuple[str, str]]) -> tuple[tuple[Network, str], ...]:
    return tuple((ip_network(block), what) for block, what in rows)


OWN = _table(
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
"""Blocks that ALLOW_PRIVATE_ADDRESSES opens."""

NEVER = _table(
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
        ("::ffff:0:0/96", "an IPv4 address in IPv6 clothing"),
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
"""The only part of IPv6 that is given out; all else is reserved."""


@lru_cache(maxsize=1024)
def why_not_public(address: IpAddress, *, allow_private: bool = False) -> str | None:
    """Return what kind of address it is where it must not be fetched from, or None.

    Remembered: each is judged when its name is resolved and again where the socket is made.
    """
    if str(address) in METADATA:
        return "the address of a cloud's metadata service"
    for network, what in OWN:
        if address in network:
            return None if allow_private else what
    for network, what in NEVER:
        if address in network:
            return what
    if isinstance(address, IPv6Address) and address not in GLOBAL_V6:
        return "a reserved address"
    return None
