"""The names that a page gives itself: its title, its headings and its first lines."""

from clausewatch.model.reading import BlockKind, Reading

_TOP_HEADINGS = 4
_OPENING_BLOCKS = 4
_OPENING_CHARS = 200
_SEPARATOR = " \u00b7 "


def join_titles(reading: Reading) -> str:
    """Return the title and the first headings of the highest level."""
    headings = [b for b in reading.blocks if b.kind is BlockKind.HEADING][:_TOP_HEADINGS]
    top_level = min((b.level for b in headings), default=0)
    titles = [b.text for b in headings[:2] if b.level == top_level]
    return _SEPARATOR.join([reading.title, *titles])


def join_opening(reading: Reading) -> str:
    """Return the titles and the start of the text, for a document without an earlier version."""
    starts = [block.text[:_OPENING_CHARS] for block in reading.blocks[:_OPENING_BLOCKS]]
    return _SEPARATOR.join([join_titles(reading), *starts])


def join_headings(reading: Reading) -> str:
    """Return all headings of a page."""
    return _SEPARATOR.join(b.text for b in reading.blocks if b.kind is BlockKind.HEADING)
