"""Messages for deliveries: a post and the replies in its thread."""

from bot.slack.messages.blocks import Message
from bot.slack.messages.card import CardState, render_change, render_compact_card
from bot.slack.messages.digest import render_digest
from bot.slack.messages.folded_post import render_folded_post
from bot.slack.messages.monthly_report import render_monthly_report
from bot.slack.messages.notes import render_note, render_notes
from clausewatch.model.changes import Change
from clausewatch.notifications.deliveries import Delivery, DeliveryKind
from clausewatch.notifications.events import ChangeAlert, MonthlyReport


def render_post(
    deliveries: tuple[Delivery, ...], *, is_repeat: bool = False, has_site: bool = False
) -> tuple[Message, ...]:
    """Return the post and its thread replies.

    One change is a card. Several changes are folded into lines of one post. With `has_site`
    changes have pages on a record site.
    """
    changes = _list_changes(deliveries)
    if all(delivery.kind is DeliveryKind.DIGEST for delivery in deliveries):
        return _mark_repeat(render_digest(deliveries), deliveries, is_repeat=is_repeat)
    if len(changes) == 1 and len(deliveries) == 1:
        return render_change(changes[0], CardState(is_repeat=is_repeat, has_site=has_site))
    if changes:
        rest = tuple(delivery for delivery in deliveries if not _is_alert(delivery))
        return (
            *render_folded_post(changes, is_repeat=is_repeat),
            *(render_notes(rest) if rest else ()),
        )
    if len(deliveries) == 1:
        single = _render_single(deliveries[0], has_site=has_site)
        return _mark_repeat((single,), deliveries, is_repeat=is_repeat)
    return _mark_repeat(render_notes(deliveries), deliveries, is_repeat=is_repeat)


def _render_single(delivery: Delivery, *, has_site: bool) -> Message:
    if isinstance(delivery.event, MonthlyReport):
        return render_monthly_report(delivery.event, has_site=has_site)
    return render_note(delivery)


def render_smallest_post(
    deliveries: tuple[Delivery, ...], *, is_repeat: bool = False, has_site: bool = False
) -> Message:
    """Return the post for when Slack refuses the blocks: its text, with few blocks or none."""
    changes = _list_changes(deliveries)
    if len(changes) == 1:
        return render_compact_card(changes[0], CardState(is_repeat=is_repeat, has_site=has_site))
    return Message(render_post(deliveries, is_repeat=is_repeat)[0].text)


def render_bare_post(deliveries: tuple[Delivery, ...], *, is_repeat: bool = False) -> Message:
    """Return the post for when a renderer fails: the ids of the records that it is about.

    It renders nothing of the records, so that the same failure cannot happen again.
    """
    subjects = (delivery.change or delivery.document for delivery in deliveries)
    records = dict.fromkeys(subject.record_id for subject in subjects if subject is not None)
    text = "I couldn't display an update. See the log for the reason."
    if records:
        commands = ", ".join(f"`show {record}`" for record in records)
        text = f"{text} See the record: {commands}."
    return Message(f"Possible duplicate: {text}" if is_repeat else text)


def _is_alert(delivery: Delivery) -> bool:
    return isinstance(delivery.event, ChangeAlert) and delivery.change is not None


def _list_changes(deliveries: tuple[Delivery, ...]) -> tuple[Change, ...]:
    """Return the changes that the deliveries alert to."""
    return tuple(
        delivery.change
        for delivery in deliveries
        if _is_alert(delivery) and delivery.change is not None
    )


def _mark_repeat(
    messages: tuple[Message, ...], deliveries: tuple[Delivery, ...], *, is_repeat: bool
) -> tuple[Message, ...]:
    """Return the messages with a note on the first that the post may be a repeat."""
    if not is_repeat:
        return messages
    changes = (delivery.change for delivery in deliveries)
    record_ids = (change.record_id for change in changes if change is not None)
    about = next(record_ids, "an earlier post")
    first = messages[0]
    mark = f"Possible duplicate of {about}."
    text = first.blocks[0]["text"]
    head = {**first.blocks[0], "text": {**text, "text": f"{mark} {text['text']}"}}
    return (Message(f"{mark} {first.text}", (head, *first.blocks[1:])), *messages[1:])
