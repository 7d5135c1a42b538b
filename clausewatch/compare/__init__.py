"""Two readings to edits, their significance, and whether a page is the policy at all."""

from clausewatch.compare.comparison import compare, statements
from clausewatch.compare.plausibility import plausible
from clausewatch.compare.redline import Segment, segments

__all__ = ["Segment", "compare", "plausible", "segments", "statements"]
