"""Bytes to blocks: one extractor per media type, one reading per document."""

from clausewatch.extract.reader import RELEASE, read

__all__ = ["RELEASE", "read"]
