"""Whether what an edit adds or removes is only said in other words in another edit.

In a document that was written anew most statements come and go in pairs that share too little to be
one rewording. They matter less than a statement that has no partner.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from clausewatch.compare.shift_words import find_shift_words
from clausewatch.model.reading import Edit, EditKind
from clausewatch.text.cache import cache_per_check
from clausewatch.text.normal_form import tokenise

_MIN_SHARE = 0.6
_MIN_WORDS = 4
_MAX_PLACES = 200
"""A word of more edits tells none of them from the others; this bounds the cost as well."""


class Echoes:
    """The words of both versions that edits remove and add, and the edits that have them."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._old = _index_words(edit.before for edit in edits)
        self._new = _index_words(edit.after for edit in edits)

    def has(self, edit: Edit) -> bool:
        """Tell whether most words of an added or removed text are in one of the other version.

        No added text has an earlier side, and no removed text a later one, so that neither is
        found as its own echo.
        """
        if edit.kind not in {EditKind.ADDED, EditKind.REMOVED}:
            return False
        places = self._old if edit.kind is EditKind.ADDED else self._new
        words = _list_content_words(edit.after or edit.before or "")
        own = [word for word in words if len(places.get(word, ())) <= _MAX_PLACES]
        if len(own) < _MIN_WORDS:
            return False
        shared = Counter(place for word in own for place in places.get(word, ()))
        return max(shared.values(), default=0) >= _MIN_SHARE * len(own)


def _index_words(texts: Iterable[str | None]) -> dict[str, list[int]]:
    """Return by word the places of the texts that have it."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word in _list_content_words(text) if text else ():
            places[word].append(place)
    return dict(places)


@cache_per_check
def _list_content_words(text: str) -> frozenset[str]:
    """Return the words of a text that are not there for its grammar."""
    function = find_shift_words(text).grammar["function"]
    return frozenset(token for token in tokenise(text) if not function.fullmatch(token))
