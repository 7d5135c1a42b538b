"""*Why it matters* on a card: the clause record of what the change affects most."""

from slack_sdk.errors import SlackApiError

from bot.records.record_reader import read_record_view
from bot.records.record_view import RecordView
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_refresh import CHANGE_GONE, find_change
from bot.slack.messages import why_it_matters
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.blocks import View
from bot.slack.slack_errors import read_code
from clausewatch.model.changes import Change
from clausewatch.provisions.taxonomy_files import load_taxonomy

EXPIRED = "That timed out. Press the button again."


async def open_reasons(call: Call) -> None:
    """Open the modal at once as a skeleton, then fill it."""
    try:
        response = await call.client.views_open(
            trigger_id=str(call.body["trigger_id"]), view=why_it_matters.render_skeleton()
        )
    except SlackApiError as fault:
        if read_code(fault) != "expired_trigger_id":
            raise
        await call.reply(render_sentence(EXPIRED))
        return
    view = await _render_view(call, int(call.value))
    await call.client.views_update(view_id=str(response["view"]["id"]), view=view)


async def _render_view(call: Call, change_id: int) -> View:
    change = await find_change(call, change_id)
    if change is None:
        return why_it_matters.render_failure(CHANGE_GONE)
    clauses = load_taxonomy().clauses
    known = [
        impact
        for impact in change.comparison.impacts
        if impact.clause in clauses and not impact.is_possible
    ]
    if not known:
        return why_it_matters.render_failure(why_it_matters.NO_CLAUSE_TYPE)
    record = await _find_record(call, change, known[0].clause)
    return why_it_matters.render_reasons(change, clauses[known[0].clause], record, call.command)


async def _find_record(call: Call, change: Change, clause: str) -> RecordView | None:
    """Return the record of the clause type in the changed document, if one is kept."""
    workspace_id, document = await call.find_workspace(), change.document
    provisions = await call.context.store.provisions.find_by_clause(
        workspace_id, document.platform_key, clause
    )
    own = [provision for provision in provisions if provision.document.id == document.id]
    if not own:
        return None
    return await read_record_view(call.context.store, workspace_id, own[0], (), call.now)
