"""Decides which passages may be quoted, and which of them only introduce what others state.

Titles, definitions and questions state nothing and are never quoted. Pointers ("For more, see our
cookie policy.") and lead-ins ("We collect the following:") do state something, but a sentence that
states the term itself is the better quote (`PassageRole`).
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from clausewatch.model.reading import Block, BlockKind
from clausewatch.provisions.passages import MIN_QUOTE_WORDS, Passage
from clausewatch.provisions.predicates import has_finite_verb
from clausewatch.provisions.tokens import tokenise

MAX_CELL_WORDS = 5
MIN_SENTENCE_WORDS = 3
"""The shortest quote; anything else than a sentence needs `MIN_QUOTE_WORDS`."""
MAX_TITLE_WORDS = 14
"""A paragraph of at most as many words is a title without markup, unless it has a predicate."""
_CLOSING = '"”\u2019)'
_MINOR_LETTERS = 3
"""A title may write words of up to this length in lower case."""
_MINOR_WORDS = frozenset(
    {"with", "from", "into", "over", "about", "under", "between", "upon", "than"}
)
_MIN_TITLE_WORDS = 3
"""As many longer words with capitals make a title of a text that could be a sentence."""
_SENTENCE_WORD_LIST = """
we you is are isn't aren't may will won't can cannot can't do does don't doesn't not shall must has
have we'll we're we've you're agree includes this
govern apply remain stay belong takes excludes expire ends lasts renew needs costs
"""
_SENTENCE_WORDS = frozenset(
    form
    for word in _SENTENCE_WORD_LIST.split()
    for form in (word, f"{word}s", f"{word.removesuffix('y')}ies")
)
"""Among them are the third persons of the verbs; forms that do not exist do no harm."""
_PREDICATES = _SENTENCE_WORDS - {"we", "you", "do", "does", "not"}
"""Words that only a sentence has. A title can be "Information we do not collect"."""
_DEFINITION = re.compile(
    r"""["“][^"”]{1,60}["”] (?:means|mean|refers? to|shall mean|is defined)\b"""
    r"""|^(?:An? )?["“][^"”]{1,60}["”] (?:is|are)\b"""
)
_MAX_DEFINITION_LETTERS = 120
_SURVIVAL = re.compile(r"\bsurviv(?:e|es|al)\b")
_EMPTY_BOXES = ("\u2610", "\u25a1", "[ ]")
"""An option of a form that nobody chose begins with one of these."""
_SECTION_NUMBER = re.compile(r"\b(?:sections?|paragraphs?|clauses?|articles?) \d", re.IGNORECASE)
"""A clause on survival lists the sections that outlive a contract, and states no other term."""
_FORM_LABEL = re.compile(
    r"(?!.*\b(?:we|us|you)\b)"
    r"(?:sensitive data transferred \(if applicable\)|the frequency of the transfer\b"
    r"|(?:the )?period for which the personal data will be retained, or\b"
    r"|for transfers to \(sub-?\)[ -]*processors, also specify\b"
    r"|categories of (?:data subjects whose )?personal data (?:is |are )?transferred"
    r"|purpose\(s\) of the data transfer"
    r"|description of the technical and organi[sz]ational (?:security )?measures implemented)"
    r"[^:]*+$",
    re.IGNORECASE,
)
"""A label of the annex to the EU's standard contractual clauses, without an answer after it."""
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+[A-Z]")
_ENUMERATION = re.compile(r"(?:\(?(?:\d{1,2}|[ivx]{1,5}|[a-z])[.)]|\d{1,2}(?:\.\d{1,2})++\.?)\s++")
_QUESTION = re.compile(
    r"(?:how|what|why|when|where|who|which) (?:and \w+ )?(?:we|you|your|our)\b", re.IGNORECASE
)
"""A question without its mark is a title, unless it has a predicate."""
_TOPIC = re.compile(
    r"(?:[\w-]+ ){0,2}(?:information|data|cookies|choices|rights|ways) "
    r"(?:that |which )?(?:we|you)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"^for (?:how|what|why|when) .{3,80}(?:see|read|consult)\b"
    r"|^(?:[\w ]{1,20}: )?(?:please )?"
    r"(?:see|refer to|read|review|consult|visit|click|check(?! the box))\b"
    r"|^(?:[\w ]{1,20}: )?(?:for|to (?:learn|find out|read|know)) "
    r"(?:more|further|additional|information|details)\b"
    r"|^if you (?:would like|want|wish|need) (?:to )?(?:learn|know|find out|read|see|understand) "
    r"(?:more|further|additional|about|details)\b"
    r"|^(?:more|further|additional) (?:information|details?)\b"
    r"|^you (?:will|can|may) find (?:more |further |additional )?(?:information|details?)\b"
    r"|^(?:you|users|visitors) (?:can|may|should|will|could) (?:also )?"
    r"(?:(?:read|learn|find out) (?:more|about|how)"
    r"|(?:read|consult|check out|refer to) [\w ]{1,30}?"
    r"(?:list|policy|policies|notices?|terms|pages?|guides?|documentation)\b)"
    r"(?!.*\b(?:because|since|and|but) we\b)"
    r"|^if you have (?:any )?(?:other |further |additional )?"
    r"(?:questions|concerns|comments|queries)\b"
    r"|^we(?: have|'ve)? (?:added|included|provided?) (?:more|further|additional) "
    r"(?:information|details?)\b"
    r"|^(?:in )?(?:this|our|the following|it)\b(?: [\w&]+){0,4}?,? (?:we )?"
    r"(?:explains?|describes?|sets out|outlines?"
    r"|(?:is (?:designed|intended|meant)|aims?) to (?:explain|describe|inform|help|provide)"
    r"|(?:provides?|contains?) (?:you )?(?:with )?(?:the |an? )?"
    r"(?:information|description|explanation|overview|summary|details))\b",
    re.IGNORECASE,
)
_MAX_POINTER_LETTERS = 250
_MAX_LEAD_IN_WORDS = 20
"""A longer sentence states its term before the colon."""
_ASIDE = re.compile(r"^(?:however|please note|note that|for example|for instance)\b", re.IGNORECASE)


class PassageRole(Enum):
    """What a passage contributes to a provision."""

    STATEMENT = auto()
    ASIDE = auto()
    """An exception or an example of what another sentence states."""
    LEAD_IN = auto()
    SCOPE = auto()
    """Says what a document covers, which implies a practice at most."""
    POINTER = auto()
    """Says only where something is written; no provision rests on it alone."""


def classify_passage(text: str) -> PassageRole:
    """Return what a passage contributes to a provision."""
    number = _ENUMERATION.match(text)
    bare = text[number.end() :] if number else text
    if len(text) <= _MAX_POINTER_LETTERS and _POINTER.search(bare):
        return PassageRole.POINTER
    if text.rstrip(_CLOSING).endswith(":") and len(tokenise(text)) <= _MAX_LEAD_IN_WORDS:
        return PassageRole.LEAD_IN
    return PassageRole.ASIDE if _ASIDE.search(text) else PassageRole.STATEMENT


def flag_quotable(
    passages: Sequence[Passage], tokens: Sequence[Sequence[str]], blocks: Sequence[Block]
) -> Iterator[bool]:
    """Yield for each passage of a reading whether it may be quoted."""
    for passage, passage_tokens in zip(passages, tokens, strict=True):
        if passage.answers:
            yield True
            continue
        yield _is_statement(passage, passage_tokens) and not _is_untagged_title(
            passage, passage_tokens, is_lone_item=_is_lone_item(passage, blocks)
        )


def _is_statement(passage: Passage, tokens: Sequence[str]) -> bool:
    """Return whether a passage is long enough, and neither a definition nor a question."""
    is_lead_in = passage.text.endswith(":") and len(tokens) <= MAX_CELL_WORDS
    if is_lead_in or passage.text.endswith("?") or passage.text.startswith(_EMPTY_BOXES):
        return False
    if len(tokens) < MIN_QUOTE_WORDS and not _is_brief_sentence(passage.text, tokens):
        return False
    if _DEFINITION.search(passage.text[:_MAX_DEFINITION_LETTERS]):
        return False
    if _FORM_LABEL.match(passage.text.lstrip("0123456789.() ")):
        return False
    return not (_SURVIVAL.search(passage.text) and _SECTION_NUMBER.search(passage.text))


def _is_brief_sentence(text: str, tokens: Sequence[str]) -> bool:
    """Return whether three words are a whole sentence ("Swiss law applies.")."""
    has_verb = not _PREDICATES.isdisjoint(tokens) or has_finite_verb(text)
    return len(tokens) == MIN_SENTENCE_WORDS and _is_written_as_sentence(text) and has_verb


def _is_lone_item(passage: Passage, blocks: Sequence[Block]) -> bool:
    """Return whether a list item has no other item beside it: a paragraph's numbered title."""
    if passage.lead_in or passage.kind is not BlockKind.ITEM:
        return False
    index = passage.block
    neighbours = (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
    return all(block.kind is not BlockKind.ITEM for block in neighbours)


def _is_untagged_title(passage: Passage, tokens: Sequence[str], *, is_lone_item: bool) -> bool:
    """Return whether a short passage is a title that has no markup."""
    if len(tokens) > MAX_TITLE_WORDS:
        return False
    if not passage.lead_in and is_title(passage.text):
        return True
    if _is_in_title_case(passage.text, tokens):
        return True
    is_numbered = _NUMBER.match(passage.text)
    if passage.kind is BlockKind.ITEM and not is_numbered and not is_lone_item:
        return False
    if passage.kind is BlockKind.ROW and len(tokens) > MAX_CELL_WORDS:
        return False
    return not _has_predicate(passage.text, tokens)


def _has_predicate(text: str, tokens: Sequence[str]) -> bool:
    """Return whether a text has an end, and a verb by its structure or by its words."""
    if _is_written_as_sentence(text) and has_finite_verb(text):
        return True
    has_end = text.rstrip(_CLOSING).endswith((".", "!", ";", ",", ":"))
    return has_end and (not _SENTENCE_WORDS.isdisjoint(tokens) or tokens[0] == "no")


def _is_written_as_sentence(text: str) -> bool:
    """Return whether a text begins with a capital or a number and ends with a full stop."""
    return not text[:1].islower() and text.rstrip(_CLOSING).endswith((".", "!"))


def is_title(text: str) -> bool:
    """Return whether a short text is a title by its words alone.

    Either every longer word begins with a capital ("Cookies and Similar Technologies.") or the text
    names a topic ("How we use your data", "Information we collect when you visit us."), and no
    word makes it a sentence.
    """
    tokens = tokenise(text)
    if len(tokens) > MAX_TITLE_WORDS or not _PREDICATES.isdisjoint(tokens):
        return False
    bare = text.lstrip("0123456789.() ").rstrip(_CLOSING)
    if bare.endswith((";", ",", ":")):
        return False
    if _QUESTION.match(bare) or _TOPIC.match(bare):
        return "," not in bare
    has_party = not {"we", "you"}.isdisjoint(tokens)
    return not has_party and _is_capitalised(bare)


def _is_in_title_case(text: str, tokens: Sequence[str]) -> bool:
    """Return whether a text is written as titles are, even with a verb ("What You May Provide.").

    A denial in capitals ("We Do Not Sell Your Data") states something.
    """
    bare = text.lstrip("0123456789.() ").rstrip(_CLOSING)
    if bare.endswith((";", ",", ":")) or bare.isupper() or not {"not", "never"}.isdisjoint(tokens):
        return False
    words = _find_major_words(bare)
    return len(words) >= _MIN_TITLE_WORDS and all(word[0].isupper() for word in words)


def _is_capitalised(text: str) -> bool:
    words = _find_major_words(text)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _find_major_words(text: str) -> list[str]:
    """Return the words that a title writes with a capital."""
    return [
        word
        for word in re.findall(r"[^\W\d_]+", text)
        if len(word) > _MINOR_LETTERS and word not in _MINOR_WORDS
    ]
