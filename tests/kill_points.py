"""Runs `clausewatch` so that it kills itself at a commit of the store that a test names.

There is a hook at the boundary of every write transaction. A file KILL_FILE in the working folder
arms one point. The first process that reaches the point takes the file away and kills itself.
Without the file nothing happens. The variable PLANTED_FAULT changes the code as
`tests.planted_faults` says.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import main as composition_root
from bot.cli.main import main
from clausewatch.store.database import Database
from tests import planted_faults

KILL_FILE = Path("kill-point")
DEADLINES_INTERVAL = timedelta(seconds=1)
"""Of the tick that queues reminders."""
TICK = "queue_reminders"
"""The function whose transaction each of these ticks commits, whether or not one is due."""
SEND_INTERVAL = timedelta(seconds=0.25)
"""Of the ticks that send; a channel takes a post a second."""
CHECK_INTERVAL = timedelta(seconds=0.5)
"""Of the tick that checks policies: a change needs two of them."""
WRITES = ("insert into ", "update ", "delete from ")
WRITTEN_TABLES = "written_tables"


class Side(Enum):
    """The side of a commit at which a process is killed."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class KillPoint:
    """A commit of a transaction that a function of the store opened and that wrote to a table."""

    function: str
    table: str
    side: Side

    def arm(self, folder: Path) -> None:
        """Let the next process of the folder that reaches the point kill itself there."""
        armed = folder / f"{KILL_FILE}.new"
        armed.write_text(f"{self.function} {self.table} {self.side.value}", "utf-8")
        armed.rename(folder / KILL_FILE)

    @staticmethod
    def disarm(folder: Path) -> bool:
        """Take the point back; return whether no process had reached it."""
        try:
            (folder / KILL_FILE).unlink()
        except FileNotFoundError:
            return False
        return True


COMMITS = (
    *(
        KillPoint(function, table, side)
        for function, table in (
            ("record_outcomes", "change"),
            ("claim", "post"),
            ("mark_sent", "post"),
            ("queue_reminders", "delivery"),
        )
        for side in Side
    ),
    KillPoint("claim", "webhook_post", Side.AFTER),
    KillPoint("_update", "webhook_post", Side.BEFORE),
)
"""The commits of a check that files a change, of a post before and after, of a reminder, and of a
message to a webhook: before it is sent, and after it arrived."""


def find_opener() -> str:
    """Return the name of the function that opened the current transaction."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        path = Path(frame.f_code.co_filename)
        if path.parent.name == "store" and path.name != "database.py":
            return frame.f_code.co_name
        frame = frame.f_back
    return ""


def kill_if_armed(function: str, tables: set[str], side: Side) -> None:
    """Kill this process if the armed point is this one."""
    try:
        armed = KILL_FILE.read_text("utf-8").split()
        if armed == [function, armed[1], side.value] and armed[1] in tables:
            KILL_FILE.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
    except (FileNotFoundError, IndexError):
        return


def name_ticks(folder: Path, process_id: int) -> Path:
    """Return the file to which a process adds a byte for each of its looks for reminders."""
    return folder / f"ticks-{process_id}"


def note_tick() -> None:
    """Note that this process has looked for reminders."""
    with name_ticks(Path(), os.getpid()).open("ab") as ticks:
        ticks.write(b".")


def record_table(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:  # noqa: ANN401
    """Note which table a statement writes to, on the connection of its transaction."""
    lowered = statement.lstrip().lower()
    for start in WRITES:
        if lowered.startswith(start):
            table = lowered[len(start) :].split(None, 1)[0].strip('"(')
            connection.info.setdefault(WRITTEN_TABLES, set()).add(table)


def install_hook() -> None:
    """Put the hook around `Database.write`."""
    write = Database.write

    @asynccontextmanager
    async def write_with_hook(database: Database) -> AsyncIterator[AsyncConnection]:
        engine = database.engine.sync_engine
        if not event.contains(engine, "before_cursor_execute", record_table):
            event.listen(engine, "before_cursor_execute", record_table)
        function = find_opener()
        tables: set[str] = set()
        async with write(database) as connection:
            connection.info.pop(WRITTEN_TABLES, None)
            yield connection
            tables = set(connection.info.pop(WRITTEN_TABLES, ()))
            await asyncio.to_thread(kill_if_armed, function, tables, Side.BEFORE)
        await asyncio.to_thread(kill_if_armed, function, tables, Side.AFTER)
        if function == TICK:
            await asyncio.to_thread(note_tick)

    Database.write = write_with_hook  # type: ignore[method-assign,assignment]


def run(command: Sequence[str]) -> None:
    """Run a command of `clausewatch` in this process, with the hook and the planted fault."""
    # A worker imports the module that its program started with, and needs nothing of this one.
    vars(sys.modules["__main__"]).update(__spec__=None, __file__=None)
    sys.argv = ["clausewatch", *command]
    install_hook()
    composition_root.DIGESTS_INTERVAL = DEADLINES_INTERVAL
    composition_root.SEND_INTERVAL = SEND_INTERVAL
    composition_root.CHECK_INTERVAL = CHECK_INTERVAL
    planted_faults.plant(os.environ.get(planted_faults.VARIABLE, ""))  # noqa: TID251  # a child
    main()
