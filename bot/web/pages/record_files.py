"""One record as a file: PDF, a Word file with tracked changes, JSON."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.exports.change_pdf import build_change_pdf
from bot.exports.items import Item, make_change_item, make_provision_item
from bot.exports.record_pdf import build_record_pdf
from bot.exports.redline_docx import build_redline_docx
from bot.exports.tables import CONTENT_TYPES, write_json
from bot.web.pages.changes import find_change
from bot.web.pages.provisions import find_record_view
from bot.web.visit import NotOnRecord, Visit
from clausewatch.model.changes import Change

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHANGE_FILES: Mapping[str, tuple[str, Callable[[Change], bytes]]] = {
    "pdf": (PDF, build_change_pdf),
    "docx": (DOCX, build_redline_docx),
}
"""By suffix, the type of a file of a change and what builds it."""


async def send_change_file(visit: Visit) -> web.Response:
    """Send a change as a PDF or Word file, or as JSON."""
    suffix = visit.request.match_info["suffix"]
    change = await find_change(visit)
    if suffix == "json":
        item = make_change_item(change, visit.site.links.public_url)
        return _send_json(visit, change.record_id, "changes", item)
    content_type, build = CHANGE_FILES[suffix]
    body = await visit.build_file(build, change)
    return send_file(body, content_type, f"{change.record_id}.{suffix}")


async def send_provision_file(visit: Visit) -> web.Response:
    """Send a provision's record as a PDF file or as JSON."""
    view = await find_record_view(visit)
    record_id = view.recorded.record_id
    if visit.request.match_info["suffix"] == "json":
        item = make_provision_item(view.recorded, visit.site.links.public_url)
        return _send_json(visit, record_id, "provisions", item)
    body = await visit.build_file(build_record_pdf, view)
    return send_file(body, PDF, f"{record_id}.pdf")


def send_file(
    body: bytes, content_type: str, name: str, *, is_inline: bool = False
) -> web.Response:
    """Return a response that browsers save under a name, or show if it is inline."""
    if not name.isascii() or '"' in name:
        raise NotOnRecord("File not found.")
    kind = "inline" if is_inline else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"'}
    return web.Response(body=body, content_type=content_type, headers=headers)


def _send_json(visit: Visit, record_id: str, kind: str, item: Item) -> web.Response:
    body = write_json(kind, [item], visit.now)
    return send_file(body, CONTENT_TYPES["json"], f"{record_id}.json")
