"""Set-up of the process at its start."""

import ctypes
import gc
import resource
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bot.runtime.process import WANTED_OPEN_FILES, freeze_memory, raise_file_limit, trim_memory


@pytest.fixture
def thawed() -> Iterator[None]:
    """Return frozen objects to the garbage collector for other tests."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_objects_from_start_up_are_not_collected() -> None:
    """Existing objects are excluded from collections; later ones are not."""
    early = ["loaded at start"]
    freeze_memory()
    later = ["made afterwards"]
    tracked = {id(tracked) for tracked in gc.get_objects()}
    assert id(early) not in tracked
    assert id(later) in tracked


@pytest.mark.usefixtures("thawed")
def test_garbage_from_start_up_is_collected_first() -> None:
    """An unreferenced cycle is collected before the rest is frozen."""
    collected: list[str] = []

    class Cycle:
        """References itself, so that only a collection frees it."""

        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            collected.append("cycle")

    Cycle()
    freeze_memory()
    assert collected == ["cycle"]


def test_the_limit_of_open_files_is_raised() -> None:
    """It is raised to the wanted number; a higher limit is kept."""
    current, maximum = resource.getrlimit(resource.RLIMIT_NOFILE)
    if maximum != resource.RLIM_INFINITY and maximum < WANTED_OPEN_FILES:
        pytest.skip("the system allows fewer files")
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, maximum))
        raise_file_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (WANTED_OPEN_FILES, maximum)
        resource.setrlimit(resource.RLIMIT_NOFILE, (WANTED_OPEN_FILES + 1, maximum))
        raise_file_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (WANTED_OPEN_FILES + 1, maximum)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (current, maximum))


async def test_free_memory_is_returned_if_the_c_library_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Glibc returns all of it; with a library without the call nothing happens."""
    kept_bytes: list[int] = []
    for library in (SimpleNamespace(malloc_trim=kept_bytes.append), SimpleNamespace()):
        monkeypatch.setattr(ctypes, "CDLL", lambda _, library=library: library)
        await trim_memory()
    assert kept_bytes == [0]
