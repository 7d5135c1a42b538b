"""Names are looked up on threads of their own: few, with a deadline, and waited for by nobody."""

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address

import pytest

from clausewatch.fetch import Fetcher, FetchOptions, Ports
from clausewatch.fetch.resolver import NameResolver, _Infos
from clausewatch.fetch.subresources import Errands
from clausewatch.model.pages import PageRequest
from tests.clausewatch.fetch.fetch_site import Site, fault

OPTIONS = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)


@dataclass
class Slow:
    """A system whose look-ups block until they are let go."""

    go_on: threading.Event = field(default_factory=threading.Event)
    begun: list[threading.Thread] = field(default_factory=list)

    def __call__(self, host: str, port: int, family: socket.AddressFamily) -> _Infos:
        """Block, then answer with loopback."""
        del family
        self.begun.append(threading.current_thread())
        if host.startswith("slow"):
            self.go_on.wait()
        address = ("127.0.0.1", port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]


async def test_slow_names_keep_the_default_executor_free() -> None:
    """No look-up runs on its threads, whose work goes on beside many slow names."""
    slow = Slow()
    resolver = NameResolver(slow, most=40)
    waiting = [asyncio.create_task(resolver.resolve(f"slow{n}.example", 80)) for n in range(40)]
    ours = await asyncio.to_thread(threading.current_thread)
    assert ours not in slow.begun
    assert all(thread.daemon for thread in slow.begun)
    slow.go_on.set()
    assert all(answer[0]["host"] == "127.0.0.1" for answer in await asyncio.gather(*waiting))
    assert len(slow.begun) == 40


async def test_only_so_many_names_are_looked_up_at_once() -> None:
    """A place is held for as long as the system is at the name, also past the deadline."""
    slow = Slow()
    resolver = NameResolver(slow, most=2, seconds=0.05)
    waiting = [resolver.resolve(f"slow{n}.example", 80) for n in range(5)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [TimeoutError] * 5
    assert len(slow.begun) == 2
    slow.go_on.set()
    resolver._seconds = 10
    assert await resolver.resolve("quick.example", 80)


async def test_a_name_that_is_looked_up_too_long_is_said_to_be(now: datetime) -> None:
    """One sentence that does not speak of its spelling; it is asked again."""
    slow = Slow()
    resolver = NameResolver(slow, seconds=0.05)
    async with Fetcher(OPTIONS, Ports(resolver=resolver)) as fetch:
        error = await fault(fetch, "http://slow.example/p", now)
    assert "did not answer in time" in error.reason
    assert error.transient
    slow.go_on.set()


def unknown(host: str, port: int, family: socket.AddressFamily) -> _Infos:
    """A system that knows no name, and some not even as text."""
    if host.startswith("odd"):
        raise UnicodeError("label too long")
    raise socket.gaierror(socket.EAI_NONAME, f"{host} {port} {family}")


@pytest.mark.parametrize("host", ["odd.example", "no.example"])
async def test_a_name_that_is_not_known_is_an_error_of_the_system(host: str) -> None:
    """It is told on as one; the place is free again."""
    resolver = NameResolver(unknown, most=1)
    for _ in range(2):
        with pytest.raises(OSError, match=r"label too long|no\.example"):
            await resolver.resolve(host, 80)


async def test_the_systems_own_answer_is_read(site: Site, now: datetime) -> None:
    """Both doors to the web use it where no other is given; what it says is guarded as ever."""
    resolver = NameResolver()
    found = await resolver.resolve("localhost", site.port)
    assert all(ip_address(answer["host"]).is_loopback for answer in found)
    await resolver.close()
    site.shows("/p")
    async with Fetcher(OPTIONS) as fetch:
        page = await fetch(PageRequest(site.url("/p", "localhost"), ignore_robots=True), now)
    assert page.url
    async with Errands(OPTIONS) as errands:
        answered = await errands.of_page().run(site.url("/p", "localhost"), {})
    assert answered is not None
