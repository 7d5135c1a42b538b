"""The margins of a document: its lines above the first sentence and below the last one.

The time that reading takes, and how many visitors were pleased, are located there.
"""

from collections.abc import Sequence

from clausewatch.model.reading import BlockKind
from clausewatch.text.sentences import SENTENCE_ENDS
from clausewatch.text.statements import Statement

_MIN_SENTENCE_TOKENS = 6


def find_margins(statements: Sequence[Statement]) -> frozenset[str]:
    """Return the keys of the lines in the margins; without a sentence there are none."""
    prose = [i for i, statement in enumerate(statements) if _is_prose(statement)]
    if not prose:
        return frozenset()
    outer = (*statements[: prose[0]], *statements[prose[-1] + 1 :])
    return frozenset(statement.key for statement in outer)


def _is_prose(statement: Statement) -> bool:
    """Tell whether a statement is a sentence of the document, or an item or row."""
    if statement.kind in {BlockKind.ITEM, BlockKind.ROW}:
        return True
    # A full stop before a quotation mark ends what somebody else says.
    is_ended = statement.text.rstrip().endswith(SENTENCE_ENDS)
    return is_ended and statement.size >= _MIN_SENTENCE_TOKENS
