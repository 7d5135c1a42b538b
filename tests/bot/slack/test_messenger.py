"""The outbox's messenger, against a stand-in that answers as Slack does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.slack.clients import make_listener_client, make_posting_client
from bot.slack.identity import SlackUnavailable, fetch_identity
from bot.slack.messages.post import render_post
from bot.slack.messenger import SlackMessenger
from clausewatch.errors import NO_ANSWER, DeliveryError, StoreError
from clausewatch.model.record_ids import ChangeId, DocumentId
from clausewatch.model.watches import Channel
from clausewatch.notifications.events import TextReverted, VersionDate
from tests.bot.block_rules import assert_message
from tests.bot.example_values import (
    CHANNEL,
    NOON,
    make_change,
    make_delivery,
    make_edit,
    make_post,
)
from tests.fake_slack import FakeSlack

LONG = tuple(
    make_edit(f"We keep item {n} for 30 days." * 40, f"We sell item {n}." * 40) for n in range(20)
)


Answer = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def serving_answer(answer: Answer) -> AsyncIterator[str]:
    """Serve one answer to every call of the API; yield the port."""
    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def test_a_post_is_made_once_with_its_id() -> None:
    """The card has metadata by which it can be found again, and unfurls nothing."""
    async with FakeSlack() as slack:
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        receipt = await messenger.post(make_post(), NOON)
        post = slack.posts[0]
        assert (receipt.ts, receipt.parts) == (post.ts, 1)
        assert post.metadata == {
            "event_type": "clausewatch_post",
            "event_payload": {"post": 9, "part": 0},
        }
        _, sent = slack.calls[0]
        assert str(sent["unfurl_links"]).lower() in {"false", "0"}
        assert "reply_broadcast" not in sent
        assert await messenger.find(make_post()) == receipt


async def test_overflow_goes_into_the_thread() -> None:
    """Each further part is a post of its own under the card."""
    async with FakeSlack() as slack:
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        told = make_delivery(of=make_change(edits=LONG))
        receipt = await messenger.post(make_post(told), NOON)
        assert receipt.parts == len(render_post((told,))) > 1
        part = make_post(told, part=1, root_ts=receipt.ts)
        second = await messenger.post(part, NOON)
        assert slack.posts[1].thread_ts == receipt.ts
        assert "more edits" in slack.posts[1].text
        assert await messenger.find(part) == second
        assert await messenger.find(make_post(told)) == receipt


async def test_a_repeat_says_so() -> None:
    """A second post after an unknown result names the change that it may repeat."""
    async with FakeSlack() as slack:
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        await messenger.post(make_post(is_repeat=True), NOON)
        assert slack.posts[0].text.startswith("Possible duplicate of CW-C-000321")


REFUSALS = [
    ("not_in_channel", 200, {}, False, None),
    ("is_archived", 200, {}, False, None),
    ("ratelimited", 429, {"Retry-After": "30"}, True, timedelta(seconds=30)),
    ("ratelimited", 429, {"Retry-After": "1.5"}, True, timedelta(seconds=1)),
    ("ratelimited", 429, {"Retry-After": "9" * 9}, True, timedelta(days=1)),
    ("internal_error", 200, {}, True, None),
    ("token_revoked", 200, {}, False, None),
]


@pytest.mark.parametrize(("code", "status", "headers", "transient", "wait"), REFUSALS)
async def test_refusals_carry_slacks_code(
    code: str,
    status: int,
    headers: dict[str, str],
    transient: bool,  # noqa: FBT001  # a column of the table
    wait: timedelta | None,
) -> None:
    """The code, the retry and its time are fields; ambiguous codes mean an unknown result."""
    async with FakeSlack() as slack:
        slack.fails["chat.postMessage"] = [(status, {"ok": False, "error": code}, headers)]
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        with pytest.raises(DeliveryError) as caught:
            await messenger.post(make_post(), NOON)
        assert caught.value.code == ("unknown" if code == "internal_error" else code)
        assert caught.value.transient is transient
        assert caught.value.retry_after == wait
        assert len(slack.calls) == 1


async def test_an_answer_that_is_none_leaves_the_fate_unknown() -> None:
    """A gateway's error page may hide a post that was made, so it is not sent again."""
    async with FakeSlack() as slack:
        slack.fails["chat.postMessage"] = [(502, {}, {})]
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        with pytest.raises(DeliveryError) as caught:
            await messenger.post(make_post(), NOON)
        assert (caught.value.code, caught.value.transient) == ("unknown", True)


async def test_a_connection_cut_before_the_answer_is_unknown_and_not_retried() -> None:
    """The listeners' client does not repeat a lost post either."""
    calls = []

    async def cut(request: web.Request) -> web.Response:
        calls.append(request.path)
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with serving_answer(cut) as url:
        for client in (make_posting_client, make_listener_client):
            with pytest.raises(DeliveryError) as caught:
                await SlackMessenger(client("xoxb-1", base_url=url)).post(make_post(), NOON)
            assert caught.value.code == NO_ANSWER
    assert len(calls) == 2


async def test_slack_that_cannot_be_reached_is_no_unknown_fate() -> None:
    """Without a connection nothing was posted, so the post is tried again."""
    client = make_posting_client("xoxb-1", base_url="http://127.0.0.1:1/api/")
    with pytest.raises(DeliveryError) as caught:
        await SlackMessenger(client).post(make_post(), NOON)
    assert (caught.value.code, caught.value.transient) == ("unreachable", True)


async def test_blocks_that_slack_refuses_go_out_compact() -> None:
    """The change is posted in the smallest form."""
    async with FakeSlack() as slack:
        refusal = (200, {"ok": False, "error": "msg_blocks_too_long"}, {})
        slack.fails["chat.postMessage"] = [refusal]
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        await messenger.post(make_post(make_delivery(of=make_change(edits=LONG))), NOON)
        assert len(slack.posts) == 1
        assert len(slack.posts[0].blocks) == 2


REVERTED = TextReverted(
    DocumentId(1), ChangeId(321), VersionDate(NOON.date(), is_stated=True), NOON.date()
)


async def test_a_note_brings_its_card_up_to_date() -> None:
    """After *reverted* in the thread, the card says so too."""
    async with FakeSlack() as slack:
        client = make_posting_client("xoxb-1", base_url=slack.api_url)
        root = (await SlackMessenger(client).post(make_post(), NOON)).ts

        async def cards_of(*_: object) -> tuple[tuple[object, str], ...]:
            return ((CHANNEL, root),)

        back = make_change(standing="reverted")
        note = make_delivery(REVERTED, of=back)
        await SlackMessenger(client, cards_of).post(make_post(note, root_ts=root), NOON)  # type: ignore[arg-type]
        assert slack.posts[1].thread_ts == root
        assert slack.posts[0].updates == 1
        assert "Reverted" in str(slack.posts[0].blocks)


async def test_a_card_that_cannot_be_brought_up_to_date_is_no_matter_of_the_note() -> None:
    """The note is posted already, so no later fault may have it posted again."""
    async with FakeSlack() as slack:
        client = make_posting_client("xoxb-1", base_url=slack.api_url)

        async def cards_of(*_: object) -> tuple[tuple[Channel, str], ...]:
            raise StoreError("The database does not answer; check that it is running.")

        note = make_delivery(REVERTED, of=make_change())
        receipt = await SlackMessenger(client, cards_of).post(make_post(note), NOON)
        assert receipt.ts == slack.posts[0].ts


@pytest.mark.parametrize("is_repeat", [False, True])
async def test_a_message_that_cannot_be_written_names_its_record(
    is_repeat: bool,  # noqa: FBT001  # a column of the table
) -> None:
    """A rendering fault must not keep a change from a channel."""
    unwritable = make_delivery(of=replace(make_change(), comparison=None))  # type: ignore[arg-type]
    async with FakeSlack() as slack:
        client = make_posting_client("xoxb-1", base_url=slack.api_url)
        told = make_post(unwritable, is_repeat=is_repeat)
        receipt = await SlackMessenger(client).post(told, NOON)
        assert "`show CW-C-000321`" in slack.posts[0].text
        assert slack.posts[0].text.startswith("Possible duplicate") == is_repeat
        assert await SlackMessenger(client).find(told) == receipt


async def test_an_answer_that_is_cut_short_leaves_the_fate_unknown() -> None:
    """The truncated answer is not JSON: the post may have been made."""

    async def cut(_: web.Request) -> web.Response:
        return web.Response(text='{"ok": true, "ts": "1', content_type="application/json")

    async with serving_answer(cut) as url:
        client = make_posting_client("xoxb-1", base_url=url)
        for call in (
            SlackMessenger(client).post(make_post(), NOON),
            SlackMessenger(client).find(make_post()),
        ):
            with pytest.raises(DeliveryError) as caught:
                await call
            assert (caught.value.code, caught.value.transient) == (NO_ANSWER, True)
        with pytest.raises(SlackUnavailable, match="isn't working"):
            await fetch_identity(client)


async def test_history_that_may_not_be_read_leaves_the_fate_unknown() -> None:
    """Without the scope the result stays unknown, and nothing is guessed."""
    async with FakeSlack() as slack:
        refusal = (200, {"ok": False, "error": "missing_scope"}, {})
        slack.fails["conversations.history"] = [refusal]
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        with pytest.raises(DeliveryError, match="missing_scope"):
            await messenger.find(make_post())


def test_folding_is_one_message() -> None:
    """Six changes at once are one notification."""
    told = tuple(make_delivery(number=n, of=make_change(n)) for n in range(1, 7))
    messages = render_post(told)
    assert len(messages) == 1
    assert_message(messages[0])
