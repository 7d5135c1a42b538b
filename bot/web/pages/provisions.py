"""The page of a provision's record."""

from aiohttp import web

from bot.links.site_links import build_record_path
from bot.records.record_reader import read_record_view
from bot.records.record_view import RecordView
from bot.web.visit import NotOnRecord, Visit
from clausewatch.evidence import build_archive_link, cite
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import ListPage
from clausewatch.store.record_lists import ChangeFilter

UNKNOWN = "There is no provision with that record ID here."


async def find_record_view(visit: Visit) -> RecordView:
    """Return the record in the path. Raises NotOnRecord."""
    store, workspace_id = visit.store, visit.workspace_id
    recorded = await store.provisions.find(workspace_id, visit.read_record_number("P"))
    if recorded is None:
        raise NotOnRecord(UNKNOWN)
    clause = recorded.provision.clause
    if clause not in load_taxonomy().clauses:
        raise NotOnRecord("That clause type is no longer supported. Its record is kept.")
    key = recorded.document.platform_key
    same = await store.provisions.find_by_clause(workspace_id, key, clause)
    others = tuple(other for other in same if other.id != recorded.id)
    return await read_record_view(store, workspace_id, recorded, others, visit.now)


async def show_provision(visit: Visit) -> web.Response:
    """Show every field of a record, in the order of a record sheet."""
    view = await find_record_view(visit)
    recorded = view.recorded
    lists, wanted = visit.store.record_lists, ChangeFilter(document_id=recorded.document.id)
    latest, _ = await lists.list_changes(visit.workspace_id, wanted, ListPage(0, 1))
    return visit.render(
        "provision.html",
        f"{recorded.document.platform_name}: {view.record.title}",
        view=view,
        latest=latest[0] if latest else None,
        permalink=visit.site.links.public_url + build_record_path(recorded.record_id),
        archive_link=build_archive_link(recorded.version),
        citation=cite(recorded, visit.now),
        documents=list(
            {
                other.document.id: other.document
                for other in view.related
                if other.document.id != recorded.document.id
            }.values()
        ),
    )
