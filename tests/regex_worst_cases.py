"""Worst-case texts for a regular expression, built from its parse tree.

A repeat that can start or end in many places takes quadratic time on a text that it nearly matches.
So each repeat of the pattern is repeated in the text: after its prefix, with it and without it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # no other way to a tree
from typing import Any

Pattern = re.Pattern[str] | re.Pattern[bytes]
Node = tuple[Any, Any]
"""A node of the parser of `re`, which has no type hints: opcode and argument."""
Nodes = Sequence[Node]

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_MIN_REPEATS = 5
"""A repeat with a lower maximum costs the same on any text."""
_VARIANTS = 3
_MISFIT = "\x01"
_CANDIDATES = "a A1 \n\t.-_<>[](){}|*#@:/\\\"'=,;\u00a0\u00a7\u4e00\u5e74\x01"
GENERIC_PIECES = (
    *("\n", " ", "\t", "\r\n", "a", "A", "1", "a ", "a\n", "\n ", "1 ", "1.", "a.", ".", "-", "_"),
    *("<", "<a ", "</a", "[", "[[", "](", "[a](", "![", "*", "**a", "_a", "`", "``a", "|", "\\"),
    *("#", "# ", "a@", "a.a@", "a-", "http://", "http://a", ":", "a:", "&", '"', "'", "(", ")"),
    *("=", "<!--", "---\n", "\u00a7", "\u5e74", "\u4e00", "\u00a0", "at ", "(a) ", "1/", "1 1"),
)
"""Pieces that have been slow for other patterns."""


@dataclass(frozen=True)
class WorstCase:
    """A text of any length: a head, a repeated piece and a tail."""

    head: str
    piece: str
    tail: str

    def build(self, size: int) -> str:
        """Return the text at about this many characters."""
        return self.head + self.piece * max(1, size // len(self.piece)) + self.tail


def _make_matcher(node: Node, flags: int) -> Callable[[str], bool]:
    state = _parser.State()
    state.flags = flags
    matches = _compiler.compile(_parser.SubPattern(state, [node]), flags & ~re.DEBUG).fullmatch
    return lambda char: matches(char) is not None


class _PatternTree:
    """Walks a pattern. `turn` selects among the texts that match a node."""

    def __init__(self, pattern: Pattern, turn: int) -> None:
        text = pattern.pattern
        source = text.decode("latin-1") if isinstance(text, bytes) else text
        self.flags = pattern.flags | (0 if pattern.flags & re.ASCII else re.UNICODE)
        self.root = _parser.parse(source, self.flags)
        self._turn = turn

    def _sample_class(self, node: Node) -> str:
        matches = _make_matcher(node, self.flags)
        # A range such as the Han characters may contain no candidate: use its first character.
        own = [chr(av[0] if op is _constants.RANGE else av) for op, av in node[1]
               if op in (_constants.RANGE, _constants.LITERAL)]  # fmt: skip
        characters = [char for char in (*own, *_CANDIDATES) if matches(char)]
        return characters[self._turn * 2 % len(characters)] if characters else ""

    def _sample_not(self, node: Node) -> str:
        return next(char for char in _CANDIDATES if char != chr(node[1]))

    def _sample_repeat(self, node: Node) -> str:
        least, _, body = node[1]
        turns: int = least if self._turn % 2 else max(least, 1)
        return self.sample(body) * turns

    def _sample_node(self, node: Node) -> str:
        """Return a text that matches a node, or an empty text for a position."""
        kinds: dict[Any, Callable[[], str]] = {
            _constants.LITERAL: lambda: chr(node[1]),
            _constants.NOT_LITERAL: lambda: self._sample_not(node),
            _constants.IN: lambda: self._sample_class(node),
            _constants.ANY: lambda: "a "[self._turn % 2],
            _constants.BRANCH: lambda: self.sample(node[1][1][self._turn % len(node[1][1])]),
            _constants.SUBPATTERN: lambda: self.sample(node[1][3]),
            _constants.ATOMIC_GROUP: lambda: self.sample(node[1]),
            **dict.fromkeys(_REPEATS, lambda: self._sample_repeat(node)),
        }
        return kinds.get(node[0], str)()

    def sample(self, nodes: Nodes) -> str:
        """Return a text that matches these nodes in sequence."""
        return "".join(self._sample_node(node) for node in nodes)

    def _list_inner(self, node: Node) -> list[Nodes]:
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

    def list_repeats(self, nodes: Nodes, before: str = "") -> Iterator[tuple[str, str, str]]:
        """Yield the text before a repeat, one repetition, and an end that does not match it."""
        for place, node in enumerate(nodes):
            if node[0] in _REPEATS and node[1][1] >= _MIN_REPEATS:
                body, end = node[1][2], self._find_end(node[1][2])
                yield before, self.sample(body), end
                yield before, self.sample(body) + self.sample(nodes[place + 1 : place + 2]), end
            for inner in self._list_inner(node):
                yield from self.list_repeats(inner, before)
            before += self._sample_node(node)
            yield before, "", _MISFIT

    def _find_end(self, body: Nodes) -> str:
        first = body[0] if len(body) else (_constants.ANY, None)
        if first[0] not in (_constants.IN, _constants.NOT_LITERAL, _constants.LITERAL):
            return "\n" if first[0] is _constants.ANY else _MISFIT
        matches = _make_matcher(first, self.flags)
        return next((char for char in reversed(_CANDIDATES) if not matches(char)), _MISFIT)


def _build_cases(head: str, piece: str, end: str) -> Iterator[WorstCase]:
    if piece:
        yield from (WorstCase(head, piece, tail) for tail in (end, f"x{_MISFIT}{end}"))
        yield WorstCase("", head + piece * 40, end)
        yield WorstCase("", f"{head}{piece} ", end)
        yield WorstCase("", f"{head}{piece}\n", end)
        yield WorstCase("", head + piece, end)
    yield from (WorstCase("", head, tail) for tail in (end, ""))


def build_worst_cases(pattern: Pattern) -> list[WorstCase]:
    """Return the texts to try on a pattern, without duplicates."""
    cases: dict[WorstCase, None] = {}
    for turn in range(_VARIANTS):
        tree = _PatternTree(pattern, turn)
        for head, piece, end in tree.list_repeats(tree.root):
            cases |= dict.fromkeys(_build_cases(head, piece, end))
    for piece in GENERIC_PIECES:
        cases[WorstCase("", piece, f"x{_MISFIT}\n")] = None
    return [case for case in cases if case.piece]
