"""What a worker process does before its first task: stand back, load what it needs, be capped.

A room of its own without imports of ours: what a new process has to load for its first step is
loaded before that step, and three seconds of imports at full priority are felt by who asks just
after a start.
"""

import logging
import os
import resource
import signal
from importlib import import_module
from pathlib import Path

NICE = 10
"""How far workers stand back: a person waits for an answer, a page for nobody."""
LOADED = ("clausewatch.examine", "clausewatch.provisions")
"""What the tasks are made of."""


def bound(memory_bytes: int) -> None:
    """Cap what the worker may take; leave Ctrl-C to the parent, which then stops the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    for name in LOADED:
        import_module(name)
    # Only now: one of the libraries reserves address space for every core.
    limit = _address_space() + memory_bytes
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError) as fault:
        logging.getLogger(__name__).warning("worker memory is not capped: %s", fault)


def _address_space() -> int:
    """Return the bytes of address space in use, 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
