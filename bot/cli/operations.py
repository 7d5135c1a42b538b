"""What the operator's commands do; each prints what it found in sentences."""

import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from bot.cli.doctor import findings
from bot.main import utc_now
from bot.runtime.fetchers import make_fetcher
from bot.runtime.lock import hold_lock
from bot.runtime.logs import configure_logs
from clausewatch.config import Settings
from clausewatch.evaluation.verification import verify as verify_store
from clausewatch.store import Store, schema
from clausewatch.store import backup as backups


async def examine_installation(settings: Settings) -> bool:
    """Print what the doctor finds; False where something is not well."""
    configure_logs("ERROR", as_json=settings.log_json)
    is_well = True
    async with make_fetcher(settings) as fetcher:
        async for finding in findings(settings, fetcher, utc_now()):
            is_well = is_well and finding.is_well
            mark = "well" if finding.is_well else "NOT WELL"
            advice = f"\n    → {finding.advice}" if finding.advice else ""
            sys.stdout.write(f"{finding.name}: {mark}: {finding.text}{advice}\n")
    return is_well


async def db_status(settings: Settings) -> bool:
    """Print the schema's revision and what is missing; True where nothing is."""
    _quiet(settings)
    found = await schema.status(settings.database)
    _say(f"The database has schema {found.current or 'none'}; this program needs {found.head}.")
    _say_missing(found)
    return found.is_current


async def db_upgrade(settings: Settings) -> None:
    """Apply what is missing and print it. Raises StoreError for a newer database."""
    _quiet(settings)
    is_sqlite = settings.database.startswith("sqlite")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with hold_lock(settings.data_dir) if is_sqlite else nullcontext():
        before = await schema.upgrade(settings.database, utc_now())
    for name in (*before.missing, *(before.queue_missing or ())):
        _say(f"applied {name}")
    _say(f"The database has schema {before.head}, which is what this program needs.")


async def verify(settings: Settings) -> bool:
    """Print every fault found in the evidence; True where there is none."""
    _quiet(settings)
    store = await Store.open(settings.database)
    try:
        report = await verify_store(store, _progress)
    finally:
        await store.close()
    for fault in report.faults:
        _say(fault)
    _say(
        f"{report.blobs} snapshots hashed, {report.versions} versions derived anew"
        f" ({report.behind} of another release held by hash only), {report.quotes} quotes of"
        f" {report.provisions} provisions found again, {len(report.faults)} faults."
    )
    return not report.faults


async def backup(settings: Settings, path: Path) -> None:
    """Write a backup and print its size."""
    _quiet(settings)
    store = await Store.open(settings.database)
    try:
        size = await backups.backup(store, path)
    finally:
        await store.close()
    _say(f"{path}: {size:,} bytes. Keys and tokens (.env) are not in it: keep them apart.")


async def restore(settings: Settings, path: Path) -> None:
    """Fill an empty database and print how much came back."""
    _quiet(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    is_sqlite = settings.database.startswith("sqlite")
    with hold_lock(settings.data_dir) if is_sqlite else nullcontext():
        counts = await _restored(settings, path, utc_now())
    shown = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    _say(f"Restored: {shown or 'nothing'}. Run `clausewatch verify` to hold it against its hashes.")


async def _restored(settings: Settings, path: Path, now: datetime) -> dict[str, int]:
    store = await Store.open(settings.database)
    try:
        return await backups.restore(store, path, now)
    finally:
        await store.close()


def _say_missing(found: schema.SchemaStatus) -> None:
    if found.missing:
        _say(f"Missing: {', '.join(found.missing)}; run `clausewatch db upgrade`.")
    if found.queue_missing:
        lacking = len(found.queue_missing)
        _say(f"The task queue of a fleet lacks {lacking} migrations: `clausewatch db upgrade`.")


def _quiet(settings: Settings) -> None:
    configure_logs("WARNING", as_json=settings.log_json)


def _progress(done: int) -> None:
    sys.stderr.write(f"\r{done} versions")
    sys.stderr.flush()


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
