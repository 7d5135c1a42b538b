"""Subprocessors: the companies that a platform's list names, and how two lists differ."""

from typing import TYPE_CHECKING

from clausewatch.lazy_exports import make_getter

if TYPE_CHECKING:
    from clausewatch.subprocessors.lists import DOCUMENT_KIND, SubprocessorList, find_subprocessors
else:
    __getattr__ = make_getter(
        __name__,
        {
            "DOCUMENT_KIND": "lists",
            "SubprocessorList": "lists",
            "find_subprocessors": "lists",
        },
    )

__all__ = ["DOCUMENT_KIND", "SubprocessorList", "find_subprocessors"]
