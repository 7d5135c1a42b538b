"""The choice of a fetch for each page: the plain fetch, or the browser for script-built pages."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.fetch.browser import PageFetch
from clausewatch.model.pages import NotModified, PageRequest, Snapshot


@dataclass(frozen=True, slots=True)
class FetchRouter:
    """Fetches with the browser where the request needs it and a browser exists, else without."""

    plain: PageFetch
    browser: PageFetch | None = None

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page, or that it has not changed. Raises FetchError."""
        if request.needs_browser and self.browser is not None:
            return await self.browser(request, now)
        return await self.plain(request, now)
