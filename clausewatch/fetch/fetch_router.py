"""One door for all pages: the plain fetch, and the browser for pages that are built by scripts."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.fetch.browser import PlainFetch
from clausewatch.model.pages import NotModified, PageRequest, Snapshot


@dataclass(frozen=True, slots=True)
class Either:
    """Gets a page as it is sent or, where that is asked for and there is a browser, as shown."""

    plain: PlainFetch
    browser: PlainFetch | None = None

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page's bytes, or that it is as it was. Raises FetchError."""
        if request.needs_browser and self.browser is not None:
            return await self.browser(request, now)
        return await self.plain(request, now)
