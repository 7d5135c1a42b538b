"""Provisions: which clause types a document holds, in whose words, and how grave they are."""

from clausewatch.provisions.analysis import analyse_version, find_provisions, get_engine_release
from clausewatch.provisions.provision_events import match_provisions

__all__ = ["analyse_version", "find_provisions", "get_engine_release", "match_provisions"]
