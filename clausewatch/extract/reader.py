"""The reader of documents: the pages of a document to one reading."""

import hashlib
from collections.abc import Sequence
from datetime import date

from clausewatch.errors import ExtractError
from clausewatch.extract.earlier_versions import split_earlier_versions
from clausewatch.extract.formats import find_extractor
from clausewatch.extract.language import detect_language
from clausewatch.extract.page_content import Content, clean_content
from clausewatch.extract.release import RELEASE
from clausewatch.extract.selection import narrow_page
from clausewatch.model.reading import Block, Dropped, Page, Reading, Signals
from clausewatch.text.date_lines import find_stated_date
from clausewatch.text.normal_form import is_mostly_unspaced, tokenise
from clausewatch.text.statements import compute_terms_fingerprint
from clausewatch.text.watched_lines import is_watched, list_lines

MAX_DATE_LINE_CHARS = 120
EDGE_BLOCKS = 30
"""Most documents state their date within so many blocks of their start or end."""


def read(pages: Sequence[Page]) -> Reading:
    """Read the pages of a document, in order, as one text. Raises ExtractError."""
    if not pages:
        raise ExtractError("", "the document has no page")
    contents = [_read_page(page) for page in pages]
    all_blocks = tuple(block for content in contents for block in content.blocks)
    dropped = tuple(piece for content in contents for piece in content.dropped)
    language = detect_language(all_blocks)
    blocks, earlier_versions = split_earlier_versions(all_blocks, language)
    watched = sorted({line for line in list_lines(dropped) if is_watched(line)})
    text = "\n".join([*(f"{block.kind}\t{block.text}" for block in blocks), *watched])
    return Reading(
        extractor=RELEASE,
        title=next((content.title for content in contents if content.title), ""),
        language=language,
        blocks=blocks,
        dropped=dropped + earlier_versions,
        signals=_merge_signals([content.signals for content in contents]),
        words=_count_words(blocks),
        stated_date=_find_stated_date(blocks, dropped, language),
        text_fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        terms_fingerprint=compute_terms_fingerprint(blocks, watched),
    )


def _read_page(page: Page) -> Content:
    selected = narrow_page(page)
    extract = find_extractor(selected)
    return clean_content(extract(selected))


def _merge_signals(signals: Sequence[Signals]) -> Signals:
    hints = (hint for s in signals for hint in s.generator_hints)
    return Signals(
        closed=all(s.closed for s in signals),
        truncated=any(s.truncated for s in signals),
        password_fields=sum(s.password_fields for s in signals),
        forms=sum(s.forms for s in signals),
        scripts=sum(s.scripts for s in signals),
        frames=sum(s.frames for s in signals),
        links=sum(s.links for s in signals),
        refresh_to=next((s.refresh_to for s in signals if s.refresh_to), None),
        generator_hints=tuple(dict.fromkeys(hints)),
        unread_parts=tuple(part for s in signals for part in s.unread_parts),
    )


def _find_stated_date(
    blocks: Sequence[Block], dropped: Sequence[Dropped], language: str
) -> date | None:
    """Return the date that the document states as last updated, or else as effective."""
    edges = [*blocks[:EDGE_BLOCKS], *blocks[EDGE_BLOCKS:][-EDGE_BLOCKS:]]
    lines = [piece.text for piece in dropped if len(piece.text) < MAX_DATE_LINE_CHARS]
    texts = [*(block.text for block in edges), *lines]
    dates = [stated for text in texts if (stated := find_stated_date(text[:400], language))]
    if not dates:
        return None
    best_rank = max(rank for rank, _ in dates)
    return next(day for rank, day in dates if rank == best_rank)


def _count_words(blocks: Sequence[Block]) -> int:
    count = 0
    for block in blocks:
        tokens = tokenise(block.text)
        # Two characters make a word of Chinese or Japanese on average.
        count += len(tokens) // 2 if is_mostly_unspaced(tokens) else len(tokens)
    return count
