"""Numbers of list items that are written as text: `(a)`, `iv.`, `B.3.a.`."""

import re

_NUMBER = re.compile(r"\(?([A-Za-z0-9]{1,5}(?:\.[A-Za-z0-9]{1,5}){0,4})[.)]?\s")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


def read_number(text: str) -> str:
    """Return the number at the beginning of a text in lower case, or an empty string."""
    match = _NUMBER.match(text)
    return match[1].lower() if match else ""


def is_first(number: str) -> bool:
    """Return whether a number begins a list."""
    return number.rpartition(".")[2] in {"1", "a", "i"}


def follows(previous: str, number: str) -> bool:
    """Return whether a number is the next one, with the same leading parts."""
    before, _, old = previous.rpartition(".")
    prefix, _, new = number.rpartition(".")
    if before != prefix:
        return False
    if old.isdigit() and new.isdigit():
        return int(new) == int(old) + 1
    if old in _ROMAN and new in _ROMAN and _ROMAN.index(new) == _ROMAN.index(old) + 1:
        return True
    return len(old) == len(new) == 1 and ord(new) == ord(old) + 1
