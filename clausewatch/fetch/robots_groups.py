"""The part of a robots.txt that speaks to us: RFC 9309's groups for our name, or those for all.

A file may hold tens of thousands of groups and rules for others, and what reads them all takes
seconds on the event loop. One pass for the name and one for its rules leave few lines to read.
"""

from collections.abc import Iterator
from itertools import islice

MOST_LINES = 30_000
"""Blank ones and comments aside; the rest does not count."""
MOST_RULES = 3_000
"""Of ours: sites have some hundreds."""
_EVERYBODY = "*"
_AGENTS = ("user-agent", "useragent", "user agent")
_SITE_WIDE = frozenset({"sitemap", "sitemaps", "site-map", "host"})
"""Lines of no group, which do not end one either."""
_RULES = ("allow", "dis", "dias", "crawl", "request", "visit")
"""How rules begin that lack their colon, misspelt ones included."""


def rules_for(text: str, robot_name: str) -> str:
    """Return the lines that hold for a robot, as one group; empty where none do."""
    lines = list(islice(_lines(text), MOST_LINES))
    name = robot_name.strip().lower()
    named = (agent for line in lines if (agent := _agent(line)) is not None)
    best = max(named, key=lambda agent: _worth(agent, name), default="")
    if not _worth(best, name):
        return ""
    rules: dict[str, None] = {}
    for rule in _rules(lines, best):
        # Once, where it stands last: of several delays the last counts.
        rules.pop(rule, None)
        rules[rule] = None
    return "\n".join([f"User-agent: {best}", *islice(rules, MOST_RULES)])


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line and (bare := line.partition("#")[0].strip()):
            yield bare


def _agent(line: str) -> str | None:
    """Return whom a line names, None for a line that names nobody; the colon may be missing."""
    start = line[:10].lower()
    if not start.startswith("user"):
        return None
    length = next((len(word) for word in _AGENTS if start.startswith(word)), 0)
    rest = line[length:]
    if not length or (rest and rest[0] != ":" and not rest[0].isspace()):
        return None
    agent = rest.lstrip().removeprefix(":").strip().lower()
    # `claus*` is no name by the standard; it is read as what its writer meant.
    return agent if agent == _EVERYBODY else agent.replace("*", "")


def _worth(agent: str, name: str) -> int:
    """Return how exactly an agent names a robot, 0 where it names another."""
    if agent == _EVERYBODY:
        return 1
    at = name.find(agent)
    while at > 0 and (name[at - 1].isalnum() or name[at - 1] in "-_"):
        at = name.find(agent, at + 1)
    return len(agent) if at >= 0 else 0


def _rules(lines: list[str], agent: str) -> Iterator[str]:
    """Yield the rules of the groups that name an agent; several names may share a group."""
    is_ours = is_naming = False
    for line in lines:
        named = _agent(line)
        if named is not None:
            is_ours = named == agent or (is_ours and is_naming)
            is_naming = True
        elif _is_rule(line):
            is_naming = False
            if is_ours:
                yield line


def _is_rule(line: str) -> bool:
    name, colon, _ = line.partition(":")
    first = next(iter(name.split(maxsplit=1)), "").lower()
    return first not in _SITE_WIDE and (bool(colon) or line[:8].lower().startswith(_RULES))
