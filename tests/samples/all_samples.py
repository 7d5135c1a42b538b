"""All samples together: the pictures are made of them, and the outside checks run over them."""

from collections.abc import Iterator
from functools import cache

from tests.samples.choices import choices
from tests.samples.clauses import clauses
from tests.samples.dialogs import dialogs
from tests.samples.posts import posts
from tests.samples.replies import replies
from tests.samples.sample import Sample


@cache
def list_samples() -> tuple[Sample, ...]:
    """Return every sample, each under a name of its own."""
    return tuple(_all())


def _all() -> Iterator[Sample]:
    yield from posts()
    yield from replies()
    yield from dialogs()
    yield from choices()
    yield from clauses()
