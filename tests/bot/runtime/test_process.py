"""What a process of ours does once for all at its start."""

import ctypes
import gc
import resource
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bot.runtime.process import WANTED_OPEN_FILES, freeze_memory, raise_file_limit, trim_memory


@pytest.fixture
def thawed() -> Iterator[None]:
    """Give what was frozen back to the collector of the other tests."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_what_start_up_made_is_walked_through_no_more() -> None:
    """What is there is left out of collections; what comes later is still collected."""
    kept = ["loaded at start"]
    freeze_memory()
    later = ["made afterwards"]
    followed = {id(one) for one in gc.get_objects()}
    assert id(kept) not in followed
    assert id(later) in followed


@pytest.mark.usefixtures("thawed")
def test_what_was_garbage_at_the_start_is_not_kept_for_good() -> None:
    """A ring that nobody holds goes before the rest is left alone."""
    gone: list[str] = []

    class Ring:
        """Holds itself, so that only a collection ends it."""

        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            gone.append("ring")

    Ring()
    freeze_memory()
    assert gone == ["ring"]


def test_more_files_may_be_open_than_systems_begin_with() -> None:
    """As many as are wanted where the system allows it; who may open more keeps that."""
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < WANTED_OPEN_FILES:
        pytest.skip("the system allows fewer files")
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, most))
        raise_file_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (WANTED_OPEN_FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (WANTED_OPEN_FILES + 1, most))
        raise_file_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (WANTED_OPEN_FILES + 1, most)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (given, most))


async def test_free_memory_goes_back_where_the_c_library_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of it, as glibc has it; where there is no such call nothing is done."""
    kept: list[int] = []
    for library in (SimpleNamespace(malloc_trim=kept.append), SimpleNamespace()):
        monkeypatch.setattr(ctypes, "CDLL", lambda _, library=library: library)
        await trim_memory()
    assert kept == [0]
