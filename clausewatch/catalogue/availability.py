"""Which addresses of a catalogue still answer: asked host by host, at a pace, with results kept.

A run that is broken off goes on where it stopped: each answer is a line of a file at once.
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
"""Is told how many addresses are done, and of how many."""

STATES_BY_ERROR: Mapping[type[FetchError], str] = {
    Gone: "gone",
    Refused: "refused",
    Forbidden: "forbidden",
    TooLarge: "too large",
}
ANSWERS, MOVED, LEADS_HOME, NO_ANSWER = "answers", "moved", "leads home", "no answer"


@dataclass(frozen=True, slots=True)
class UrlStatus:
    """What one address came to."""

    url: str
    checked_at: str
    """ISO 8601, UTC."""
    state: str
    """One of `ANSWERS`, `MOVED`, `HOME`, `SILENT` and the values of `STATES`."""
    reason: str = ""
    final_url: str = ""
    """Where a redirect led."""


@dataclass(frozen=True, slots=True)
class RequestPacing:
    """How fast addresses are asked for."""

    hosts_at_a_time: int
    between: timedelta
    """Two requests to one host."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class StatusLog:
    """The file of answers: read at the start, one line added per address."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.known: dict[str, UrlStatus] = {}
        try:
            text = path.read_text("utf-8") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigError(f"{path} cannot be read ({fault}); remove it.") from None
        for line in text.splitlines():
            try:
                found = UrlStatus(**json.loads(line))
            except (ValueError, TypeError):
                continue  # The last line of a run that was broken off: it is asked again.
            self.known[found.url] = found
        self._starts_line = text == "" or text.endswith("\n")

    def missing(self, urls: Iterable[str], since: datetime) -> list[str]:
        """Return the addresses without an answer that is young enough, each once."""
        limit = since.isoformat()
        unique = dict.fromkeys(urls)
        return [u for u in unique if u not in self.known or self.known[u].checked_at < limit]

    def add(self, found: UrlStatus) -> None:
        """Keep an answer, on disk at once."""
        line = json.dumps(asdict(found), ensure_ascii=False) + "\n"
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line if self._starts_line else "\n" + line)
        self._starts_line = True
        self.known[found.url] = found

    def counts(self, urls: Iterable[str]) -> Counter[str]:
        """Return how many of these addresses came to which state."""
        return Counter(self.known[url].state for url in dict.fromkeys(urls) if url in self.known)


async def check_urls(
    urls: Sequence[str],
    answers: StatusLog,
    ask: Callable[[str], Awaitable[UrlStatus]],
    pace: RequestPacing,
    progress: Progress,
) -> None:
    """Ask for addresses, several hosts at a time and each host one after the other."""
    hosts: dict[str, deque[str]] = {}
    for url in urls:
        hosts.setdefault(parse_host(url), deque()).append(url)
    waiting = deque(hosts.values())
    done = 0

    async def work() -> None:
        nonlocal done
        while waiting:
            queue = waiting.popleft()
            while queue:
                answers.add(await ask(queue.popleft()))
                done += 1
                progress(done, len(urls))
                if queue:
                    await pace.sleep(pace.between.total_seconds())

    async with asyncio.TaskGroup() as group:
        for _ in range(min(pace.hosts_at_a_time, len(hosts))):
            group.create_task(work())


async def check_url(url: str, fetch: Fetch, now: datetime) -> UrlStatus:
    """Ask for one address and say what it came to; no fault of a host is an error here."""
    when = now.isoformat()
    try:
        found = await fetch(PageRequest(url), now)
    except FetchError as fault:
        return UrlStatus(url, when, STATES_BY_ERROR.get(type(fault), NO_ANSWER), fault.reason)
    if isinstance(found, NotModified) or make_page_key(found.final_url) == make_page_key(url):
        return UrlStatus(url, when, ANSWERS)
    path = urlsplit(found.final_url).path
    if path.strip("/") == "":
        reason = "the page redirects to the site's home page; look for its new address"
        return UrlStatus(url, when, LEADS_HOME, reason, found.final_url)
    return UrlStatus(url, when, MOVED, "", found.final_url)
