"""Verify: is every stored byte what its hash says, and every version what its snapshots say."""

from collections.abc import Callable
from dataclasses import dataclass

from clausewatch import extract
from clausewatch.checks.pipeline import pages_of
from clausewatch.errors import ExtractError
from clausewatch.model.documents import record_id
from clausewatch.store import Store
from clausewatch.store.extractor_releases import VersionAudit

AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and one sentence for each thing that is not as it should be."""

    blobs: int
    versions: int
    behind: int
    """Versions of another extractor release: their hashes were held, their text was not."""
    faults: tuple[str, ...]
    provisions: int = 0
    quotes: int = 0
    """Of provisions, each held against its hash and its place in the version."""


async def verify(store: Store, progress: Callable[[int], None]) -> Report:
    """Hash all bytes again and derive every version anew; changes nothing."""
    found = await store.maintenance.verify_blobs()
    faults = [f"The bytes of snapshot {sha} are not those it names." for sha in found.wrong]
    faults += [f"The bytes of snapshot {sha} are gone." for sha in found.missing]
    after = versions = behind = 0
    while filed := await store.extractor_releases.read_versions(after, AT_A_TIME):
        for version in filed:
            fault = await _fault(store, version)
            faults += [fault] if fault else []
            behind += version.extractor != extract.RELEASE
        versions += len(filed)
        after = filed[-1].id
        progress(versions)
    held = await store.provisions.verify_quotes()
    faults += [f"A quote of {number} is not what its version says." for number in held.wrong]
    return Report(found.checked, versions, behind, tuple(faults), held.provisions, held.quotes)


async def _fault(store: Store, version: VersionAudit) -> str | None:
    """Return what is wrong with a version, in a sentence; None where nothing is."""
    name = f"Version {version.number} of {record_id('D', version.document_id)}"
    if not version.is_alike or version.reading is None:
        return f"{name} is not stored whole."
    if version.extractor != extract.RELEASE:
        return None
    snapshots = await store.extractor_releases.find_snapshots(version.id)
    if snapshots is None:
        return f"{name} rests on snapshots that are gone."
    try:
        again = extract.read(pages_of(snapshots))
    except ExtractError as fault:
        return f"{name} cannot be read again ({fault.reason})."
    if again.text_fingerprint != version.reading.text_fingerprint:
        return f"{name} has another text than its snapshots."
    return None
