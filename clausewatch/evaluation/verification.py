"""Verify the evidence: snapshots against their hashes, versions against their snapshots."""

from collections.abc import Callable
from dataclasses import dataclass

from clausewatch import extract
from clausewatch.errors import ExtractError
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import record_id
from clausewatch.store import Store
from clausewatch.store.versions import VersionAudit

BATCH_SIZE = 50


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The counts of a verification, and one sentence for each fault."""

    blobs: int
    versions: int
    outdated_versions: int
    """Versions of another extractor release: only their hashes were verified, not their text."""
    faults: tuple[str, ...]
    provisions: int = 0
    quotes: int = 0
    """Quotes of provisions, each verified against its hash and its place in the version."""


async def verify(store: Store, progress: Callable[[int], None]) -> VerificationReport:
    """Hash all bytes again and derive every version again, without writing anything.

    `progress` is called with the number of versions verified so far.
    """
    blob_check = await store.maintenance.verify_blobs()
    faults = [f"The bytes of snapshot {sha} do not match its hash." for sha in blob_check.wrong]
    faults += [f"The bytes of snapshot {sha} are missing." for sha in blob_check.missing]
    last_id = version_count = outdated_count = 0
    while batch := await store.versions.audit(last_id, BATCH_SIZE):
        for version in batch:
            fault = await _find_fault(store, version)
            faults += [fault] if fault else []
            outdated_count += version.extractor != extract.RELEASE
        version_count += len(batch)
        last_id = batch[-1].id
        progress(version_count)
    quote_check = await store.provisions.verify_quotes()
    faults += [f"A quote of {number} does not match its version." for number in quote_check.wrong]
    return VerificationReport(
        blobs=blob_check.checked,
        versions=version_count,
        outdated_versions=outdated_count,
        faults=tuple(faults),
        provisions=quote_check.provisions,
        quotes=quote_check.quotes,
    )


async def _find_fault(store: Store, version: VersionAudit) -> str | None:
    """Return what is wrong with a version as one sentence, or None if it is sound."""
    name = f"Version {version.number} of {record_id('D', version.document_id)}"
    if not version.is_consistent or version.reading is None:
        return f"{name} is damaged: its stored text cannot be read or does not match its columns."
    if version.extractor != extract.RELEASE:
        return None
    snapshots = await store.versions.load_version_snapshots(version.id)
    if snapshots is None:
        return f"{name} was derived from snapshots whose bytes are missing."
    try:
        reading = extract.read(tuple(map(Snapshot.to_page, snapshots)))
    except ExtractError as fault:
        return f"{name} cannot be derived again ({fault.reason})."
    if reading.text_fingerprint != version.reading.text_fingerprint:
        return f"{name} does not match the text of its snapshots."
    return None
