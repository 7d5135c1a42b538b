"""The review of a change: buttons, the menu of a card, and the *Review* modal."""

import json
from collections.abc import Mapping
from datetime import date

from bot.slack import ids
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_refresh import (
    CHANGE_GONE,
    find_change,
    is_ephemeral,
    refresh_cards,
    show_redline,
)
from bot.slack.listeners.command_line import parse_line
from bot.slack.listeners.modal_fields import read_choice, read_text
from bot.slack.listeners.waiting_changes import list_waiting
from bot.slack.messages import reviews
from bot.slack.messages.answers import Problem, add_share_button, render_sentence
from bot.slack.messages.redline import parse_place
from bot.slack.messages.worklist import WORK_ROW
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.reviews import Review, ReviewStatus
from clausewatch.store import ReviewResult
from clausewatch.whole_numbers import parse_whole_number

NOTHING_TO_UNDO = "There's nothing left to undo, or someone made a later step."


async def mark_reviewed(call: Call) -> None:
    """Acknowledge an open change, and show it on every card."""
    result = await call.context.store.reviews.set_status(
        await call.find_workspace(),
        _read_change_id(call),
        ReviewStatus.ACKNOWLEDGED,
        (call.user_id, call.now),
        is_only_open=True,
    )
    if await _show_result(call, result) and result is not None and not result.is_recorded:
        await call.reply(reviews.render_not_open(result.change))


async def deny_change(call: Call) -> None:
    """Mark a change as not a change, from a card of release 0.1.0."""
    await deny(call, _read_change_id(call))


async def deny(call: Call, change_id: ChangeId) -> None:
    """Mark a change as not a change, show that on every card, and offer *Undo*."""
    result = await call.context.store.reviews.set_status(
        await call.find_workspace(),
        change_id,
        ReviewStatus.NOT_A_CHANGE,
        (call.user_id, call.now),
    )
    if await _show_result(call, result) and result is not None:
        await call.reply(reviews.render_denial(result.change))


async def undo_review(call: Call) -> None:
    """Undo the last step on a change; a button that names a step undoes only that step."""
    _, _, step = call.value.partition(":")
    await _undo(call, _read_change_id(call), parse_whole_number(step))


async def undo_last_step(call: Call, change_id: ChangeId) -> None:
    """Undo the last step on a change, whoever made it."""
    await _undo(call, change_id, None)


async def _undo(call: Call, change_id: ChangeId, expected_step: int | None) -> None:
    result = await call.context.store.reviews.undo(
        await call.find_workspace(), change_id, (call.user_id, call.now), expected_step
    )
    if not await _show_result(call, result) or result is None:
        return
    text = NOTHING_TO_UNDO
    if result.is_recorded:
        change = result.change
        text = f"Undone. {change.record_id} is now: {reviews.format_decision(change.review)}."
    is_answer = str(call.action.get("block_id", "")).startswith(reviews.DENIAL_ROW)
    await call.reply(render_sentence(text), replace=is_answer)


async def open_review(call: Call) -> None:
    """Open the *Review* modal for the change of a button."""
    await open_review_of(call, _read_change_id(call))


async def open_review_of(call: Call, change_id: ChangeId) -> None:
    """Open the *Review* modal of a change; on a modal it opens on top."""
    change = await find_change(call, change_id)
    if change is None:
        await call.reply(render_sentence(CHANGE_GONE))
        return
    view = reviews.render_review_modal(change, call.channel_id)
    is_on_modal = (call.body.get("view") or {}).get("type") == "modal"
    open_view = call.client.views_push if is_on_modal else call.client.views_open
    await open_view(trigger_id=str(call.body["trigger_id"]), view=view)


def find_review_errors(call: Call) -> Mapping[str, str]:
    """Return the errors of *Review*, by block id."""
    note = read_text(call, ids.NOTE_BLOCK)
    if read_choice(call, ids.STATUS_BLOCK) not in set(ReviewStatus):
        return {ids.STATUS_BLOCK: "Choose a status from the list."}
    if len(note.strip()) > reviews.MAX_NOTE_CHARACTERS:
        limit = f"{reviews.MAX_NOTE_CHARACTERS:,}"
        return {ids.NOTE_BLOCK: f"Shorten the note to {limit} characters or fewer."}
    if read_choice(call, ids.DUE_BLOCK) and _read_due_date(call) is None:
        return {ids.DUE_BLOCK: "Choose a date, such as 2026-03-20."}
    if read_choice(call, ids.STATUS_BLOCK) == ReviewStatus.ACTION_NEEDED:
        is_empty = not note.strip() and not read_choice(call, ids.ASSIGNEE_BLOCK)
        if is_empty:
            return {ids.NOTE_BLOCK: "Say what is needed, or choose an assignee."}
    return {}


async def submit_review(call: Call) -> None:
    """Record what the modal says, unless another person made a step in the meantime."""
    metadata = json.loads((call.body.get("view") or {}).get("private_metadata") or "{}")
    wanted = Review(
        status=ReviewStatus(read_choice(call, ids.STATUS_BLOCK)),
        assignee=read_choice(call, ids.ASSIGNEE_BLOCK),
        note=read_text(call, ids.NOTE_BLOCK).strip(),
        due_on=_read_due_date(call),
        user_id=call.user_id,
    )
    result = await call.context.store.reviews.decide(
        await call.find_workspace(),
        ChangeId(int(metadata["change"])),
        wanted,
        call.now,
        int(metadata["step"]),
    )
    channel_call = call.move_to(str(metadata.get("channel") or ""))
    if not await _show_result(channel_call, result) or result is None:
        return
    if not result.is_recorded and result.change.review.decision != wanted.decision:
        await channel_call.reply(reviews.render_conflict(result.change, wanted))


def _read_due_date(call: Call) -> date | None:
    try:
        return date.fromisoformat(read_choice(call, ids.DUE_BLOCK))
    except ValueError:
        return None


async def _show_result(call: Call, result: ReviewResult | None) -> bool:
    """Show the review wherever the change is shown; return False if the change is gone."""
    if result is None:
        await call.reply(render_sentence(CHANGE_GONE))
        return False
    change, view = result.change, call.body.get("view") or {}
    await refresh_cards(call, await call.find_workspace(), change)
    if view.get("callback_id") == ids.REDLINE_VIEW:
        await show_redline(call, str(view["id"]), parse_place(str(view["private_metadata"])))
    block_id = str(call.action.get("block_id", ""))
    if block_id.startswith(f"{WORK_ROW}:") and is_ephemeral(call):
        await _refresh_worklist(call, block_id.split(":", 2)[2])
    await call.schedule_jobs()
    return True


async def _refresh_worklist(call: Call, text: str) -> None:
    """Replace the pressed worklist by its present state; `text` is its command line."""
    line = parse_line(text, {"review": ("page",)})
    message = await list_waiting(call, line)
    if not isinstance(message, Problem):
        await call.reply(add_share_button(message, text), replace=True)


def _read_change_id(call: Call) -> ChangeId:
    """Return the change of a button: `321`, or `321:5` with a step.

    Raises ValueError if the value names none.
    """
    number = parse_whole_number(call.value.partition(":")[0])
    if number is None:
        raise ValueError(call.value)
    return ChangeId(number)
