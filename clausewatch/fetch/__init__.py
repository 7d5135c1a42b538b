"""The only room that opens the network: conditional GET, politeness and safety."""

from clausewatch.fetch.fetcher import Fetcher, Ports
from clausewatch.fetch.guard import Guard
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.robots import MemoryRobots, Robots, RobotsCache
from clausewatch.fetch.turns import HostGate, OpenGate

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
