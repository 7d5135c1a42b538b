"""An SQLite database belongs to its owner: nobody else on the machine can read what it holds."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausewatch.errors import StoreError
from clausewatch.store import Store
from clausewatch.store.backup import backup
from clausewatch.store.private_files import make_private


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """Let new files be readable for all, as on most machines."""
    before = os.umask(0)
    yield
    os.umask(before)


def list_modes(folder: Path) -> dict[str, int]:
    """Return the permissions of the files in a folder."""
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_a_new_database_is_private(tmp_path: Path) -> None:
    """The file, and what SQLite keeps beside it while it is open."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'own.db'}")
    modes = list_modes(tmp_path)
    await store.close()
    assert set(modes) >= {"own.db", "own.db-wal", "own.db-shm"}
    assert set(modes.values()) == {0o600}


async def test_an_existing_database_is_made_private(tmp_path: Path) -> None:
    """One of release 0.1.0 loses the access of others when it is opened, its log as well."""
    path = tmp_path / "old.db"
    store = await Store.open(f"sqlite+aiosqlite:///{path}")
    for name in list_modes(tmp_path):
        (tmp_path / name).chmod(0o644)
    other = await Store.open(f"sqlite+aiosqlite:///{path}")
    assert set(list_modes(tmp_path).values()) == {0o600}
    await other.close()
    await store.close()


async def test_a_backup_is_private(tmp_path: Path) -> None:
    """It holds the same as the database."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'own.db'}")
    (tmp_path / "copies").mkdir()
    await backup(store, tmp_path / "copies" / "backup.db")
    await store.close()
    assert list_modes(tmp_path / "copies") == {"backup.db": 0o600}


def test_bits_of_the_owner_stay(tmp_path: Path) -> None:
    """A file that its owner may only read is not made writable."""
    path = tmp_path / "own.db"
    path.touch()
    path.chmod(0o444)
    make_private(path)
    assert list_modes(tmp_path) == {"own.db": 0o400}


async def test_a_database_that_cannot_be_created_is_one_sentence(tmp_path: Path) -> None:
    """Its directory is not the program's."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="directory"):
        await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'own.db'}")
