"""The names that a page gives itself: its title, its headings and its first lines."""

from clausewatch.model.reading import Block, BlockKind, Reading

_TOP_HEADINGS = 4
_TOP_SHARE = 0.3
"""A heading below this share of the text names a section and not the page."""
_OPENING_BLOCKS = 4
_OPENING_CHARS = 200
_SEPARATOR = " \u00b7 "


def list_titles(reading: Reading) -> list[str]:
    """Return the title and the first headings of the highest level, where they are near the top."""
    headings = _list_top_headings(reading)
    top_level = min((b.level for b in headings), default=0)
    return [reading.title, *(b.text for b in headings[:2] if b.level == top_level)]


def _list_top_headings(reading: Reading) -> list[Block]:
    limit = _TOP_SHARE * sum(len(block.text) for block in reading.blocks)
    headings: list[Block] = []
    chars = 0
    for block in reading.blocks:
        if chars > limit or len(headings) == _TOP_HEADINGS:
            break
        chars += len(block.text)
        if block.kind is BlockKind.HEADING:
            headings.append(block)
    return headings


def join_titles(reading: Reading) -> str:
    """Return the titles as one text."""
    return _SEPARATOR.join(list_titles(reading))


def join_opening(reading: Reading) -> str:
    """Return the titles and the start of the text, for a document without an earlier version."""
    starts = [block.text[:_OPENING_CHARS] for block in reading.blocks[:_OPENING_BLOCKS]]
    return _SEPARATOR.join([join_titles(reading), *starts])
