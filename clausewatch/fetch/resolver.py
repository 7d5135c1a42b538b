"""The resolver of host names, on its own threads, so that slow names delay nothing else."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

MAX_THREADS = 16
"""A thread stays busy until the system gives up on its name, even past our deadline."""
LOOK_UP_SECONDS = 10.0
_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
_Address = tuple[Any, ...]
_AddressInfo = tuple[socket.AddressFamily, socket.SocketKind, int, str, _Address]
_AddressInfos = Sequence[_AddressInfo]
LookUp = Callable[[str, int, socket.AddressFamily], _AddressInfos]


def resolve_with_system(host: str, port: int, family: socket.AddressFamily) -> _AddressInfos:
    """Return the addresses that the system's own resolver finds."""
    return socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
    )


class NameResolver(AbstractResolver):
    """Resolves names on a limited number of threads; shutdown waits for none of them."""

    def __init__(
        self,
        look_up: LookUp = resolve_with_system,
        max_threads: int = MAX_THREADS,
        seconds: float = LOOK_UP_SECONDS,
    ) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._slots = asyncio.Semaphore(max_threads)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return a name's addresses. Raises OSError, TimeoutError included."""
        async with asyncio.timeout(self._seconds):
            await self._slots.acquire()
            infos = await self._start_look_up(host, port, family)
        # On a system without IPv6, the addresses of that family are numbers.
        return [_make_result(host, info) for info in infos if isinstance(info[4][0], str)]

    def _start_look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> asyncio.Future[_AddressInfos]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[_AddressInfos] = loop.create_future()

        def look_up() -> None:
            result: _AddressInfos | OSError
            try:
                result = self._look_up(host, port, family)
            except (OSError, UnicodeError) as fault:
                result = fault if isinstance(fault, OSError) else OSError(None, str(fault))
            # During shutdown the loop is already closed and nothing awaits the result.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._finish_look_up, future, result)

        # Not an executor: at exit Python waits for an executor's threads, up to a minute here.
        self._start_thread(look_up)
        return future

    def _start_thread(self, look_up: Callable[[], None]) -> None:
        try:
            Thread(target=look_up, name="look-up", daemon=True).start()
        except RuntimeError as fault:
            self._slots.release()
            raise OSError(None, "the system has no thread for the look-up") from fault

    def _finish_look_up(
        self, future: asyncio.Future[_AddressInfos], result: _AddressInfos | OSError
    ) -> None:
        self._slots.release()
        if future.done():
            return
        if isinstance(result, OSError):
            future.set_exception(result)
        else:
            future.set_result(result)

    async def close(self) -> None:
        """Do nothing: threads end with their look-ups."""


def _make_result(host: str, info: _AddressInfo) -> ResolveResult:
    family, _, protocol, _, address = info
    return ResolveResult(
        hostname=host,
        host=str(address[0]),
        port=int(address[1]),
        family=family,
        proto=protocol,
        flags=_NUMERIC,
    )
