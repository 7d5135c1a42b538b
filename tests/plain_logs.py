"""Cheap logs for the suite: structlog's default lines with Python's plain tracebacks.

The default of structlog renders the values of all frames, which takes seconds per traceback.
"""

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback


def configure_plain_logs() -> None:
    """Configure the default of structlog with plain tracebacks."""
    structlog.reset_defaults()
    *processors, _ = structlog.get_config()["processors"]
    renderer = ConsoleRenderer(colors=False, exception_formatter=plain_traceback)
    structlog.configure(processors=[*processors, renderer])
