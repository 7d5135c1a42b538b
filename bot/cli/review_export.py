"""The audit log of reviews as CSV, for spreadsheets and auditors."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.exports.tables import format_cell
from clausewatch.config import Settings
from clausewatch.model.reviews import ReviewStep
from clausewatch.store import Store

COLUMNS = (
    "time", "workspace", "change", "platform", "document", "severity", "user", "status_before",
    "status", "assignee", "due", "note", "undo",
)  # fmt: skip


async def export_log(settings: Settings, since: datetime | None = None) -> str:
    """Return the steps of all workspaces as CSV, oldest first."""
    store = await Store.open(settings.database)
    try:
        start = None if since is None else since.replace(tzinfo=UTC)
        return write_steps(await store.review_log.find_all(start))
    finally:
        await store.close()


def write_steps(steps: Iterable[tuple[str, ReviewStep]]) -> str:
    """Return steps as CSV, each with Slack's id of its team; times are in UTC."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_list_cells(team, step) for team, step in steps)
    return out.getvalue()


def _list_cells(team: str, step: ReviewStep) -> list[str]:
    review = step.review
    time = f"{review.updated_at:%Y-%m-%dT%H:%M:%SZ}" if review.updated_at else ""
    cells = (
        time,
        team,
        step.change_record_id,
        step.platform_name,
        step.document_kind,
        step.severity.value,
        review.user_id,
        step.previous.status.value,
        review.status.value,
        review.assignee,
        review.due_on.isoformat() if review.due_on else "",
        review.note,
        "yes" if step.is_undo else "",
    )
    return list(map(format_cell, cells))
