"""Evidence for somebody who was not there: how a record is cited, and a bundle to check it by."""

from clausewatch.evidence.bundle import BundleContents, build_files, zip_files
from clausewatch.evidence.citation import build_archive_link, cite

__all__ = ["BundleContents", "build_archive_link", "build_files", "cite", "zip_files"]
