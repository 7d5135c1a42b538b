"""Extraction of blocks from the bytes of pages, with one extractor per format."""

from clausewatch.extract.reader import RELEASE, read

__all__ = ["RELEASE", "read"]
