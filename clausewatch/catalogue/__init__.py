"""Platforms and their documents as known out of the box."""

from clausewatch.catalogue.document_kinds import KINDS, DocumentKind, find_kind, parse_kinds
from clausewatch.catalogue.lookup import Catalogue, Match

__all__ = ["KINDS", "Catalogue", "DocumentKind", "Match", "find_kind", "parse_kinds"]
