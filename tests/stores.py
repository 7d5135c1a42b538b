"""Empty SQLite stores for tests: the schema is made once, every store begins as a copy of it."""

from pathlib import Path

from clausewatch.store import Store

_SCHEMA: list[bytes] = []
"""A database with the schema and nothing else; migrations cost more than most tests."""


def address(path: Path) -> str:
    """Return the URL of a database file."""
    return f"sqlite+aiosqlite:///{path}"


async def empty_store(path: Path) -> Store:
    """Open a store with nothing in it, in a file that is not there yet."""
    if _SCHEMA:
        path.write_bytes(_SCHEMA[0])  # noqa: ASYNC240  # a test waits for its file
        return await Store.open(address(path))
    await (await Store.open(address(path))).close()
    _SCHEMA.append(path.read_bytes())  # noqa: ASYNC240  # as above
    return await Store.open(address(path))
