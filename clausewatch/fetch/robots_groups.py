"""The groups of a robots.txt file that apply to one robot (RFC 9309).

A file can contain tens of thousands of groups and rules for other robots. Parsing them all would
block the event loop for seconds, so two passes first select the few lines that apply.
"""

from collections.abc import Iterator
from itertools import islice

MAX_LINES = 30_000
"""Blank lines and comments do not count; the rest of the file is ignored."""
MAX_RULES = 3_000
"""For one robot: real sites have some hundreds."""
_ANY_ROBOT = "*"
_AGENT_FIELDS = ("user-agent", "useragent", "user agent")
_SITE_WIDE = frozenset({"sitemap", "sitemaps", "site-map", "host"})
"""Fields outside any group, which do not end a group either."""
_RULE_PREFIXES = ("allow", "dis", "dias", "crawl", "request", "visit")
"""Beginnings of rules without a colon, misspelt ones included."""


def extract_group(text: str, robot_name: str) -> str:
    """Return the rules for a robot as one group, or an empty string if none apply."""
    lines = list(islice(_iterate_lines(text), MAX_LINES))
    name = robot_name.strip().lower()
    agents = (agent for line in lines if (agent := _parse_agent(line)) is not None)
    best = max(agents, key=lambda agent: _score_agent(agent, name), default="")
    if not _score_agent(best, name):
        return ""
    rules: dict[str, None] = {}
    for rule in _iterate_rules(lines, best):
        # A repeated rule keeps its last position, since the last of several delays counts.
        rules.pop(rule, None)
        rules[rule] = None
    return "\n".join([f"User-agent: {best}", *islice(rules, MAX_RULES)])


def _iterate_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line and (bare := line.partition("#")[0].strip()):
            yield bare


def _parse_agent(line: str) -> str | None:
    """Return the robot that a User-agent line names, or None; the colon may be missing."""
    start = line[:10].lower()
    if not start.startswith("user"):
        return None
    length = next((len(word) for word in _AGENT_FIELDS if start.startswith(word)), 0)
    rest = line[length:]
    if not length or (rest and rest[0] != ":" and not rest[0].isspace()):
        return None
    agent = rest.lstrip().removeprefix(":").strip().lower()
    # The standard does not allow `claus*`; its author means the prefix.
    return agent if agent == _ANY_ROBOT else agent.replace("*", "")


def _score_agent(agent: str, name: str) -> int:
    """Return how precisely an agent field matches a robot's name, 0 for no match."""
    if agent == _ANY_ROBOT:
        return 1
    at = name.find(agent)
    while at > 0 and (name[at - 1].isalnum() or name[at - 1] in "-_"):
        at = name.find(agent, at + 1)
    return len(agent) if at >= 0 else 0


def _iterate_rules(lines: list[str], agent: str) -> Iterator[str]:
    """Yield the rules of the groups for an agent; consecutive agent lines share a group."""
    is_selected = is_agent_line = False
    for line in lines:
        line_agent = _parse_agent(line)
        if line_agent is not None:
            is_selected = line_agent == agent or (is_selected and is_agent_line)
            is_agent_line = True
        elif _is_rule(line):
            is_agent_line = False
            if is_selected:
                yield line


def _is_rule(line: str) -> bool:
    name, colon, _ = line.partition(":")
    first = next(iter(name.split(maxsplit=1)), "").lower()
    return first not in _SITE_WIDE and (bool(colon) or line[:8].lower().startswith(_RULE_PREFIXES))
