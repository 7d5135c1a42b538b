"""Matchers of the repeats of a regular expression, which spend the steps of the engine of `re`."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.regex_nodes import ENDLESS, Characters, Node, compile_nodes, constants

Matcher = Callable[[int], int]
"""Returns the end of a match that starts here, or NO_MATCH."""
Part = tuple[Matcher, Characters | None]
"""A matcher of a part and all that follows, and how its text starts: None is any start or none."""
NO_MATCH = -1


class TooManySteps(Exception):
    """The run exceeds its budget."""


@dataclass
class Run:
    """A text, and the steps that were spent on it."""

    text: str = ""
    steps: int = 0
    max_steps: int = 0

    def spend(self, steps: int) -> None:
        """Count steps. Raise TooManySteps if they exceed the budget."""
        self.steps += steps
        if self.steps > self.max_steps:
            raise TooManySteps


def unite(first: Characters | None, second: Characters | None) -> Characters | None:
    """Return the characters of either."""
    if first is None or second is None:
        return None
    return Characters(lambda char: first[char] or second[char])


def build_character_repeat(run: Run, node: Node, flags: int, own: Characters, then: Part) -> Part:
    """Return the matcher of a repeated character, which the engine takes in a loop."""
    op, (least, most, body) = node
    find_run = compile_nodes([(constants.POSSESSIVE_REPEAT, (0, most, body))], flags).match
    follow, starts = then

    def match(place: int) -> int:
        text = run.text
        taken = find_run(text, place)
        longest = taken.end() if taken else place
        if longest - place < least:
            run.spend(longest - place + 1)
            return NO_MATCH
        if op is constants.POSSESSIVE_REPEAT:
            run.spend(longest - place + 1)
            return follow(longest)
        ends = range(place + least, longest + 1)
        if op is constants.MAX_REPEAT:
            run.spend(longest - place + 1)
            ends = ends[::-1]
        size = len(text)
        for end in ends:
            run.spend(1)
            if starts is None or (end < size and starts[text[end]]):
                final = follow(end)
                if final != NO_MATCH:
                    return final
        return NO_MATCH

    return match, own if least else unite(own, starts)


class _Rounds:
    """The round of a repeat, and the place where its latest optional one began."""

    def __init__(self) -> None:
        self.number = 0
        self.place = NO_MATCH


def build_group_repeat(
    run: Run, node: Node, build_body: Callable[[Part], Part], then: Part
) -> Part:
    """Return the matcher of a repeated group, whose rounds can end in several places."""
    op, (least, most, _) = node
    if op is constants.POSSESSIVE_REPEAT:
        return _build_possessive(run, node, build_body, then)
    rounds, follow = _Rounds(), then[0]

    def repeat(place: int, latest: int) -> int:
        number, before = rounds.number, rounds.place
        rounds.number, rounds.place = number + 1, latest
        end = body(place)
        rounds.number, rounds.place = number, before
        return end

    def go_on(place: int) -> int:
        run.spend(1)
        if rounds.number < least:
            return repeat(place, rounds.place)
        # A round without text is not repeated.
        may_repeat = place != rounds.place and (most == ENDLESS or rounds.number < most)
        if op is constants.MIN_REPEAT:
            end = follow(place)
            return repeat(place, place) if end == NO_MATCH and may_repeat else end
        end = repeat(place, place) if may_repeat else NO_MATCH
        return follow(place) if end == NO_MATCH else end

    def begin(place: int) -> int:
        number, before = rounds.number, rounds.place
        rounds.number, rounds.place = 0, NO_MATCH
        end = go_on(place)
        rounds.number, rounds.place = number, before
        return end

    body, starts = build_body((go_on, None))
    return begin, starts if least else unite(starts, then[1])


def _build_possessive(run: Run, node: Node, build_body: Callable[[Part], Part], then: Part) -> Part:
    _, (least, most, _) = node
    body, starts = build_body((lambda place: place, None))

    def match(place: int) -> int:
        number = 0
        while most == ENDLESS or number < most:
            run.spend(1)
            end = body(place)
            if end == NO_MATCH:
                break
            number += 1
            if end == place and number >= least:
                break
            place = end
        return then[0](place) if number >= least else NO_MATCH

    return match, starts if least else unite(starts, then[1])
