"""Logs: lines for people or JSON for machines, and never a token or a request's body in either."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRETS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=Bearer )\S+")
"""Slack's tokens as they look, wherever they turn up."""

LIBRARY_LEVELS = {
    "alembic": logging.WARNING,
    "aiohttp": logging.WARNING,
    "httpx": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "slack_bolt": logging.WARNING,
    "procrastinate": logging.WARNING,
    # Warns whenever a tick is still at work when its next turn comes, as it may.
    "apscheduler": logging.ERROR,
    # What a tick failed of is said by us.
    "apscheduler.executors": logging.CRITICAL,
    # Warns at each try while the server is gone, which is said once.
    "psycopg.pool": logging.ERROR,
}
"""What is said of them at least; the first six log every request, statement or task at INFO."""


def configure_logs(level: str, *, as_json: bool) -> None:
    """Send our own lines and the libraries' to stderr in one form."""
    render = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name, least in LIBRARY_LEVELS.items():
        logging.getLogger(name).setLevel(least)


def redact_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Blank out whatever looks like a token of Slack's."""
    return {key: _redact(value) for key, value in event.items()}


def _redact(value: object) -> object:
    return SECRETS.sub("[token]", value) if isinstance(value, str) else value
