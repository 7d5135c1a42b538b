"""Finds the names by which a document calls its company, from how they are written and used."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from clausewatch.provisions.passages import Passage

_SUBJECT = re.compile(
    r"(?<![\w&-])(?P<name>[A-Z][\w&-]*+)(?: (?:Inc|Ltd|LLC|GmbH|AI)\.?,?)? "
    r"(?:may|will|shall|does|is not|can|reserves|collects|uses|grants|agrees|has)\b"
)
"""A capitalised word that acts."""
_WORD = re.compile(r"(?<![\w&./@-])[a-z][\w&-]*+(?![./@]\w)")
"""A word in lower case that is not part of a web or e-mail address."""
MIN_SHARE: Final = 0.3
"""A name that acts less often, compared with the most frequent one, is another company's."""


def find_company_names(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the names of the company in lower case.

    A name acts ("Larkspur may") and is never written in lower case. The grammar knows general
    parties such as "Customer", so they do no harm here.
    """
    acting: Counter[str] = Counter()
    lower: set[str] = set()
    for passage in passages:
        acting.update(match["name"] for match in _SUBJECT.finditer(passage.text))
        lower.update(_WORD.findall(passage.text))
    names = Counter({name: count for name, count in acting.items() if name.casefold() not in lower})
    if not names:
        return frozenset()
    least = names.most_common(1)[0][1] * MIN_SHARE
    frequent = (name for name, count in names.items() if count >= least)
    return frozenset(re.split(r"[^a-z0-9]", name.casefold())[0] for name in frequent)
