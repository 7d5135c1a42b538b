"""Log filters that keep request bodies, tokens and response URLs out of the logs."""

import logging
import re
import traceback

from aiohttp.http import HttpProcessingError
from aiohttp.web import RequestPayloadError

BOLT_LOGGER = "clausewatch.slack"
SOCKET_LOGGER = "clausewatch.socket"
WEB_LOGGER = "clausewatch.web"
REPEATED_MESSAGES = (
    "Failed to check the current session",
    "Failed to connect (",
    "Failed to receive or enqueue",
    "Failed to retrieve WSS URL",
    "Failed to send a ping",
)
"""Logged by the library at every attempt while Slack is down; `connection` logs it once."""
EXPECTED_MESSAGES = ("As `installation_store` or `authorize`", "As you gave `client`")
"""Warnings that we pass both: we do so to ask about the token only once, at the start."""
ERROR_CODE = re.compile(r"'error': '(\w+)'")
DETAIL = re.compile(r"[({\[\n].*", re.DOTALL)


class BodyFilter(logging.Filter):
    """Cuts each line of the framework at its first bracket, after which it quotes the request.

    Bolt logs a refused signature at INFO with the whole body, for example.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record, keeping Slack's error code; drop expected warnings."""
        text = record.getMessage()
        if text.startswith(EXPECTED_MESSAGES):
            return False
        code = ERROR_CODE.search(text)
        record.msg = DETAIL.sub("", text).strip() + (f" [{code[1]}]" if code else "")
        record.args = ()
        return True


def make_bolt_logger() -> logging.Logger:
    """Return the logger for Bolt, which copies its filter to all its own loggers."""
    logger = logging.getLogger(BOLT_LOGGER)
    if not any(isinstance(known, BodyFilter) for known in logger.filters):
        logger.addFilter(BodyFilter())
    # At DEBUG the SDK logs every request with its blocks.
    for name in ("slack_sdk", "slack_sdk.web.async_client", "slack_sdk.webhook"):
        logging.getLogger(name).setLevel(logging.INFO)
    return logger


class RepeatFilter(BodyFilter):
    """Drops what the library logs at every attempt while Slack is down."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop repeated messages and cut all others as Bolt's."""
        return not record.getMessage().startswith(REPEATED_MESSAGES) and super().filter(record)


def make_socket_logger() -> logging.Logger:
    """Return the logger for the library that keeps the socket open."""
    logger = logging.getLogger(SOCKET_LOGGER)
    if not any(isinstance(known, RepeatFilter) for known in logger.filters):
        logger.addFilter(RepeatFilter())
    # At INFO it logs each renewal of the socket, which is routine.
    logger.setLevel(max(logging.getLogger().level, logging.WARNING))
    return logger


class RequestFilter(logging.Filter):
    """Keeps requests out of the lines of the web server, which quotes what it cannot parse."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop notes on malformed requests; of an exception, keep its type and traceback only."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError | RequestPayloadError):
            return False
        if error is not None:
            traceback_lines = "".join(traceback.format_tb(error.__traceback__))
            record.msg = f"{record.getMessage()}: {type(error).__name__}\n{traceback_lines}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def make_web_logger() -> logging.Logger:
    """Return the logger for the web server that takes Slack's requests."""
    logger = logging.getLogger(WEB_LOGGER)
    if not any(isinstance(known, RequestFilter) for known in logger.filters):
        logger.addFilter(RequestFilter())
    return logger
