"""The only package that opens the network: conditional requests within limits and rules."""

from clausewatch.fetch.fetcher import Fetcher, FetchPorts
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.rate_limit import NoRateLimit, RateLimit
from clausewatch.fetch.robots import MemoryRobotsCache, RobotsCache, RobotsFile
from clausewatch.fetch.url_guard import UrlGuard

__all__ = [
    "FetchOptions",
    "FetchPorts",
    "Fetcher",
    "MemoryRobotsCache",
    "NoRateLimit",
    "RateLimit",
    "RobotsCache",
    "RobotsFile",
    "UrlGuard",
]
