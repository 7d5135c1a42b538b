"""Checks which URLs of a catalogue still work, host by host, at a limited pace.

Each result is appended to a file at once, so an interrupted run continues where it stopped.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from clausewatch.catalogue.canonical_names import parse_host
from clausewatch.catalogue.urls import make_page_key
from clausewatch.errors import ConfigError, FetchError, Forbidden, Gone, Refused, TooLarge
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

Fetch = Callable[[PageRequest, datetime], Awaitable[Snapshot | NotModified]]
Progress = Callable[[int, int], None]
"""Called with the number of URLs checked and their total."""

STATES_BY_ERROR: Mapping[type[FetchError], str] = {
    Gone: "gone",
    Refused: "refused",
    Forbidden: "forbidden",
    TooLarge: "too large",
}
ANSWERS, MOVED, LEADS_HOME, NO_ANSWER = "answers", "moved", "leads home", "no answer"


@dataclass(frozen=True, slots=True)
class UrlStatus:
    """The result of checking one URL; its fields are the keys of a line in the file."""

    url: str
    checked_at: str
    """ISO 8601, UTC."""
    state: str
    """`ANSWERS`, `MOVED`, `LEADS_HOME`, `NO_ANSWER` or a value of `STATES_BY_ERROR`."""
    reason: str = ""
    final_url: str = ""
    """The URL after redirects, if it is another page."""


@dataclass(frozen=True, slots=True)
class RequestPacing:
    """How fast URLs are checked."""

    max_hosts: int
    """Hosts that are checked at once."""
    interval: timedelta
    """Pause between two requests to one host."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class StatusLog:
    """The file of results: read once, then one line appended per URL."""

    def __init__(self, path: Path) -> None:
        """Read the results on record. Raises ConfigError if the file cannot be read."""
        self._path = path
        self.statuses: dict[str, UrlStatus] = {}
        """The latest result of each URL."""
        try:
            text = path.read_text("utf-8") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigError(f"{path} cannot be read ({fault}); remove it.") from None
        for line in text.splitlines():
            try:
                status = UrlStatus(**json.loads(line))
            except (ValueError, TypeError):
                continue  # The last line of an interrupted run: its URL is checked again.
            self.statuses[status.url] = status
        self._is_at_line_start = text == "" or text.endswith("\n")

    def find_outdated(self, urls: Iterable[str], since: datetime) -> list[str]:
        """Return the URLs without a result since that time, each once."""
        limit = since.isoformat()
        return [
            url
            for url in dict.fromkeys(urls)
            if url not in self.statuses or self.statuses[url].checked_at < limit
        ]

    def add(self, status: UrlStatus) -> None:
        """Store a result, on disk at once."""
        line = json.dumps(asdict(status), ensure_ascii=False) + "\n"
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line if self._is_at_line_start else "\n" + line)
        self._is_at_line_start = True
        self.statuses[status.url] = status

    def count_states(self, urls: Iterable[str]) -> Counter[str]:
        """Return how many of these URLs are in each state."""
        return Counter(
            self.statuses[url].state for url in dict.fromkeys(urls) if url in self.statuses
        )


async def check_urls(
    urls: Sequence[str],
    log: StatusLog,
    check: Callable[[str], Awaitable[UrlStatus]],
    pacing: RequestPacing,
    progress: Progress,
) -> None:
    """Check URLs, several hosts at once and each host one URL after the other."""
    urls_by_host: dict[str, deque[str]] = {}
    for url in urls:
        urls_by_host.setdefault(parse_host(url), deque()).append(url)
    waiting = deque(urls_by_host.values())
    done = 0

    async def work() -> None:
        nonlocal done
        while waiting:
            queue = waiting.popleft()
            while queue:
                log.add(await check(queue.popleft()))
                done += 1
                progress(done, len(urls))
                if queue:
                    await pacing.sleep(pacing.interval.total_seconds())

    async with asyncio.TaskGroup() as group:
        for _ in range(min(pacing.max_hosts, len(urls_by_host))):
            group.create_task(work())


async def check_url(url: str, fetch: Fetch, now: datetime) -> UrlStatus:
    """Fetch one URL and return its status; a FetchError is a status, too."""
    checked_at = now.isoformat()
    try:
        page = await fetch(PageRequest(url), now)
    except FetchError as fault:
        state = STATES_BY_ERROR.get(type(fault), NO_ANSWER)
        return UrlStatus(url, checked_at, state, fault.reason)
    if isinstance(page, NotModified) or make_page_key(page.final_url) == make_page_key(url):
        return UrlStatus(url, checked_at, ANSWERS)
    path = urlsplit(page.final_url).path
    if path.strip("/") == "":
        reason = "the page redirects to the site's home page; look for its new URL"
        return UrlStatus(url, checked_at, LEADS_HOME, reason, page.final_url)
    return UrlStatus(url, checked_at, MOVED, "", page.final_url)
