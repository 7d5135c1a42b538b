"""Reports as pages, PDF and Markdown: one clause type on platforms, and a month of a workspace."""

import asyncio
from datetime import UTC, datetime

from aiohttp import web

from bot.exports.report_files import build_report_pdf, write_markdown
from bot.records.clause_report import build_clause_report
from bot.records.monthly_report import MonthFacts, build_monthly_report
from bot.records.report import Report
from bot.records.timeline import MONTHS_PER_YEAR
from bot.web.pages.record_files import PDF, send_file
from bot.web.visit import NotOnRecord, Visit
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import ListPage
from clausewatch.store.record_lists import ChangeFilter

MAX_PROVISIONS = 200
MAX_CHANGES = ListPage(0, 500)
MAX_UNREADABLE = 500


async def show_clause_report(visit: Visit) -> web.Response:
    """Show or send “How N platforms describe X”."""
    clause = load_taxonomy().clauses.get(visit.request.match_info["clause"])
    if clause is None:
        raise NotOnRecord("Clause type not found.")
    provisions, workspace_id = visit.store.provisions, visit.workspace_id
    found = await provisions.compare(workspace_id, clause.id, limit=MAX_PROVISIONS)
    if not found:
        raise NotOnRecord("No reviewed document has that clause type.")
    prevalence = await provisions.measure_prevalence(workspace_id, clause.id)
    report = build_clause_report(clause, found, prevalence.read, visit.now)
    return await _answer(visit, report, f"clausewatch-{clause.id}")


async def show_monthly_report(visit: Visit) -> web.Response:
    """Show or send the report of a month."""
    since = _read_month(visit)
    months = since.year * MONTHS_PER_YEAR + since.month
    until = since.replace(year=months // MONTHS_PER_YEAR, month=months % MONTHS_PER_YEAR + 1)
    lists, workspace_id, today = visit.store.record_lists, visit.workspace_id, visit.now.date()
    wanted = ChangeFilter(since=since, until=until, watched_by=workspace_id)
    changes, total = await lists.list_changes(workspace_id, wanted, MAX_CHANGES)
    facts = MonthFacts(
        f"{since:%B %Y}",
        until,
        changes,
        total,
        await visit.store.worklist.count_waiting(workspace_id, today),
        await visit.store.deadlines.find_upcoming(workspace_id, today),
        await visit.store.watchlists.read_totals(workspace_id, 0),
        await visit.store.watchlists.list_unreadable(workspace_id, MAX_UNREADABLE),
    )
    return await _answer(
        visit, build_monthly_report(facts, visit.now), f"clausewatch-{since:%Y-%m}"
    )


async def _answer(visit: Visit, report: Report, name: str) -> web.Response:
    """Return a report as the page, or as the file that the path names."""
    suffix = visit.request.match_info.get("suffix")
    if suffix == "pdf":
        body = await visit.build_file(build_report_pdf, report)
        return send_file(body, PDF, f"{name}.pdf")
    if suffix == "md":
        body = await asyncio.to_thread(write_markdown, report, visit.site.links.public_url)
        return send_file(body, "text/markdown", f"{name}.md")
    return visit.render("report.html", report.title, report=report)


def _read_month(visit: Visit) -> datetime:
    """Return the start of the month in the path. Raises NotOnRecord for one to come."""
    year, month = visit.request.match_info["month"].split("-")
    try:
        start = datetime(int(year), int(month), 1, tzinfo=UTC)
    except ValueError:
        raise NotOnRecord("That is not a valid month. Enter one such as 2026-03.") from None
    if start > visit.now:
        raise NotOnRecord("That month has not started.")
    return start
