"""Verbs of a clause: who acts, what is denied, and what a clause with many of them costs."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from clausewatch.compare.clause_grammar import Predicate, find_predicates
from clausewatch.compare.clause_states import assess_practice, assess_promise, assess_right
from clausewatch.compare.shift_words import ShiftWords, load_shift_words

ENGLISH = load_shift_words("en")
VERBS = re.compile(r"\bsells?\b")
REPEATED = {
    "an actor each": "we sell personal data to partners ",
    "one actor": "sell personal data to partners ",
    "a denial each": "we do not sell personal data ",
    "a right each": "you cancel your subscription, sell ",
}


class NotedPattern:
    """A pattern that notes how many characters it may read."""

    def __init__(self, pattern: re.Pattern[str], sizes: list[int]) -> None:
        self.pattern, self.sizes = pattern, sizes

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Search as the pattern does."""
        end = len(text) if end is None else end
        self.sizes.append(end - start)
        return self.pattern.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[object]:
        """Find all matches as the pattern does."""
        end = len(text) if end is None else end
        self.sizes.append(end - start)
        return self.pattern.finditer(text, start, end)

    def __getattr__(self, name: str) -> object:
        """Return whatever else a pattern has."""
        return getattr(self.pattern, name)


def note_sizes(words: ShiftWords, sizes: list[int]) -> ShiftWords:
    """Return the rules with words of grammar that note what they read."""
    noted = {name: NotedPattern(pattern, sizes) for name, pattern in words.grammar.items()}
    return replace(words, grammar=noted)  # type: ignore[arg-type]  # what is used of a pattern


def list_predicates(text: str, words: ShiftWords = ENGLISH) -> list[Predicate]:
    """Return what is said about selling."""
    return list(find_predicates(text, words, VERBS, None))


@pytest.mark.parametrize("name", REPEATED)
def test_each_verb_of_a_clause_costs_the_same(name: str) -> None:
    """A page may repeat a verb without end and without a full stop."""
    costs = []
    for times in (20, 40):
        sizes: list[int] = []
        text = "We " + REPEATED[name] * times
        words = note_sizes(ENGLISH, sizes)
        assert len(list_predicates(text, words)) == times
        for practice in words.practices:
            assess_practice(practice, text, words)
        for promise in words.promises:
            assess_promise(promise, text, words)
        for right in words.rights:
            assess_right(right, text, words)
        costs.append(sum(sizes))
    assert costs[1] <= 2.2 * costs[0]


@pytest.mark.parametrize(
    ("text", "actors", "denied"),
    [
        ("We sell data, and partners of Acme may sell it", ["company", "company"], [False, False]),
        ("We do not sell data before we ask, and sell none", ["company", "company"], [True, True]),
        ("Acme may sell what you do not sell", ["company", "user"], [False, True]),
        ("Data that partners sell", [None], [False]),
        ("No data of yours does Acme sell", [None], [True]),
        ("Whenever this appears to us fair and fit to sell", ["company"], [False]),
        ("Don't sell your account", ["user"], [True]),
    ],
)
def test_each_verb_has_its_own_actor_and_denial(
    text: str, actors: list[str | None], denied: list[bool]
) -> None:
    """The last who is named before a verb acts; a denial of another verb is not its own."""
    found = list_predicates(text)
    assert [predicate.actor for predicate in found] == actors
    assert [predicate.is_denied for predicate in found] == denied
