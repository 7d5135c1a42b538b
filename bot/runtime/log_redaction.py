"""Keeps request bodies, tokens and addresses that answer for a person out of the logs."""

import logging
import re
import traceback

from aiohttp.http import HttpProcessingError

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
"""What the library says at every attempt while Slack is down; `door` says it once instead."""
_CODE = re.compile(r"'error': '(\w+)'")
_DETAIL = re.compile(r"[({\[\n].*", re.DOTALL)


class BodyFilter(logging.Filter):
    """Cuts each line of the framework at its first bracket: what follows quotes the request.

    A refused signature, for one, is logged by Bolt at INFO with the whole body.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it is kept but for one. Slack's own error code survives."""
        text = record.getMessage()
        if text.startswith(("As `installation_store` or `authorize`", "As you gave `client`")):
            return False  # we give both on purpose: the token is asked about once, at the start
        code = _CODE.search(text)
        record.msg = _DETAIL.sub("", text).strip() + (f" [{code[1]}]" if code else "")
        record.args = ()
        return True


def make_bolt_logger() -> logging.Logger:
    """Return the logger to hand to Bolt, which copies its filter to every logger of its own."""
    logger = logging.getLogger(BOLT_LOGGER)
    if not any(isinstance(each, BodyFilter) for each in logger.filters):
        logger.addFilter(BodyFilter())
    # at DEBUG the SDK logs every request that it makes, blocks and all
    for name in ("slack_sdk", "slack_sdk.web.async_client", "slack_sdk.webhook"):
        logging.getLogger(name).setLevel(logging.INFO)
    return logger


class RepeatFilter(BodyFilter):
    """Drops what the library says of every attempt to reach a Slack that is down."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything else, cut as Bolt's own lines are."""
        return not record.getMessage().startswith(REPEATED_MESSAGES) and super().filter(record)


def make_socket_logger() -> logging.Logger:
    """Return the logger for the library that keeps Socket Mode open."""
    logger = logging.getLogger(SOCKET_LOGGER)
    if not any(isinstance(each, RepeatFilter) for each in logger.filters):
        logger.addFilter(RepeatFilter())
    # At INFO it tells each time that Slack renews a socket, which is routine.
    logger.setLevel(max(logging.getLogger().level, logging.WARNING))
    return logger


class RequestFilter(logging.Filter):
    """Keeps requests out of the web server's own lines: it quotes what it cannot read."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what only says that somebody sent no HTTP; of a fault, keep where it happened."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            return False
        if error is not None:
            where = "".join(traceback.format_tb(error.__traceback__))
            record.msg = f"{record.getMessage()}: {type(error).__name__}\n{where}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def make_web_logger() -> logging.Logger:
    """Return the logger for the web server that takes Slack's requests."""
    logger = logging.getLogger(WEB_LOGGER)
    if not any(isinstance(each, RequestFilter) for each in logger.filters):
        logger.addFilter(RequestFilter())
    return logger
