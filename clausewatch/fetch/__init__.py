"""The only room that opens the network: conditional GET, politeness and safety."""

from clausewatch.fetch.fetcher import Fetcher, Ports
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.rate_limit import HostGate, OpenGate
from clausewatch.fetch.robots import MemoryRobots, Robots, RobotsCache
from clausewatch.fetch.url_guard import Guard

__all__ = [
    "FetchOptions",
    "Fetcher",
    "Guard",
    "HostGate",
    "MemoryRobots",
    "OpenGate",
    "Ports",
    "Robots",
    "RobotsCache",
]
