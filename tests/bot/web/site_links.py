"""Follows every link of the record site that stays on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import aiohttp

LINK = re.compile(r'(?:href|src)="([^"]+)"')
ANCHOR = re.compile(r'\bid="([^"]+)"')
MAX_PAGES = 2_000


@dataclass
class Crawl:
    """What a walk over the site found."""

    statuses: dict[str, int] = field(default_factory=dict)
    """By path and query."""
    texts: dict[str, str] = field(default_factory=dict)
    dead_anchors: list[str] = field(default_factory=list)
    external: set[str] = field(default_factory=set)

    @property
    def dead(self) -> Mapping[str, int]:
        """The links that do not lead to a page."""
        return {path: status for path, status in self.statuses.items() if status != 200}


async def crawl(session: aiohttp.ClientSession, url: str, start: str = "/") -> Crawl:
    """Follow all links from a page, as somebody who has opened a signed link."""
    found, waiting, anchors = Crawl(), [start], set[tuple[str, str]]()
    while waiting and len(found.statuses) < MAX_PAGES:
        path = waiting.pop()
        if path in found.statuses:
            continue
        async with session.get(f"{url}{path}") as answer:
            found.statuses[path] = answer.status
            is_page = answer.content_type == "text/html"
            found.texts[path] = await answer.text() if is_page else ""
        for link in LINK.findall(found.texts[path]):
            target = urlsplit(urljoin(f"{url}{path}", unescape(link)))
            if f"{target.scheme}://{target.netloc}" not in {url, "http://records.example"}:
                found.external.add(target.geturl())
                continue
            place = target.path + (f"?{target.query}" if target.query else "")
            waiting.append(place)
            if target.fragment:
                anchors.add((place, target.fragment))
    found.dead_anchors = [
        f"{place}#{name}"
        for place, name in anchors
        if name not in ANCHOR.findall(found.texts.get(place, ""))
    ]
    return found
