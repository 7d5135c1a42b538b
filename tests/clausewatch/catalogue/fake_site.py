"""A fake site for searches, and the pages and sitemaps that it has."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.errors import Gone, Refused
from clausewatch.model.pages import PageRequest, Snapshot

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "https://www.harbour.example"
SHELL = "<html><body><div id=root></div><script src=/app.js></script></body></html>"
"""A page that its scripts build."""


@dataclass
class FakeSite:
    """Serves these pages and no others, and records the requests."""

    pages: dict[str, str | bytes]
    redirects: dict[str, str] = field(default_factory=dict)
    is_refusing: bool = False
    requested: list[str] = field(default_factory=list)

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot:
        """Answer as a fetch does."""
        self.requested.append(request.url)
        if self.is_refusing:
            raise Refused(url=request.url, reason="the host refuses", transient=False)
        url = self.redirects.get(request.url, request.url)
        if url not in self.pages:
            raise Gone(url=url, reason="the page is not there any more (404)", transient=False)
        page = self.pages[url]
        body = page.encode() if isinstance(page, str) else page
        return Snapshot(request.url, url, 200, (("content-type", "text/html"),), body, "", now)


def make_page(**urls: str) -> str:
    """Return a page whose footer links to these URLs."""
    links = "".join(f"<a href='{url}'>{label.replace('_', ' ')}</a>" for label, url in urls.items())
    return f"<html><body><p>Welcome.</p><footer>{links}</footer></body></html>"


def make_sitemap(*paths: str) -> str:
    """Return a sitemap of these pages of the site."""
    locations = "".join(f"<url><loc>{SITE}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'


def list_urls(search: SiteSearch, key: str) -> list[str]:
    """Return the URLs that a search found for a kind, by its key."""
    return [link.url for link in search.links if link.kind.key == key]
