"""Reads a provision's record with its context from the store, as a workspace sees it."""

from datetime import datetime, timedelta
from hashlib import sha256

from bot.records.provision_record import ProvisionRecord, read_provision_record
from bot.records.record_view import RecordView
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.provisions import build_text
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import Store

MAX_ELSEWHERE = 3
RECENT = timedelta(days=30)


async def read_record_view(
    store: Store,
    workspace_id: WorkspaceId,
    provision: RecordedProvision,
    others: tuple[RecordedProvision, ...],
    now: datetime,
) -> RecordView:
    """Return a record with its context; its quote and snapshots are verified again.

    `others` are the platform's other provisions of the clause type, which is in the taxonomy.
    """
    clause, key = provision.provision.clause, provision.document.platform_key
    siblings = await store.provisions.find_by_platform(workspace_id, key)
    source = await read_provision_record(store, provision, siblings)
    changes = await store.changes.find_recent(workspace_id, platform_key=key, since=now - RECENT)
    return RecordView(
        recorded=provision,
        record=source.record,
        history=await store.provisions.read_history(provision.id),
        prevalence=await store.provisions.measure_prevalence(workspace_id, clause),
        elsewhere=await store.provisions.compare(
            workspace_id, clause, without=key, limit=MAX_ELSEWHERE
        ),
        also=others,
        related=siblings,
        changes=sum(change.document.id == provision.document.id for change in changes),
        has_quote=provision.provision.quote.is_in(build_text(source.reading)),
        is_intact=has_all_snapshots(provision, source),
        accessed_at=now,
        names={
            clause_type.id: clause_type.name for clause_type in load_taxonomy().clauses.values()
        },
    )


def has_all_snapshots(provision: RecordedProvision, source: ProvisionRecord) -> bool:
    """Return whether the bytes of every snapshot are stored and match their hashes."""
    bodies = {snapshot.sha256: snapshot.body for snapshot in source.snapshots}
    return all(
        digest in bodies and sha256(bodies[digest]).hexdigest() == digest
        for digest in provision.version.snapshots
    )
