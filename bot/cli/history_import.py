"""The versions of an archive, imported as history without any notification."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import structlog

from bot.cli.archived_documents import ArchivedDocument, assign_documents
from bot.cli.catalogue_update import make_catalogue_path
from bot.cli.progress import Progress
from bot.main import utc_now
from bot.runtime.logs import configure_logs
from bot.runtime.process import make_data_dir
from clausewatch.catalogue import Catalogue
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.history.reconstruction import (
    DatedText,
    HistoryBatch,
    ReconstructedVersion,
    Reconstruction,
    Reversion,
    reconstruct,
)
from clausewatch.history.version_archive import (
    ArchivedText,
    BlobReader,
    DocumentHistory,
    find_archive_name,
    read_histories,
)
from clausewatch.model.reading import Expected
from clausewatch.store import Store
from clausewatch.store.imports import ImportedVersion, Imports, RevertedVersion

log = structlog.get_logger(__name__)

TEXTS_PER_BATCH = 40
"""Texts that are judged and written together: a crash loses no more than these."""


@dataclass(slots=True)
class Tally:
    """Counts of an import, for its report."""

    documents: int = 0
    unknown: int = 0
    """Documents for which the catalogue has no URL."""
    versions: int = 0
    changes: int = 0
    taken_back: int = 0
    same: int = 0
    refused: int = 0
    earlier: int = 0
    """Texts that an earlier run imported."""
    failed: int = 0
    """Documents whose import stopped early because of an error in the program."""

    def list_lines(self) -> Iterator[str]:
        """Yield the report, line by line."""
        yield f"{self.documents} documents: {self.versions} versions, {self.changes} changes."
        yield (
            f"{self.same} texts had the same terms as the one before. {self.refused} were not the"
            f" policy. {self.taken_back} changes were reverted. {self.earlier} texts had been"
            " imported before."
        )
        if self.failed:
            yield (
                f"The import of {self.failed} documents stopped early. The lines above name them"
                " and the reasons. What was imported of them is kept."
            )
        if self.unknown:
            yield (
                f"{self.unknown} documents have no URL in the catalogue and stay separate from"
                " watched ones. Import the archive's declarations first (`catalogue import`) to"
                " join them."
            )


@dataclass(slots=True)
class HistoryImport:
    """One run over a checkout."""

    imports: Imports
    blobs: BlobReader
    pool: ProcessPoolExecutor
    archive: str
    progress: Progress
    total: int
    """Texts of the checkout."""
    done: int = 0
    tally: Tally = field(default_factory=Tally)

    async def import_document(self, history: DocumentHistory, archived: ArchivedDocument) -> None:
        """Import the versions of one document, a batch at a time. Raises UserError."""
        document_id = await self.imports.ensure_document(
            archived.platform_key, archived.platform_name, archived.document, utc_now()
        )
        self.tally.documents += 1
        self.tally.unknown += not archived.is_in_catalogue
        known = await self.imports.find_progress(document_id)
        texts = _list_new_texts(history.texts, known.origin if known else "")
        earlier = len(history.texts) - len(texts)
        self.tally.earlier += earlier
        self._advance(earlier)
        earlier_bodies = known.bodies if known else ()
        expected = Expected(
            archived.platform_name, archived.document.kind, archived.document.urls[0]
        )
        for start in range(0, len(texts), TEXTS_PER_BATCH):
            part = texts[start : start + TEXTS_PER_BATCH]
            batch = HistoryBatch(expected, earlier_bodies, tuple(map(self._read_text, part)))
            result = await self._reconstruct(batch, history)
            if result.records:
                await self.imports.add(document_id, [self._make_record(v) for v in result.records])
            earlier_bodies = result.latest_bodies
            self._count(result)
            self._advance(len(part))

    async def _reconstruct(self, batch: HistoryBatch, history: DocumentHistory) -> Reconstruction:
        """Reconstruct a batch in a worker process. Raises UserError if the process dies."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, reconstruct, batch)
        except BrokenProcessPool:
            raise UserError(
                f"A worker process died at {history.path}; what was imported is kept. Run it again."
            ) from None

    def _read_text(self, recorded: ArchivedText) -> DatedText:
        body = self.blobs.read(recorded.blob)
        return DatedText(recorded.commit, recorded.recorded_at, body, recorded.is_technical)

    def _make_record(
        self, version: ReconstructedVersion | Reversion
    ) -> ImportedVersion | RevertedVersion:
        if isinstance(version, Reversion):
            return RevertedVersion(version.reverted_sha256)
        origin = f"{self.archive}@{version.commit}"
        return ImportedVersion(
            origin, version.snapshot, version.reading, version.previous_sha256, version.comparison
        )

    def _count(self, result: Reconstruction) -> None:
        versions = [
            version for version in result.records if isinstance(version, ReconstructedVersion)
        ]
        self.tally.versions += len(versions)
        self.tally.changes += sum(version.comparison is not None for version in versions)
        self.tally.taken_back += len(result.records) - len(versions)
        self.tally.same += result.unchanged_count
        self.tally.refused += result.implausible_count

    def _advance(self, count: int) -> None:
        self.done += count
        if count:
            self.progress(self.done, self.total)


def _list_new_texts(texts: Sequence[ArchivedText], origin: str) -> Sequence[ArchivedText]:
    """Return the texts after the last one that an earlier run filed."""
    commit = origin.rpartition("@")[2]
    last = next((index for index, text in enumerate(texts) if text.commit == commit), -1)
    return texts[last + 1 :]


async def import_checkout(settings: Settings, path: Path, progress: Progress) -> list[str]:
    """Import a checkout's history and return a report, line by line. Raises UserError.

    Texts that an earlier run imported are skipped.
    """
    configure_logs("WARNING", as_json=settings.log_json)
    histories = read_histories(path)
    catalogue = Catalogue.load(settings.extra_catalogue, make_catalogue_path(settings))
    documents = assign_documents(histories, catalogue)
    make_data_dir(settings)
    store = await Store.open(settings.database)
    try:
        with BlobReader(path) as blobs, _open_pool(settings.worker_processes) as pool:
            total = sum(len(history.texts) for history in histories)
            run = HistoryImport(
                Imports(store.database), blobs, pool, find_archive_name(path), progress, total
            )
            await import_histories(run, histories, documents, settings.worker_processes * 2)
    finally:
        await store.close()
    return list(run.tally.list_lines())


async def import_histories(
    run: HistoryImport,
    histories: Sequence[DocumentHistory],
    documents: Mapping[str, ArchivedDocument],
    at_a_time: int,
) -> None:
    """Import all histories, several at a time. Raises UserError."""
    slots = asyncio.Semaphore(at_a_time)

    async def import_one(history: DocumentHistory) -> None:
        async with slots:
            try:
                await run.import_document(history, documents[history.path])
            except UserError:
                raise
            except Exception:
                # Raised, it would end the import of all other documents, in every later run too.
                log.exception("import failed", path=history.path)
                run.tally.failed += 1

    # The longest first, so that the end does not wait for one of them.
    ordered = sorted(histories, key=lambda history: -len(history.texts))
    try:
        async with asyncio.TaskGroup() as group:
            for history in ordered:
                group.create_task(import_one(history))
    except ExceptionGroup as errors:
        sentences = [error for error in errors.exceptions if isinstance(error, UserError)]
        if len(sentences) < len(errors.exceptions):
            raise
        # One sentence is enough: the others say the same of other documents.
        raise sentences[0] from None


@contextmanager
def _open_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
