"""What a team sees of a change whose card Slack refused for good."""

import pytest

from bot.slack.messages.document_status import MAX_REFUSED_RECORDS, format_refused_cards
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.errors import DeliveryError
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.reviews import ALL_WAITING
from clausewatch.model.watches import Channel, RefusedCard, Tenant
from clausewatch.store import OpenHome
from jobs.send_due import LEASE, SendDue
from tests.bot.team import Team

SAID = "I couldn't post CW-C-000001 {}: Slack refused the message (invalid_blocks)."


async def lose_card(team: Team, code: str = "invalid_blocks") -> None:
    """A watched document changed, and Slack refuses its card in whatever form."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    await team.posts()
    await team.changes(1)
    team.slack.refuses["chat.postMessage"] = code
    assert await SendDue(team.store, team.messenger, lambda: team.now)() == 0
    del team.slack.refuses["chat.postMessage"]


async def read_home(team: Team) -> str:
    """The home that an open app shows after the last tick; empty if it was not published."""
    before = len(team.seen)
    await team.homes()
    return "".join(shown.plain for shown in team.seen[before:])


async def test_the_status_of_the_channel_names_the_change(team: Team) -> None:
    """The list, the diagnostics and an open home say so at once; the work is still there."""
    workspace_id = await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)
    await team.store.app_homes.mark_open(workspace_id, OpenHome("U1", 0, ALL_WAITING), team.now)
    await lose_card(team)
    assert SAID.format("in #general") in await read_home(team)
    (listed,) = await team.types("list")
    assert f"{SAID.format('here')} To decide, use review." in listed.plain
    (facts,) = await team.types("debug")
    assert SAID.format("here") in facts.plain
    (work,) = await team.types("review")
    assert "CW-C-000001" in work.plain
    assert "couldn't post" not in (await team.types("list", channel="sales"))[0].plain


async def test_a_decision_ends_the_status(team: Team) -> None:
    """Nothing is posted later, and nobody is told twice."""
    await lose_card(team)
    (work,) = await team.types("review")
    await team.presses(work, "Mark reviewed")
    assert "couldn't post" not in (await team.types("list"))[0].plain
    assert await team.posts() == []


@pytest.mark.parametrize("code", ["ratelimited", "service_unavailable"])
async def test_a_post_that_will_be_tried_again_is_not_refused(team: Team, code: str) -> None:
    """What Slack only puts off is in no status."""
    await lose_card(team, code)
    assert "couldn't post" not in (await team.types("list"))[0].plain


async def test_a_refusal_is_shown_after_its_tick(team: Team) -> None:
    """A failure that passes publishes no home."""
    workspace_id = await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)
    await team.store.app_homes.mark_open(workspace_id, OpenHome("U1", 0, ALL_WAITING), team.now)
    await lose_card(team, "service_unavailable")
    await team.homes()
    team.slack.refuses["chat.postMessage"] = "service_unavailable"
    post = await team.store.outbox.claim(team.now.replace(hour=23), LEASE)
    assert post is not None
    with pytest.raises(DeliveryError):
        await team.messenger.post(post, team.now)
    assert await read_home(team) == ""


def test_many_refused_cards_are_named_by_channel_and_reason() -> None:
    """A sentence names a few changes and counts the others."""
    channels = [Channel(ChannelId(n), WorkspaceId(1), f"C{n}") for n in (1, 2)]
    cards = [RefusedCard(channels[0], ChangeId(n), "no_text") for n in range(1, 9)]
    cards += [RefusedCard(channels[1], ChangeId(1), "a&b")]
    first, second = format_refused_cards(cards, is_here=False)
    assert first.count("CW-C-") == MAX_REFUSED_RECORDS
    assert first.endswith("and 3 more in <#C1>: Slack refused the message (`no_text`).")
    assert second == "I couldn't post CW-C-000001 in <#C2>: Slack refused the message (a&amp;b)."
