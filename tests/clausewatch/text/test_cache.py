"""Values about a text are computed once per check."""

import pytest

from clausewatch.checks import worker_tasks
from clausewatch.checks.examination import Task
from clausewatch.checks.worker_tasks import run_task
from clausewatch.model.reading import Expected, Page
from clausewatch.text import cache as module
from clausewatch.text.cache import (
    MAX_CHARS,
    MAX_LONG_EDITS,
    MAX_READINGS,
    cache_edits,
    cache_per_check,
    cache_readings,
    clear_cache,
)


@pytest.fixture(autouse=True)
def _isolate_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the caches of these tests out of the ones that others clear."""
    monkeypatch.setattr(module, "_CLEAR_FUNCTIONS", [])


def test_a_short_text_is_computed_once_and_a_long_one_each_time() -> None:
    """The cache holds until it is cleared, and long texts never enter it."""
    computed: list[str] = []

    @cache_per_check
    def shout(text: str) -> str:
        computed.append(text[:5])
        return text.upper()

    short, long = "terms", "long " + "x" * MAX_CHARS
    assert [shout(text) for text in (short, short, long, long)] == [
        "TERMS",
        "TERMS",
        long.upper(),
        long.upper(),
    ]
    assert computed == ["terms", "long ", "long "]
    clear_cache()
    assert shout(short) == "TERMS"
    assert computed[-1] == "terms"


def test_the_last_long_edits_are_computed_once() -> None:
    """Several rules read a long edit in turn; the ones before it leave the cache."""
    computed: list[str | None] = []

    @cache_edits
    def join(before: str | None, after: str | None) -> str:
        computed.append(before)
        return f"{before} {after}"

    long = "x" * MAX_CHARS
    assert join("a", long) == join("a", long) == f"a {long}"
    assert computed == ["a"]
    for number in range(MAX_LONG_EDITS):
        join(str(number), long)
    join("a", long)
    assert computed.count("a") == 2
    clear_cache()
    join("a", long)
    assert computed.count("a") == 3


def test_each_task_of_a_worker_clears_the_cache() -> None:
    """A worker reads thousands of pages, and those of one check do not matter to the next."""
    computed: list[int] = []

    @cache_per_check
    def count(text: str) -> int:
        computed.append(len(text))
        return len(text)

    count("before")
    page = Page("https://acme.example/privacy", b"<p>We keep your data for 30 days.</p>")
    task = Task((page,), Expected("Acme", "privacy policy", page.url))
    examination = run_task(worker_tasks.examine, task)
    count("before")
    run_task(worker_tasks.find_facts, examination.reading, "privacy policy")
    count("before")
    assert computed == [6, 6, 6]


def test_a_reading_is_computed_once_among_those_it_is_compared_with() -> None:
    """The page of a check stays, however many earlier versions it is compared with."""
    computed: list[str] = []

    @cache_readings
    def compute(reading: str, kind: str = "") -> str:
        computed.append(reading)
        return reading + kind

    for number in range(3 * MAX_READINGS):
        assert compute("page", "list") == "pagelist"
        compute(f"version {number}", "list")
    assert computed.count("page") == 1

    clear_cache()
    compute("page", "list")
    assert computed.count("page") == 2
