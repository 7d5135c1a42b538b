"""The suite's own log: structlog's usual lines, with tracebacks as Python prints them.

Its default draws every traceback with the values of all frames, which takes seconds each.
"""

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback


def configure_plain_logs() -> None:
    """Log as structlog does unless told otherwise, but for the tracebacks."""
    structlog.reset_defaults()
    *before, _ = structlog.get_config()["processors"]
    renderer = ConsoleRenderer(colors=False, exception_formatter=plain_traceback)
    structlog.configure(processors=[*before, renderer])
