"""The versions of an archive, imported as history; nobody is notified of them."""

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
from clausewatch.history.reconstruction import Judged, Stretch, TakenBack, Text, Version, judge
from clausewatch.history.version_archive import Blobs, Chain, Recorded, chains_of, name_of
from clausewatch.model.reading import Expected
from clausewatch.store import Store
from clausewatch.store.imports import Imported, Imports, Reverted

log = structlog.get_logger(__name__)

TEXTS_PER_STRETCH = 40
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
    """Documents whose import stopped early because of an error of ours."""

    def list_lines(self) -> Iterator[str]:
        """Yield the report, line by line."""
        yield f"{self.documents} documents: {self.versions} versions, {self.changes} changes."
        yield (
            f"{self.same} texts had the same terms as the one before, {self.refused} were not the"
            f" policy, {self.taken_back} changes were reverted, {self.earlier} texts had been"
            " imported before."
        )
        if self.failed:
            yield (
                f"The import of {self.failed} documents stopped early; the lines above name them"
                " and the reasons. What was filed of them stays."
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
    blobs: Blobs
    pool: ProcessPoolExecutor
    archive: str
    progress: Progress
    total: int
    """Texts of the checkout."""
    done: int = 0
    tally: Tally = field(default_factory=Tally)

    async def import_chain(self, chain: Chain, archived: ArchivedDocument) -> None:
        """Import the versions of one document, a stretch at a time. Raises UserError."""
        document_id = await self.imports.document(
            archived.platform_key, archived.platform_name, archived.document, utc_now()
        )
        self.tally.documents += 1
        self.tally.unknown += not archived.is_in_catalogue
        known = await self.imports.known(document_id)
        texts = _list_new_texts(chain.texts, known.origin if known else "")
        earlier = len(chain.texts) - len(texts)
        self.tally.earlier += earlier
        self._advance(earlier)
        standing = known.bodies if known else ()
        expected = Expected(
            archived.platform_name, archived.document.kind, archived.document.urls[0]
        )
        for start in range(0, len(texts), TEXTS_PER_STRETCH):
            part = texts[start : start + TEXTS_PER_STRETCH]
            stretch = Stretch(expected, standing, tuple(map(self._read_text, part)))
            judged = await self._judge(stretch, chain)
            if judged.found:
                await self.imports.add(document_id, [self._make_record(v) for v in judged.found])
            standing = judged.standing
            self._count(judged)
            self._advance(len(part))

    async def _judge(self, stretch: Stretch, chain: Chain) -> Judged:
        """Judge a stretch in a worker process. Raises UserError if the process dies."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, judge, stretch)
        except BrokenProcessPool:
            raise UserError(
                f"A worker process died at {chain.path}; what is filed stays. Run it again."
            ) from None

    def _read_text(self, recorded: Recorded) -> Text:
        body = self.blobs[recorded.blob]
        return Text(recorded.commit, recorded.recorded_at, body, recorded.is_technical)

    def _make_record(self, version: Version | TakenBack) -> Imported | Reverted:
        if isinstance(version, TakenBack):
            return Reverted(version.after)
        origin = f"{self.archive}@{version.commit}"
        return Imported(
            origin, version.snapshot, version.reading, version.before, version.comparison
        )

    def _count(self, judged: Judged) -> None:
        versions = [version for version in judged.found if isinstance(version, Version)]
        self.tally.versions += len(versions)
        self.tally.changes += sum(version.comparison is not None for version in versions)
        self.tally.taken_back += len(judged.found) - len(versions)
        self.tally.same += judged.same
        self.tally.refused += judged.refused

    def _advance(self, count: int) -> None:
        self.done += count
        if count:
            self.progress(self.done, self.total)


def _list_new_texts(texts: Sequence[Recorded], origin: str) -> Sequence[Recorded]:
    """Return the texts after the last one that an earlier run filed."""
    commit = origin.rpartition("@")[2]
    last = next((index for index, text in enumerate(texts) if text.commit == commit), -1)
    return texts[last + 1 :]


async def import_checkout(settings: Settings, path: Path, progress: Progress) -> list[str]:
    """Import a checkout's history and return a report, line by line. Raises UserError.

    Texts that an earlier run imported are skipped.
    """
    configure_logs("WARNING", as_json=settings.log_json)
    chains = chains_of(path)
    catalogue = Catalogue.load(settings.extra_catalogue, make_catalogue_path(settings))
    documents = assign_documents(chains, catalogue)
    make_data_dir(settings)
    store = await Store.open(settings.database)
    try:
        with Blobs(path) as blobs, _open_pool(settings.worker_processes) as pool:
            total = sum(len(chain.texts) for chain in chains)
            run = HistoryImport(
                Imports(store.database), blobs, pool, name_of(path), progress, total
            )
            await import_chains(run, chains, documents, settings.worker_processes * 2)
    finally:
        await store.close()
    return list(run.tally.list_lines())


async def import_chains(
    run: HistoryImport,
    chains: Sequence[Chain],
    documents: Mapping[str, ArchivedDocument],
    at_a_time: int,
) -> None:
    """Import all chains, several at a time. Raises UserError."""
    slots = asyncio.Semaphore(at_a_time)

    async def import_one(chain: Chain) -> None:
        async with slots:
            try:
                await run.import_chain(chain, documents[chain.path])
            except UserError:
                raise
            except Exception:
                # Raised, it would end the import of all other documents, in every later run too.
                log.exception("import failed", path=chain.path)
                run.tally.failed += 1

    # The longest first, so that the end does not wait for one of them.
    ordered = sorted(chains, key=lambda chain: -len(chain.texts))
    try:
        async with asyncio.TaskGroup() as group:
            for chain in ordered:
                group.create_task(import_one(chain))
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
