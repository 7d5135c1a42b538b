"""The work after an alert, through the real app: decide, assign, undo, list, log, remind."""

from datetime import timedelta
from typing import Any

import pytest

from bot.slack import ids
from bot.terminal.rendered_message import RenderedMessage
from clausewatch.model.reading import Severity
from jobs.digests import MakeDigests
from tests.bot.team import Team


async def post_card(team: Team, channel: str = "legal", number: int = 1) -> RenderedMessage:
    """A watched document changed; return the card in the channel."""
    await team.types("watch brillo", channel=channel)
    await team.reads(1)
    await team.reads(2)
    await team.posts()
    await team.changes(number)
    return next(shown for shown in await team.posts() if shown.kind == "post")


def fill(
    status: str = "action needed", assignee: str = "", due: str = "", note: str = ""
) -> dict[str, Any]:
    """The fields of *Review change* as Slack sends them."""
    return {
        ids.STATUS_BLOCK: {ids.REVIEW_FIELD: {"selected_option": {"value": status}}},
        ids.ASSIGNEE_BLOCK: {ids.REVIEW_FIELD: {"selected_user": assignee or None}},
        ids.DUE_BLOCK: {ids.REVIEW_FIELD: {"selected_date": due or None}},
        ids.NOTE_BLOCK: {ids.REVIEW_FIELD: {"value": note or None}},
    }


ASSIGN = "Assign, add a note or a due date"


async def test_one_modal_assigns_notes_and_dates(team: Team) -> None:
    """The card, its thread and the redline show status, assignee, due date and note."""
    card = await post_card(team)
    (modal,) = await team.presses(card, ASSIGN, user="ann")
    assert "Brillo Privacy Policy · CW-C-000001" in modal.plain
    errors, (edited,) = await team.submits(
        modal, fill(assignee="UBEN", due="2026-03-20", note="Ask sales for <terms>.")
    )
    assert errors == {}
    for said in (
        "Action needed by @you, 2 Mar 2026, 18:00 UTC · assigned to @ben · due 20 March 2026",
        "Note: Ask sales for <terms>.",
        "[ Update review ]",
    ):
        assert said in edited.plain
    (note,) = await team.posts()
    assert note.kind == "reply"
    assert (
        "CW-C-000001): Action needed by @you · assigned to @ben · due 20 March 2026" in note.plain
    )
    _, redline = await team.presses(edited, "View redline")
    assert "Action needed by @you" in redline.plain
    assert "assigned to @ben · due 20 March 2026" in redline.plain
    (again,) = await team.presses(redline, "Update review")
    assert "[ Ask sales for <terms>. ▾ ]" in again.plain


async def test_an_action_needs_a_note_or_an_assignee(team: Team) -> None:
    """Otherwise nobody would know what to do."""
    (modal,) = await team.presses(await post_card(team), ASSIGN)
    errors, shown = await team.submits(modal, fill())
    assert errors == {ids.NOTE_BLOCK: "Say what is needed, or choose an assignee."}
    assert shown == []


async def test_who_saves_second_is_told_and_loses_nothing(team: Team) -> None:
    """The first decision holds; the second person's note comes back, with a way to edit again."""
    card = await post_card(team)
    (first,) = await team.presses(card, ASSIGN, user="ann")
    (second,) = await team.presses(card, ASSIGN, user="ben")
    await team.submits(first, fill("accepted", note="Fine."))
    _, shown = await team.submits(second, fill("action needed", note="Call them."))
    answer = shown[-1]
    assert "Someone updated CW-C-000001 while you were editing" in answer.plain
    assert "Accepted by @you" in answer.plain
    assert "Your note: Call them." in answer.plain
    (modal,) = await team.presses(answer, "Edit again")
    assert "Accepted by @you" in modal.plain


async def test_statuses_exclude_each_other_and_steps_are_undone(team: Team) -> None:
    """Accepted, then not a change, then back to accepted, then open."""
    card = await post_card(team)
    (modal,) = await team.presses(card, ASSIGN)
    _, (edited,) = await team.submits(modal, fill("accepted"))
    edited, _ = await team.presses(edited, "Not a change")
    assert "Not a change by @you" in edited.plain
    assert "Accepted" not in edited.plain
    edited, answer = await team.presses(edited, "Undo the last review step")
    assert "CW-C-000001 is now: Accepted" in answer.plain
    assert "Accepted by @you" in edited.plain
    edited, answer = await team.presses(edited, "Undo the last review step")
    assert "CW-C-000001 is now: Open" in answer.plain
    assert "[ Mark reviewed ]" in edited.plain


async def test_a_deleted_card_keeps_the_decision(team: Team) -> None:
    """Slack updates no card; the decision is on record."""
    card = await post_card(team)
    team.slack.refuses["chat.update"] = "message_not_found"
    assert await team.presses(card, "Mark reviewed") == []
    (shown,) = await team.types("change 1", channel="legal")
    assert "Acknowledged by @you" in shown.plain


async def prepare_two(team: Team) -> None:
    """Two changes wait in #legal, the first of low and the second of high severity."""
    await team.types("watch brillo", channel="legal")
    await team.reads(1)
    await team.reads(2)
    await team.posts()
    await team.changes(1, severity=Severity.LOW)
    await team.changes(2, severity=Severity.HIGH)
    await team.posts()


async def test_review_lists_what_is_open_and_follows_each_press(team: Team) -> None:
    """The gravest first; a press replaces the list, and other channels have their own."""
    await prepare_two(team)
    (listed,) = await team.types("review", channel="legal")
    assert "2 changes to review in this channel, highest severity first" in listed.plain
    assert listed.plain.index("Terms of Service") < listed.plain.index("Privacy Policy")
    labels = [e.get("accessibility_label") for e in listed.list_buttons()]
    assert "Mark reviewed: Brillo Terms of Service, CW-C-000002" in labels
    card, refreshed = await team.presses(listed, "Mark reviewed")
    assert "Acknowledged" in card.plain
    assert refreshed.kind == "edit"
    assert "1 change to review in this channel" in refreshed.plain
    (elsewhere,) = await team.types("review", channel="random")
    assert "Nothing to review in this channel." in elsewhere.plain
    (everywhere,) = await team.types("review all", channel="random")
    assert "1 change to review in this workspace" in everywhere.plain


@pytest.mark.parametrize("name", ["Brillo", '"BRILLO"', "open changes Brillo"])
async def test_a_press_refreshes_the_worklist_of_one_platform(team: Team, name: str) -> None:
    """The list keeps its platform, however its name was typed."""
    await prepare_two(team)
    (listed,) = await team.types(f"review {name} high", channel="legal")
    assert listed.plain.count("CW-C-") == 1
    _, refreshed = await team.presses(listed, "Mark reviewed")
    assert refreshed.kind == "edit"
    assert "Nothing to review for Brillo in this channel." in refreshed.plain


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("review high", 1),
        ("review brillo", 2),
        ("review mine", 1),
        ("review overdue", 1),
        ("review unassigned", 1),
        ("review mine high", 0),
        ("todo all", 2),
    ],
)
async def test_review_is_narrowed_by_words(team: Team, line: str, count: int) -> None:
    """Severity, platform, assignee and due date, in any order."""
    await prepare_two(team)
    (listed,) = await team.types("review", channel="legal")
    (modal,) = await team.presses(
        RenderedMessage("answer", listed.channel, "", listed.blocks[-3:-1] + listed.blocks[-1:]),
        ASSIGN,
    )
    await team.submits(modal, fill(assignee="UYOU", due="2026-03-01"))
    (shown,) = await team.types(line, channel="legal")
    assert shown.plain.count("CW-C-") == count


async def test_the_log_says_who_decided_what_and_when(team: Team) -> None:
    """Newest first, undone steps too; of one change, of a platform, or of nothing."""
    (empty,) = await team.types("log", channel="legal")
    assert "No review decisions since" in empty.plain
    card = await post_card(team)
    await team.presses(card, "Mark reviewed", user="ann")
    (modal,) = await team.presses(card, ASSIGN)
    await team.submits(modal, fill("accepted", note="Legal agrees."))
    for line in ("log", "log brillo", "log CW-C-000001", "audit brillo since:1y"):
        (shown,) = await team.types(line, channel="legal")
        assert "2 review decisions" in shown.plain
        assert "Acknowledged → Accepted; note: “Legal agrees.”" in shown.plain
        assert "@ann · Brillo Privacy Policy (CW-C-000001): Open → Acknowledged" in shown.plain
        assert shown.plain.index("Legal agrees") < shown.plain.index("@ann")


async def test_the_home_is_a_worklist_with_filters(team: Team) -> None:
    """Chosen filters stay when the home is opened again; a decided change leaves the list."""
    await prepare_two(team)
    await team.console.open_home()
    home = team.seen[-1]
    assert "To review (2)" in home.plain
    (high,) = await team.presses(home, "Any severity", choice="high")
    assert "To review (1)" in high.plain
    assert "Brillo Terms of Service" in high.plain
    (mine,) = await team.presses(high, "Assigned to anyone", choice="mine")
    assert "No change matches these filters." in mine.plain
    await team.console.open_home()
    assert "No change matches these filters." in team.seen[-1].plain
    (anyone,) = await team.presses(mine, "Assigned to anyone", choice="any")
    (every,) = await team.presses(anyone, "Any severity", choice="any")
    (one,) = await team.presses(every, "Any platform", choice="brillo")
    assert "To review (2)" in one.plain
    await team.presses(one, "Mark reviewed")
    await team.homes()
    assert "To review (1)" in team.seen[-1].plain
    assert "Recent decisions" in team.seen[-1].plain


async def test_a_weekly_reminder_lists_what_waits(team: Team) -> None:
    """In the digest, once; off if the channel says so."""
    await prepare_two(team)
    digests = MakeDigests(team.store, lambda: team.now)
    await digests()
    await team.posts()
    team.now += timedelta(days=7)
    for _ in range(2):
        await digests()
    (post,) = await team.posts()
    assert "2 changes to review." in post.plain
    assert "High · Brillo Terms of Service (CW-C-000002): Open" in post.plain
    (listed,) = await team.presses(post, "Open the worklist")
    assert "2 changes to review in this channel" in listed.plain
    await team.types("settings reminders:off", channel="legal")
    team.now += timedelta(days=7)
    await digests()
    assert await team.posts() == []
