"""Records as flat items, the rows of CSV and JSON exports and the payload of webhooks.

`docs/exports.schema.json` describes them. A new field raises no version; a field that is removed or
means something else does.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from bot.links.site_links import build_record_path
from bot.records.phrases import describe_position
from clausewatch.model.changes import Change
from clausewatch.model.documents import AnyDocumentStatus
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.reviews import ReviewStep
from clausewatch.model.subprocessor_records import RecordedSubprocessor
from clausewatch.model.watches import Watch
from clausewatch.provisions.taxonomy_files import load_taxonomy

SCHEMA_VERSION = 1
Item = Mapping[str, object]
"""Values are texts, whole numbers, lists of texts, or None."""


def wrap_items(kind: str, items: Iterable[Item], now: datetime) -> dict[str, object]:
    """Return items as an export: with its format, version and time."""
    return {
        "format": f"clausewatch.{kind}",
        "version": SCHEMA_VERSION,
        "exported_at": format_time(now),
        "items": list(items),
    }


def make_change_item(change: Change, public_url: str = "") -> Item:
    """Return a change; with the URL of a site, its page too."""
    comparison, document = change.comparison, change.document
    return {
        "record_id": change.record_id,
        "platform": document.platform_name,
        "document": document.kind,
        "document_id": document.record_id,
        "detected_at": format_time(change.detected_at),
        "significance": comparison.significance.value if comparison.significance else None,
        "severity": comparison.severity.value,
        "direction": comparison.direction.value if comparison.direction else None,
        "headline": comparison.headline or None,
        "summary": list(comparison.summary),
        "clauses": [impact.clause for impact in comparison.impacts],
        "edits": len(comparison.edits),
        "effective": _format_date(comparison.effective),
        "stated_before": _format_date(comparison.stated_before),
        "stated_after": _format_date(comparison.stated_after),
        "standing": change.standing,
        "source_url": change.after.source_url,
        "sha256_before": list(change.before.snapshots),
        "sha256_after": list(change.after.snapshots),
        "url": _build_url(public_url, change.record_id),
    }


def make_provision_item(recorded: RecordedProvision, public_url: str = "") -> Item:
    """Return a provision; with the URL of a site, its page too."""
    provision, document, version = recorded.provision, recorded.document, recorded.version
    clause = load_taxonomy().clauses.get(provision.clause)
    return {
        "record_id": recorded.record_id,
        "platform": document.platform_name,
        "document": document.kind,
        "document_id": document.record_id,
        "clause": provision.clause,
        "clause_name": clause.name if clause else provision.clause,
        "category": clause.category if clause else None,
        "severity": provision.severity.value,
        "confidence": provision.confidence.value,
        "basis": provision.basis.value,
        "polarity": provision.polarity.value,
        "position": describe_position(provision.polarity.value, provision.clause),
        "quote": provision.quote.text,
        "quote_section": provision.quote.section or None,
        "quote_start": provision.quote.start,
        "quote_end": provision.quote.end,
        "quote_sha256": provision.quote.sha256,
        "facets_stated": [facet.id for facet in provision.facets if facet.is_stated],
        "facets_absent": [facet.id for facet in provision.facets if facet.is_absent],
        "note": provision.note or None,
        "version": version.number,
        "source_url": version.source_url,
        "captured_at": format_time(version.captured_at),
        "sha256": list(version.snapshots),
        "first_tracked_at": format_time(recorded.first_tracked_at),
        "last_verified_at": format_time(recorded.last_verified_at),
        "analysed_at": format_time(recorded.judged_at),
        "engine": provision.engine,
        "removed_at": format_time(recorded.removed_at),
        "url": _build_url(public_url, recorded.record_id),
    }


def make_watch_item(watch: Watch, status: AnyDocumentStatus, public_url: str = "") -> Item:
    """Return a document of a watch."""
    document = status.document
    return {
        "channel": watch.channel.slack_id,
        "platform": watch.platform_name,
        "platform_key": watch.platform_key,
        "document": document.kind,
        "document_id": document.record_id,
        "urls": list(document.urls),
        "is_private": "yes" if document.workspace_id is not None else "no",
        "minimum": watch.minimum.value,
        "cadence": watch.cadence.value,
        "clauses": list(watch.topics),
        "muted_until": format_time(watch.muted_until),
        "last_checked_at": format_time(status.last_checked_at),
        "last_verified_at": format_time(status.seen_at),
        "unreadable_since": format_time(status.unreadable.since) if status.unreadable else None,
        "unreadable_reason": status.unreadable.reason if status.unreadable else None,
        "url": _build_url(public_url, document.record_id),
    }


def make_review_item(step: ReviewStep) -> Item:
    """Return a step of a review: who decided what, and what was before."""
    review = step.review
    return {
        "change_id": step.change_record_id,
        "platform": step.platform_name,
        "document": step.document_kind,
        "severity": step.severity.value,
        "at": format_time(review.updated_at),
        "user": review.user_id,
        "status": review.status.value,
        "status_before": step.previous.status.value,
        "assignee": review.assignee or None,
        "due": _format_date(review.due_on),
        "note": review.note or None,
        "is_undo": "yes" if step.is_undo else "no",
    }


def make_subprocessor_item(recorded: RecordedSubprocessor) -> Item:
    """Return a company on the list of a platform."""
    entry, document = recorded.entry, recorded.document
    return {
        "platform": document.platform_name,
        "document": document.kind,
        "document_id": document.record_id,
        "name": entry.name,
        "purpose": entry.purpose or None,
        "location": entry.location or None,
        "data": entry.data or None,
        "since": entry.since or None,
        "group": entry.group or None,
        "quote": entry.quote or None,
        "first_seen_at": format_time(recorded.first_seen_at),
        "removed_at": format_time(recorded.removed_at),
    }


def format_time(moment: datetime | None) -> str | None:
    """Return a time in UTC as ISO 8601 to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment is not None else None


def _format_date(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _build_url(public_url: str, record_id: str) -> str | None:
    return f"{public_url}{build_record_path(record_id)}" if public_url else None
