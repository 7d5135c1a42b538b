"""Provisions: which clause types a document holds, in whose words, and how grave they are."""

from clausewatch.provisions.filing import engine, find, recognised
from clausewatch.provisions.matching import match

__all__ = ["engine", "find", "match", "recognised"]
