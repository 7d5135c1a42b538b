"""Blocks in reading order, each with the headings above it."""

from collections.abc import Sequence

from clausewatch.model.reading import Block, BlockKind

MAX_HEADING_LEVEL = 6
CELL_BORDER = " | "
"""Between the cells in the text of a row."""


class BlockList:
    """Collects the blocks of one page; every extractor adds its blocks here."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[Block] = []

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Add a paragraph, or a list item with its nesting level from 1."""
        self.blocks.append(Block(kind, text, self._find_path(), level))

    def add_heading(self, text: str, level: int) -> None:
        """Start a section of a level from 1; an empty heading only ends the sections above."""
        while self._headings and self._headings[-1].level >= level:
            self._headings.pop()
        if text:
            self.add(BlockKind.HEADING, text, level)
            self._headings.append(self.blocks[-1])

    def add_row(self, cells: Sequence[str], *, is_header: bool = False) -> None:
        """Add a table row; a row without text is left out.

        A cell may have several lines; the text of the row has one.
        """
        text = CELL_BORDER.join(" ".join(cell.split()) for cell in cells if cell)
        if text:
            path = self._find_path()
            self.blocks.append(Block(BlockKind.ROW, text, path, int(is_header), tuple(cells)))

    def find_title(self, default: str = "") -> str:
        """Return the text of the first heading, or `default` if there is none."""
        headings = (block.text for block in self.blocks if block.kind is BlockKind.HEADING)
        return next(headings, default)

    def _find_path(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._headings)
