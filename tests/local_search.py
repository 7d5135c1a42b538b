"""The search for a site's policies, with files read in this process."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar, TypeVarTuple

from clausewatch.catalogue.site_search import Fetch, SiteSearch, find_policies
from clausewatch.checks.ports import Search

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


async def run_here(work: Callable[[*Given], Result], *given: *Given) -> Result:
    """Run the work in this process."""
    return work(*given)


def make_search(fetch: Fetch, *, renders: bool = False) -> Search:
    """Return a search that uses this fetch."""

    async def search(url: str, now: datetime) -> SiteSearch:
        return await find_policies(fetch, run_here, url, now, renders=renders)

    return search
