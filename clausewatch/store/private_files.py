"""SQLite files that only their owner can read: they hold what a team watches and does."""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

OWNER_ONLY = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; it gives new ones the mode of the database."""


def make_private(path: Path) -> None:
    """Make an empty database file for its owner only, or take the access of others to its files.

    A file of another owner stays as it is, with a warning.
    """
    # SQLite would make the file with the mode of the process, for all to read.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
    for file in (path, *(Path(f"{path}{suffix}") for suffix in SIDE_FILES)):
        try:
            mode = file.stat().st_mode
            if mode & OTHERS:
                file.chmod(stat.S_IMODE(mode) & ~OTHERS)
        except FileNotFoundError:
            continue
        except OSError as fault:
            log.warning("%s stays readable for others: %s", file, fault.strerror)
