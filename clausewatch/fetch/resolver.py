"""Looks names up: on threads of its own, so that slow names keep nothing else waiting."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

MOST_THREADS = 16
"""A thread is held until the system gives up on its name, past the deadline too."""
LOOK_UP_SECONDS = 10.0
_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
_Address = tuple[Any, ...]
_Info = tuple[socket.AddressFamily, socket.SocketKind, int, str, _Address]
_Infos = Sequence[_Info]
LookUp = Callable[[str, int, socket.AddressFamily], _Infos]


def ask_system(host: str, port: int, family: socket.AddressFamily) -> _Infos:
    """Return what the system's own resolver says."""
    return socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
    )


class NameResolver(AbstractResolver):
    """Resolves names on a bounded number of threads, none of which a stop waits for."""

    def __init__(
        self,
        look_up: LookUp = ask_system,
        most: int = MOST_THREADS,
        seconds: float = LOOK_UP_SECONDS,
    ) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._free = asyncio.Semaphore(most)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return a name's addresses. Raises OSError, of which TimeoutError is one."""
        async with asyncio.timeout(self._seconds):
            await self._free.acquire()
            infos = await self._begun(host, port, family)
        # Where the system speaks no IPv6, its addresses are numbers.
        return [_result(host, info) for info in infos if isinstance(info[4][0], str)]

    def _begun(self, host: str, port: int, family: socket.AddressFamily) -> asyncio.Future[_Infos]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Infos] = loop.create_future()

        def work() -> None:
            found: _Infos | OSError
            try:
                found = self._look_up(host, port, family)
            except (OSError, UnicodeError) as fault:
                found = fault if isinstance(fault, OSError) else OSError(None, str(fault))
            # In a stop the loop is closed already, and nobody waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._ended, answer, found)

        # No executor: Python waits for the threads of one when it ends, which is up to a minute.
        self._start(work)
        return answer

    def _start(self, work: Callable[[], None]) -> None:
        try:
            Thread(target=work, name="look-up", daemon=True).start()
        except RuntimeError as fault:
            self._free.release()
            raise OSError(None, "no thread to look the name up could be started") from fault

    def _ended(self, answer: asyncio.Future[_Infos], found: _Infos | OSError) -> None:
        self._free.release()
        if answer.done():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    async def close(self) -> None:
        """Nothing to close: threads end with their look-ups."""


def _result(host: str, info: _Info) -> ResolveResult:
    family, _, protocol, _, address = info
    return ResolveResult(
        hostname=host,
        host=str(address[0]),
        port=int(address[1]),
        family=family,
        proto=protocol,
        flags=_NUMERIC,
    )
