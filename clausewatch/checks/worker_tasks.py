"""The functions that run in worker processes.

They import what they need themselves, so that the process that hands them over loads nothing that
reads or compares pages.
"""

import ctypes
import gc
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar, TypeVarTuple

from clausewatch.checks.examination import Examination, Task
from clausewatch.model.document_facts import DocumentFacts
from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Expected, Page, Reading
from clausewatch.text.cache import clear_cache

Given = TypeVarTuple("Given")
Result = TypeVar("Result")

NEW_OBJECTS = 20_000
"""How many more objects than before start a collection; with 700 it takes 4% of the CPU."""
SAMPLE_PAGE = (
    b"<html lang='en'><title>Privacy Policy</title><body><main><h1>Privacy Policy</h1>"
    b"<p>Last updated: 1 May 2024. We share your personal data with our service providers.</p>"
    b"<p>We keep your data for 30 days, and you may ask us to delete it at any time.</p>"
    b"<p>Unless you opt out, we may sell it. Disputes are settled by binding arbitration.</p>"
    b"<h2>Subprocessors</h2>"
    b"<table><tr><th>Subprocessor</th><th>Purpose</th><th>Location</th></tr>"
    b"<tr><td>Acme Inc.</td><td>Hosting</td><td>Germany</td></tr>"
    b"<tr><td>Example GmbH</td><td>Support</td><td>United States</td></tr></table></main>"
)
"""An invented policy."""


def load_stages() -> None:
    """Load what the tasks of a worker need, before the first deadline runs.

    A page is read, because much of it loads when it is first used.
    """
    # Collections meanwhile find nothing and cost a fifth of the time.
    gc.disable()
    import_module("clausewatch.extract.compact_language_model").compact_model()
    page = Page("https://acme.example/privacy", SAMPLE_PAGE, "text/html")
    first = run_task(examine, Task((page,), Expected("Acme", "privacy policy", page.url)))
    run_task(find_provisions, first.reading)
    run_task(find_facts, first.reading, "privacy policy")
    gc.collect()
    return_free_memory()
    gc.freeze()
    # A page makes few cycles, and nothing of it outlives its task.
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()


def return_free_memory() -> None:
    """Return free memory to the system, where the C library can; that takes half a millisecond."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def run_task(work: Callable[[*Given], Result], *given: *Given) -> Result:
    """Run one task, and leave nothing of its document in the caches and the memory."""
    try:
        return work(*given)
    finally:
        clear_cache()
        return_free_memory()


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
