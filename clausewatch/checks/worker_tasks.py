"""The functions that run in worker processes.

They import what they need themselves, so that the process that hands them over loads nothing that
reads or compares pages.
"""

import gc
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar, TypeVarTuple

from clausewatch.checks.examination import Examination, Task
from clausewatch.model.document_facts import DocumentFacts
from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Reading
from clausewatch.text.cache import clear_cache

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


def load_stages() -> None:
    """Import what the tasks of a worker need, before the first deadline runs."""
    # Collections meanwhile find nothing and cost a fifth of the time.
    gc.disable()
    import_module("clausewatch.checks.examine")
    import_module("clausewatch.analysis.document_facts")
    gc.freeze()
    gc.enable()


def run_task(work: Callable[[*Given], Result], *given: *Given) -> Result:
    """Run one task, and leave nothing of its document in the caches."""
    try:
        return work(*given)
    finally:
        clear_cache()


def examine(task: Task) -> Examination:
    """Read the pages and compare them with what is known. Raises ExtractError."""
    from clausewatch.checks import examine as stages

    return stages.examine(task)


def find_provisions(reading: Reading) -> tuple[Provision, ...]:
    """Return the provisions of a reading."""
    from clausewatch.provisions import analysis

    return analysis.find_provisions(reading)


def find_facts(reading: Reading, kind: str) -> DocumentFacts:
    """Return the companies and deadlines of a reading."""
    from clausewatch.analysis import document_facts

    return document_facts.find_facts(reading, kind)
