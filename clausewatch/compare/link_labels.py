"""Labels of links: a label and the address that it leads to say the same in a sentence."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from clausewatch.compare.word_diff import Swap
from clausewatch.text.normal_form import URL, tokenise

DATA_FILE = "data/link_labels.toml"
_ADDRESS = re.compile(rf"(?:{URL})", re.IGNORECASE)
_MAX_LABEL_TOKENS = 6
_MIN_NAMED_LETTERS = 4
"""A shorter word is in an address by chance."""


@cache
def load_labels() -> frozenset[str]:
    """Return the labels that only point, of all languages, each as its joined tokens."""
    tables = tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))
    return frozenset("".join(tokenise(text)) for texts in tables.values() for text in texts)


def is_label_swap(swap: Swap) -> bool:
    """Tell whether an address replaces the label of a link, or a label its address.

    A label only points, or its words are part of the address. Whatever else replaces an address
    may be a term: "appeal at our discretion".
    """
    for address, label in ((swap.removed, swap.added), (swap.added, swap.removed)):
        if address and all(map(is_address, address)):
            return bool(label) and _is_label(label, "".join(address))
    return False


def is_address(token: str) -> bool:
    """Tell whether a token is a web address."""
    return bool(_ADDRESS.fullmatch(token)) and "@" not in token


def _is_label(label: tuple[str, ...], address: str) -> bool:
    if "".join(label) in load_labels():
        return True
    return len(label) <= _MAX_LABEL_TOKENS and all(
        len(word) >= _MIN_NAMED_LETTERS and word.isalpha() and word in address for word in label
    )
