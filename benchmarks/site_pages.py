"""Pages of the record site with 20,000 documents and 1,000,000 provisions, over HTTP on loopback.

    python -m benchmarks.site_pages FOLDER [--documents N]

Builds an SQLite store in FOLDER (about 1.3 GB) as `provision_lookups` does, with a change of every
third document and a watchlist of 2,000 platforms. Prints for each page its median and worst time
and its size. The limits are 100 ms and 200 KB.
"""

import argparse
import asyncio
import logging
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from benchmarks.lookup_stores import NOW
from benchmarks.record_stores import add_changes, add_documents, add_watches
from bot.links.signatures import Grant, Signer
from bot.links.site_links import SiteLinks
from bot.web.routes import ROUTES
from bot.web.site import SiteParts, make_site, serve_site_with
from clausewatch.config import load_settings
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.store import Store, schema

ROUNDS = 9
WATCHED = 2_000
MAX_MS, MAX_BYTES = 100, 200_000


def list_paths(number: int, documents: int) -> dict[str, str]:
    """Return a path of each kind of page, for another record each round.

    A small store has fewer pages of each list, so that the rounds read some of them again.
    """
    platform = 1 + (100 + number * 7) % (documents // 3 - 1)
    document, change = 3 * platform, 1 + (100 + number) % (documents // 3 - 1)
    return {
        "platforms": f"/?page={1 + number * documents // 20_000}",
        "platforms, searched": f"/?q=p+{number}7",
        "platform": f"/platform/p{platform}",
        "document": f"/document/CW-D-{document:05}",
        "provision": f"/provision/CW-P-{document * 50:06}",
        "changes": f"/changes?page={1 + number * documents // 1_000}",
        "change": f"/change/CW-C-{change:06}",
        "change, side by side": f"/change/CW-C-{change:06}?layout=side-by-side&order=document",
        "clause types": "/clauses",
        "clause type": f"/clause/ai_training?page={1 + number * 30 * documents // 20_000}",
        "compare": f"/compare?page={1 + number * 9 * documents // 20_000}",
        "heat map": f"/compare/map?page={1 + number * 9 * documents // 20_000}",
        "report of a clause type": "/report/clause/ai_training",
        "report of a month": "/report/month/2026-03",
        "exports": "/exports",
        "watchlists": f"/watchlists?page={1 + number * documents // 20_000}",
        "watchlist": f"/watchlist/C1?page={1 + number * documents // 20_000}",
        "subprocessors of nobody": "/subprocessors?q=openai",
        "reviews": "/reviews",
        "methodology": "/methodology",
    }


async def time_pages(
    store: Store, workspace_id: WorkspaceId, documents: int, now: datetime
) -> bool:
    """Print times and sizes; return whether all are within the limits."""
    signer = Signer(["the key of the benchmark"])
    links = SiteLinks("http://records.example", signer, timedelta(days=1))
    settings = load_settings(_env_file=None, site_port=0)
    site = make_site(links, settings, SiteParts(store, asyncio.to_thread, lambda: now))
    token = signer.sign(Grant(workspace_id, now, now + timedelta(days=1)))
    within = True
    async with serve_site_with(site, settings, ROUTES) as url:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            await session.get(f"{url}/?token={token}")
            for name in list_paths(0, documents):
                times_ms, cpu_ms, sizes = [], [], []
                for number in range(ROUNDS):
                    start, start_cpu = time.perf_counter(), time.process_time()
                    async with session.get(url + list_paths(number, documents)[name]) as answer:
                        body = await answer.read()
                        assert answer.status == 200, (name, answer.status)
                    times_ms.append(1000 * (time.perf_counter() - start))
                    cpu_ms.append(1000 * (time.process_time() - start_cpu))
                    sizes.append(len(body))
                median = statistics.median(times_ms)
                within = within and median <= MAX_MS and max(sizes) <= MAX_BYTES
                print(
                    f"{name}: median {median:.1f} ms, worst {max(times_ms):.1f} ms,"
                    f" CPU {statistics.median(cpu_ms):.1f} ms, {max(sizes) / 1000:.0f} KB"
                )
    return within


async def measure(url: str, documents: int, *, is_new: bool) -> bool:
    """Fill the store if it is new, then time the pages."""
    await schema.upgrade(url, NOW)
    store = await Store.open(url)
    workspace_id = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    if is_new:
        await add_documents(store, documents)
        await add_changes(store, documents)
        watched = min(WATCHED, documents // 3 - 1)
        await add_watches(store, workspace_id, "C1", range(1, watched + 1))
    try:
        return await time_pages(store, workspace_id, documents, NOW + timedelta(days=1))
    finally:
        await store.close()


def main() -> None:
    """Read the arguments and run; exit with 1 beyond a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the store is kept")
    parser.add_argument(
        "--documents", type=int, default=20_000, help="at least 100; the limits are for 20,000"
    )
    options = parser.parse_args()
    logging.disable(logging.INFO)
    path = options.folder / f"site-{options.documents}.db"
    url = f"sqlite+aiosqlite:///{path}"
    if not asyncio.run(measure(url, options.documents, is_new=not path.exists())):
        sys.exit(1)


if __name__ == "__main__":
    main()
