"""Subprocessors: the companies that a platform's list names, and how two lists differ."""

from clausewatch.subprocessors.lists import DOCUMENT_KIND, SubprocessorList, find_subprocessors

__all__ = ["DOCUMENT_KIND", "SubprocessorList", "find_subprocessors"]
