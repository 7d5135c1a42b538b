"""Starts a PostgreSQL server from the installed binaries, and creates databases on it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url

PORT = 5432
"""Of the socket's name only; no network address is listened on."""
OWNER = "nobody"
"""PostgreSQL refuses to run as root."""


def find_binaries() -> Path | None:
    """Return the folder of the newest installed server, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Start a server without durability and yield its URL."""
    # Other users may not enter pytest's folder, and the path of a socket must be short.
    folder = Path(tempfile.gettempdir()) / f"clausewatch-pg-{uuid4().hex[:8]}"
    folder.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    _run_as_owner(
        programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "-N"
    )
    url = f"postgresql+psycopg://tester@/postgres?host={folder}"
    try:
        start_server(programs, url)
        yield url
    finally:
        stop_server(programs, url)
        shutil.rmtree(folder, ignore_errors=True)


def start_server(programs: Path, url: str, port: int = PORT) -> None:
    """Start the server of a URL from `run_server` again, perhaps at another port."""
    folder = _find_folder(url)
    options = f"-c listen_addresses='' -k {folder} -p {port} -c fsync=off -c synchronous_commit=off"
    arguments = ("-w", "-l", folder / "log", "-o", options, "start")
    _run_as_owner(programs / "pg_ctl", "-D", folder / "data", *arguments)


def stop_server(programs: Path, url: str) -> None:
    """Stop a server at once, as a power cut would, and cut off its clients."""
    _run_as_owner(programs / "pg_ctl", "-D", _find_folder(url) / "data", "-m", "immediate", "stop")


def find_socket(url: str, port: int = PORT) -> Path:
    """Return the socket of a server that listens at a port."""
    return _find_folder(url) / f".s.PGSQL.{port}"


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


def create_database(server: str, template: str = "") -> str:
    """Return the URL of a new database: empty, or a copy of the database of another URL."""
    name = f"clausewatch_{uuid4().hex}"
    copied = f" template {make_url(template).database}" if template else ""
    execute_sql(server, f"create database {name}{copied}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Drop a database, even if clients are connected."""
    execute_sql(url, f"drop database {make_url(url).database} with (force)")


def execute_sql(url: str, statement: str, database: str = "postgres") -> None:
    """Run a statement on the server of a URL, in the given database."""
    import psycopg  # noqa: PLC0415  # absent where PostgreSQL tests are skipped

    chosen = make_url(url).set(drivername="postgresql", database=database)
    plain = chosen.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
