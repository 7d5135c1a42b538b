"""How far a claimed document travels before its outcome is recorded: a measure of the route.

A stop is a function of ours that is called, once or more often, with the claimed document, or with
a value that carries it on, as an argument: the claim, a page request, snapshots, pages, the task of
the worker, readings, the examination, the observation and the outcome. Within the stages (fetch,
extract, compare, provisions, store) only the entry counts. Methods of the values do not count.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.observation import Observation
from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.model.pages import PageRequest, Snapshot
from clausewatch.model.reading import Page, Reading
from tests.jobs.world import World, render_policy
from tests.sqlite_stores import open_empty_store

ROOT = Path(__file__).parents[2]
CARRIERS = (
    DueDocument, PageRequest, Snapshot, Page, Task, Reading, Examination, Observation, CheckOutcome,
)  # fmt: skip
ROUTE = frozenset({"jobs", "clausewatch.checks"})
"""Packages whose every stop counts."""
MAX_STOPS = 24
MAX_PACKAGES = 8


class Tracer:
    """Notes the stops of a route, in the order in which they are first made."""

    def __init__(self) -> None:
        self.stops: list[tuple[str, str]] = []

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Note a call with a carrier among its arguments."""
        package = find_package(frame)
        if event != "call" or package is None or not has_carrier(frame):
            return
        caller = find_package(frame.f_back) if frame.f_back else None
        name = frame.f_code.co_qualname
        is_function = "<" not in name and not isinstance(frame.f_locals.get("self"), CARRIERS)
        stop = (package, name)
        if is_function and (package in ROUTE or caller != package) and stop not in self.stops:
            self.stops.append(stop)


def find_package(frame: FrameType) -> str | None:
    """Return the package of ours that a frame runs in, two levels deep in the domain."""
    path = Path(frame.f_code.co_filename)
    if not path.is_relative_to(ROOT) or ".venv" in path.parts:
        return None
    parts = path.relative_to(ROOT).parts
    if frame.f_code.co_qualname == "World.fetch":
        return "clausewatch.fetch"
    if parts[:2] in {("clausewatch", "model"), ("tests", "jobs")}:
        return None
    return f"clausewatch.{parts[1]}" if parts[0] == "clausewatch" else parts[0]


def has_carrier(frame: FrameType) -> bool:
    """Return whether an argument is a carrier, or a collection that begins with one."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return any(is_carrier(frame.f_locals.get(name)) for name in names)


def is_carrier(value: object) -> bool:
    """Return whether a value carries the document on."""
    if isinstance(value, tuple | list) and value:
        return is_carrier(value[0])
    return isinstance(value, CARRIERS)


@pytest.fixture
def tracer() -> Iterator[Tracer]:
    """Yield a tracer that is taken off again."""
    previous = sys.getprofile()
    yield Tracer()
    sys.setprofile(previous)


async def test_the_route_of_a_document_is_short(tmp_path: Path, tracer: Tracer) -> None:
    """A confirmed change, from its claim to its record: few stops in few packages."""
    world = World(await open_empty_store(tmp_path / "route.db"))
    await world.watch("Acme")
    await world.look()
    (url,) = world.pages
    world.pages[url] = render_policy("Acme", 90)
    world.now += world.check_due.timing.interval * 2
    await world.check_due()
    world.now += world.check_due.timing.confirm_after * 2
    sys.setprofile(tracer)
    try:
        assert await world.check_due() == 1
    finally:
        sys.setprofile(None)
    await world.store.close()
    names = [name for _, name in tracer.stops]
    route = tracer.stops[: names.index("CheckDue._record")]
    listed = "\n".join(
        f"{number}. {package}: {name}" for number, (package, name) in enumerate(route, 1)
    )
    assert len(route) <= MAX_STOPS, listed
    assert len({package for package, _ in route}) <= MAX_PACKAGES, listed
