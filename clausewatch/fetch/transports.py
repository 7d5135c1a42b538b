"""The transports of a fetcher: pooled and new connections, within the rate limit of each host."""

from dataclasses import dataclass

import httpx

from clausewatch.fetch.exchange import GetRequest, GetResponse, send_get
from clausewatch.fetch.fetch_state import FetchState
from clausewatch.fetch.rate_limit import HostLocks, RateLimit


@dataclass(frozen=True, slots=True)
class Transports:
    """Sends the requests of fetches, one at a time per host."""

    pooled: httpx.AsyncBaseTransport
    """Reuses connections."""
    unpooled: httpx.AsyncBaseTransport
    """Opens a new connection for each request."""
    lenient: httpx.AsyncBaseTransport | None
    """For servers that break the rules of HTTP; None behind a proxy."""
    locks: HostLocks
    rate_limit: RateLimit

    async def send(self, state: FetchState, request: GetRequest) -> GetResponse:
        """Wait until the host may be asked, send the request, return the response.

        Raises FetchError.
        """
        host = request.url.host
        async with self.locks.get(host):
            if host not in state.paced_hosts:
                await self.rate_limit.wait(host)
                state.paced_hosts.add(host)
            transport = self.unpooled if state.request.is_fresh else self.pooled
            return await send_get(transport, request, state.budget, self.lenient)

    async def close(self) -> None:
        """Close all connections."""
        await self.pooled.aclose()
        await self.unpooled.aclose()
