"""Evidence for people who must trust no one: citations, and bundles that they can check."""

from clausewatch.evidence.bundle import BundleContents, build_files, zip_files
from clausewatch.evidence.citation import build_archive_link, cite

__all__ = ["BundleContents", "build_archive_link", "build_files", "cite", "zip_files"]
