"""The operator's commands on the database; each prints its result."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bot.cli.progress import show_version_count
from bot.main import utc_now
from bot.runtime.lock import hold_lock
from bot.runtime.logs import configure_logs
from clausewatch.config import Settings
from clausewatch.evaluation.verification import verify
from clausewatch.store import Store, backup, schema


async def show_schema(settings: Settings) -> bool:
    """Print the schema's revision and the missing migrations; return whether none is missing."""
    _configure_logs(settings)
    status = await schema.read_status(settings.database)
    _print(f"The database has schema {status.current or 'none'}; this program needs {status.head}.")
    if status.missing:
        _print(f"Missing: {', '.join(status.missing)}; run `clausewatch db upgrade`.")
    if status.queue_missing:
        count = len(status.queue_missing)
        _print(f"The fleet's task queue lacks {count} migrations; run `clausewatch db upgrade`.")
    return status.is_current


async def upgrade_schema(settings: Settings) -> None:
    """Apply the missing migrations and print them. Raises StoreError for a newer database."""
    _configure_logs(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _lock_database(settings):
        before = await schema.upgrade(settings.database, utc_now())
    for name in (*before.missing, *(before.queue_missing or ())):
        _print(f"applied {name}")
    _print(f"The database has schema {before.head}, which is what this program needs.")


async def verify_evidence(settings: Settings) -> bool:
    """Print every fault found in the stored evidence; return whether the evidence is sound."""
    _configure_logs(settings)
    store = await Store.open(settings.database)
    try:
        report = await verify(store, show_version_count)
    finally:
        await store.close()
    for fault in report.faults:
        _print(fault)
    _print(
        f"{report.blobs} snapshots hashed, {report.versions} versions derived again"
        f" ({report.outdated_versions} of another release compared by hash only)."
        f" {report.quotes} quotes of {report.provisions} provisions found again."
        f" {len(report.faults)} faults."
    )
    return not report.faults


async def write_backup(settings: Settings, path: Path) -> None:
    """Write a backup and print its size."""
    _configure_logs(settings)
    store = await Store.open(settings.database)
    try:
        size = await backup.backup(store, path)
    finally:
        await store.close()
    _print(
        f"{path}: {size:,} bytes. Keys and tokens (.env) are not included: store them separately."
    )


async def restore_backup(settings: Settings, path: Path) -> None:
    """Fill an empty database from a backup and print how many records were restored."""
    _configure_logs(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _lock_database(settings):
        store = await Store.open(settings.database)
        try:
            counts = await backup.restore(store, path, utc_now())
        finally:
            await store.close()
    restored = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    _print(f"Restored: {restored or 'nothing'}. Run `clausewatch verify` to check it.")


def _lock_database(settings: Settings) -> AbstractContextManager[None]:
    """Return the lock of the data directory; a server's database has locks of its own."""
    is_sqlite = settings.database.startswith("sqlite")
    return hold_lock(settings.data_dir) if is_sqlite else nullcontext()


def _configure_logs(settings: Settings) -> None:
    configure_logs("WARNING", as_json=settings.log_json)


def _print(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
