"""The page of a change: its summary, its redline in two layouts and two orders, its evidence."""

import asyncio

from aiohttp import web

from bot.links.site_links import build_record_path
from bot.records.redline_pages import (
    NumberedEdit,
    build_redline_edits,
    number_edits,
    split_edits,
)
from bot.web.visit import NotOnRecord, Visit
from clausewatch.evidence import build_archive_link
from clausewatch.model.changes import Change
from clausewatch.store.record_lists import ChangeFilter
from clausewatch.whole_numbers import parse_whole_number

CHANGES_PER_PAGE = 25
LAYOUTS = ("inline", "side-by-side")
ORDERS = ("gravity", "document")
UNKNOWN = "There is no change with that record ID here."


async def find_change(visit: Visit) -> Change:
    """Return the change in the path. Raises NotOnRecord."""
    change = await visit.store.changes.find(visit.workspace_id, visit.read_record_number("C"))
    if change is None:
        raise NotOnRecord(UNKNOWN)
    return change


async def show_change(visit: Visit) -> web.Response:
    """Show a change with one page of its redline."""
    layout = visit.read_choice("layout", LAYOUTS)
    order = visit.read_choice("order", ORDERS)
    change = await find_change(visit)
    pages = await asyncio.to_thread(_split, change, order)
    page = visit.read_page(1)
    pager = visit.make_pager(page, len(pages))
    edits = await asyncio.to_thread(build_redline_edits, pages[page.number])
    return visit.render(
        "change.html",
        f"{change.document.name}: {change.record_id}",
        change=change,
        edits=edits,
        pager=pager,
        layout=layout,
        order=order,
        permalink=visit.site.links.public_url + build_record_path(change.record_id),
        archive_links=[build_archive_link(side) for side in (change.before, change.after)],
    )


async def find_edit(visit: Visit) -> web.Response:
    """Redirect the permalink of one edit to the page and the place that show it."""
    change = await find_change(visit)
    number = parse_whole_number(visit.request.match_info["number"])
    pages = _split(change, ORDERS[0])
    for index, page in enumerate(pages, 1):
        if any(numbered.number == number for numbered in page):
            path = build_record_path(change.record_id)
            location = f"{path}?page={index}#edit-{number}"
            return web.Response(status=303, headers={"Location": location})
    raise NotOnRecord(f"{change.record_id} has no edit of that number.")


async def list_changes(visit: Visit) -> web.Response:
    """List the changes on record, newest first."""
    page = visit.read_page(CHANGES_PER_PAGE)
    changes, total = await visit.store.record_lists.list_changes(
        visit.workspace_id, ChangeFilter(), page
    )
    pager = visit.make_pager(page, total)
    return visit.render("changes.html", "Changes", changes=changes, pager=pager)


def _split(change: Change, order: str) -> tuple[tuple[NumberedEdit, ...], ...]:
    return split_edits(number_edits(change, is_document_order=order == "document"))
