"""Compare two readings, rate the difference, and tell whether a page is the policy at all."""

from clausewatch.compare.comparison import compare, map_statements
from clausewatch.compare.plausibility import find_implausibility
from clausewatch.compare.redline import Segment, build_redline

__all__ = ["Segment", "build_redline", "compare", "find_implausibility", "map_statements"]
