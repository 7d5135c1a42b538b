"""Tables and the audit package of a workspace, as files."""

import asyncio
import tempfile
from datetime import UTC, datetime, time, timedelta

from aiohttp import web

from bot.exports.audit_package import write_audit_package
from bot.exports.item_lists import COLLECTIONS, DEFAULT_PERIOD, ExportRequest
from bot.exports.tables import CONTENT_TYPES, write_csv, write_json
from bot.web.pages.record_files import send_file
from bot.web.visit import BadQuery, NotOnRecord, Visit
from clausewatch.errors import UserError

CHUNK_BYTES = 256_000


async def list_exports(visit: Visit) -> web.Response:
    """Offer each export for a period."""
    request = await read_request(visit)
    last_day = visit.now.replace(day=1) - timedelta(days=1)
    return visit.render(
        "exports.html",
        "Exports",
        kinds=tuple(COLLECTIONS),
        since=request.since.date().isoformat(),
        until=(request.until - timedelta(days=1)).date().isoformat(),
        last_month=f"{last_day:%Y-%m}",
        last_month_name=f"{last_day:%B %Y}",
    )


async def send_table(visit: Visit) -> web.Response:
    """Send a table as CSV or JSON."""
    match = visit.request.match_info
    kind, suffix = match["kind"], match["suffix"]
    request = await read_request(visit)
    try:
        items = await COLLECTIONS[kind](visit.store, request)
    except UserError as fault:
        raise BadQuery(str(fault)) from None
    if suffix == "csv":
        body = await asyncio.to_thread(write_csv, items)
    else:
        body = await asyncio.to_thread(write_json, kind, items, visit.now)
    return send_file(body, CONTENT_TYPES[suffix], f"clausewatch-{kind}.{suffix}")


async def send_audit_package(visit: Visit) -> web.StreamResponse:
    """Send the audit package; it is made in a temporary file, because it may be large."""
    request = await read_request(visit)
    with tempfile.TemporaryFile() as file:
        try:
            await write_audit_package(visit.store, request, visit.now, file)
        except UserError as fault:
            raise BadQuery(str(fault)) from None
        size = file.tell()
        file.seek(0)
        name = f"clausewatch-audit-{request.since:%Y%m%d}-{request.until:%Y%m%d}.zip"
        response = send_file(b"", "application/zip", name)
        stream = web.StreamResponse(headers=response.headers)
        stream.content_length = size
        await stream.prepare(visit.request)
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            await stream.write(chunk)
        await stream.write_eof()
    return stream


async def read_request(visit: Visit) -> ExportRequest:
    """Return what the query asks for: `since`, `until`, `platform`, `channel`. Raises BadQuery."""
    tomorrow = datetime.combine(visit.now.date(), time.min, UTC) + timedelta(days=1)
    until = _read_day(visit, "until")
    until = tomorrow if until is None else until + timedelta(days=1)
    since = _read_day(visit, "since") or until - DEFAULT_PERIOD
    if since >= until:
        raise BadQuery("The period ends before it starts.")
    slack_id = visit.request.query.get("channel", "")
    channel = None
    if slack_id:
        channel = await visit.store.workspaces.find_channel(visit.workspace_id, slack_id)
        if channel is None:
            raise NotOnRecord("This workspace has no channel with that ID.")
    return ExportRequest(
        visit.workspace_id,
        since,
        until,
        visit.read_words("platform"),
        channel.id if channel else None,
        visit.site.links.public_url,
    )


def _read_day(visit: Visit, field: str) -> datetime | None:
    """Return the start of a day of the query in UTC. Raises BadQuery."""
    text = visit.request.query.get(field, "")
    if not text:
        return None
    try:
        return datetime.combine(datetime.strptime(text, "%Y-%m-%d"), time.min, UTC)  # noqa: DTZ007  # a day
    except ValueError:
        raise BadQuery(f"Write {field} as a day, such as 2026-03-31.") from None
