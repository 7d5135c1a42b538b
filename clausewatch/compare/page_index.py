"""An index of one reading: its statements, and all text that occurs anywhere on its pages."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate

from clausewatch.compare.tables import CellFacts, find_cell_facts, find_column_keys
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.drop_reasons import NOT_IN_FORCE
from clausewatch.model.reading import Reading
from clausewatch.text.normal_form import is_mostly_unspaced, make_key, tokenise
from clausewatch.text.sentences import SENTENCE_ENDS, split_sentences
from clausewatch.text.statements import Statement, make_statements

_SEPARATOR = " \u241e "
"""Separates texts that are not neighbours, so that no match spans two of them."""
_SHINGLE_TOKENS = 4


def is_short(statement_key: str) -> bool:
    """Tell whether a statement is too short to be recognised without its neighbours."""
    words = statement_key.split()
    limit = THRESHOLDS.short_characters if is_mostly_unspaced(words) else THRESHOLDS.short_tokens
    return len(words) < limit


class PageIndex:
    """A reading with look-ups for everything that occurs anywhere on its pages."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.statements: list[Statement] = make_statements(reading.blocks)
        self._dropped_texts = [d.text for d in reading.dropped if d.reason not in NOT_IN_FORCE]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all statements, cells, blocks and dropped texts of the page."""
        keys = {statement.key for statement in self.statements}
        keys.update(make_key(text) for text in self._dropped_texts)
        keys.update(
            make_key(part) for text in self._dropped_texts for part in split_sentences(text)
        )
        keys.update(make_key(cell) for block in self.reading.blocks for cell in block.cells)
        keys.update(make_key(block.text) for block in self.reading.blocks)
        keys.add(make_key(self.reading.title))
        keys.update(key for keys_of_row in self._column_keys.values() for key in keys_of_row)
        return frozenset(keys)

    @cached_property
    def statement_keys(self) -> frozenset[str]:
        """The keys of the statements alone."""
        return frozenset(statement.key for statement in self.statements)

    @cached_property
    def cell_facts(self) -> dict[int, CellFacts]:
        """The facts of each row of a table that names its columns, by the block's index."""
        return find_cell_facts(self.reading.blocks)

    @cached_property
    def _column_keys(self) -> dict[int, tuple[str, ...]]:
        return find_column_keys(self.reading.blocks)

    def _is_in_table_of(self, other: "PageIndex", statement: Statement) -> bool:
        """Tell whether a table of another page has this row, in other columns or as columns."""
        facts = self.cell_facts.get(statement.block_index)
        if facts is not None and facts in other.cell_facts.values():
            return True
        columns = self._column_keys.get(statement.block_index)
        return bool(columns) and all(key in other.keys for key in columns or ())

    @cached_property
    def token_stream(self) -> str:
        """All tokens of the page in order, once without numbering and once with it."""
        numbered = " ".join(" ".join(tokenise(block.text)) for block in self.reading.blocks)
        title = " ".join(tokenise(self.reading.title))
        streams = (self._unnumbered_stream, numbered, self._dropped_stream, title)
        return f" {_SEPARATOR.join(stream.strip() for stream in streams)} "

    @cached_property
    def _unnumbered_stream(self) -> str:
        return f" {' '.join(statement.key for statement in self.statements)} "

    @cached_property
    def _starts(self) -> list[int]:
        """The index of the blank before each statement in the unnumbered stream."""
        return list(accumulate((len(s.key) + 1 for s in self.statements[:-1]), initial=0))

    @cached_property
    def _dropped_stream(self) -> str:
        texts = _SEPARATOR.join(" ".join(tokenise(text)) for text in self._dropped_texts)
        return f" {texts} "

    @cached_property
    def words(self) -> frozenset[str]:
        """Every token of the page."""
        return frozenset(self.token_stream.split())

    @cached_property
    def _shingles(self) -> frozenset[tuple[str, ...]]:
        words = self.token_stream.split()
        return frozenset(zip(*(words[i:] for i in range(_SHINGLE_TOKENS)), strict=False))

    def _contains_words(self, statement_key: str) -> bool:
        words = statement_key.split()
        # The stream of a long document is megabytes long. A look-up rules most absent texts out.
        if len(words) >= _SHINGLE_TOKENS and tuple(words[:_SHINGLE_TOKENS]) not in self._shingles:
            return False
        return f" {statement_key} " in self.token_stream

    def contains(self, statements: list[Statement], i: int) -> bool:
        """Tell whether `statements[i]` of another page occurs anywhere on this page."""
        statement_key = statements[i].key
        if statement_key in self.keys:
            return True
        if not is_short(statement_key):
            return self._contains_words(statement_key)
        before = statements[i - 1].key.split()[-2:] if i else []
        after = statements[i + 1].key.split()[:2] if i + 1 < len(statements) else []
        # A short line is the same only if it has the same neighbouring words.
        return bool(before and self._contains_words(" ".join([*before, statement_key]))) or bool(
            after and self._contains_words(" ".join([statement_key, *after]))
        )

    def find_missing_from(self, other: "PageIndex") -> list[Statement]:
        """Return the statements of this page that occur nowhere on the other page."""
        return [
            statement
            for i, statement in enumerate(self.statements)
            if not self._is_in_table_of(other, statement)
            and (not other.contains(self.statements, i) or other.has_only_within(statement, self))
        ]

    def has_only_within(self, statement: Statement, other: "PageIndex") -> bool:
        """Tell whether a sentence of another page is here only as a part of what both pages say.

        "We sell no data" is gone where just "In Malta we sell no data to brokers" is left of two.
        """
        key, text = statement.key, statement.text.rstrip()
        # A blank before the full stop shows that a link is lost: the sentence is a torn copy.
        is_sentence = text.endswith(SENTENCE_ENDS) and not text.endswith(" .")
        if key in self.keys or is_short(key) or not is_sentence:
            return False
        if f" {key} " in self._dropped_stream:
            return False
        # A sentence that is split elsewhere is a block of the other page and no statement.
        stated = other.statement_keys
        places = list(self._find_places(key))
        return bool(places) and all(place and place.key in stated for place in places)

    def _find_places(self, key: str) -> Iterator[Statement | None]:
        """Yield the statement around each occurrence of a key; None where it spans several."""
        stream, starts = self._unnumbered_stream, self._starts
        at = stream.find(f" {key} ")
        while at >= 0:
            statement = self.statements[bisect_right(starts, at) - 1]
            end = starts[statement.index] + len(statement.key)
            yield statement if at + len(key) <= end else None
            at = stream.find(f" {key} ", at + 1)


def remove_duplicates(statements: Iterable[Statement]) -> list[Statement]:
    """Return the first statement of each key, in the order in which the keys occur last."""
    first_by_key = {statement.key: statement for statement in reversed(list(statements))}
    return list(reversed(first_by_key.values()))


@lru_cache(maxsize=4)
def index_page(reading: Reading) -> PageIndex:
    """Return the index of a reading; cached, as plausibility and comparison need the same two."""
    return PageIndex(reading)
