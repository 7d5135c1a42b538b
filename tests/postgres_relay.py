"""A name for a PostgreSQL server: an address that stays the same while the server moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

CHUNK_BYTES = 65_536


@dataclass
class Relay:
    """Passes connections of a loopback port on to a socket; `target` may change."""

    target: Path
    port: int = 0
    open_tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on until one of its sides closes it."""
        task = asyncio.current_task()
        assert task is not None
        self.open_tasks.add(task)
        writers = [writer]
        copies: list[asyncio.Task[None]] = []
        try:
            inner_reader, inner_writer = await asyncio.open_unix_connection(self.target)
            writers.append(inner_writer)
            pairs = ((reader, inner_writer), (inner_reader, writer))
            copies += [asyncio.create_task(_copy(*pair)) for pair in pairs]
            await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
        except OSError:
            return
        finally:
            for copy in copies:
                copy.cancel()
            await asyncio.gather(*copies, return_exceptions=True)
            for each in writers:
                each.transport.abort()
            self.open_tasks.discard(task)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def open_relay(target: Path) -> AsyncIterator[Relay]:
    """Open a relay to a socket."""
    relay = Relay(target)
    server = await asyncio.start_server(relay.accept, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        tasks = list(relay.open_tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # aborted connections end in the next round of the loop
