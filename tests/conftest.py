"""Fixtures of the whole suite: a PostgreSQL server, started once if a test asks for it."""

import asyncio
import gc
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import hypothesis
import pytest

from tests.plain_logs import configure_plain_logs

NEW_OBJECTS_PER_COLLECTION = 50_000
"""Python's own 700 take a fifth of the suite's time."""


def pytest_configure(config: pytest.Config) -> None:
    """Log in a cheap form, and let Hypothesis take any time for an example.

    Its examples are the same in every run, so that no run fails by chance. `make fuzz` tries others
    with a random seed.
    """
    gc.set_threshold(NEW_OBJECTS_PER_COLLECTION)
    configure_plain_logs()
    hypothesis.settings.register_profile(
        "suite", deadline=None, derandomize=config.getoption("--hypothesis-seed") is None
    )
    hypothesis.settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest tests start first, so that no process ends with one."""
    items.sort(key=_get_seconds, reverse=True)


def _get_seconds(item: pytest.Item) -> int:
    """Return how long a test takes by its marker, or 0 if it is none of the longest."""
    marker = item.get_closest_marker("long")
    return int(marker.args[0]) if marker else 0


def pytest_collection_finish() -> None:
    """Leave modules and tests out of collections, and let stores share compiled statements."""
    gc.collect()
    gc.freeze()
    if "clausewatch.store.database" in sys.modules:
        from tests.shared_statements import share_statements  # noqa: PLC0415  # imports the store

        share_statements()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server, or skip the test and say what is missing."""
    from tests import postgres_server  # noqa: PLC0415  # slow to import, and most runs need none

    pytest.importorskip("psycopg", reason="PostgreSQL tests need psycopg")
    given_url = os.getenv("TEST_DATABASE_URL")
    if given_url:
        yield given_url
        return
    programs = postgres_server.find_binaries()
    if programs is None:
        pytest.skip("PostgreSQL tests need TEST_DATABASE_URL or an installed server")
    with postgres_server.run_server(programs) as url:
        yield url


@pytest.fixture
def server_database(server: str) -> Iterator[str]:
    """Yield the URL of an empty database on a PostgreSQL server."""
    from tests import postgres_server  # noqa: PLC0415  # as above

    url = postgres_server.create_database(server)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def migrated_template(server: str) -> Iterator[str]:
    """Yield the URL of a database with the schema, which nobody connects to."""
    from tests import postgres_server  # noqa: PLC0415  # as above

    url = postgres_server.create_database(server)
    # Whoever asks for this fixture may have an event loop of its own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _migrate(url)).result()
    yield url
    postgres_server.drop_database(url)


async def _migrate(url: str) -> None:
    from clausewatch.store import Store  # noqa: PLC0415  # as above

    await (await Store.open(url)).close()


@pytest.fixture
def migrated_database(server: str, migrated_template: str) -> Iterator[str]:
    """Yield the URL of a database with the schema: a copy costs a tenth of the migrations."""
    from tests import postgres_server  # noqa: PLC0415  # as above

    url = postgres_server.create_database(server, migrated_template)
    yield url
    postgres_server.drop_database(url)
