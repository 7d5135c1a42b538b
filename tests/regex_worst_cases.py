"""Texts that are hard for one regular expression, made from its own parse tree.

A repeat that can be begun in many places, or ended in many, costs the square of a text that it
nearly fits: so every repeat is pumped, behind its prefix, with its prefix, and without.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # no other way to a tree
from typing import Any

Pattern = re.Pattern[str] | re.Pattern[bytes]
Node = tuple[Any, Any]
"""A node of `re`'s own parser, which names no types: what it is, and what it holds."""
Nodes = Sequence[Node]

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_WORTH_PUMPING = 5
"""A repeat of fewer turns costs the same on any text."""
_VARIANTS = 3
_MISFIT = "\x01"
_CANDIDATES = "a A1 \n\t.-_<>[](){}|*#@:/\\\"'=,;\u00a0\u00a7\u4e00\u5e74\x01"
GENERIC = (
    *("\n", " ", "\t", "\r\n", "a", "A", "1", "a ", "a\n", "\n ", "1 ", "1.", "a.", ".", "-", "_"),
    *("<", "<a ", "</a", "[", "[[", "](", "[a](", "![", "*", "**a", "_a", "`", "``a", "|", "\\"),
    *("#", "# ", "a@", "a.a@", "a-", "http://", "http://a", ":", "a:", "&", '"', "'", "(", ")"),
    *("=", "<!--", "---\n", "\u00a7", "\u5e74", "\u4e00", "\u00a0", "at ", "(a) ", "1/", "1 1"),
)
"""Pieces that have been bad for somebody's pattern."""


@dataclass(frozen=True)
class Killer:
    """A text of any length: a beginning, a piece over and over, an end."""

    head: str
    piece: str
    tail: str

    def of(self, size: int) -> str:
        """Return the text at about this many characters."""
        return self.head + self.piece * max(1, size // len(self.piece)) + self.tail


def _accepts(node: Node, flags: int) -> Callable[[str], bool]:
    state = _parser.State()
    state.flags = flags
    fits = _compiler.compile(_parser.SubPattern(state, [node]), flags & ~re.DEBUG).fullmatch
    return lambda char: fits(char) is not None


class _Tree:
    """Walks one pattern; `turn` chooses among the texts that a node fits."""

    def __init__(self, pattern: Pattern, turn: int) -> None:
        text = pattern.pattern
        source = text.decode("latin-1") if isinstance(text, bytes) else text
        self.flags = pattern.flags | (0 if pattern.flags & re.ASCII else re.UNICODE)
        self.root = _parser.parse(source, self.flags)
        self._turn = turn

    def _class(self, node: Node) -> str:
        fits = _accepts(node, self.flags)
        # a range such as the Han characters may hold no candidate: then its own beginning
        own = [chr(av[0] if op is _constants.RANGE else av) for op, av in node[1]
               if op in (_constants.RANGE, _constants.LITERAL)]  # fmt: skip
        found = [char for char in (*own, *_CANDIDATES) if fits(char)]
        return found[self._turn * 2 % len(found)] if found else ""

    def _not(self, node: Node) -> str:
        return next(char for char in _CANDIDATES if char != chr(node[1]))

    def _repeat(self, node: Node) -> str:
        least, _, body = node[1]
        turns: int = least if self._turn % 2 else max(least, 1)
        return self.sample(body) * turns

    def _node(self, node: Node) -> str:
        """Return a text that one node fits, or an empty one where it stands for a place."""
        kinds: dict[Any, Callable[[], str]] = {
            _constants.LITERAL: lambda: chr(node[1]),
            _constants.NOT_LITERAL: lambda: self._not(node),
            _constants.IN: lambda: self._class(node),
            _constants.ANY: lambda: "a "[self._turn % 2],
            _constants.BRANCH: lambda: self.sample(node[1][1][self._turn % len(node[1][1])]),
            _constants.SUBPATTERN: lambda: self.sample(node[1][3]),
            _constants.ATOMIC_GROUP: lambda: self.sample(node[1]),
            **dict.fromkeys(_REPEATS, lambda: self._repeat(node)),
        }
        return kinds.get(node[0], str)()

    def sample(self, nodes: Nodes) -> str:
        """Return a text that these nodes fit one after the other."""
        return "".join(self._node(node) for node in nodes)

    def _inside(self, node: Node) -> list[Nodes]:
        op, av = node
        if op in _REPEATS:
            return [av[2]]
        if op is _constants.BRANCH:
            return list(av[1])
        if op is _constants.SUBPATTERN:
            return [av[3]]
        if op in (_constants.ASSERT, _constants.ASSERT_NOT):
            return [av[1]]
        return [av] if op is _constants.ATOMIC_GROUP else []

    def pumps(self, nodes: Nodes, before: str = "") -> Iterator[tuple[str, str, str]]:
        """Yield what stands before a repeat, a turn of it, and an end that does not fit it."""
        for place, node in enumerate(nodes):
            if node[0] in _REPEATS and node[1][1] >= _WORTH_PUMPING:
                body, end = node[1][2], self._end(node[1][2])
                yield before, self.sample(body), end
                yield before, self.sample(body) + self.sample(nodes[place + 1 : place + 2]), end
            for inner in self._inside(node):
                yield from self.pumps(inner, before)
            before += self._node(node)
            yield before, "", _MISFIT

    def _end(self, body: Nodes) -> str:
        first = body[0] if len(body) else (_constants.ANY, None)
        if first[0] not in (_constants.IN, _constants.NOT_LITERAL, _constants.LITERAL):
            return "\n" if first[0] is _constants.ANY else _MISFIT
        fits = _accepts(first, self.flags)
        return next((char for char in reversed(_CANDIDATES) if not fits(char)), _MISFIT)


def _of_pump(head: str, piece: str, end: str) -> Iterator[Killer]:
    if piece:
        yield from (Killer(head, piece, tail) for tail in (end, f"x{_MISFIT}{end}"))
        yield Killer("", head + piece * 40, end)
        yield Killer("", f"{head}{piece} ", end)
        yield Killer("", f"{head}{piece}\n", end)
        yield Killer("", head + piece, end)
    yield from (Killer("", head, tail) for tail in (end, ""))


def killers(pattern: Pattern) -> list[Killer]:
    """Return the texts to try on a pattern, each once."""
    found: dict[Killer, None] = {}
    for turn in range(_VARIANTS):
        tree = _Tree(pattern, turn)
        for head, piece, end in tree.pumps(tree.root):
            found |= dict.fromkeys(_of_pump(head, piece, end))
    for piece in GENERIC:
        found[Killer("", piece, f"x{_MISFIT}\n")] = None
    return [killer for killer in found if killer.piece]
