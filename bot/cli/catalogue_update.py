"""Keeps the catalogue up to date: merges newer ones, and asks which addresses still answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.main import utc_now
from bot.runtime.fetchers import make_fetcher
from bot.runtime.logs import configure_logs
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.availability import (
    Progress,
    RequestPacing,
    StatusLog,
    UrlStatus,
    check_url,
    check_urls,
)
from clausewatch.catalogue.entries import (
    read_aliases,
    read_entries,
    read_updated,
    write_entries,
)
from clausewatch.catalogue.merge import (
    MergeResult,
    MovedDocument,
    find_moved_documents,
    merge_entries,
    read_catalogue,
)
from clausewatch.config import Settings
from clausewatch.errors import ConfigError, UserError
from clausewatch.store import Store, watched_platforms

UPDATED = "catalogue.jsonl.gz"
"""In DATA_DIR: the catalogue as updated, which stands in for the package's."""
ANSWERS_FILE = "catalogue-check.jsonl"
MOST_NAMED = 12


def updated_path(settings: Settings) -> Path:
    """Return where the updated catalogue lies."""
    return settings.data_dir / UPDATED


async def update_catalogue(settings: Settings, path: Path) -> list[str]:
    """Merge another catalogue and return what is to be said about it. Raises UserError."""
    aliases = read_aliases()
    newer = read_catalogue(path, aliases)
    target = updated_path(settings)
    result = merge_entries(read_updated(target) or read_entries(), newer.entries)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_entries(result.entries, target)
    except OSError as fault:
        raise ConfigError(f"{target} cannot be written ({fault}); set DATA_DIR.") from None
    catalogue = Catalogue(result.entries, aliases)
    lines = [*newer.notes, *_merged_lines(result)]
    return lines + [_moved_line(each) for each in await _moved(settings, catalogue)]


def _merged_lines(result: MergeResult) -> Iterator[str]:
    yield (
        f"{len(result.entries)} platforms: {len(result.added)} new, {len(result.altered)} with"
        " other documents than before."
    )
    for what, names in (("new", result.added), ("other documents", result.altered)):
        if names:
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            yield f"{what}: {', '.join(names[:MOST_NAMED])}{more}"


def _moved_line(each: MovedDocument) -> str:
    document = each.document
    return (
        f"{document.record_id} {document.name} stays at {' '.join(document.urls)}; the catalogue"
        f" now gives {' '.join(each.urls)}. To follow it: /policy watch {each.urls[0]}"
    )


async def _moved(settings: Settings, catalogue: Catalogue) -> tuple[MovedDocument, ...]:
    """Return the watched documents that the catalogue now knows elsewhere."""
    if settings.database_url is None and not (settings.data_dir / "clausewatch.db").exists():
        return ()
    store = await Store.open(settings.database)
    try:
        watched = await watched_platforms.watched(store.database)
    finally:
        await store.close()
    found = {d.platform_key: catalogue.find_by_key(d.platform_key) for d in watched}
    return find_moved_documents(
        watched, {key: platform for key, platform in found.items() if platform}
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which addresses to ask for."""

    platforms: tuple[str, ...]
    days: int
    """Answers older than this are asked for again."""
    most: int
    """0 means all."""


async def check_catalogue(settings: Settings, wanted: Wanted, progress: Progress) -> list[str]:
    """Ask for the catalogue's addresses; return what they came to. Raises UserError."""
    configure_logs("ERROR", as_json=settings.log_json)
    catalogue = Catalogue.load(settings.extra_catalogue, updated_path(settings))
    urls = _urls(catalogue, wanted.platforms)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    answers = StatusLog(settings.data_dir / ANSWERS_FILE)
    missing = answers.missing(urls, utc_now() - timedelta(days=wanted.days))
    pace = RequestPacing(settings.check_concurrency, timedelta(seconds=settings.host_pace_seconds))
    chosen = missing[: wanted.most or None]
    async with make_fetcher(settings) as fetcher:

        async def ask(url: str) -> UrlStatus:
            return await check_url(url, fetcher, utc_now())

        await check_urls(chosen, answers, ask, pace, progress)
    return list(_summary(answers, urls))


def _urls(catalogue: Catalogue, names: Sequence[str]) -> list[str]:
    """Return the addresses of some platforms, or of all. Raises UserError for an unknown name."""
    found = []
    for name in names:
        platform = catalogue.find(name).platform
        if platform is None:
            raise UserError(f"The catalogue has no platform {name!r}; `/policy watch` takes any.")
        found.append(platform)
    platforms = found or catalogue.search("", len(catalogue))
    return [url for p in platforms for document in p.documents for url in document.urls]


def _summary(answers: StatusLog, urls: Sequence[str]) -> Iterator[str]:
    counts = answers.counts(urls)
    open_ = len(dict.fromkeys(urls)) - counts.total()
    for state, count in counts.most_common():
        yield f"{count:6} {state}"
    yield f"{open_:6} not asked yet"
    yield f"Every answer is a line of {ANSWERS_FILE} in the data directory."
