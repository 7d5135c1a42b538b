"""All samples: the source of the pictures, and the input of the outside checks."""

from collections.abc import Iterator
from functools import cache

from tests.samples.choices import list_choices
from tests.samples.clauses import list_clauses
from tests.samples.dialogs import list_dialogs
from tests.samples.posts import list_posts
from tests.samples.replies import list_replies
from tests.samples.sample import Sample
from tests.samples.subprocessors import list_subprocessor_samples
from tests.samples.work import list_work


@cache
def list_samples() -> tuple[Sample, ...]:
    """Return all samples; each has a unique name."""
    return tuple(_iterate_samples())


def _iterate_samples() -> Iterator[Sample]:
    yield from list_posts()
    yield from list_replies()
    yield from list_dialogs()
    yield from list_choices()
    yield from list_clauses()
    yield from list_subprocessor_samples()
    yield from list_work()
