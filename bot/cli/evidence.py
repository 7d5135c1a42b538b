"""`clausewatch evidence`: one provision with all that it rests on, in a file for third parties."""

# ruff: noqa: PLC0415  # as in bot/cli/main.py: help is instant

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from clausewatch.config import Settings
    from clausewatch.store import Store


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(evidence)


def evidence(
    record: Annotated[str, typer.Argument(help="A provision's record id, such as CW-P-000012")],
    out: Annotated[Path, typer.Option(help="The zip file to write")],
) -> None:
    """Bundle a provision's record with snapshot, text and hashes, for somebody else to check."""
    from clausewatch.config import load_settings

    asyncio.run(_write(load_settings(), record, out))


async def _write(settings: "Settings", typed: str, out: Path) -> None:
    from bot.main import utc_now
    from clausewatch.errors import UserError
    from clausewatch.evidence import zip_files
    from clausewatch.store import Store

    store = await Store.open(settings.database)
    try:
        made = await bundled(store, typed, utc_now())
    finally:
        await store.close()
    try:
        # "x": a bundle may be evidence by now, so none is written over
        with out.open("xb") as file:
            file.write(zip_files(made))
    except FileExistsError:
        raise UserError(f"{out} is there already; give another name with --out.") from None
    except OSError as fault:
        raise UserError(f"{out} cannot be written ({fault}); give another --out.") from None
    sys.stderr.write(
        f"{out}: {len(made)} files; `sha256sum -c SHA256SUMS` checks them once unpacked.\n"
    )


async def bundled(store: "Store", typed: str, now: datetime) -> dict[str, bytes]:
    """Return the files of a bundle. Raises UserError where the record cannot be bundled."""
    from bot.records.provision_record import is_verified, read_provision_record
    from clausewatch.errors import UserError
    from clausewatch.evidence import BundleContents, build_files
    from clausewatch.model.documents import record_number
    from clausewatch.provisions.taxonomy_files import load_taxonomy

    number = record_number("P", typed.strip())
    if number is None:
        raise UserError("Name a provision by its record id, such as CW-P-000012.")
    one = await store.provisions.find(None, number)
    if one is None or one.provision.clause not in load_taxonomy().clauses:
        raise UserError(f"{typed.strip()} is no provision on record; `show` prints the ids.")
    siblings = await store.provisions.find_by_platform(None, one.document.platform_key)
    found = await read_provision_record(store, one, siblings)
    if missing := len(one.version.snapshots) - len(found.snapshots):
        raise UserError(
            f"The bytes of {missing} snapshot(s) of {one.record_id} are gone, so there is nothing"
            " to check it by; `clausewatch verify` says what else is."
        )
    if not is_verified(one, found):
        raise UserError(
            f"{one.record_id} does not stand as its hashes say, so it is no evidence;"
            " `clausewatch verify` says what is wrong."
        )
    history = await store.provisions.read_history(one.id)
    return build_files(
        BundleContents(one, found.record, found.reading, found.snapshots, history, now)
    )
