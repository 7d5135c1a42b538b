"""The lines and the shades that a page of a PDF draws, which show where its tables are."""

from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from pypdfium2 import raw

MAX_SHAPES = 4_000
"""A page with more is a drawing."""
MAX_DEPTH = 3
"""Of forms within forms."""
MAX_THICKNESS = 3.0
MIN_LENGTH = 6.0
MAX_SHADE_SHARE = 0.6
"""A shade higher than this share of the page is a background."""

Line = tuple[float, float, float]
"""Where a line is, and from where to where it goes, in points from the lower left."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a page; a shade also has a level line at its top and its bottom."""

    level: tuple[Line, ...] = ()
    """Its height, its left and its right."""
    upright: tuple[Line, ...] = ()
    """Its distance from the left, its bottom and its top."""
    edges: tuple[Line, ...] = ()
    """The upright edges of shades, which mark words as well as cells."""

    def divides(self, left: float, right: float, height: float) -> bool:
        """Return whether an upright line is between two letters at a height."""
        return any(left <= x <= right and low <= height <= high for x, low, high in self.upright)


def read_rules(page: pypdfium2.PdfPage) -> Rules:
    """Return the lines of a page; none for a drawing."""
    level: list[Line] = []
    upright: list[Line] = []
    edges: list[Line] = []
    shapes = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=MAX_DEPTH)
    max_height = MAX_SHADE_SHARE * page.get_height()
    for number, shape in enumerate(shapes):
        if number >= MAX_SHAPES:
            return Rules()
        try:
            left, bottom, right, top = shape.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        width, height = right - left, top - bottom
        if height <= MAX_THICKNESS and width >= MIN_LENGTH:
            level.append(((top + bottom) / 2, left, right))
        elif width <= MAX_THICKNESS and height >= MIN_LENGTH:
            upright.append(((left + right) / 2, bottom, top))
        elif width >= MIN_LENGTH and MIN_LENGTH <= height <= max_height:
            level += [(top, left, right), (bottom, left, right)]
            edges += [(left, bottom, top), (right, bottom, top)]
    return Rules(tuple(level), tuple(upright), tuple(edges))
