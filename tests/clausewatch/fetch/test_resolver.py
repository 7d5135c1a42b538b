"""Names are looked up on few threads of their own, with a deadline, and shutdown does not wait."""

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address

import pytest

from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts
from clausewatch.fetch.resolver import NameResolver, _AddressInfos
from clausewatch.fetch.subresources import SubresourceFetcher
from clausewatch.model.pages import PageRequest
from tests.clausewatch.fetch.fetch_site import Site, fault

OPTIONS = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)


@dataclass
class Slow:
    """A system whose look-ups block until they are released."""

    released: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def __call__(self, host: str, port: int, family: socket.AddressFamily) -> _AddressInfos:
        """Block, then answer with loopback."""
        del family
        self.threads.append(threading.current_thread())
        if host.startswith("slow"):
            self.released.wait()
        address = ("127.0.0.1", port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]


async def test_slow_names_leave_the_default_executor_free() -> None:
    """No look-up runs on the executor's threads, which stay free despite many slow names."""
    slow = Slow()
    resolver = NameResolver(slow, max_threads=40)
    waiting = [asyncio.create_task(resolver.resolve(f"slow{n}.example", 80)) for n in range(40)]
    ours = await asyncio.to_thread(threading.current_thread)
    assert ours not in slow.threads
    assert all(thread.daemon for thread in slow.threads)
    slow.released.set()
    assert all(answer[0]["host"] == "127.0.0.1" for answer in await asyncio.gather(*waiting))
    assert len(slow.threads) == 40


async def test_only_so_many_names_are_looked_up_at_once() -> None:
    """A look-up keeps its slot for as long as the system works on it, even past the deadline."""
    slow = Slow()
    resolver = NameResolver(slow, max_threads=2, seconds=0.05)
    waiting = [resolver.resolve(f"slow{n}.example", 80) for n in range(5)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [TimeoutError] * 5
    assert len(slow.threads) == 2
    slow.released.set()
    resolver._seconds = 10
    assert await resolver.resolve("quick.example", 80)


async def test_a_slow_look_up_is_a_transient_error(now: datetime) -> None:
    """The reason is the time-out and not the spelling of the name."""
    slow = Slow()
    resolver = NameResolver(slow, seconds=0.05)
    async with Fetcher(OPTIONS, FetchPorts(resolver=resolver)) as fetch:
        error = await fault(fetch, "http://slow.example/p", now)
    assert "did not answer in time" in error.reason
    assert error.transient
    slow.released.set()


def unknown(host: str, port: int, family: socket.AddressFamily) -> _AddressInfos:
    """A system that knows no name and cannot even encode some."""
    if host.startswith("odd"):
        raise UnicodeError("label too long")
    raise socket.gaierror(socket.EAI_NONAME, f"{host} {port} {family}")


@pytest.mark.parametrize("host", ["odd.example", "no.example"])
async def test_an_unknown_name_is_an_os_error(host: str) -> None:
    """The slot of the look-up is free again."""
    resolver = NameResolver(unknown, max_threads=1)
    for _ in range(2):
        with pytest.raises(OSError, match=r"label too long|no\.example"):
            await resolver.resolve(host, 80)


async def test_the_systems_own_resolver_is_the_default(site: Site, now: datetime) -> None:
    """Both fetchers use it unless another is given, and its addresses are guarded too."""
    resolver = NameResolver()
    results = await resolver.resolve("localhost", site.port)
    assert all(ip_address(result["host"]).is_loopback for result in results)
    await resolver.close()
    site.shows("/p")
    async with Fetcher(OPTIONS) as fetch:
        page = await fetch(PageRequest(site.url("/p", "localhost"), ignore_robots=True), now)
    assert page.url
    async with SubresourceFetcher(OPTIONS) as subresources:
        response = await subresources.open_page().fetch(site.url("/p", "localhost"), {})
    assert response is not None
