"""`clausewatch import-history`: years of an archive's versions on the record, told to nobody."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import structlog

from bot.cli.catalogue_update import updated_path
from bot.main import utc_now
from bot.runtime.logs import configure_logs
from clausewatch.catalogue import Catalogue, DocumentKind, find_kind
from clausewatch.catalogue.canonical_names import make_slug
from clausewatch.catalogue.document_kinds import KINDS_BY_DECLARED_NAME, KINDS_BY_KEY
from clausewatch.config import Settings
from clausewatch.errors import ConfigError, UserError
from clausewatch.history.reconstruction import Judged, Stretch, TakenBack, Text, Version, judge
from clausewatch.history.version_archive import Blobs, Chain, Recorded, chains_of, name_of
from clausewatch.model.documents import USUAL
from clausewatch.model.reading import Expected
from clausewatch.store import NewDocument, Store
from clausewatch.store.imports import Imported, Imports, Reverted

log = structlog.get_logger(__name__)

STRETCH = 40
"""Texts that are judged and written at a time: what a crash costs at most."""
Progress = Callable[[int, int], None]
"""Is told how many texts are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Place:
    """The document that a chain's versions belong to."""

    key: str
    name: str
    document: NewDocument


@dataclass(slots=True)
class Tally:
    """What an import came to."""

    documents: int = 0
    unknown: int = 0
    """Documents that the catalogue has no address for."""
    versions: int = 0
    changes: int = 0
    taken_back: int = 0
    same: int = 0
    refused: int = 0
    earlier: int = 0
    """Texts that an earlier run had imported."""
    failed: int = 0
    """Documents that were not imported to their end, for a fault of ours."""

    def lines(self) -> Iterator[str]:
        """Yield what is to be said about it."""
        yield f"{self.documents} documents: {self.versions} versions, {self.changes} changes."
        yield (
            f"{self.same} texts had the terms of the one before, {self.refused} were not the"
            f" policy, {self.taken_back} changes were taken back, {self.earlier} texts were"
            " imported before."
        )
        if self.failed:
            yield (
                f"{self.failed} documents could not be imported to their end; the lines above say"
                " which and why. What is filed of them stays."
            )
        if self.unknown:
            yield (
                f"{self.unknown} documents have no address in the catalogue and stand alone; import"
                " the archive's declarations first (`catalogue import`) to have them together with"
                " what is watched."
            )


def places_of(chains: Sequence[Chain], catalogue: Catalogue) -> dict[str, Place]:
    """Return the document of each chain by its path; no two chains share one."""
    found: dict[str, Place] = {}
    taken: set[tuple[str, str]] = set()
    for chain in sorted(chains, key=_rank):
        platform = catalogue.find(chain.service).platform
        key, name = (platform.key, platform.name) if platform else ("", chain.service)
        kind = _kind(chain.kind)
        known = platform.documents if platform and (key, kind.key) not in taken else ()
        own = next((d for d in known if d.kind == kind.name), None)
        urls, access = (own.urls, own.access) if own else ((), USUAL)
        key = key or make_slug(chain.service) or "archived"
        if urls:
            taken.add((key, kind.key))
        else:
            # Nobody is ever there: RFC 2606 keeps the name free.
            urls = (
                f"https://{make_slug(chain.service) or 'service'}.invalid/{make_slug(chain.kind)}",
            )
        found[chain.path] = Place(key, name, NewDocument(kind.name, urls, access))
    return found


def _kind(archived: str) -> DocumentKind:
    return KINDS_BY_DECLARED_NAME.get(archived) or find_kind(archived) or KINDS_BY_KEY["other"]


def _rank(chain: Chain) -> tuple[str, int, str]:
    """Order a service's chains so that a kind's own name comes before those that are folded in."""
    raw = _kind(chain.kind).raw
    return chain.service, raw.index(chain.kind) if chain.kind in raw else len(raw), chain.path


@dataclass(slots=True)
class Import:
    """One run over a checkout."""

    imports: Imports
    blobs: Blobs
    pool: ProcessPoolExecutor
    archive: str
    progress: Progress
    total: int
    done: int = 0
    tally: Tally = field(default_factory=Tally)

    async def chain(self, chain: Chain, place: Place) -> None:
        """Bring one document onto the record, a stretch at a time."""
        number = await self.imports.document(place.key, place.name, place.document, utc_now())
        self.tally.documents += 1
        self.tally.unknown += ".invalid/" in place.document.urls[0]
        known = await self.imports.known(number)
        texts = _after(chain.texts, known.origin if known else "")
        self._past(len(chain.texts) - len(texts))
        self.tally.earlier += len(chain.texts) - len(texts)
        standing = known.bodies if known else ()
        expected = Expected(place.name, place.document.kind, place.document.urls[0])
        for start in range(0, len(texts), STRETCH):
            part = texts[start : start + STRETCH]
            stretch = Stretch(expected, standing, tuple(map(self._text, part)))
            judged = await self._judged(stretch, chain)
            if judged.found:
                await self.imports.add(number, [self._record(each) for each in judged.found])
            standing = judged.standing
            self._count(judged)
            self._past(len(part))

    async def _judged(self, stretch: Stretch, chain: Chain) -> Judged:
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, judge, stretch)
        except BrokenProcessPool:
            raise UserError(
                f"A worker process died at {chain.path}; what is filed stays, run it again."
            ) from None

    def _text(self, recorded: Recorded) -> Text:
        body = self.blobs[recorded.blob]
        return Text(recorded.commit, recorded.recorded_at, body, recorded.is_technical)

    def _record(self, found: Version | TakenBack) -> Imported | Reverted:
        if isinstance(found, TakenBack):
            return Reverted(found.after)
        origin = f"{self.archive}@{found.commit}"
        return Imported(origin, found.snapshot, found.reading, found.before, found.comparison)

    def _count(self, judged: Judged) -> None:
        versions = [each for each in judged.found if isinstance(each, Version)]
        self.tally.versions += len(versions)
        self.tally.changes += sum(each.comparison is not None for each in versions)
        self.tally.taken_back += len(judged.found) - len(versions)
        self.tally.same += judged.same
        self.tally.refused += judged.refused

    def _past(self, count: int) -> None:
        self.done += count
        if count:
            self.progress(self.done, self.total)


def _after(texts: Sequence[Recorded], origin: str) -> Sequence[Recorded]:
    """Return the texts behind the last one that an earlier run filed."""
    last = origin.rpartition("@")[2]
    at = next((n for n, text in enumerate(texts) if text.commit == last), -1)
    return texts[at + 1 :]


async def import_history(settings: Settings, path: Path, progress: Progress) -> list[str]:
    """Bring a checkout's history onto the record; what was imported before is passed over."""
    configure_logs("WARNING", as_json=settings.log_json)
    chains = chains_of(path)
    catalogue = Catalogue.load(settings.extra_catalogue, updated_path(settings))
    places = places_of(chains, catalogue)
    _make_room(settings)
    store = await Store.open(settings.database)
    try:
        with Blobs(path) as blobs, _pool(settings.worker_processes) as pool:
            total = sum(len(chain.texts) for chain in chains)
            run = Import(Imports(store.database), blobs, pool, name_of(path), progress, total)
            await import_all(run, chains, places, settings.worker_processes * 2)
    finally:
        await store.close()
    return list(run.tally.lines())


def _make_room(settings: Settings) -> None:
    if settings.database_url is None:
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise ConfigError(f"{settings.data_dir} cannot be made ({fault}).") from None


async def import_all(
    run: Import, chains: Sequence[Chain], places: dict[str, Place], at_a_time: int
) -> None:
    """Bring all documents onto the record, several at a time. Raises UserError."""
    turns = asyncio.Semaphore(at_a_time)

    async def one(chain: Chain) -> None:
        async with turns:
            try:
                await run.chain(chain, places[chain.path])
            except UserError:
                raise
            except Exception:
                # Passed on, it would end the import of all others, and so would the next run.
                log.exception("not imported", path=chain.path)
                run.tally.failed += 1

    # The longest first, so that the end does not wait for one of them.
    ordered = sorted(chains, key=lambda chain: -len(chain.texts))
    try:
        async with asyncio.TaskGroup() as group:
            for chain in ordered:
                group.create_task(one(chain))
    except ExceptionGroup as faults:
        said = [fault for fault in faults.exceptions if isinstance(fault, UserError)]
        if len(said) < len(faults.exceptions):
            raise
        # One sentence for the person; the others say the same of other documents.
        raise said[0] from None


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
