"""The parse tree of a regular expression, and what `re` itself says about single nodes."""

import re
from collections.abc import Callable, Iterator, Sequence
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # no other way to a tree
from typing import Any

Pattern = re.Pattern[str] | re.Pattern[bytes]
Node = tuple[Any, Any]
"""A node of the parser of `re`, which has no type hints: opcode and argument."""
Nodes = Sequence[Node]

constants: Any = _constants
CHARACTERS = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)
"""The nodes that match one character."""
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
ENDLESS: int = int(_constants.MAXREPEAT)
"""The maximum of a repeat without one."""


class Characters(dict[str, bool]):
    """A set of characters that decides on each when it is first asked."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        super().__init__()
        self._holds = holds

    def __missing__(self, char: str) -> bool:
        """Return whether a character belongs to the set, and remember it."""
        self[char] = answer = self._holds(char)
        return answer


def parse(pattern: Pattern) -> tuple[Nodes, int]:
    """Return the tree of a pattern and its flags."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    return tree, tree.state.flags


def compile_nodes(nodes: Nodes, flags: int) -> re.Pattern[str]:
    """Return a pattern that consists of these nodes."""
    state = _parser.State()
    state.flags = flags
    pattern: re.Pattern[str] = _compiler.compile(_parser.SubPattern(state, list(nodes)), flags)
    return pattern


def combine_flags(flags: int, group: Node) -> int:
    """Return the flags within a group such as (?i:x)."""
    _, (_, added, removed, _) = group
    return int(_compiler._combine_flags(flags, added, removed))


_known: dict[tuple[str, int], Characters] = {}


def find_characters(node: Node, flags: int) -> Characters:
    """Return the characters that a node of one character matches."""
    key = (repr(node), flags)
    if key not in _known:
        fullmatch = compile_nodes([node], flags).fullmatch
        _known[key] = Characters(lambda char: fullmatch(char) is not None)
    return _known[key]


def list_inner(node: Node) -> list[Nodes]:
    """Return the parts of a node that are sequences of nodes themselves."""
    op, value = node
    if op in REPEATS:
        return [value[2]]
    if op is _constants.BRANCH:
        return list(value[1])
    if op is _constants.SUBPATTERN:
        return [value[3]]
    if op in (_constants.ASSERT, _constants.ASSERT_NOT):
        return [value[1]]
    return [value] if op is _constants.ATOMIC_GROUP else []


def walk(nodes: Nodes) -> Iterator[Node]:
    """Yield these nodes and all that they contain."""
    for node in nodes:
        yield node
        for inner in list_inner(node):
            yield from walk(inner)
