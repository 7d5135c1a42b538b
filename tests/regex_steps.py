"""Counts the steps that a regular expression takes on a text, as seconds depend on the machine.

The matcher follows the parse tree of `re` as its engine does: from left to right, alternative after
alternative, and repeats from their longest run to their shortest or the other way. Each step costs
the engine a limited time, so the steps grow with a text as its time does.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.regex_nodes import (
    CHARACTERS,
    REPEATS,
    Characters,
    Node,
    Nodes,
    Pattern,
    combine_flags,
    compile_nodes,
    constants,
    find_characters,
    parse,
    walk,
)
from tests.regex_repeats import (
    NO_MATCH,
    Matcher,
    Part,
    Run,
    build_character_repeat,
    build_group_repeat,
)

_LOOKS = (constants.ASSERT, constants.ASSERT_NOT)
_MAX_FRAMES = 1_000_000
"""A repeat of a group takes some Python frames for each repetition."""


class _Choices(dict[str, list[Matcher]]):
    """The alternatives that a character can start."""

    def __init__(self, parts: list[Part]) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, char: str) -> list[Matcher]:
        self[char] = fitting = [
            match for match, starts in self._parts if starts is None or starts[char]
        ]
        return fitting


@contextmanager
def _allow_many_frames() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_MAX_FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _find_single(nodes: Nodes, flags: int) -> tuple[Node, int] | None:
    """Return the node of a body of one character, which the engine repeats in a loop."""
    if len(nodes) != 1:
        return None
    op, value = nodes[0]
    if op is constants.SUBPATTERN and value[0] is None:
        return _find_single(value[3], combine_flags(flags, nodes[0]))
    return (nodes[0], flags) if op in CHARACTERS else None


class StepCounter:
    """Runs one pattern in one use: `search`, `match`, `fullmatch` or `scan`."""

    def __init__(self, pattern: Pattern, use: str) -> None:
        self._use = use
        self._run = Run()
        self._refused_end = NO_MATCH
        self._begins: dict[int, int] = {}
        self._groups: dict[int, str] = {}
        nodes, flags = parse(pattern)
        self._references = {node[1] for node in walk(nodes) if node[0] is constants.GROUPREF}
        self._match, self._starts = self._build(nodes, flags, (self._accept, None))

    def count(self, text: str, max_steps: int) -> int:
        """Return the steps on a text. Raise TooManySteps if they exceed the maximum."""
        self.find_spans(text, max_steps)
        return self._run.steps

    def find_spans(self, text: str, max_steps: int) -> list[tuple[int, int]]:
        """Return the span of every match: one at most, unless the use is `scan`."""
        run = self._run
        run.text, run.steps, run.max_steps = text, 0, max_steps
        self._refused_end = NO_MATCH
        with _allow_many_frames():
            if self._use in ("match", "fullmatch"):
                self._begins, self._groups = {}, {}
                end = self._match(0)
                return [(0, end)] if end != NO_MATCH else []
            return list(self._search(1 if self._use == "search" else None))

    def _search(self, limit: int | None) -> Iterator[tuple[int, int]]:
        """Yield the matches from left to right."""
        text, starts, match = self._run.text, self._starts, self._match
        start = found = 0
        while start <= len(text) and found != limit:
            self._run.spend(1)
            end = NO_MATCH
            if starts is None or (start < len(text) and starts[text[start]]):
                self._begins, self._groups = {}, {}
                end = match(start)
            if end == NO_MATCH:
                self._refused_end = NO_MATCH
                start += 1
            else:
                yield start, end
                found += 1
                # A second match in a place must not be empty again.
                self._refused_end = end if end == start else NO_MATCH
                start = end

    def _accept(self, place: int) -> int:
        if place == self._refused_end or (
            self._use == "fullmatch" and place != len(self._run.text)
        ):
            return NO_MATCH
        return place

    def _build(self, nodes: Nodes, flags: int, then: Part) -> Part:
        """Return the matcher of these nodes in sequence and of all that follows."""
        sequence: list[Characters] = []
        for node in reversed(list(nodes)):
            if node[0] in CHARACTERS:
                sequence.insert(0, find_characters(node, flags))
                continue
            then = self._build_node(node, flags, self._build_sequence(sequence, then))
            sequence = []
        return self._build_sequence(sequence, then)

    def _build_sequence(self, sequence: list[Characters], then: Part) -> Part:
        """Return the matcher of some characters: one step, as their number does not vary."""
        if not sequence:
            return then
        run, follow, length = self._run, then[0], len(sequence)
        first, *others = sequence

        def match(place: int) -> int:
            run.steps += 1
            text = run.text
            end = place + length
            if end > len(text) or not first[text[place]]:
                return NO_MATCH
            for characters in others:
                place += 1
                if not characters[text[place]]:
                    return NO_MATCH
            return follow(end)

        return match, first

    def _build_node(self, node: Node, flags: int, then: Part) -> Part:
        op, value = node
        if op is constants.AT or (op in _LOOKS and value[0] < 0):
            return self._build_place(node, flags, then)
        builders: dict[Any, Callable[[Node, int, Part], Part]] = {
            constants.BRANCH: self._build_branch,
            constants.SUBPATTERN: self._build_group,
            constants.ATOMIC_GROUP: self._build_atomic,
            constants.GROUPREF: self._build_reference,
            **dict.fromkeys(_LOOKS, self._build_look_ahead),
            **dict.fromkeys(REPEATS, self._build_repeat),
        }
        if op not in builders:
            raise NotImplementedError(f"The step counter does not know {op}.")
        return builders[op](node, flags, then)

    def _build_repeat(self, node: Node, flags: int, then: Part) -> Part:
        body: Nodes = node[1][2]
        single = _find_single(body, flags)
        if single is not None:
            own = find_characters(*single)
            return build_character_repeat(self._run, node, flags, own, then)
        return build_group_repeat(
            self._run, node, lambda after: self._build(body, flags, after), then
        )

    def _build_branch(self, node: Node, flags: int, then: Part) -> Part:
        parts = [self._build(each, flags, then) for each in node[1][1]]
        run, choices = self._run, _Choices(parts)
        at_end = [match for match, starts in parts if starts is None]

        def match_branch(place: int) -> int:
            run.steps += 1
            text = run.text
            for match in choices[text[place]] if place < len(text) else at_end:
                end = match(place)
                if end != NO_MATCH:
                    return end
            return NO_MATCH

        return match_branch, None if at_end else Characters(lambda char: bool(choices[char]))

    def _build_group(self, node: Node, flags: int, then: Part) -> Part:
        """Return the matcher of a group; its text is kept if a back reference repeats it."""
        number, _, _, body = node[1]
        inner_flags = combine_flags(flags, node)
        if number not in self._references:
            return self._build(body, inner_flags, then)

        def finish(place: int) -> int:
            before = dict(self._groups)
            self._groups[number] = self._run.text[self._begins[number] : place]
            end = then[0](place)
            if end == NO_MATCH:
                self._groups = before
            return end

        match, starts = self._build(body, inner_flags, (finish, then[1]))

        def begin(place: int) -> int:
            before = dict(self._begins)
            self._begins[number] = place
            end = match(place)
            if end == NO_MATCH:
                self._begins = before
            return end

        return begin, starts

    def _build_reference(self, node: Node, flags: int, then: Part) -> Part:
        if flags & re.IGNORECASE:
            raise NotImplementedError("The step counter compares groups with their case.")
        number = node[1]

        def match(place: int) -> int:
            group = self._groups.get(number)
            self._run.spend(1 + len(group or ""))
            if group is None or not self._run.text.startswith(group, place):
                return NO_MATCH
            return then[0](place + len(group))

        return match, None

    def _build_place(self, node: Node, flags: int, then: Part) -> Part:
        """Return the matcher of an anchor or look-behind, both of which see a set width."""
        run, fits, follow = self._run, compile_nodes([node], flags).match, then[0]

        def match(place: int) -> int:
            run.steps += 1
            return NO_MATCH if fits(run.text, place) is None else follow(place)

        return match, then[1]

    def _build_atomic(self, node: Node, flags: int, then: Part) -> Part:
        match, starts = self._build(node[1], flags, (lambda place: place, None))

        def match_once(place: int) -> int:
            end = match(place)
            return end if end == NO_MATCH else then[0](end)

        return match_once, starts

    def _build_look_ahead(self, node: Node, flags: int, then: Part) -> Part:
        run, (op, (_, nodes)) = self._run, node
        match, starts = self._build(nodes, flags, (lambda place: place, None))

        def look(place: int) -> int:
            run.steps += 1
            is_there = match(place) != NO_MATCH
            return then[0](place) if is_there == (op is constants.ASSERT) else NO_MATCH

        return look, starts if op is constants.ASSERT else None
