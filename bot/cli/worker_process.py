"""The process that `clausewatch worker` starts: checks for a fleet until a stop signal."""

import structlog

from bot.main import utc_now
from bot.runtime.checker import open_checker
from bot.runtime.logs import configure_logs
from bot.runtime.process import (
    ignore_stop_signals,
    raise_file_limit,
    redact_password,
    watch_stop_signals,
)
from bot.web.health import serve_health
from clausewatch.checks.workers import lower_priority
from clausewatch.config import Settings
from clausewatch.store import schema

log = structlog.get_logger(__name__)


async def run_worker(settings: Settings, concurrency: int) -> None:
    """Check documents for a fleet until a stop signal, then finish the running checks.

    Raises UserError if the database has no task queue.
    """
    configure_logs(settings.log_level, as_json=settings.log_json)
    raise_file_limit()
    lower_priority()
    async with open_checker(settings, utc_now) as checker:
        await schema.require_queue(checker.store.database.engine)
        from jobs.fleet import Worker, open_queue  # noqa: PLC0415  # an extra that may be missing

        stopped = watch_stop_signals()
        health = serve_health(settings.health_port, checker.store, checker.metrics, utc_now)
        async with open_queue(settings.database) as queue, health:
            await checker.workers.warm_up()
            database = redact_password(settings.database)
            log.info("working", concurrency=concurrency, database=database)
            worker = Worker(checker.store, queue, checker.check_due, utc_now, concurrency)
            await worker.run(stopped)
        ignore_stop_signals()
        log.info("stopped")
