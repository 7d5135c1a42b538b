"""Provisions: which clause types a document holds, in whose words, and how grave they are."""

from clausewatch.provisions.analysis import engine, find, recognised
from clausewatch.provisions.provision_events import match

__all__ = ["engine", "find", "match", "recognised"]
