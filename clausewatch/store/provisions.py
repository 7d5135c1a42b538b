"""Reads the tables `provision` and `provision_event` as a workspace sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.errors import UserError
from clausewatch.model.provision_records import (
    OutdatedProvisions,
    Prevalence,
    QuoteCheck,
    RecordedEvent,
    RecordedProvision,
)
from clausewatch.model.provisions import ProvisionEventKind, VersionAnalysis
from clausewatch.model.reading import Reading
from clausewatch.model.record_ids import ChangeId, DocumentId, ProvisionId, VersionId, WorkspaceId
from clausewatch.store import codec, prevalence, quote_checks
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.kept_counts import KeptCounts
from clausewatch.store.mappers import load_documents
from clausewatch.store.provision_writer import Judgement, record_provisions
from clausewatch.store.tables import DOCUMENT, PROVISION, PROVISION_EVENT, RECOGNITION, VERSION
from clausewatch.store.versions import load_versions_by_id
from clausewatch.store.visibility import is_visible_to

_IS_PRESENT = PROVISION.c.removed_at.is_(None)
_WITH_DOCUMENTS = PROVISION.join(DOCUMENT, DOCUMENT.c.id == PROVISION.c.document_id)
COMPARISON_LIMIT = 50
"""Provisions that one comparison shows at most, highest severity first."""


@dataclass(frozen=True, slots=True)
class Provisions:
    """The provisions on record."""

    database: Database
    _prevalence: KeptCounts[Prevalence] = field(default_factory=KeptCounts)

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId | None, platform_key: str
    ) -> tuple[RecordedProvision, ...]:
        """Return a platform's provisions, highest severity first.

        Without a workspace, all documents count; only the operator may ask so.
        """
        query = select_visible(workspace_id).where(
            DOCUMENT.c.platform_key == platform_key, _IS_PRESENT
        )
        return await self._load(query.order_by(PROVISION.c.severity.desc(), PROVISION.c.id))

    @uninterrupted
    async def find_by_clause(
        self, workspace_id: WorkspaceId, platform_key: str, clause: str
    ) -> tuple[RecordedProvision, ...]:
        """Return a clause type in a platform's documents: present ones first, then by severity."""
        # By document: SQLite would go through all documents that have the clause type.
        own = select(DOCUMENT.c.id).where(DOCUMENT.c.platform_key == platform_key)
        query = select_visible(workspace_id).where(
            PROVISION.c.document_id.in_(own), PROVISION.c.clause == clause
        )
        gone_last = PROVISION.c.removed_at.is_not(None)
        return await self._load(
            query.order_by(gone_last, PROVISION.c.severity.desc(), PROVISION.c.id)
        )

    @uninterrupted
    async def find_by_document(
        self, workspace_id: WorkspaceId, document_id: DocumentId
    ) -> tuple[RecordedProvision, ...]:
        """Return a document's provisions, highest severity first."""
        query = select_visible(workspace_id).where(
            PROVISION.c.document_id == document_id, _IS_PRESENT
        )
        return await self._load(query.order_by(PROVISION.c.severity.desc(), PROVISION.c.id))

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId | None, number: int) -> RecordedProvision | None:
        """Return the provision with that record number, or None if the workspace has none.

        Without a workspace, all documents count; only the operator may ask so.
        """
        query = select_visible(workspace_id).where(PROVISION.c.id == number)
        provisions = await self._load(query)
        return provisions[0] if provisions else None

    @uninterrupted
    async def compare(
        self,
        workspace_id: WorkspaceId,
        clause: str,
        *,
        platform_keys: Sequence[str] = (),
        without: str = "",
        limit: int = COMPARISON_LIMIT,
    ) -> tuple[RecordedProvision, ...]:
        """Return a clause type on all or some platforms, highest severity first.

        `without` is the key of a platform to leave out.
        """
        query = select_visible(workspace_id).where(PROVISION.c.clause == clause, _IS_PRESENT)
        if platform_keys:
            query = query.where(DOCUMENT.c.platform_key.in_(platform_keys))
        if without:
            query = query.where(DOCUMENT.c.platform_key != without)
        order = (PROVISION.c.severity.desc(), PROVISION.c.document_id.desc())
        return await self._load(query.order_by(*order).limit(limit))

    @uninterrupted
    async def measure_prevalence(self, workspace_id: WorkspaceId, clause: str) -> Prevalence:
        """Return how many platforms have a clause type, by position, and how many were read."""
        async with self.database.read() as connection:
            return await self._prevalence.find(
                connection,
                (workspace_id, clause),
                lambda: prevalence.count_platforms(connection, workspace_id, clause),
            )

    @uninterrupted
    async def read_history(self, provision_id: ProvisionId) -> tuple[RecordedEvent, ...]:
        """Return the events of a provision, newest first; the caller checks that it may be seen."""
        query = select(PROVISION_EVENT).where(PROVISION_EVENT.c.provision_id == provision_id)
        async with self.database.read() as connection:
            rows = await connection.execute(query.order_by(PROVISION_EVENT.c.id.desc()))
            return tuple(_map_event(row) for row in rows)

    @uninterrupted
    async def load_reading(self, version_id: VersionId) -> Reading:
        """Return the text of a version; the caller checks that it may be seen.

        Raises UserError if the stored text is damaged.
        """
        query = select(VERSION.c.reading).where(VERSION.c.id == version_id)
        async with self.database.read() as connection:
            reading = codec.try_unpack_reading((await connection.execute(query)).scalar_one())
        if reading is None:
            raise UserError(
                "The stored text of this version is damaged. Ask your administrator to run"
                " `clausewatch verify`."
            )
        return reading

    @uninterrupted
    async def find_recognition_times(
        self, document_ids: Sequence[DocumentId]
    ) -> dict[int, datetime]:
        """Return when documents were read for provisions; those that never were are left out."""
        query = select(RECOGNITION).where(RECOGNITION.c.document_id.in_(document_ids))
        async with self.database.read() as connection:
            return {row.document_id: row.judged_at for row in await connection.execute(query)}

    @uninterrupted
    async def find_outdated(
        self, engine: str, limit: int, after: int = 0
    ) -> tuple[OutdatedProvisions, ...]:
        """Return documents whose provisions come from another version or release.

        Only documents with a number above `after` are returned, in order.
        """
        baselines = DOCUMENT.join(VERSION, VERSION.c.id == DOCUMENT.c.baseline_id).outerjoin(
            RECOGNITION, RECOGNITION.c.document_id == DOCUMENT.c.id
        )
        query = (
            select(DOCUMENT.c.id, DOCUMENT.c.baseline_id, DOCUMENT.c.kind)
            .select_from(baselines)
            .where(
                DOCUMENT.c.id > after,
                or_(
                    RECOGNITION.c.engine.is_(None),
                    RECOGNITION.c.engine != engine,
                    RECOGNITION.c.version_id != DOCUMENT.c.baseline_id,
                    RECOGNITION.c.extractor != VERSION.c.extractor,
                ),
            )
            .order_by(DOCUMENT.c.id)
            .limit(limit)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            version_ids = [row.baseline_id for row in rows]
            versions = await load_versions_by_id(connection, version_ids, with_blocks=True)
        return tuple(
            OutdatedProvisions(row.id, versions[row.baseline_id], row.kind) for row in rows
        )

    @uninterrupted
    async def record_reanalysis(
        self, outdated: OutdatedProvisions, analysis: VersionAnalysis, now: datetime
    ) -> bool:
        """Bring a document's provisions to what this release sees; nothing is posted.

        Returns False if the document has another version by now: then its check writes them.
        """
        version = outdated.version
        baseline = select(DOCUMENT.c.baseline_id).where(DOCUMENT.c.id == outdated.document_id)
        release = select(VERSION.c.extractor).where(VERSION.c.id == version.id)
        async with self.database.write() as connection:
            baseline_id = (
                await connection.execute(baseline.with_for_update())
            ).scalar_one_or_none()
            extractor = (await connection.execute(release)).scalar_one_or_none()
            if baseline_id != version.id or extractor != version.reading.extractor:
                return False
            judgement = Judgement(outdated.document_id, version.id, now)
            await record_provisions(connection, judgement, analysis)
            return True

    async def verify_quotes(self) -> QuoteCheck:
        """Compare every quote with its hash and with its place in the stored version."""
        return await quote_checks.check_quotes(self.database)

    async def _load(self, query: Select[Any]) -> tuple[RecordedProvision, ...]:
        async with self.database.read() as connection:
            return await load_provisions(connection, query)


def select_visible(workspace_id: WorkspaceId | None) -> Select[Any]:
    """Return the query of the provisions that exist for a workspace; None is the operator."""
    columns = (*PROVISION.c, DOCUMENT.c.last_verified_at)
    query = select(*columns).select_from(_WITH_DOCUMENTS)
    return query if workspace_id is None else query.where(is_visible_to(workspace_id))


async def load_provisions(
    connection: AsyncConnection, query: Select[Any]
) -> tuple[RecordedProvision, ...]:
    """Return the provisions of a `select_visible` query, in its order."""
    rows = (await connection.execute(query)).all()
    documents = await load_documents(connection, sorted({row.document_id for row in rows}))
    versions = await load_versions_by_id(connection, sorted({row.version_id for row in rows}))
    return tuple(
        RecordedProvision(
            id=ProvisionId(row.id),
            document=documents[row.document_id],
            provision=codec.unpack_provision(row.provision),
            version=versions[row.version_id],
            first_tracked_at=row.first_tracked_at,
            judged_at=row.judged_at,
            last_verified_at=row.last_verified_at or versions[row.version_id].captured_at,
            removed_at=row.removed_at,
        )
        for row in rows
    )


def _map_event(row: Any) -> RecordedEvent:  # noqa: ANN401  # a row of the event table
    event = codec.unpack_provision_event(row.event)
    return RecordedEvent(
        kind=ProvisionEventKind(row.kind),
        clause=event.clause,
        happened_at=row.happened_at,
        engine=row.engine,
        change_id=None if row.change_id is None else ChangeId(row.change_id),
        before=event.before,
        after=event.after,
        facets_gained=event.facets_gained,
        facets_lost=event.facets_lost,
    )
