"""The pages of clause types: the list, one type on all platforms by position, and a matrix."""

from collections.abc import Mapping

from aiohttp import web

from bot.links.site_links import build_path
from bot.records.phrases import POSITIONS
from bot.records.picture_reader import (
    PLATFORMS_PER_MAP,
    read_heat_map,
    read_timeline,
)
from bot.records.pictures import LETTER_LEGEND
from bot.web.visit import BadQuery, NotOnRecord, Visit
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store.record_lists import ChangeFilter

PROVISIONS_PER_PAGE = 25
PLATFORMS_PER_MATRIX = 25
MAX_CLAUSES = 8
DEFAULT_CLAUSES = 6


async def list_clauses(visit: Visit) -> web.Response:
    """List the clause types by category."""
    categories: dict[str, list[ClauseType]] = {}
    for clause in load_taxonomy().clauses.values():
        categories.setdefault(clause.category, []).append(clause)
    return visit.render("clauses.html", "Clause types", categories=categories)


async def show_clause(visit: Visit) -> web.Response:
    """Show a clause type in all documents that have one position on it."""
    clause = load_taxonomy().clauses.get(visit.request.match_info["clause"])
    if clause is None:
        raise NotOnRecord("Clause type not found.")
    lists, workspace_id = visit.store.record_lists, visit.workspace_id
    counts = await lists.count_positions(workspace_id, clause.id)
    positions = _order_positions(counts)
    first = positions[0] if positions else ""
    chosen = visit.request.query.get("position", first)
    if chosen != first and chosen not in positions:
        raise NotOnRecord("No reviewed document has that position.")
    page = visit.read_page(PROVISIONS_PER_PAGE)
    wanted = ChangeFilter(clause=clause.id)
    provisions = await lists.list_by_position(workspace_id, clause.id, chosen, page)
    return visit.render(
        "clause.html",
        clause.name,
        clause=clause,
        counts=[(polarity, counts[polarity]) for polarity in positions],
        chosen=chosen,
        provisions=provisions,
        timeline=await read_timeline(visit.store, workspace_id, wanted, visit.now),
        picture_url=f"{build_path('clause', clause.id)}/timeline.png",
        pager=visit.make_pager(page, counts.get(chosen, 0)),
        total=sum(counts.values()),
    )


async def show_matrix(visit: Visit) -> web.Response:
    """Show platforms by clause types, each cell with its position and severity."""
    clauses = _choose_clauses(visit)
    words, page = visit.read_words("q"), visit.read_page(PLATFORMS_PER_MATRIX)
    lines, total = await visit.store.record_lists.list_platforms(visit.workspace_id, words, page)
    keys = [line.key for line in lines]
    marks = await visit.store.record_lists.find_gravest_marks(
        visit.workspace_id, keys, [clause.id for clause in clauses]
    )
    return visit.render(
        "compare.html",
        "Compare",
        clauses=clauses,
        every_clause=load_taxonomy().clauses.values(),
        lines=lines,
        cells=marks,
        pager=visit.make_pager(page, total),
        words=words,
    )


async def show_map(visit: Visit) -> web.Response:
    """Show platforms by all clause types as a heat map."""
    words, page = visit.read_words("q"), visit.read_page(PLATFORMS_PER_MAP.size)
    lines, total = await visit.store.record_lists.list_platforms(visit.workspace_id, words, page)
    query = f"?{visit.request.query_string}" if visit.request.query_string else ""
    return visit.render(
        "map.html",
        "Platforms by clause type",
        picture=await read_heat_map(visit.store, visit.workspace_id, lines),
        letters=LETTER_LEGEND,
        picture_url=f"/compare/map.png{query}",
        pager=visit.make_pager(page, total),
        words=words,
    )


def _choose_clauses(visit: Visit) -> list[ClauseType]:
    """Return the clause types that the query names. Raises BadQuery."""
    taxonomy = load_taxonomy().clauses
    names = list(dict.fromkeys(visit.request.query.getall("clause", ())))
    if not names:
        core = [clause for clause in taxonomy.values() if clause.is_core]
        return core[:DEFAULT_CLAUSES]
    if len(names) > MAX_CLAUSES or any(name not in taxonomy for name in names):
        raise BadQuery(f"Choose at most {MAX_CLAUSES} clause types of the list.")
    return [taxonomy[name] for name in names]


def _order_positions(counts: Mapping[str, int]) -> list[str]:
    """Return the positions that occur, from the widest use to none."""
    order = list(POSITIONS)
    return sorted(counts, key=lambda each: order.index(each) if each in order else len(order))
