"""Front pages of sites: fetched once per site and day, where a first page may be one."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from clausewatch.checks.examination import FirstReading
from clausewatch.compare.front_page_remarks import is_front_page_needed
from clausewatch.errors import FetchError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

Fetch = Callable[[PageRequest, datetime], Awaitable[Snapshot | NotModified]]
KEPT_FOR = timedelta(days=1)
MAX_SITES = 200


@dataclass(slots=True)
class FrontPages:
    """The front pages fetched last, by the origin of their site."""

    _kept: OrderedDict[str, tuple[datetime, Snapshot | None]] = field(default_factory=OrderedDict)

    async def find(self, url: str, fetch: Fetch, now: datetime) -> Snapshot | None:
        """Return the front page of a URL's site; None if it cannot be fetched."""
        origin = make_front_url(url)
        kept = self._kept.get(origin)
        if kept is not None and now - kept[0] < KEPT_FOR:
            return kept[1]
        page = await fetch_page(origin, fetch, now)
        self._kept[origin] = (now, page)
        while len(self._kept) > MAX_SITES:
            self._kept.popitem(last=False)
        return page


def make_front_url(url: str) -> str:
    """Return the URL of the front page of a URL's site."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def is_front_page_wanted(url: str, first: FirstReading) -> bool:
    """Return whether the front page of the site would settle a doubt about a first page."""
    return is_front_page_needed(first.remark) and url.rstrip("/") != make_front_url(url).rstrip("/")


async def fetch_page(url: str, fetch: Fetch, now: datetime) -> Snapshot | None:
    """Return a page that a check can do without, or None if it cannot be fetched."""
    try:
        answer = await fetch(PageRequest(url), now)
    except FetchError:
        return None
    return answer if isinstance(answer, Snapshot) else None
