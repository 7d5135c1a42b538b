"""What several rooms' tests share: a PostgreSQL server, started once where a test wants it."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

from tests import postgres_server
from tests.plain_logs import configure_plain_logs


def pytest_configure() -> None:
    """Log in a form that costs nothing; how long an example takes is no matter of a test."""
    configure_plain_logs()
    hypothesis.settings.register_profile("suite", deadline=None)
    hypothesis.settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server, or skip by name."""
    pytest.importorskip("psycopg", reason="PostgreSQL tests need psycopg")
    given = os.getenv("TEST_DATABASE_URL")
    if given:
        yield given
        return
    programs = postgres_server.find_binaries()
    if programs is None:
        pytest.skip("PostgreSQL tests need TEST_DATABASE_URL or an installed server")
    with postgres_server.run_server(programs) as url:
        yield url


@pytest.fixture
def server_database(server: str) -> Iterator[str]:
    """Yield the URL of an empty database on a PostgreSQL server."""
    url = postgres_server.create_database(server)
    yield url
    postgres_server.drop_database(url)
