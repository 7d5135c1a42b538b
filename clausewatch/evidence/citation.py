"""Cites a provision on record: stable id, time of capture, hash, URL and time of access."""

from datetime import UTC, datetime

from clausewatch.model.documents import StoredVersion
from clausewatch.model.provision_records import RecordedProvision

HASH_DIGITS = 16
"""Digits of each SHA-256 in a citation; the record has the whole hash."""


def cite(provision: RecordedProvision, accessed_at: datetime) -> str:
    """Return the citation on one line."""
    version, document = provision.version, provision.document
    captured = version.captured_at.astimezone(UTC)
    hashes = ", ".join(sha256[:HASH_DIGITS] for sha256 in version.snapshots)
    return (
        f"{document.name}, {provision.record_id} ({document.record_id}, version {version.number}),"
        f" captured {captured:%Y-%m-%d %H:%M} UTC, SHA-256 {hashes},"
        f" {version.source_url}, accessed {accessed_at:%-d %B %Y}"
    )


def build_archive_link(version: StoredVersion) -> str:
    """Return the URL of the capture that we had made, or of the Wayback Machine's nearest one."""
    if version.capture_url:
        return version.capture_url
    captured = version.captured_at.astimezone(UTC)
    return f"https://web.archive.org/web/{captured:%Y%m%d%H%M%S}/{version.source_url}"
