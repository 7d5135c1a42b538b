"""First watchlists by trade, for a channel that watches nothing yet."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clausewatch.catalogue.lookup import Catalogue
from clausewatch.model.documents import Platform

FILE = "data/starter_lists.toml"
LEAST_PLATFORMS = 2
"""A list of fewer known platforms is not offered."""


@dataclass(frozen=True, slots=True)
class StarterList:
    """The platforms of a trade."""

    name: str
    platforms: tuple[Platform, ...]


def find_starter_lists(catalogue: Catalogue) -> tuple[StarterList, ...]:
    """Return the lists with those of their platforms that the catalogue has documents of."""
    lists = []
    for name, names in read_starter_names():
        matches = (catalogue.find(platform).platform for platform in names)
        platforms = {match.key: match for match in matches if match is not None and match.documents}
        if len(platforms) >= LEAST_PLATFORMS:
            lists.append(StarterList(name, tuple(platforms.values())))
    return tuple(lists)


@cache
def read_starter_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the name of each list with the names of its platforms, as the data file has them."""
    text = files("clausewatch").joinpath(FILE).read_text(encoding="utf-8")
    rows = tomllib.loads(text)["list"]
    return tuple((row["name"], tuple(row["platforms"])) for row in rows)
