"""Whether what an edit adds or removes is only said in other words in another edit.

In a document that was written anew most statements come and go in pairs that share too little to be
one rewording. They matter less than a statement that has no partner.
"""

from collections.abc import Sequence

from clausewatch.compare.shift_words import find_shift_words
from clausewatch.model.reading import Edit, EditKind
from clausewatch.text.cache import cache_per_check
from clausewatch.text.normal_form import tokenise

_MIN_SHARE = 0.6
_MIN_WORDS = 4
_MAX_EDITS = 600
"""More edits than these are not searched, because each would be compared with each."""


def is_echoed(edit: Edit, edits: Sequence[Edit]) -> bool:
    """Tell whether most words of an added or removed text are in one of the other version."""
    if edit.kind not in {EditKind.ADDED, EditKind.REMOVED} or len(edits) > _MAX_EDITS:
        return False
    own = _list_content_words(edit.after or edit.before or "")
    if len(own) < _MIN_WORDS:
        return False
    is_added = edit.kind is EditKind.ADDED
    others = (other.before if is_added else other.after for other in edits if other is not edit)
    return any(
        len(own & _list_content_words(text)) >= _MIN_SHARE * len(own) for text in others if text
    )


@cache_per_check
def _list_content_words(text: str) -> frozenset[str]:
    """Return the words of a text that are not there for its grammar."""
    function = find_shift_words(text).grammar["function"]
    return frozenset(token for token in tokenise(text) if not function.fullmatch(token))
