"""Finds the names by which a document calls its company, from how they are written and used."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from clausewatch.provisions.passages import Passage

_SUBJECT = re.compile(
    r"(?<![\w&.-])(?P<name>[A-Z][\w&-]*+(?:\.[a-z]{2,4}\b)?)(?: (?:Inc|Ltd|LLC|GmbH|AI)\.?,?)? "
    r"(?:may|will|shall|does|is not|can|reserves|collects|uses|grants|agrees|has)\b"
)
"""A capitalised word that acts; some names are those of web addresses ("Larkspur.example may")."""
_WORD = re.compile(r"(?<![\w&./@-])[\w&-]++(?![./@]\w)")
"""A word outside web and e-mail addresses."""
MIN_SHARE: Final = 0.3
"""A name that acts less often, compared with the most frequent one, is another company's."""


def find_company_names(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the names of the company in lower case.

    A name acts ("Larkspur may") and is never written in lower case. The grammar knows general
    parties such as "Customer", so they do no harm here.
    """
    acting: Counter[str] = Counter()
    for passage in passages:
        acting.update(match["name"] for match in _SUBJECT.finditer(passage.text))
    texts = [passage.text for passage in passages]
    names: list[str] = []
    least = 0.0
    for name, count in acting.most_common():
        if count < least:
            break
        if not _is_written(name.lower(), texts):
            names.append(name)
            least = least or count * MIN_SHARE
    return frozenset(re.split(r"[^a-z0-9]", name.casefold())[0] for name in names)


def _is_written(word: str, texts: Sequence[str]) -> bool:
    """Return whether a word occurs in one of the texts; few contain its letters at all."""
    return any(word in text and word in _WORD.findall(text) for text in texts)
