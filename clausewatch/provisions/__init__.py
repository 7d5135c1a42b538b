"""Provisions: the clause types that a document contains, with quotes, polarity and severity."""

from typing import TYPE_CHECKING

from clausewatch.lazy_exports import make_getter

if TYPE_CHECKING:
    from clausewatch.provisions.analysis import analyse_version, find_provisions
    from clausewatch.provisions.engine_release import get_engine_release
    from clausewatch.provisions.provision_events import match_provisions
else:
    __getattr__ = make_getter(
        __name__,
        {
            "analyse_version": "analysis",
            "find_provisions": "analysis",
            "get_engine_release": "engine_release",
            "match_provisions": "provision_events",
        },
    )

__all__ = ["analyse_version", "find_provisions", "get_engine_release", "match_provisions"]
