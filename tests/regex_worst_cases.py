"""Worst-case texts for a regular expression, built from its parse tree.

A repeat that can start or end in many places takes quadratic time on a text that it nearly matches.
So each repeat of the pattern is repeated in the text: after its prefix, with it and without it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

from tests.regex_nodes import (
    CHARACTERS,
    REPEATS,
    Node,
    Nodes,
    Pattern,
    constants,
    find_characters,
    list_inner,
    parse,
    walk,
)

_MIN_REPEATS = 5
"""A repeat with a lower maximum costs the same on any text."""
_VARIANTS = 3
_MAX_ALIKE = 2
"""Texts are alike that stand before one place and consist of characters of the same sets."""
_WORD: Node = (constants.IN, [(constants.CATEGORY, constants.CATEGORY_WORD)])
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


@dataclass(frozen=True)
class _Repeat:
    """A text before a repeat, one repetition, and an end that does not match it."""

    place: str
    head: str
    piece: str
    end: str


def _describe(nodes: Nodes) -> str:
    """Return the structure of a part: equal for two alternatives that differ in a word alone."""
    described = ""
    for node in nodes:
        (op, value), inner = node, list_inner(node)
        if op is constants.LITERAL:
            described = described.removesuffix("word ") + "word "
        elif inner:
            limits = value[:2] if op in REPEATS else ""
            described += f"{op}{limits}({'|'.join(map(_describe, inner))}) "
        else:
            described += f"{op}{value} "
    return described


def _list_places(nodes: Nodes) -> Iterator[tuple[str, Node]]:
    """Yield each node with its place: the same place for all letters but the last two of a word."""
    words = 0
    for number, node in enumerate(nodes):
        following = list(takewhile(_is_letter, nodes[number + 1 : number + 3]))
        yield f"{words}-{len(following)}", node
        words += not (_is_letter(node) and following)


def _list_sets(nodes: Nodes) -> Iterator[Node]:
    """Yield the nodes of one character except the letters of words."""
    for number, node in enumerate(nodes):
        if node[0] in CHARACTERS and not any(
            map(_is_letter, nodes[max(number - 1, 0) : number + 2])
        ):
            yield node
        for inner in list_inner(node):
            yield from _list_sets(inner)


def _is_long(node: Node) -> bool:
    return node[0] in REPEATS and node[1][1] >= _MIN_REPEATS


def _is_letter(node: Node) -> bool:
    return node[0] is constants.LITERAL


class _PatternTree:
    """Walks a pattern. `turn` selects among the texts that match a node."""

    def __init__(self, pattern: Pattern, turn: int) -> None:
        self.root, self._flags = parse(pattern)
        self._turn = turn

    def _sample_class(self, node: Node) -> str:
        fitting = find_characters(node, self._flags)
        # A range such as the Han characters may contain no candidate: use its first character.
        own = [chr(av[0] if op is constants.RANGE else av) for op, av in node[1]
               if op in (constants.RANGE, constants.LITERAL)]  # fmt: skip
        characters = [char for char in (*own, *_CANDIDATES) if fitting[char]]
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
            constants.LITERAL: lambda: chr(node[1]),
            constants.NOT_LITERAL: lambda: self._sample_not(node),
            constants.IN: lambda: self._sample_class(node),
            constants.ANY: lambda: "a "[self._turn % 2],
            constants.BRANCH: lambda: self.sample(node[1][1][self._turn % len(node[1][1])]),
            constants.SUBPATTERN: lambda: self.sample(node[1][3]),
            constants.ATOMIC_GROUP: lambda: self.sample(node[1]),
            **dict.fromkeys(REPEATS, lambda: self._sample_repeat(node)),
        }
        return kinds.get(node[0], str)()

    def sample(self, nodes: Nodes) -> str:
        """Return a text that matches these nodes in sequence."""
        return "".join(self._sample_node(node) for node in nodes)

    def list_repeats(self, nodes: Nodes, before: str = "", path: str = "") -> Iterator[_Repeat]:
        """Yield each repeat of the pattern, and each text that the pattern begins with."""
        for number, (name, node) in enumerate(_list_places(nodes)):
            place = f"{path}/{name}"
            if _is_long(node):
                body, end = node[1][2], self._find_end(node[1][2])
                yield _Repeat(place, before, self.sample(body), end)
                following = self.sample(nodes[number + 1 : number + 2])
                yield _Repeat(place, before, self.sample(body) + following, end)
            for inner in list_inner(node):
                yield from self.list_repeats(inner, before, f"{place}({_describe(inner)})")
            before += self._sample_node(node)
            yield _Repeat(place, before, "", _MISFIT)

    def _find_end(self, body: Nodes) -> str:
        first = body[0] if len(body) else (constants.ANY, None)
        if first[0] not in (constants.IN, constants.NOT_LITERAL, constants.LITERAL):
            return "\n" if first[0] is constants.ANY else _MISFIT
        fitting = find_characters(first, self._flags)
        return next((char for char in reversed(_CANDIDATES) if not fitting[char]), _MISFIT)


def _build_cases(head: str, piece: str, end: str) -> Iterator[WorstCase]:
    if piece:
        yield from (WorstCase(head, piece, tail) for tail in (end, f"x{_MISFIT}{end}"))
        yield WorstCase("", head + piece * 40, end)
        yield WorstCase("", f"{head}{piece} ", end)
        yield WorstCase("", f"{head}{piece}\n", end)
        yield WorstCase("", head + piece, end)
    yield from (WorstCase("", head, tail) for tail in (end, ""))


class _Forms:
    """Reduces a text to what the sets of a pattern tell apart, such as blanks, digits and words."""

    def __init__(self, pattern: Pattern) -> None:
        nodes, flags = parse(pattern)
        bodies = [node[1][2] for node in walk(nodes) if _is_long(node)]
        several = [_WORD, *(node for body in bodies for node in _list_sets(body))]
        self._sets = [
            find_characters(each, flags) for each in {repr(x): x for x in several}.values()
        ]
        self._marks: dict[tuple[bool, ...], str] = {}
        self._by_character: dict[str, str] = {}

    def _mark(self, char: str) -> str:
        if char not in self._by_character:
            holders = tuple(each[char] for each in self._sets)
            self._by_character[char] = self._marks.setdefault(holders, chr(len(self._marks)))
        return self._by_character[char]

    def reduce(self, text: str) -> str:
        """Return a mark for each run of characters that the same sets hold."""
        return "".join(mark for mark, _ in groupby(map(self._mark, text)))


def build_worst_cases(pattern: Pattern) -> list[WorstCase]:
    """Return the texts to try on a pattern, without duplicates, and two of those that are alike."""
    cases: dict[WorstCase, None] = {}
    forms, alike = _Forms(pattern), Counter[tuple[str, ...]]()
    for turn in range(_VARIANTS):
        tree = _PatternTree(pattern, turn)
        for each in tree.list_repeats(tree.root):
            kind = (each.place, forms.reduce(each.head), forms.reduce(each.piece), each.end)
            alike[kind] += 1
            if alike[kind] <= _MAX_ALIKE:
                cases |= dict.fromkeys(_build_cases(each.head, each.piece, each.end))
    for piece in GENERIC_PIECES:
        cases[WorstCase("", piece, f"x{_MISFIT}\n")] = None
    return [case for case in cases if case.piece]
