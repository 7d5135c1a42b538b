"""Platforms and their documents as known out of the box."""

from clausewatch.catalogue.document_kinds import KINDS, Kind, kind_of, parse_kinds
from clausewatch.catalogue.lookup import Catalogue, Match

__all__ = ["KINDS", "Catalogue", "Kind", "Match", "kind_of", "parse_kinds"]
