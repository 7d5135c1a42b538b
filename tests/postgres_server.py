"""A PostgreSQL server for the run: that of TEST_DATABASE_URL, or one of the installed binaries."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url

OWNER = "nobody"
"""PostgreSQL refuses to run as root."""


def find_binaries() -> Path | None:
    """Return the directory of the newest installed server, or None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found else None


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Start a server of our own without durability; yields its URL."""
    # Not under pytest's own folder, which nobody else may enter; and a socket's path is short.
    home = Path(tempfile.gettempdir()) / f"clausewatch-pg-{uuid4().hex[:8]}"
    home.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(home, OWNER)
    data = home / "data"
    _run_as_owner(
        programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "-N"
    )
    url = f"postgresql+psycopg://tester@/postgres?host={home}"
    try:
        start_server(programs, url)
        yield url
    finally:
        stop_server(programs, url)
        shutil.rmtree(home, ignore_errors=True)


def start_server(programs: Path, url: str) -> None:
    """Start the server of a URL that `started` gave, after it was stopped."""
    home = _find_folder(url)
    options = f"-c listen_addresses='' -k {home} -c fsync=off -c synchronous_commit=off"
    told = ("-w", "-l", home / "log", "-o", options, "start")
    _run_as_owner(programs / "pg_ctl", "-D", home / "data", *told)


def stop_server(programs: Path, url: str) -> None:
    """Stop it at once, as a power cut does: whoever is connected is cut off."""
    _run_as_owner(programs / "pg_ctl", "-D", _find_folder(url) / "data", "-m", "immediate", "stop")


def _find_folder(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


def _run_as_owner(*command: object) -> None:
    owner = OWNER if os.geteuid() == 0 else None
    done = subprocess.run(  # noqa: S603  # fixed arguments
        [str(part) for part in command],
        user=owner,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def create_database(server: str) -> str:
    """Return the URL of a new, empty database."""
    name = f"clausewatch_{uuid4().hex}"
    execute_sql(server, f"create database {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Drop a database, whoever is at it."""
    execute_sql(url, f"drop database {make_url(url).database} with (force)")


def execute_sql(url: str, statement: str, database: str = "postgres") -> None:
    """Run a statement beside the database that it is about, or in it."""
    import psycopg  # noqa: PLC0415  # absent where PostgreSQL tests are skipped

    chosen = make_url(url).set(drivername="postgresql", database=database)
    plain = chosen.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
