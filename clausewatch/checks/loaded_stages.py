"""Importing this module loads all that the tasks of a worker need; the fork server imports it."""

import atexit
import signal
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

# Ctrl-C ends the program, and a fork server that still loads ends with it, but without a traceback.
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

from clausewatch.checks import worker_tasks  # noqa: E402  # takes seconds, in which Ctrl-C may come


def _remove_socket() -> None:
    """Remove the socket of the fork server and its folder, which a killed program leaves behind."""
    server = forkserver._forkserver  # noqa: SLF001  # it has no public name
    address = getattr(server, "_forkserver_address", None)
    if address is not None:
        with suppress(OSError):
            Path(address).unlink(missing_ok=True)
            Path(address).parent.rmdir()


atexit.register(_remove_socket)
worker_tasks.load_stages()
