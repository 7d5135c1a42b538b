"""What a process of ours does once for all at its start."""

import gc
from collections.abc import Iterator

import pytest

from bot.process import settle


@pytest.fixture
def thawed() -> Iterator[None]:
    """Give what was frozen back to the collector of the other tests."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_what_start_up_made_is_walked_through_no_more() -> None:
    """What is there is left out of collections; what comes later is still collected."""
    kept = ["loaded at start"]
    settle()
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
    settle()
    assert gone == ["ring"]
