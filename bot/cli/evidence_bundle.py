"""One provision with all its evidence, in a zip file that third parties can check."""

import sys
from datetime import datetime
from pathlib import Path

from bot.main import utc_now
from bot.records.provision_record import is_verified, read_provision_record
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.evidence import BundleContents, build_files, zip_files
from clausewatch.model.record_ids import record_number
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import Store


async def write_bundle(settings: Settings, record_id: str, path: Path) -> None:
    """Write a provision's evidence to a new zip file. Raises UserError."""
    store = await Store.open(settings.database)
    try:
        bundle = await build_bundle(store, record_id, utc_now())
    finally:
        await store.close()
    try:
        # Mode "x": an existing bundle may already serve as evidence, so it is never overwritten.
        with path.open("xb") as file:
            file.write(zip_files(bundle))
    except FileExistsError:
        raise UserError(f"{path} exists already; choose another name with --out.") from None
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error}); choose another --out.") from None
    sys.stderr.write(
        f"{path}: {len(bundle)} files; `sha256sum -c SHA256SUMS` checks them once unpacked.\n"
    )


async def build_bundle(store: Store, record_id: str, now: datetime) -> dict[str, bytes]:
    """Return the files of a bundle by name. Raises UserError for a record without sound evidence.

    A bundle is complete or refused: every snapshot is there, and every hash and quote matches.
    """
    record_id = record_id.strip()
    number = record_number("P", record_id)
    if number is None:
        raise UserError("Name a provision by its record id, such as CW-P-000012.")
    provision = await store.provisions.find(None, number)
    if provision is None or provision.provision.clause not in load_taxonomy().clauses:
        raise UserError(f"{record_id} is not a provision on record; `show` prints the ids.")
    siblings = await store.provisions.find_by_platform(None, provision.document.platform_key)
    stored = await read_provision_record(store, provision, siblings)
    if missing := len(provision.version.snapshots) - len(stored.snapshots):
        raise UserError(
            f"The bytes of {missing} snapshot(s) of {provision.record_id} are gone, so it cannot"
            " be verified; run `clausewatch verify` for a list of all faults."
        )
    if not is_verified(provision, stored):
        raise UserError(
            f"{provision.record_id} does not match its hashes, so it is not evidence; run"
            " `clausewatch verify` for a list of all faults."
        )
    history = await store.provisions.read_history(provision.id)
    return build_files(
        BundleContents(provision, stored.record, stored.reading, stored.snapshots, history, now)
    )
