"""Compare two readings, rate the difference, and tell whether a page is the policy at all."""

from typing import TYPE_CHECKING

from clausewatch.lazy_exports import make_getter

if TYPE_CHECKING:
    from clausewatch.compare.comparison import compare, map_statements
    from clausewatch.compare.first_page import compare_front_page, find_remark
    from clausewatch.compare.front_page_remarks import is_front_page_needed
    from clausewatch.compare.plausibility import find_implausibility
    from clausewatch.compare.redline import build_redline, restore_wording
    from clausewatch.compare.segments import Segment
else:
    __getattr__ = make_getter(
        __name__,
        {
            "Segment": "segments",
            "build_redline": "redline",
            "compare": "comparison",
            "compare_front_page": "first_page",
            "find_implausibility": "plausibility",
            "find_remark": "first_page",
            "is_front_page_needed": "front_page_remarks",
            "map_statements": "comparison",
            "restore_wording": "redline",
        },
    )

__all__ = [
    "Segment",
    "build_redline",
    "compare",
    "compare_front_page",
    "find_implausibility",
    "find_remark",
    "is_front_page_needed",
    "map_statements",
    "restore_wording",
]
