"""One reading made ready for comparison: its statements, and all that its page says anywhere."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.reading import Reading
from clausewatch.text.normal_form import is_cjk, make_key, tokenise
from clausewatch.text.sentences import split_sentences
from clausewatch.text.statements import Statement, make_statements

_BORDER = " \u241e "
"""Stands between texts that are not neighbours, so that no match runs across them."""
_SHINGLE = 4


def is_short(statement_key: str) -> bool:
    """Tell whether a statement is too short to be found by its words alone."""
    words = statement_key.split()
    limit = THRESHOLDS.short_characters if is_cjk(words) else THRESHOLDS.short_tokens
    return len(words) < limit


class Side:
    """A reading and everything found anywhere on its pages."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.statements: list[Statement] = make_statements(reading.blocks)
        self._dropped = [d.text for d in reading.dropped]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all statements on the page, of the terms or not; cells count, too."""
        found = {statement.key for statement in self.statements}
        found.update(make_key(text) for text in self._dropped)
        found.update(make_key(part) for text in self._dropped for part in split_sentences(text))
        found.update(make_key(cell) for block in self.reading.blocks for cell in block.cells)
        found.update(make_key(block.text) for block in self.reading.blocks)
        found.add(make_key(self.reading.title))
        return frozenset(found)

    @cached_property
    def stream(self) -> str:
        """All tokens of the page in order, with numbering as it stands and without it."""
        bare = " ".join(statement.key for statement in self.statements)
        whole = " ".join(" ".join(tokenise(block.text)) for block in self.reading.blocks)
        around = _BORDER.join(" ".join(tokenise(text)) for text in self._dropped)
        title = " ".join(tokenise(self.reading.title))
        return f" {bare}{_BORDER}{whole}{_BORDER}{around}{_BORDER}{title} "

    @cached_property
    def _shingles(self) -> frozenset[tuple[str, ...]]:
        words = self.stream.split()
        return frozenset(zip(*(words[i:] for i in range(_SHINGLE)), strict=False))

    def _holds(self, words: str) -> bool:
        found = words.split()
        # The stream of a long document is megabytes: most absent texts are refused by a look-up.
        if len(found) >= _SHINGLE and tuple(found[:_SHINGLE]) not in self._shingles:
            return False
        return f" {words} " in self.stream

    def says(self, statements: list[Statement], i: int) -> bool:
        """Tell whether the i-th of another side's statements stands anywhere on this page."""
        wanted = statements[i].key
        if wanted in self.keys:
            return True
        if not is_short(wanted):
            return self._holds(wanted)
        before = statements[i - 1].key.split()[-2:] if i else []
        after = statements[i + 1].key.split()[:2] if i + 1 < len(statements) else []
        # A short line is the same only where it stands beside the same words.
        return bool(before and self._holds(" ".join([*before, wanted]))) or bool(
            after and self._holds(" ".join([wanted, *after]))
        )

    def missing_from(self, other: "Side") -> list[Statement]:
        """Return the statements of this side that the other page says nowhere."""
        found = self.statements
        return [found[i] for i in range(len(found)) if not other.says(found, i)]


def unique(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements with repetitions left out, first occurrence kept."""
    return list({statement.key: statement for statement in reversed(list(statements))}.values())[
        ::-1
    ]


@lru_cache(maxsize=4)
def side_of(reading: Reading) -> Side:
    """Return the side of a reading; plausibility and comparison ask for the same two."""
    return Side(reading)
