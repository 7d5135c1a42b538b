"""Forbidden URLs: private addresses, odd URLs, and redirects that lead there."""

from datetime import datetime

import pytest

from clausewatch.errors import Forbidden
from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts, UrlGuard
from clausewatch.model.pages import PageRequest
from tests.clausewatch.fetch.fetch_site import Names, Site, fault

FORBIDDEN_URLS = [
    ("file:///etc/passwd", "file: URLs are not fetched"),
    ("ftp://policies.example/x", "ftp: URLs are not fetched"),
    ("javascript:alert(1)", "javascript: URLs are not fetched"),
    ("policies.example/privacy", "use an http or https URL"),
    ("", "use an http or https URL"),
    ("https://", "no valid host name"),
    ("https://user:secret@policies.example/", "without them"),
    ("https://policies.example:22/", "port 22"),
    ("https://policies.example:6667/", "port 6667"),
    ("https://policies.example:99999/", "not a URL"),
    ("https://policies.example\\@127.0.0.1/", "backslashes"),
    ("https://policies.example/a\r\nHost: x", "spaces"),
    ("https://policies.example/" + "a" * 5000, "longer than"),
    ("https://policies%2eexample/", "no valid host name"),
    ("http://localhost/", "private network"),
    ("http://wiki/", "private network"),
    ("http://wiki.corp.internal./", "private network"),
    ("http://127.0.0.1/", "loopback"),
    ("http://127.1/", "disguised IP address"),
    ("http://2130706433/", "disguised IP address"),
    ("http://0x7f.0.0.1/", "disguised IP address"),
    ("http://0177.0.0.1/", "not a URL"),
    ("http://10.1.2.3/", "private address"),
    ("http://172.20.0.1/", "private address"),
    ("http://192.168.1.1/", "private address"),
    ("http://100.64.0.1/", "carrier-grade NAT"),
    ("http://169.254.169.254/latest/meta-data", "metadata service"),
    ("http://169.254.10.10/", "link-local"),
    ("http://0.0.0.0/", "unspecified"),
    ("http://224.0.0.1/", "multicast"),
    ("http://255.255.255.255/", "reserved"),
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "unspecified"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fe80::1%25eth0]/", ""),
    ("http://[fd12::1]/", "private address"),
    ("http://[ff02::1]/", "multicast"),
    ("http://[::ffff:127.0.0.1]/", "IPv4-mapped"),
    ("http://[::127.0.0.1]/", "reserved"),
    ("http://[2002:7f00:1::]/", "6to4"),
    ("http://[64:ff9b::7f00:1]/", "NAT64"),
    ("http://[2001:0:1::1]/", "Teredo"),
    ("http://[fec0::1]/", "site-local"),
    ("http://①②⑦.0.0.1/", ""),
]


@pytest.mark.parametrize(("url", "words"), FORBIDDEN_URLS)
async def test_a_forbidden_url_is_never_requested(url: str, words: str, now: datetime) -> None:
    """The guard refuses it before anything is sent; the error is permanent and has a reason."""
    async with Fetcher(
        FetchOptions(user_agent="Clausewatch/0.1"), FetchPorts(resolver=Names())
    ) as fetch:
        error = await fault(fetch, url, now)
    assert type(error) is Forbidden
    assert not error.transient
    assert words in error.reason
    assert "secret" not in str(error)


@pytest.mark.parametrize("port", [80, 443, 8443])
def test_listed_ports_are_allowed(port: int) -> None:
    """80 and 443 are those of the web, and FETCH_PORTS adds others."""
    guard = UrlGuard(ports=frozenset({80, 443, 8443}))
    assert guard.parse(f"https://policies.example:{port}/x").path == "/x"


@pytest.mark.parametrize("port", [1024, 3306, 6379, 8080, 9200, 27017])
def test_other_ports_of_public_hosts_are_refused(port: int) -> None:
    """Databases and caches listen there; the reason names the setting."""
    with pytest.raises(Forbidden, match=f"port {port} .* FETCH_PORTS"):
        UrlGuard().parse(f"https://policies.example:{port}/")
    assert UrlGuard(allow_private=True).parse(f"http://wiki:{port}/").port == port


@pytest.mark.parametrize("port", [22, 25, 6667])
def test_ports_of_other_protocols_are_refused_everywhere(port: int) -> None:
    """Browsers refuse them, too: no setting is offered."""
    with pytest.raises(Forbidden) as caught:
        UrlGuard(allow_private=True).parse(f"http://wiki:{port}/")
    assert "FETCH_PORTS" not in caught.value.reason


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8/", "https://[2606:4700::1111]/", "https://bücher.example/"]
)
def test_public_urls_are_allowed(url: str) -> None:
    """Public addresses and international names pass the guard."""
    assert UrlGuard().parse(url).host in url


def test_parsed_urls_are_cached_per_guard() -> None:
    """One guard's results do not affect another, and refusals are not cached as successes."""
    url, lax, strict = "http://127.0.0.1/privacy", UrlGuard(allow_private=True), UrlGuard()
    assert lax.parse(url) is lax.parse(url)
    for _ in range(2):
        with pytest.raises(Forbidden, match="loopback"):
            strict.parse(url)


INWARD = {
    "loopback": ("127.0.0.1",),
    "mapped": ("::ffff:127.0.0.1",),
    "private": ("10.0.0.7", "192.168.0.7"),
    "metadata": ("169.254.169.254",),
}


@pytest.mark.parametrize("addresses", INWARD.values(), ids=INWARD.keys())
async def test_a_name_with_private_addresses_is_refused_at_connect_time(
    site: Site, now: datetime, addresses: tuple[str, ...]
) -> None:
    """No connection is made to a public-looking name with private addresses."""
    site.shows("/privacy")
    names = Names(rebound_example=addresses)
    options = FetchOptions(user_agent="Clausewatch/0.1", ports=frozenset({site.port}))
    async with Fetcher(options, FetchPorts(resolver=names)) as fetch:
        error = await fault(fetch, site.url("/privacy", "rebound.example"), now)
    assert type(error) is Forbidden
    assert "rebound.example resolves to" in error.reason
    assert site.seen == []


async def test_only_the_allowed_addresses_of_a_name_are_used(site: Site, now: datetime) -> None:
    """A name with a forbidden and an allowed address is reached at the allowed one."""
    site.shows("/privacy")
    names = Names(two_example=("169.254.169.254", "127.0.0.1"))
    options = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)
    async with Fetcher(options, FetchPorts(resolver=names)) as fetcher:
        await fetcher(PageRequest(site.url("/privacy", "two.example")), now)
    assert site.paths == ["/privacy"]


async def test_a_literal_address_is_checked_when_its_socket_is_made(
    site: Site, now: datetime
) -> None:
    """A literal address that passes the URL rules and skips the resolver is still refused."""
    site.shows("/privacy")
    async with Fetcher(FetchOptions(user_agent="Clausewatch/0.1")) as fetch:
        fetch._guard = UrlGuard(allow_private=True)
        error = await fault(fetch, site.url("/privacy"), now)
    assert type(error) is Forbidden
    assert "127.0.0.1 is a loopback address" in error.reason
    assert site.seen == []


TARGETS = [
    ("http://127.0.0.1/admin", "loopback"),
    ("//169.254.169.254/latest", "metadata"),
    ("file:///etc/passwd", "file: URLs"),
    ("http://2130706433/", "disguised IP address"),
    ("https://a:b@policies.example/", "without them"),
]


@pytest.mark.parametrize(("target", "words"), TARGETS)
async def test_a_redirect_to_a_forbidden_url_is_not_followed(
    site: Site, fetch: Fetcher, now: datetime, target: str, words: str
) -> None:
    """Every redirect passes the same guard as the first URL."""
    site.moves("/p", target, 301)
    # Connections to the loopback site stay allowed; URLs are checked strictly.
    fetch._guard = UrlGuard(ports=frozenset({site.port}))
    error = await fault(fetch, site.url("/p", "policies.example"), now)
    assert type(error) is Forbidden
    assert "redirects" in error.reason
    assert words in error.reason
    assert site.paths == ["/p"]


async def test_a_redirect_to_a_name_with_private_addresses_is_not_followed(
    site: Site, now: datetime
) -> None:
    """The addresses of a redirect's target are checked at connect time too."""
    site.moves("/p", site.url("/q", "inner.example"))
    names = Names(inner_example=("169.254.169.254",))
    options = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)
    async with Fetcher(options, FetchPorts(resolver=names)) as fetch:
        error = await fault(fetch, site.url("/p"), now)
    assert type(error) is Forbidden
    assert "inner.example resolves to" in error.reason
