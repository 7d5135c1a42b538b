"""Edits that state no term: labels of links, and pointers to other documents."""

from clausewatch.compare.shift_words import find_shift_words
from clausewatch.compare.vocabulary import OPERATIVE_WORDS
from clausewatch.model.reading import Edit, EditKind
from clausewatch.text.normal_form import tokenise

_MAX_LABEL_WORDS = 6
_MAX_POINTER_WORDS = 26


def is_aside(edit: Edit) -> bool:
    """Tell whether an edit only changes labels or pointers, which bind nobody."""
    if edit.kind is EditKind.MOVED:
        return False
    texts = [text for text in (edit.before, edit.after) if text]
    return all(_is_label(text) or _is_pointer(text) for text in texts)


def _is_label(text: str) -> bool:
    """Tell whether a text is a title or the label of a link: a few capitalised words."""
    words = text.split()
    if len(words) > _MAX_LABEL_WORDS or text.rstrip().endswith((".", ";", ":", ",")):
        return False
    if any(character.isdigit() for character in text) or "|" in text:
        return False
    tokens = set(tokenise(text))
    long_words = [word for word in words if len(word) > 3]  # noqa: PLR2004
    is_title = len(long_words) > 1 and all(word[:1].isupper() for word in long_words)
    return is_title and not tokens & (OPERATIVE_WORDS - {"and", "or", "in", "und", "et", "y"})


def _is_pointer(text: str) -> bool:
    """Tell whether a text is one sentence that only says where to read on."""
    pointer = find_shift_words(text).grammar["pointer"]
    return len(text.split()) <= _MAX_POINTER_WORDS and bool(pointer.match(text.strip()))
