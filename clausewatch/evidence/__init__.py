"""Evidence for somebody who was not there: how a record is cited, and a bundle to check it by."""

from clausewatch.evidence.bundle import Held, files, zipped
from clausewatch.evidence.citation import archive_link, cited

__all__ = ["Held", "archive_link", "cited", "files", "zipped"]
