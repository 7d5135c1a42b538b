"""A process that has loaded the program: each of its copies runs a command without loading again.

`python -m tests.process_template` reads one order per line, forks, and answers with the id of the
copy. The crash tests start some thirty processes, and a start loads modules for three seconds of
CPU, as does the fork server of its workers; so all copies share one. A copy has a folder, an
environment, a log, locks and connections of its own, as a process that began anew has;
`tests/bot/runtime` starts the program anew.
"""

import asyncio
import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver, get_context, resource_tracker
from pathlib import Path
from types import SimpleNamespace

from tests.bot_processes import ROOT, make_environment
from tests.patience import wait_until

_ORDER = threading.Lock()
"""Held from an order to its answer."""


@dataclass(frozen=True)
class Copy:
    """A running copy, by its id and by a descriptor, which never means another process."""

    pid: int
    descriptor: int

    def has_ended(self) -> bool:
        """Return whether the copy was killed or has ended by itself."""
        return bool(select.select([self.descriptor], [], [], 0)[0])

    async def kill(self) -> None:
        """Kill the copy unless it has ended, and wait for its end."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)
        await wait_until(self.has_ended)


@dataclass(frozen=True)
class Template:
    """The process that makes copies."""

    process: subprocess.Popen[str]

    async def start(
        self, folder: Path, name: str, command: Sequence[str], settings: Mapping[str, str]
    ) -> Copy:
        """Run a command of `clausewatch` in a copy, in a folder, and log to `name`.log there."""
        place = {
            "folder": str(folder),
            "log": str(folder / f"{name}.log"),
            "environment": make_environment(settings),
        }
        order = json.dumps({"place": place, "command": [*command]})
        pid = int(await asyncio.to_thread(self._ask, order))
        return Copy(pid, os.pidfd_open(pid))

    def _ask(self, order: str) -> str:
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError("pipes were asked for")
        with _ORDER:
            self.process.stdin.write(f"{order}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        if not answer:
            raise AssertionError(f"the template ended with status {self.process.wait()}")
        return answer


@cache
def find_template() -> Template:
    """Return the template of this process, which ends with it."""
    command = (sys.executable, "-m", "tests.process_template")
    process = subprocess.Popen(  # noqa: S603  # fixed arguments
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    # At the end of its input the template ends.
    atexit.register(process.communicate)
    return Template(process)


def serve() -> None:
    """Make a copy for each order, until there are no more."""
    from tests.kill_points import run  # noqa: PLC0415  # of the template only

    _load_program()
    _start_fork_server()
    for line in sys.stdin:
        # The copy that is made now has its id until the next order, even if it ends at once.
        _reap_copies()
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _settle(**order["place"])
            run(order["command"])
            sys.exit()
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _load_program() -> None:
    """Load what a copy needs at its start and what it would load in its first seconds."""
    from bot.cli import bot_process, worker_process  # noqa: F401, PLC0415  # of the template only
    from clausewatch.catalogue import Catalogue  # noqa: PLC0415  # as above

    context = SimpleNamespace(catalogue=Catalogue.load())
    bot_process._load_data(SimpleNamespace(context=context))  # type: ignore[arg-type]


def _start_fork_server() -> None:
    """Start the fork server whose children are the workers of all copies."""
    from clausewatch.checks.workers import PRELOADED  # noqa: PLC0415  # of the template only

    get_context("forkserver").set_forkserver_preload([*PRELOADED])
    forkserver.ensure_running()


def _reap_copies() -> None:
    """Free the ids of the copies that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _settle(folder: str, log: str, environment: dict[str, str]) -> None:
    """Give this copy what a process of its own has."""
    os.chdir(folder)
    os.environ.clear()  # noqa: TID251  # a child has its own
    os.environ.update(environment)  # noqa: TID251  # as above
    # The fork server is no child of this process, which cannot ask whether it runs.
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]
    # A tracker of its own removes what a killed copy leaves.
    resource_tracker._resource_tracker.__init__()  # type: ignore[attr-defined,misc]
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for source, target in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(source, target)


if __name__ == "__main__":
    serve()
