"""The page of a document, and the bytes of its snapshots."""

from aiohttp import web

from bot.records.picture_reader import read_timeline
from bot.web.visit import NotOnRecord, Visit
from clausewatch.model.documents import DocumentStatus
from clausewatch.model.formats import find_suffix
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import ListPage
from clausewatch.store.record_lists import ChangeFilter

LATEST_CHANGES = ListPage(0, 10)
VERSIONS_SHOWN = ListPage(0, 20)
SNAPSHOTS_PER_PAGE = 25
UNKNOWN = "There is no document with that record ID here."


async def find_document(visit: Visit) -> DocumentStatus:
    """Return the document in the path. Raises NotOnRecord."""
    status = await visit.store.documents.find(visit.workspace_id, visit.read_record_number("D"))
    if status is None:
        raise NotOnRecord(UNKNOWN)
    return status


async def show_document(visit: Visit) -> web.Response:
    """Show a document with one page of its snapshots."""
    status = await find_document(visit)
    lists, document = visit.store.record_lists, status.document
    wanted = ChangeFilter(document_id=document.id)
    changes, change_count = await lists.list_changes(visit.workspace_id, wanted, LATEST_CHANGES)
    versions, version_count = await lists.list_versions(document.id, VERSIONS_SHOWN)
    page = visit.read_page(SNAPSHOTS_PER_PAGE)
    snapshots, snapshot_count = await lists.list_snapshots(document.id, page)
    provisions = await visit.store.provisions.find_by_document(visit.workspace_id, document.id)
    return visit.render(
        "document.html",
        document.name,
        status=status,
        timeline=await read_timeline(visit.store, visit.workspace_id, wanted, visit.now),
        changes=changes,
        change_count=change_count,
        versions=versions,
        version_count=version_count,
        snapshots=snapshots,
        pager=visit.make_pager(page, snapshot_count),
        provisions=provisions,
        clauses=load_taxonomy().clauses,
    )


async def send_snapshot(visit: Visit) -> web.Response:
    """Send the bytes of a snapshot as a file that no browser opens by itself."""
    status = await find_document(visit)
    digest = visit.request.match_info["sha256"]
    snapshots = await visit.store.versions.load_snapshots(status.document.id, [digest])
    if not snapshots:
        raise NotOnRecord("This document has no stored snapshot with that hash.")
    name = digest[:16] + find_suffix(snapshots[0].find_header("content-type"))
    return web.Response(
        body=snapshots[0].body,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
