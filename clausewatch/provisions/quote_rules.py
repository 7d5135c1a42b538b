"""Which passages may be quoted, and which of them only announce what others say.

Titles, definitions and questions state nothing and are never quoted. Pointers ("For more, see our
cookie policy.") and lead-ins ("We collect the following:") do say something, but a sentence that
states the term itself is the better quote (`Weight`).
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from clausewatch.model.reading import Block, BlockKind
from clausewatch.provisions.passages import MIN_QUOTE_WORDS, Passage
from clausewatch.provisions.words import tokenise

CELL_MAX_WORDS = 5
TITLE_MAX_WORDS = 14
"""A paragraph as short as this without a verb's companions is a title that lost its markup."""
_CLOSING = '"”\u2019)'
_MINOR_LETTERS = 3
"""Words up to this length are written small in a title whose other words are capital."""
_COMPANIONS = """
we you is are isn't aren't may will won't can cannot can't do does don't doesn't not shall must has
have we'll we're we've you're agree agrees
"""
_SENTENCE_WORDS = frozenset(_COMPANIONS.split())
_PREDICATES = _SENTENCE_WORDS - {"we", "you", "do", "does", "not"}
"""Words that only a sentence has: a title may well speak of "information we do not collect"."""
_DEFINITION = re.compile(
    r"""["“][^"”]{1,60}["”] (?:means|mean|refers? to|shall mean|is defined)\b"""
    r"""|^(?:An? )?["“][^"”]{1,60}["”] (?:is|are)\b"""
)
_DEFINITION_LETTERS = 120
_SURVIVAL = re.compile(r"\bsurviv(?:e|es|al)\b")
_SECTIONS = re.compile(r"\b(?:sections?|paragraphs?|clauses?|articles?) \d", re.IGNORECASE)
"""Which sections outlive a contract: a list of titles that says nothing under any of them."""
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+[A-Z]")
_ASKED = re.compile(
    r"(?:how|what|why|when|where|who|which) (?:and \w+ )?(?:we|you|your|our)\b", re.IGNORECASE
)
"""A question without its mark, or "Information we collect": a title, unless a predicate follows."""
_TOLD = re.compile(
    r"(?:[\w-]+ ){0,2}(?:information|data|cookies|choices|rights|ways) "
    r"(?:that |which )?(?:we|you)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"^(?:please )?(?:see|refer to|read|review|consult|visit|click)\b"
    r"|^(?:for|to (?:learn|find out|read|know)) (?:more|further|additional|information|details)\b"
    r"|^(?:more|further|additional) (?:information|details?)\b"
    r"|^we(?: have|'ve)? (?:added|included|provided?) (?:more|further|additional) "
    r"(?:information|details?)\b"
    r"|^(?:in )?(?:this|our|the following|it)\b(?: [\w&]+){0,4}?,? (?:we )?"
    r"(?:explains?|describes?|sets out|outlines?|provides? (?:you )?(?:with )?information)\b",
    re.IGNORECASE,
)
_POINTER_LETTERS = 250
_LEAD_IN_WORDS = 20
"""A longer lead-in states its term before the colon."""
_ASIDE = re.compile(r"^(?:however|please note|note that|for example|for instance)\b", re.IGNORECASE)


class PassageRole(Enum):
    """What a passage is worth as the quote of a provision.

    The numbers are small against the spread of probabilities (0.45 to 1): they decide between
    sentences that are about equally probable, of which a document mostly has several.
    """

    STATEMENT = 0.0
    ASIDE = 0.06
    """An exception or an example of what another sentence states."""
    LEAD_IN = 0.1
    POINTER = 1.0
    """Says where something is written; nothing is filed on it alone."""

    @property
    def penalty(self) -> float:
        """What is taken from its probability."""
        return self.value


def classify_passage(text: str) -> PassageRole:
    """Return what a passage is worth as a quote."""
    if len(text) <= _POINTER_LETTERS and _POINTER.search(text):
        return PassageRole.POINTER
    if text.rstrip(_CLOSING).endswith(":") and len(tokenise(text)) <= _LEAD_IN_WORDS:
        return PassageRole.LEAD_IN
    return PassageRole.ASIDE if _ASIDE.search(text) else PassageRole.STATEMENT


def flag_quotable(
    parts: Sequence[Passage], tokens: Sequence[Sequence[str]], blocks: Sequence[Block]
) -> Iterator[bool]:
    """Yield for each passage of a reading whether it may be quoted."""
    for part, held in zip(parts, tokens, strict=True):
        yield _says(part, held) and not _is_title(part, held, _is_lone(part, blocks))


def _says(part: Passage, tokens: Sequence[str]) -> bool:
    """Tell whether a passage is long enough, and neither definition nor question."""
    is_lead = part.text.endswith(":") and len(tokens) <= CELL_MAX_WORDS
    if len(tokens) < MIN_QUOTE_WORDS or is_lead or part.text.endswith("?"):
        return False
    if _DEFINITION.search(part.text[:_DEFINITION_LETTERS]):
        return False
    return not (_SURVIVAL.search(part.text) and _SECTIONS.search(part.text))


def _is_lone(part: Passage, blocks: Sequence[Block]) -> bool:
    """Tell whether an item has no other item beside it: a paragraph's numbered title."""
    if part.lead or part.kind is not BlockKind.ITEM:
        return False
    here = part.block
    beside = (*blocks[max(0, here - 1) : here], *blocks[here + 1 : here + 2])
    return all(one.kind is not BlockKind.ITEM for one in beside)


def _is_title(part: Passage, tokens: Sequence[str], is_lone: bool) -> bool:  # noqa: FBT001
    """Tell whether few words are a title that has lost its markup, or never had any."""
    if len(tokens) > TITLE_MAX_WORDS:
        return False
    if not part.lead and is_title(part.text):
        return True
    is_item = part.kind is BlockKind.ITEM and not _NUMBER.match(part.text) and not is_lone
    if is_item or (part.kind is BlockKind.ROW and len(tokens) > CELL_MAX_WORDS):
        return False
    has_end = part.text.rstrip(_CLOSING).endswith((".", "!", ";", ",", ":"))
    return not has_end or _SENTENCE_WORDS.isdisjoint(tokens)


def is_title(text: str) -> bool:
    """Tell whether a short text is a title by its own words, wherever it stands.

    Either every longer word is capital ("Cookies and Similar Technologies.") or it names a
    question ("How we use your data", "Information we collect when you visit us."), and nothing in
    it makes it a sentence.
    """
    held = tokenise(text)
    if len(held) > TITLE_MAX_WORDS or not _PREDICATES.isdisjoint(held):
        return False
    bare = text.lstrip("0123456789.() ").rstrip(_CLOSING)
    if bare.endswith((";", ",", ":")):
        return False
    if _ASKED.match(bare) or _TOLD.match(bare):
        return "," not in bare
    is_told = not {"we", "you"}.isdisjoint(held)
    return not is_told and _is_capital(bare)


def _is_capital(text: str) -> bool:
    longer = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > _MINOR_LETTERS]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)
