"""Provisions as a workspace sees them: those of documents hidden from it do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.errors import UserError
from clausewatch.model.provision_records import (
    Prevalence,
    QuoteCheck,
    RecordedEvent,
    RecordedProvision,
    Unread,
)
from clausewatch.model.provisions import ProvisionEventKind, Recognised
from clausewatch.model.reading import Reading
from clausewatch.model.record_ids import ChangeId, DocumentId, ProvisionId, VersionId, WorkspaceId
from clausewatch.store import codec, quote_checks
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.mappers import is_visible_to, load_documents, load_versions, select_versions
from clausewatch.store.provision_tables import PROVISION, PROVISION_EVENT, RECOGNITION
from clausewatch.store.provision_writer import Judgement, record_provisions
from clausewatch.store.tables import DOCUMENT, VERSION

_HELD = PROVISION.c.removed_at.is_(None)
_JOINED = PROVISION.join(DOCUMENT, DOCUMENT.c.id == PROVISION.c.document_id)
MOST = 50
"""Provisions that one comparison shows on its pages at most, gravest first."""


@dataclass(frozen=True, slots=True)
class Provisions:
    """What is on record of clause types."""

    database: Database

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId | None, platform_key: str
    ) -> tuple[RecordedProvision, ...]:
        """Return a platform's provisions, gravest first; None is the operator, who sees all."""
        query = _visible(workspace_id).where(DOCUMENT.c.platform_key == platform_key, _HELD)
        return await self._all(query.order_by(PROVISION.c.severity.desc(), PROVISION.c.id))

    @uninterrupted
    async def find_by_clause(
        self, workspace_id: WorkspaceId, platform_key: str, clause: str
    ) -> tuple[RecordedProvision, ...]:
        """Return a clause type in a platform's documents, gravest first, those gone last."""
        query = _visible(workspace_id).where(
            DOCUMENT.c.platform_key == platform_key, PROVISION.c.clause == clause
        )
        gone_last = PROVISION.c.removed_at.is_not(None)
        return await self._all(
            query.order_by(gone_last, PROVISION.c.severity.desc(), PROVISION.c.id)
        )

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId | None, number: int) -> RecordedProvision | None:
        """Return the provision with that record number, or None where the workspace has none.

        Without a workspace it is the operator who asks, from the command line.
        """
        found = await self._all(_visible(workspace_id).where(PROVISION.c.id == number))
        return found[0] if found else None

    @uninterrupted
    async def compare(
        self,
        workspace_id: WorkspaceId,
        clause: str,
        *,
        platform_keys: Sequence[str] = (),
        without: str = "",
        limit: int = MOST,
    ) -> tuple[RecordedProvision, ...]:
        """Return a clause type across platforms, gravest first: of all, or of some."""
        query = _visible(workspace_id).where(PROVISION.c.clause == clause, _HELD)
        if platform_keys:
            query = query.where(DOCUMENT.c.platform_key.in_(platform_keys))
        if without:
            query = query.where(DOCUMENT.c.platform_key != without)
        order = (PROVISION.c.severity.desc(), PROVISION.c.document_id.desc())
        return await self._all(query.order_by(*order).limit(limit))

    @uninterrupted
    async def measure_prevalence(self, workspace_id: WorkspaceId, clause: str) -> Prevalence:
        """Return on how many platforms a type was found, of those that were read."""
        # Grouped and then counted: PostgreSQL hashes that, but sorts for `count(distinct ...)`.
        platforms = select(DOCUMENT.c.platform_key).distinct().where(is_visible_to(workspace_id))
        found = platforms.select_from(_JOINED).where(PROVISION.c.clause == clause, _HELD)
        judged = RECOGNITION.join(DOCUMENT, DOCUMENT.c.id == RECOGNITION.c.document_id)
        read = platforms.select_from(judged)
        async with self.database.read() as connection:
            return Prevalence(
                (await connection.execute(_count_of(found))).scalar_one(),
                (await connection.execute(_count_of(read))).scalar_one(),
            )

    @uninterrupted
    async def read_history(self, provision_id: ProvisionId) -> tuple[RecordedEvent, ...]:
        """Return what happened to a provision, newest first; ask only for one that may be seen."""
        query = select(PROVISION_EVENT).where(PROVISION_EVENT.c.provision_id == provision_id)
        async with self.database.read() as connection:
            rows = await connection.execute(query.order_by(PROVISION_EVENT.c.id.desc()))
            return tuple(_event_of(row) for row in rows)

    @uninterrupted
    async def load_reading(self, version_id: VersionId) -> Reading:
        """Return the whole text of a version whose provisions may be seen.

        Raises UserError where what is stored is damaged.
        """
        query = select(VERSION.c.reading).where(VERSION.c.id == version_id)
        async with self.database.read() as connection:
            found = codec.readable((await connection.execute(query)).scalar_one())
        if found is None:
            raise UserError(
                "The stored text of this version is damaged; the operator's `clausewatch verify`"
                " says what is."
            )
        return found

    @uninterrupted
    async def find_recognition_times(
        self, document_ids: Sequence[DocumentId]
    ) -> dict[int, datetime]:
        """Return which of some documents were read for provisions, and when."""
        query = select(RECOGNITION).where(RECOGNITION.c.document_id.in_(document_ids))
        async with self.database.read() as connection:
            return {row.document_id: row.judged_at for row in await connection.execute(query)}

    @uninterrupted
    async def find_outdated(self, engine: str, limit: int, after: int = 0) -> tuple[Unread, ...]:
        """Return documents after a number whose record another release or version made."""
        judged = DOCUMENT.join(VERSION, VERSION.c.id == DOCUMENT.c.baseline_id).outerjoin(
            RECOGNITION, RECOGNITION.c.document_id == DOCUMENT.c.id
        )
        query = (
            select(DOCUMENT.c.id, DOCUMENT.c.baseline_id)
            .select_from(judged)
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
            wanted = [row.baseline_id for row in rows]
            chosen = select_versions(is_whole=True).where(VERSION.c.id.in_(wanted))
            versions = {int(v.id): v for v in await load_versions(connection, chosen)}
        return tuple(Unread(row.id, versions[row.baseline_id]) for row in rows)

    @uninterrupted
    async def record_reanalysis(self, what: Unread, held: Recognised, now: datetime) -> bool:
        """Bring a document's record to what a release of ours sees; nobody is told.

        False where the document has another version by now: its own check writes the record.
        """
        query = select(DOCUMENT.c.baseline_id).where(DOCUMENT.c.id == what.document_id)
        async with self.database.write() as connection:
            baseline = (await connection.execute(query.with_for_update())).scalar_one_or_none()
            extractor = select(VERSION.c.extractor).where(VERSION.c.id == what.version.id)
            reader = (await connection.execute(extractor)).scalar_one_or_none()
            if baseline != what.version.id or reader != what.version.reading.extractor:
                return False
            judged = Judgement(what.document_id, what.version.id, now)
            await record_provisions(self.database, connection, judged, held)
            return True

    async def verify_quotes(self) -> QuoteCheck:
        """Hold every quote against its hash and its place in the stored version."""
        return await quote_checks.check_quotes(self.database)

    async def _all(self, query: Select[Any]) -> tuple[RecordedProvision, ...]:
        async with self.database.read() as connection:
            return await _recorded(connection, query)


def _visible(workspace_id: WorkspaceId | None) -> Select[Any]:
    columns = (*PROVISION.c, DOCUMENT.c.last_verified_at)
    query = select(*columns).select_from(_JOINED)
    return query if workspace_id is None else query.where(is_visible_to(workspace_id))


def _count_of(rows: Select[Any]) -> Select[int]:
    return select(func.count()).select_from(rows.subquery())


async def _recorded(
    connection: AsyncConnection, query: Select[Any]
) -> tuple[RecordedProvision, ...]:
    rows = (await connection.execute(query)).all()
    documents = await load_documents(connection, sorted({row.document_id for row in rows}))
    wanted = sorted({row.version_id for row in rows})
    chosen = select_versions(is_whole=False).where(VERSION.c.id.in_(wanted))
    versions = {int(v.id): v for v in await load_versions(connection, chosen)}
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


def _event_of(row: Any) -> RecordedEvent:  # noqa: ANN401  # a row of the event table
    event = codec.unpack_event(row.event)
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
