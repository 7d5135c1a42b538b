"""Extraction of blocks from the bytes of pages, with one extractor per format."""

from typing import TYPE_CHECKING

from clausewatch.extract.release import RELEASE
from clausewatch.lazy_exports import make_getter

if TYPE_CHECKING:
    from clausewatch.extract.reader import read
else:
    __getattr__ = make_getter(__name__, {"read": "reader"})

__all__ = ["RELEASE", "read"]
