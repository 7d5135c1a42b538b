"""What all tests of the surface share: a test that sets the logs up leaves them as they were."""

import logging
from collections.abc import Iterator

import pytest

from tests.plain_logs import configure_plain_logs


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Put the logs back: where they go must not depend on the test before."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    known = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    yield
    configure_plain_logs()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        logger = logging.getLogger(name)
        # Setting a level clears what every logger remembers: hundreds, for each of hundreds.
        if logger.level != known.get(name, logging.NOTSET):
            logger.setLevel(known.get(name, logging.NOTSET))
