"""How a provision on record is cited: stable id, when captured, hash, address, when looked at."""

from datetime import UTC, datetime

from clausewatch.model.documents import StoredVersion
from clausewatch.model.provision_records import RecordedProvision

HASH_DIGITS = 16
"""Of a SHA-256 in a citation; the record has all of it."""


def cite(one: RecordedProvision, accessed_at: datetime) -> str:
    """Return the citation on one line."""
    version = one.version
    captured = version.captured_at.astimezone(UTC)
    hashes = ", ".join(sha[:HASH_DIGITS] for sha in version.snapshots)
    return (
        f"{one.document.name}, {one.record_id} ({one.document.record_id}, version"
        f" {version.number}), captured {captured:%Y-%m-%d %H:%M} UTC, SHA-256 {hashes},"
        f" {version.source_url}, accessed {accessed_at:%-d %B %Y}"
    )


def build_archive_link(version: StoredVersion) -> str:
    """Return the address of the Wayback Machine's capture nearest to ours, if it has one."""
    when = version.captured_at.astimezone(UTC)
    return f"https://web.archive.org/web/{when:%Y%m%d%H%M%S}/{version.source_url}"
