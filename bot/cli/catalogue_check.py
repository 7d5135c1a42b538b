"""Asks the URLs in the catalogue whether they still answer, and counts the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.cli.catalogue_update import make_catalogue_path
from bot.cli.progress import Progress
from bot.main import utc_now
from bot.runtime.fetchers import make_fetcher
from bot.runtime.logs import configure_logs
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.availability import (
    RequestPacing,
    StatusLog,
    UrlStatus,
    check_url,
    check_urls,
)
from clausewatch.config import Settings
from clausewatch.errors import UserError

FILE_NAME = "catalogue-check.jsonl"
"""In DATA_DIR: one answer per line, so that an interrupted run continues."""


@dataclass(frozen=True, slots=True)
class UrlChoice:
    """The URLs to ask."""

    platforms: tuple[str, ...]
    """Names; empty for all platforms."""
    days: int
    """URLs without a result this young are checked again."""
    limit: int
    """0 for all."""


async def check_catalogue(settings: Settings, choice: UrlChoice, progress: Progress) -> list[str]:
    """Ask the chosen URLs and return the counts of all answers so far. Raises UserError."""
    configure_logs("ERROR", as_json=settings.log_json)
    catalogue = Catalogue.load(settings.extra_catalogue, make_catalogue_path(settings))
    urls = _list_urls(catalogue, choice.platforms)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    log = StatusLog(settings.data_dir / FILE_NAME)
    outdated = log.find_outdated(urls, utc_now() - timedelta(days=choice.days))
    pacing = RequestPacing(
        settings.check_concurrency, timedelta(seconds=settings.host_pace_seconds)
    )
    async with make_fetcher(settings) as fetcher:

        async def ask(url: str) -> UrlStatus:
            return await check_url(url, fetcher, utc_now())

        await check_urls(outdated[: choice.limit or None], log, ask, pacing, progress)
    return list(_count_states(log, urls))


def _list_urls(catalogue: Catalogue, names: Sequence[str]) -> list[str]:
    """Return the URLs of the named platforms, or of all. Raises UserError."""
    named = []
    for name in names:
        platform = catalogue.find(name).platform
        if platform is None:
            raise UserError(
                f"The catalogue has no platform {name!r}; `/policy watch` takes any URL."
            )
        named.append(platform)
    platforms = named or catalogue.search("", len(catalogue))
    return [url for p in platforms for document in p.documents for url in document.urls]


def _count_states(log: StatusLog, urls: Sequence[str]) -> Iterator[str]:
    counts = log.count_states(urls)
    unasked = len(dict.fromkeys(urls)) - counts.total()
    for state, count in counts.most_common():
        yield f"{count:6} {state}"
    yield f"{unasked:6} not asked yet"
    yield f"Every answer is a line of {FILE_NAME} in the data directory."
