"""The pages of a document to one reading."""

import hashlib
from collections.abc import Sequence
from datetime import date

from clausewatch.errors import ExtractError
from clausewatch.extract.formats import extractor_for
from clausewatch.extract.language import language_of
from clausewatch.extract.page_content import Content, sound
from clausewatch.extract.selection import narrowed_page
from clausewatch.model.reading import Block, Dropped, Page, Reading, Signals
from clausewatch.text.dates import find_stated_date
from clausewatch.text.normal_form import is_cjk, tokenise
from clausewatch.text.statements import compute_terms_fingerprint

RELEASE = "2026.11.5"
"""Raised whenever the same bytes may read differently: stored versions are then re-derived."""

_LINE_CHARS = 120
_EDGE_BLOCKS = 30
"""A document states its date near its start or its end, seldom further in."""


def _signals(contents: Sequence[Content]) -> Signals:
    each = [content.signals for content in contents]
    return Signals(
        closed=all(s.closed for s in each),
        truncated=any(s.truncated for s in each),
        password_fields=sum(s.password_fields for s in each),
        forms=sum(s.forms for s in each),
        scripts=sum(s.scripts for s in each),
        frames=sum(s.frames for s in each),
        links=sum(s.links for s in each),
        refresh_to=next((s.refresh_to for s in each if s.refresh_to), None),
        generator_hints=tuple(dict.fromkeys(hint for s in each for hint in s.generator_hints)),
    )


def _stated(blocks: Sequence[Block], dropped: Sequence[Dropped], language: str) -> date | None:
    edges = [*blocks[:_EDGE_BLOCKS], *blocks[_EDGE_BLOCKS:][-_EDGE_BLOCKS:]]
    texts = [block.text for block in edges] + [d.text for d in dropped if len(d.text) < _LINE_CHARS]
    found = [hit for text in texts if (hit := find_stated_date(text[:400], language))]
    if not found:
        return None
    best = max(rank for rank, _ in found)
    return next(day for rank, day in found if rank == best)


def _words(blocks: Sequence[Block]) -> int:
    count = 0
    for block in blocks:
        found = tokenise(block.text)
        # Two characters make a word of Chinese or Japanese on average.
        count += len(found) // 2 if is_cjk(found) else len(found)
    return count


def read(pages: Sequence[Page]) -> Reading:
    """Read the pages of a document, in order, as one text. Raises ExtractError."""
    if not pages:
        raise ExtractError("", "the document has no page")
    contents = [sound(extractor_for(page)(page)) for page in map(narrowed_page, pages)]
    blocks = tuple(block for content in contents for block in content.blocks)
    dropped = tuple(left for content in contents for left in content.dropped)
    language = language_of(blocks)
    text = "\n".join(f"{block.kind}\t{block.text}" for block in blocks)
    return Reading(
        extractor=RELEASE,
        title=next((content.title for content in contents if content.title), ""),
        language=language,
        blocks=blocks,
        dropped=dropped,
        signals=_signals(contents),
        words=_words(blocks),
        stated_date=_stated(blocks, dropped, language),
        text_fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        terms_fingerprint=compute_terms_fingerprint(blocks),
    )
