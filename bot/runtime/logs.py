"""Logs: lines for people or JSON for machines, without tokens in either."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKENS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=Bearer )\S+")
"""Slack's tokens, recognised by their form."""

LIBRARY_LEVELS = {
    "alembic": logging.WARNING,
    "aiohttp": logging.WARNING,
    "httpx": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "slack_bolt": logging.WARNING,
    "procrastinate": logging.WARNING,
    # Warns whenever a tick still runs when it is next due, which is normal.
    "apscheduler": logging.ERROR,
    # `jobs.scheduler` logs why a tick failed.
    "apscheduler.executors": logging.CRITICAL,
    # Warns at each attempt while the server is down, which we log once.
    "psycopg.pool": logging.ERROR,
}
"""The least level of each library. The first six log every request or statement at INFO."""


def configure_logs(level: str, *, as_json: bool) -> None:
    """Send our own lines and those of libraries to stderr in one form."""
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
    for name, least_level in LIBRARY_LEVELS.items():
        logging.getLogger(name).setLevel(least_level)


def redact_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace all Slack tokens."""
    return {key: _redact(value) for key, value in event.items()}


def _redact(value: object) -> object:
    return TOKENS.sub("[token]", value) if isinstance(value, str) else value
