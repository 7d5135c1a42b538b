"""Progress of a long command, on one line of stderr that is overwritten."""

import sys
from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Takes how many items are done, and how many there are in all."""


def show_progress(done: int, total: int) -> None:
    """Show how many items of the total are done, and end the line with the last one."""
    sys.stderr.write(f"\r{done} of {total}" + ("\n" if done == total else ""))
    sys.stderr.flush()


def show_version_count(done: int) -> None:
    """Show how many versions are done, for a total that is not known."""
    sys.stderr.write(f"\r{done} versions")
    sys.stderr.flush()
