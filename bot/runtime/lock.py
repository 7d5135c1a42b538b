"""One `run` per data directory: a lock that the operating system frees when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausewatch.errors import ConfigError, UserError


@contextmanager
def hold_lock(data_dir: Path) -> Iterator[None]:
    """Hold the directory's lock while the block runs.

    Raises UserError if another process holds it, ConfigError if the directory cannot be used.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = os.open(data_dir / "clausewatch.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ConfigError(f"{data_dir} cannot be used ({error}): set DATA_DIR.") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode(errors="replace").strip() or "unknown"
            raise UserError(
                f"Clausewatch already runs on {data_dir} (process {holder}): stop it first, or set"
                " another DATA_DIR."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(lock)
