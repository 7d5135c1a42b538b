"""Compare two readings, rate the difference, and tell whether a page is the policy at all."""

from clausewatch.compare.comparison import compare, map_statements
from clausewatch.compare.first_page import compare_front_page, find_remark, is_front_page_needed
from clausewatch.compare.plausibility import find_implausibility
from clausewatch.compare.redline import Segment, build_redline

__all__ = [
    "Segment",
    "build_redline",
    "compare",
    "compare_front_page",
    "find_implausibility",
    "find_remark",
    "is_front_page_needed",
    "map_statements",
]
