"""Buttons, modals, the App Home and events through the real app."""

import pytest

from bot.slack import ids
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.model.watches import Tenant
from tests.bot.example_values import make_edit
from tests.bot.team import Team
from tests.sqlite_stores import find_inactive_reason, list_watches

TENANT = Tenant(None, TEAM_ID)
LONG = tuple(make_edit(f"We keep item {n}. " * 120, f"We sell item {n}. " * 120) for n in range(8))


async def post_card(team: Team, channel: str = "general", **like: object) -> RenderedMessage:
    """A watched document changed; return the card in the channel."""
    await team.types("watch brillo docs:privacy", channel=channel)
    await team.reads(1)
    await team.posts()
    await team.changes(1, **like)
    return next(shown for shown in await team.posts() if shown.kind == "post")


async def test_first_reads_are_lines_in_the_channel(team: Team) -> None:
    """A document's first reading is a line, never a change."""
    await team.types("watch brillo")
    await team.reads(1)
    await team.reads(2)
    (post,) = await team.posts()
    assert "Brillo Privacy Policy: monitoring started. “Privacy”, 12 words" in post.plain
    assert "Brillo Terms of Service: monitoring started." in post.plain


async def test_a_change_is_a_card_in_each_watching_channel(team: Team) -> None:
    """Both channels get one card, and a channel that does not watch gets none."""
    await team.types("watch brillo docs:privacy", channel="legal")
    await team.types("watch brillo docs:privacy", channel="security")
    await team.types("watch pixelgarten", channel="random")
    await team.reads(1)
    await team.posts()
    await team.changes(1)
    cards = await team.posts()
    assert sorted(card.channel for card in cards) == ["C-LEGAL", "C-SECURITY"]
    assert all("High · Brillo Privacy Policy" in card.plain for card in cards)
    assert await team.posts() == []


async def test_reviewed_shows_on_every_card_and_in_the_threads(team: Team) -> None:
    """Both cards name the user, and each thread has one note."""
    await team.types("watch brillo docs:privacy", channel="security")
    card = await post_card(team, "legal")
    edits = await team.presses(card, "Mark reviewed", user="ann")
    assert sorted(each.channel for each in edits) == ["C-LEGAL", "C-SECURITY"]
    assert all("Acknowledged by @ann" in each.plain for each in edits)
    notes = [each for each in await team.posts() if each.kind == "reply"]
    assert sorted(note.channel for note in notes) == ["C-LEGAL", "C-SECURITY"]
    assert all("(CW-C-000001): Acknowledged by @ann." in note.plain for note in notes)
    *_, answer = await team.presses(card, "Mark reviewed", user="ben")
    assert "already has a decision. Acknowledged by @ann" in answer.plain
    assert [each for each in await team.posts() if each.kind == "reply"] == []


async def test_reviewing_a_looked_up_card_alters_the_answer(team: Team) -> None:
    """A card in an ephemeral answer is updated too."""
    await post_card(team)
    (shown,) = await team.types("change CW-C-000001")
    edits = await team.presses(shown, "Mark reviewed")
    assert [each.kind for each in edits] == ["edit", "edit"]
    assert all("Acknowledged by @you" in each.plain for each in edits)


async def test_a_redline_opens_at_once_and_turns_its_pages(team: Team) -> None:
    """First a skeleton, then the text; the pages turn in the same view."""
    card = await post_card(team, edits=LONG)
    skeleton, first = await team.presses(card, "View redline")
    assert "Loading the redline" in skeleton.plain
    assert first.view_id == skeleton.view_id
    assert "Page 1 of" in first.plain
    assert "[-keep-] [+sell+] item 0" in first.plain
    (second,) = await team.presses(first, "Next")
    assert "Page 2 of" in second.plain
    (back,) = await team.presses(second, "Previous")
    assert back.blocks == first.blocks


async def test_a_redline_of_another_workspace_does_not_exist(team: Team) -> None:
    """A change that is not on record here opens nothing."""
    card = await post_card(team)
    await team.store.workspaces.purge(TENANT)
    await team.context.store.workspaces.ensure(TENANT, team.now)
    foreign = RenderedMessage("post", card.channel, "", _with_value(card, "99"), ts=card.ts)
    _, view = await team.presses(foreign, "View redline")
    assert "no longer stored" in view.plain
    (answer,) = await team.presses(foreign, "Mark reviewed")
    assert "no longer stored" in answer.plain


def _with_value(card: RenderedMessage, value: str) -> tuple[dict[str, object], ...]:
    rows = [block for block in card.blocks if block["type"] == "actions"]
    return tuple(
        {**row, "elements": [{**element, "value": value} for element in row["elements"]]}
        for row in rows
    )


async def test_a_redline_can_be_reviewed_where_it_is_read(team: Team) -> None:
    """The view and the card name the user, and the page stays."""
    card = await post_card(team, edits=LONG)
    _, first = await team.presses(card, "View redline")
    (second,) = await team.presses(first, "Next")
    edited, view = await team.presses(second, "Mark reviewed")
    assert (edited.kind, view.kind) == ("edit", "modal")
    assert "Acknowledged by @you" in edited.plain
    assert "Acknowledged by @you" in view.plain
    assert "Page 2 of" in view.plain


async def test_a_redline_that_comes_too_late_says_so(team: Team) -> None:
    """An expired trigger gets a sentence; any other refusal is an unexpected error."""
    card = await post_card(team)
    team.slack.refuses["views.open"] = "expired_trigger_id"
    (answer,) = await team.presses(card, "View redline")
    assert "Press the button again" in answer.plain
    team.slack.refuses["views.open"] = "invalid_blocks"
    (answer,) = await team.presses(card, "View redline")
    assert "Something went wrong and nothing was changed" in answer.plain


async def test_a_fault_while_a_redline_is_set_shows_in_its_view(team: Team) -> None:
    """The opened view does not stay a skeleton."""
    card = await post_card(team)
    _, view = await team.presses(card, "View redline")
    broken = RenderedMessage(
        "modal", "", "", _with_value(card, "x"), view_id="V1", callback_id=view.callback_id
    )
    (shown,) = await team.presses(broken, "Mark reviewed")
    assert shown.kind == "modal"
    assert "Something went wrong and nothing was changed" in shown.plain


@pytest.mark.parametrize(
    ("codes", "updates"), [(("message_not_found",), 0), (("msg_blocks_too_long",), 0)]
)
async def test_a_card_that_cannot_be_edited_does_not_lose_the_review(
    team: Team, codes: tuple[str, ...], updates: int
) -> None:
    """The review is on record whether or not Slack updates the card."""
    card = await post_card(team)
    team.slack.refuses["chat.update"] = codes[0]
    assert len(await team.presses(card, "Mark reviewed")) == updates
    (shown,) = await team.types("change 1")
    assert "Acknowledged by @you" in shown.plain


async def test_changes_are_listed_by_platform_channel_and_workspace(team: Team) -> None:
    """Each with its redline, and for the span that was asked for."""
    await post_card(team, "legal")
    for line, count in (
        ("changes", "1 change on this channel's watchlist"),
        ("changes brillo", "1 change for Brillo since"),
        ("changes all since:1y", "1 change in this workspace"),
        ("changes pixelgarten", "No changes recorded for Pixelgarten"),
    ):
        (shown,) = await team.types(line, channel="legal")
        assert count in shown.plain
    (elsewhere,) = await team.types("changes", channel="random")
    assert "No changes recorded" in elsewhere.plain
    (shown,) = await team.types("changes brillo since:90d", channel="legal")
    *_, view = await team.presses(shown, "View redline")
    assert "12 months" in view.plain
    (unknown,) = await team.types("changes pixelgartn", channel="legal")
    assert "Did you mean" in unknown.plain
    (post,) = await team.presses(shown, "Share in channel")
    assert "1 change for Brillo since" in post.plain


async def test_long_lists_of_changes_are_turned(team: Team) -> None:
    """Twelve changes are two pages of one answer."""
    await post_card(team)
    for _ in range(11):
        await team.changes(1)
    (first,) = await team.types("changes brillo")
    assert "Page 1 of 2" in first.plain
    (second,) = await team.presses(first, "Next")
    assert "Page 2 of 2" in second.plain
    assert "CW-C-000001" in second.plain


async def test_a_document_is_shown_with_its_changes(team: Team) -> None:
    """By its record id."""
    await post_card(team)
    (shown,) = await team.types("show CW-D-00001")
    for said in ("Brillo Privacy Policy · CW-D-00001", "12 words", "SHA-256", "CW-C-000001"):
        assert said in shown.plain
    (platform,) = await team.types("show brillo")
    *_, view = await team.presses(platform, "Redline CW-C-000001")
    assert "12 months" in view.plain


async def test_sharing_where_the_bot_is_not_says_how_to_invite(team: Team) -> None:
    """The user learns that the answer could not be posted."""
    (shown,) = await team.types("list all")
    await post_card(team)
    (shown,) = await team.types("list")
    team.slack.refuses["chat.postMessage"] = "not_in_channel"
    (answer,) = await team.presses(shown, "Share in channel")
    assert answer.plain.startswith("I didn't share anything. I can't post here yet")
    assert "/invite" in answer.plain


async def test_more_than_five_at_once_fold_and_each_opens(team: Team) -> None:
    """Six changes are one post, from which each redline opens."""
    await team.types("watch " + ", ".join(f"vendor {n:02}" for n in range(6)) + " docs:privacy")
    for number in range(1, 7):
        await team.reads(number)
    await team.posts()
    for number in range(1, 7):
        await team.changes(number)
    (post,) = await team.posts()
    assert "6 policy changes" in post.plain
    _, view = await team.presses(post, "View redline")
    assert "12 months" in view.plain


def fill_modal(**chosen: str) -> dict[str, dict[str, dict[str, object]]]:
    """The state of the *Add platform* modal."""

    def option(value: str) -> dict[str, object]:
        return {"selected_option": {"value": value} if value else None}

    return {
        ids.PLATFORM_BLOCK: {ids.PLATFORM_SELECT: option(chosen.get("platform", ""))},
        ids.URL_BLOCK: {ids.URL_INPUT: {"value": chosen.get("address")}},
        ids.KINDS_BLOCK: {ids.KINDS_SELECT: option(chosen.get("kinds", "usual"))},
        ids.MINIMUM_BLOCK: {ids.MINIMUM_SELECT: option(chosen.get("minimum", "low"))},
        ids.CADENCE_BLOCK: {ids.CADENCE_SELECT: option(chosen.get("cadence", "now"))},
        ids.CHANNEL_BLOCK: {ids.CHANNEL_SELECT: {"selected_conversation": "C-LEGAL"}},
    }


async def open_modal(team: Team) -> RenderedMessage:
    """The opened *Add platform* modal."""
    (shown,) = await team.types("help")
    (opened,) = await team.presses(shown, "Add platform")
    assert opened.kind == "modal"
    return opened


@pytest.mark.parametrize(
    ("chosen", "block"),
    [
        ({}, ids.PLATFORM_BLOCK),
        ({"platform": "brillo", "address": "https://a.example/x"}, ids.URL_BLOCK),
        ({"address": "http://10.0.0.1/terms"}, ids.URL_BLOCK),
        ({"address": "poems"}, ids.URL_BLOCK),
    ],
)
async def test_a_modal_filled_in_wrongly_says_where(
    team: Team, chosen: dict[str, str], block: str
) -> None:
    """The acknowledgement has the field errors, and nothing is stored."""
    errors, shown = await team.submits(await open_modal(team), fill_modal(**chosen))
    assert list(errors) == [block]
    assert shown == []


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (
            {"platform": "brillo"},
            "Brillo: Privacy Policy, Terms of Service; all changes, immediately",
        ),
        (
            {"platform": "pixelgarten", "kinds": "all", "minimum": "high", "cadence": "weekly"},
            "Cookie Policy; high severity only, weekly digest",
        ),
        ({"address": "https://unheard.example/terms"}, "unheard.example: Terms of Service"),
        ({"address": "unheard.example/terms"}, "unheard.example: Terms of Service"),
    ],
)
async def test_a_modal_does_what_the_verb_does(
    team: Team, chosen: dict[str, str], said: str
) -> None:
    """The chosen channel gets the same post as after the verb."""
    errors, (post,) = await team.submits(await open_modal(team), fill_modal(**chosen))
    assert errors == {}
    assert post.channel == "C-LEGAL"
    assert said in " ".join(post.plain.split())


async def test_what_nobody_touches_in_the_modal_stays(team: Team) -> None:
    """As with the verb: each select starts with *as it is*, and names the default."""
    await team.types("watch brillo docs:terms min:high deliver:weekly", channel="legal")
    opened = await open_modal(team)
    usual = [e["initial_option"]["value"] for e in opened.list_buttons() if "initial_option" in e]
    assert usual == ["usual"] * 3
    untouched = fill_modal(platform="brillo", kinds="usual", minimum="usual", cadence="usual")
    _, (post,) = await team.submits(opened, untouched)
    assert "Brillo: Terms of Service; high severity only, weekly digest" in post.plain
    _, (post,) = await team.submits(opened, fill_modal(platform="brillo", cadence="usual"))
    assert "all changes, weekly digest" in post.plain


async def test_a_modal_for_a_channel_without_the_bot_answers_the_person(team: Team) -> None:
    """The watch is kept, and the user gets the line to type."""
    opened = await open_modal(team)
    team.slack.refuses["chat.postMessage"] = "not_in_channel"
    _, (answer,) = await team.submits(opened, fill_modal(platform="brillo"))
    assert answer.kind == "answer"
    assert "/invite" in answer.plain


async def test_the_home_says_what_to_do_first_and_later_how_things_stand(team: Team) -> None:
    """Empty: one button. Later: watchlists, health and changes to review."""
    await team.console.open_home()
    assert "You're not watching anything yet" in team.seen[-1].plain
    await post_card(team)
    await team.console.open_home()
    home = team.seen[-1]
    assert home.kind == "home"
    assert "1 platform in 1 channel, 1 document; all available" in home.plain
    assert "To review (1)" in home.plain
    assert "Brillo in #general" in home.plain
    await team.presses(home, "View redline")
    assert team.seen[-1].kind == "modal"


async def test_the_home_is_paged(team: Team) -> None:
    """Many platforms are several pages."""
    await team.types("watch " + ", ".join(f"Vendor {n:02}" for n in range(40)))
    await team.console.open_home()
    assert "Page 1 of 3" in team.seen[-1].plain
    (second,) = await team.presses(team.seen[-1], "Next")
    assert second.kind == "home"
    assert "Page 2 of 3" in second.plain


async def send_event(team: Team, event_id: str = "Ev1", **fields: object) -> None:
    """Slack sends an event."""
    body = {"type": "event_callback", "team_id": TEAM_ID, "event_id": event_id, "event": fields}
    await team.console._send(body)


async def test_an_event_is_handled_once(team: Team) -> None:
    """Slack may send an event twice; the second time nothing happens."""
    for _ in range(3):
        await send_event(team, type="app_home_opened", user="UYOU", tab="home")
    assert [shown.kind for shown in team.seen] == ["home"]
    await send_event(team, "Ev2", type="app_home_opened", user="UYOU", tab="messages")
    assert len(team.seen) == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("channel_left", "I was removed from that channel"),
        ("group_left", "I was removed from that channel"),
        ("channel_archive", "the channel is archived"),
        ("group_archive", "the channel is archived"),
        ("group_deleted", "the channel was deleted"),
        ("channel_deleted", "the channel was deleted"),
    ],
)
async def test_a_channel_that_goes_is_paused_and_what_waits_is_kept(
    team: Team, kind: str, said: str
) -> None:
    """Nothing is posted until it is back; then everything that waited is."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    await send_event(team, type=kind, channel="C-GENERAL")
    (listed,) = await team.types("list")
    assert said in listed.plain
    assert await team.posts() == []
    await send_event(team, "Ev2", type="channel_unarchive", channel="C-GENERAL")
    assert len(await team.posts()) == 1


async def test_a_private_channel_resumes_and_a_channel_keeps_its_watchlist(team: Team) -> None:
    """A private channel is restored like a public one; a channel with a new id is the same one."""
    await team.types("watch brillo docs:privacy")
    await send_event(team, type="group_archive", channel="C-GENERAL")
    await send_event(team, "Ev2", type="group_unarchive", channel="C-GENERAL")
    await send_event(team, "Ev3", type="group_rename", channel={"id": "C-GENERAL", "name": "x"})
    assert "I can't post" not in (await team.types("list"))[0].plain
    await send_event(
        team,
        "Ev4",
        type="channel_id_changed",
        old_channel_id="C-GENERAL",
        new_channel_id="C-SHARED",
    )
    (moved,) = await team.types("list", channel="shared")
    assert "Brillo" in moved.plain
    assert "isn't watching anything" in (await team.types("list"))[0].plain


async def test_an_invitation_of_the_bot_resumes_the_channel(team: Team) -> None:
    """Another member's joining changes nothing."""
    await team.types("watch brillo docs:privacy")
    await send_event(team, type="channel_left", channel="C-GENERAL")
    await send_event(team, "Ev2", type="member_joined_channel", user="USOME", channel="C-GENERAL")
    assert "I can't post" in (await team.types("list"))[0].plain
    bot = "UCLAUSEWATCH"
    await send_event(team, "Ev3", type="member_joined_channel", user=bot, channel="C-GENERAL")
    assert "I can't post" not in (await team.types("list"))[0].plain


async def test_uninstalling_forgets_the_workspace(team: Team) -> None:
    """Every row of the workspace is deleted."""
    await post_card(team)
    await send_event(team, type="app_uninstalled")
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    assert await list_watches(team.store, workspace) == ()
    assert await team.store.changes.find(workspace, 1) is None or workspace != 1


async def test_a_revoked_token_stops_the_posts(team: Team) -> None:
    """Nothing is posted with a revoked bot token; a user's token does not matter."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    await send_event(team, type="tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    assert await find_inactive_reason(team.store, workspace) is None
    await send_event(team, "Ev2", type="tokens_revoked", tokens={"oauth": [], "bot": ["UBOT"]})
    assert await find_inactive_reason(team.store, workspace) == "tokens revoked"
    assert await team.posts() == []


async def test_an_unknown_button_is_explained(team: Team) -> None:
    """A button of an earlier release gets a sentence."""
    old = RenderedMessage(
        "post",
        "C-GENERAL",
        "",
        (
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "gone",
                        "text": {"type": "plain_text", "text": "Old"},
                        "value": "1",
                    }
                ],
            },
        ),
        ts="1.1",
    )
    (shown,) = await team.presses(old, "Old")
    assert "earlier release" in shown.plain


IN_BLOCKS = [{"type": "rich_text", "elements": [{"type": "link", "url": "https://b.example/dpa"}]}]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "look at <https://a.example/terms?x=1&amp;y=2|this>"}, "x=1&y=2"),
        ({"text": "", "blocks": IN_BLOCKS}, "https://b.example/dpa"),
        ({"text": "see", "attachments": [{"title_link": "http://c.example/a"}]}, "c.example/a"),
        ({"text": "no link"}, "has no link"),
        ({}, "has no link"),
    ],
)
async def test_watch_this_link(team: Team, message: dict[str, object], said: str) -> None:
    """The message shortcut opens the modal with the first link of the message."""
    await team.console._send(
        {
            "type": "message_action",
            "callback_id": ids.WATCH_LINK,
            "user": {"id": "UYOU"},
            "team": {"id": TEAM_ID},
            "channel": {"id": "C-GENERAL"},
            "message": message,
            "trigger_id": "1",
            "response_url": f"{team.console._url}/C-GENERAL",
        }
    )
    assert said in team.seen[-1].plain
