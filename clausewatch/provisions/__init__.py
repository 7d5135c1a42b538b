"""Provisions: the clause types that a document contains, with quotes, polarity and severity."""

from clausewatch.provisions.analysis import analyse_version, find_provisions, get_engine_release
from clausewatch.provisions.provision_events import match_provisions

__all__ = ["analyse_version", "find_provisions", "get_engine_release", "match_provisions"]
