"""Posting to a third-party Slack emulator: threads, updates, scopes, archived channels, pauses."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.card_updates import update_cards
from bot.slack.messages.post import render_post
from bot.slack.messenger import SlackMessenger
from clausewatch.errors import DeliveryError
from clausewatch.model.record_ids import PostId
from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import Post
from jobs.send_due import SendDue
from tests.bot.example_values import NOON, make_post, make_review
from tests.clausewatch.store.world import World
from tests.outside.slack_emulator import (
    ADA,
    BOT,
    FILER,
    GUEST,
    MUTE,
    PRIVATE_READER,
    READER,
    JsonClient,
    SlackEmulator,
    run_emulator,
)
from tests.samples.dialogs import list_dialogs
from tests.samples.examples import FEES, REWRITTEN, TRAINING
from tests.samples.posts import make_alert
from tests.sqlite_stores import find_inactive_reason, open_empty_store

SECOND = timedelta(seconds=1)


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    """A workspace with a few channels."""
    async with run_emulator() as running:
        yield running


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An empty store with a clock."""
    store = await open_empty_store(tmp_path / "bot.db")
    yield World(store)
    await store.close()


def to(slack_id: str, post: Post | None = None) -> Post:
    """A post to this channel, by default an alert."""
    made = post or make_post(make_alert(TRAINING))
    return replace(made, channel=replace(made.channel, slack_id=slack_id))


async def test_a_card_and_its_thread(slack: SlackEmulator) -> None:
    """The card is a message and its overflow is replies, each part once with its blocks."""
    legal = await slack.find_channel("legal")
    messenger = SlackMessenger(slack.client(BOT))
    told = make_alert(REWRITTEN)
    messages = render_post((told,))
    card = await messenger.post(to(legal, make_post(told)), NOON)
    assert card.parts == len(messages) > 1
    for part in range(1, card.parts):
        await messenger.post(to(legal, make_post(told, part=part, root_ts=card.ts)), NOON)
    kept = await slack.read_thread(legal, card.ts)
    assert [each["text"] for each in kept] == [message.text for message in messages]
    assert [each["blocks"] for each in kept] == [list(message.blocks) for message in messages]
    assert kept[0]["reply_count"] == card.parts - 1


async def test_a_review_shows_on_the_card(slack: SlackEmulator) -> None:
    """The update replaces the card's text and blocks and adds no message."""
    legal = await slack.find_channel("legal")
    messenger = SlackMessenger(slack.client(BOT))
    card = await messenger.post(to(legal), NOON)
    channel = to(legal).channel
    ada = await slack.find_user("ada")
    read = replace(TRAINING, review=make_review(user=ada))
    await update_cards(slack.client(BOT), read, [(channel, card.ts)])
    (kept,) = await slack.read_thread(legal, card.ts)
    assert f"by <@{ada}>" in str(kept["blocks"])
    assert kept["edited"]


async def test_a_lost_post_is_found_by_its_metadata(slack: SlackEmulator) -> None:
    """With a history scope an unconfirmed post is found by its id, and no other post is."""
    legal = await slack.find_channel("legal")
    messenger = SlackMessenger(slack.client(READER))
    post = to(legal)
    card = await messenger.post(post, NOON)
    found = await messenger.find(post)
    assert found is not None
    assert found.ts == card.ts
    assert await messenger.find(replace(post, post_id=PostId(77))) is None
    with pytest.raises(DeliveryError) as refused:
        await SlackMessenger(slack.client(BOT)).find(post)
    assert refused.value.code == "missing_scope"


async def test_a_private_channel_has_a_history_scope_of_its_own(slack: SlackEmulator) -> None:
    """Each history scope finds posts in its kind of channel, and Slack refuses the other kind."""
    legal, secret = await slack.find_channel("legal"), await _refusing(slack, "secret")
    await _mend(slack, "secret", secret)
    readers = {legal: READER, secret: PRIVATE_READER}
    for channel_id, token in readers.items():
        post = to(channel_id)
        card = await SlackMessenger(slack.client(BOT)).post(post, NOON)
        found = await SlackMessenger(slack.client(token)).find(post)
        assert found is not None
        assert found.ts == card.ts
        (other,) = set(readers.values()) - {token}
        with pytest.raises(DeliveryError) as refused:
            await SlackMessenger(slack.client(other)).find(post)
        assert refused.value.code == "missing_scope"


async def test_a_file_needs_the_optional_scope(slack: SlackEmulator) -> None:
    """With `files:write` an export is uploaded to the channel; without it Slack names the scope."""
    legal = await slack.find_channel("legal")
    export = {"channel": legal, "filename": "clausewatch-changes.csv", "content": b"id,platform\n"}
    answer = await slack.client(FILER).files_upload_v2(**export)
    assert answer["files"][0]["id"]
    chart = {"filename": "chart.png", "content": b"PNG", "title": "Changes", "alt_txt": "2 high"}
    answer = await slack.client(FILER).files_upload_v2(channel=legal, **chart)
    assert answer["files"][0]["title"] == "Changes"
    with pytest.raises(SlackApiError, match="missing_scope"):
        await slack.client(BOT).files_upload_v2(**export)


async def test_a_word_for_one_person(slack: SlackEmulator) -> None:
    """An ephemeral answer reaches a member and is not a message of the channel."""
    legal, ada = await slack.find_channel("legal"), await slack.find_user("ada")
    message = render_post((make_alert(FEES),))[0]
    await slack.client(BOT).chat_postEphemeral(
        channel=legal, user=ada, text=message.text, blocks=message.blocks
    )
    answer = await slack.client(ADA).conversations_history(channel=legal)
    assert message.text not in [each["text"] for each in answer["messages"]]
    with pytest.raises(SlackApiError, match="user_not_found"):
        await slack.client(BOT).chat_postEphemeral(channel=legal, user="U0", text="Nobody")


async def test_views_are_kept_as_sent(slack: SlackEmulator) -> None:
    """A member's App Home has exactly the blocks that were published."""
    home = next(sample.view for sample in list_dialogs() if sample.name == "home")
    answer = await slack.client(BOT).views_publish(user_id=await slack.find_user("ada"), view=home)
    assert [each["type"] for each in answer["view"]["blocks"]] == [
        each["type"] for each in (home or {})["blocks"]
    ]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A channel that refuses posts: the token that fails, and the one that works afterwards."""

    channel: str
    token: str
    code: str
    then: str = BOT


REFUSALS = {
    "without the scope": Refusal("legal", MUTE, "missing_scope"),
    "archived": Refusal("old", BOT, "is_archived"),
    "private, without the bot": Refusal("secret", BOT, "not_in_channel"),
    "private, with the scope for public ones": Refusal("secret", GUEST, "not_in_channel", GUEST),
    "public, without the bot": Refusal("open", BOT, "not_in_channel"),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_a_refusal_pauses_the_channel(
    slack: SlackEmulator, world: World, refusal: Refusal
) -> None:
    """The channel is paused with Slack's error code, and its alert is posted once afterwards."""
    slack_id = await _refusing(slack, refusal.channel)
    channel = await _changed_in(world, slack_id)
    assert await _send(world, slack.client(refusal.token)) == 0
    assert (await world.channel(slack_id=slack_id)).paused == refusal.code
    assert await _send(world, slack.client(refusal.then)) == 0

    await _mend(slack, refusal.channel, slack_id)
    await world.store.workspaces.resume_channel(channel.id, world.now)
    assert await _send(world, slack.client(refusal.then)) == 1
    history = await slack.client(ADA).conversations_history(channel=slack_id)
    cards = [each for each in history["messages"] if "Medium ·" in each["text"]]
    assert len(cards) == 1
    assert cards[0]["metadata"]["event_type"] == "clausewatch_post"


async def test_public_channels_need_no_invitation_with_the_optional_scope(
    slack: SlackEmulator, world: World
) -> None:
    """With `chat:write.public` an alert and its thread are posted where the bot is no member."""
    slack_id = await _refusing(slack, "open")
    await _changed_in(world, slack_id)
    assert await _send(world, slack.client(GUEST)) == 1
    assert (await world.channel(slack_id=slack_id)).paused is None
    messenger = SlackMessenger(slack.client(GUEST))
    told = make_alert(REWRITTEN)
    card = await messenger.post(to(slack_id, make_post(told)), NOON)
    await messenger.post(to(slack_id, make_post(told, part=1, root_ts=card.ts)), NOON)
    assert len(await slack.read_thread(slack_id, card.ts)) > 1
    await update_cards(slack.client(GUEST), REWRITTEN, [(to(slack_id).channel, card.ts)])
    assert (await slack.read_thread(slack_id, card.ts))[0]["edited"]


async def test_whoever_added_last_is_told_of_a_silent_channel(
    slack: SlackEmulator, world: World
) -> None:
    """Slack accepts a member's id as a channel without another scope. The message arrives once."""
    ada = await slack.find_user("ada")
    slack_id = await _refusing(slack, "secret")
    channel = await world.channel(slack_id=slack_id)
    await world.watch(channel, user_id=ada)
    await world.first_read()
    await world.change()
    assert await _send(world, slack.client(BOT)) == 1
    assert (await world.channel(slack_id=slack_id)).paused == "not_in_channel"
    assert (await world.channel(slack_id=ada)).paused is None
    world.after(timedelta(hours=2))
    assert await _send(world, slack.client(BOT)) == 0


async def test_a_channel_that_is_none(slack: SlackEmulator, world: World) -> None:
    """An unknown channel is paused, and paused again after a retry."""
    channel = await _changed_in(world, "C0NOWHERE")
    for _ in range(2):
        assert await _send(world, slack.client(BOT)) == 0
        assert (await world.channel(slack_id="C0NOWHERE")).paused == "channel_not_found"
        await world.store.workspaces.resume_channel(channel.id, world.now)


async def test_a_token_that_is_none_silences_the_workspace(
    slack: SlackEmulator, world: World
) -> None:
    """After an unknown token no channel of the workspace is tried again."""
    channel = await _changed_in(world, await slack.find_channel("legal"))
    assert await _send(world, slack.client("")) == 0
    assert await find_inactive_reason(world.store, channel.workspace_id) == "not_authed"
    assert (await world.channel(slack_id=channel.slack_id)).paused is None


async def _refusing(slack: SlackEmulator, name: str) -> str:
    """Return the id of a channel in the state that its name describes."""
    ada = slack.client(ADA)
    if name in {"secret", "open"}:
        made = await ada.conversations_create(name=name, is_private=name == "secret")
        return str(made["channel"]["id"])
    channel_id = await slack.find_channel(name)
    if name == "old":
        await ada.conversations_archive(channel=channel_id)
    return channel_id


async def _mend(slack: SlackEmulator, name: str, channel_id: str) -> None:
    """Fix the state as a person would."""
    ada = slack.client(ADA)
    if name in {"secret", "open"}:
        await ada.conversations_invite(
            channel=channel_id, users=[await slack.find_user("clausewatch")]
        )
    if name == "old":
        await ada.conversations_unarchive(channel=channel_id)


async def _changed_in(world: World, slack_id: str) -> Channel:
    """Let a channel watch a document, and change its terms."""
    channel = await world.channel(slack_id=slack_id)
    await world.watch(channel)
    await world.first_read()
    await world.change()
    return channel


async def _send(world: World, client: JsonClient) -> int:
    """Post everything that is due and return the number of posts."""
    world.after(SECOND)
    return await SendDue(world.store, SlackMessenger(client), lambda: world.now)()


async def test_who_somebody_is_needs_the_optional_scope(slack: SlackEmulator) -> None:
    """With `users:read` Slack says a member's team and role; without it, it names the scope."""
    ada = await slack.find_user("ada")
    user = (await slack.client(ADA).users_info(user=ada))["user"]
    assert user["team_id"]
    assert "is_admin" in user
    with pytest.raises(SlackApiError, match="missing_scope"):
        await slack.client(BOT).users_info(user=ada)
