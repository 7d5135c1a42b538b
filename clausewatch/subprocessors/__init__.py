"""Subprocessors: the companies that a platform's list names, and how two lists differ."""

from clausewatch.subprocessors.lists import KIND_NAME, SubprocessorList, find_subprocessors

__all__ = ["KIND_NAME", "SubprocessorList", "find_subprocessors"]
