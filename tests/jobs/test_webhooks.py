"""Webhooks: every change of a channel arrives at least once, signed, whatever fails."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import update

from bot.exports.webhook_payload import SIGNATURE, derive_secret, name_key, sign_message
from clausewatch.errors import FetchError, Forbidden
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.model.webhooks import SignedRequest, WebhookMessage
from clausewatch.store import Store
from clausewatch.store.tables import CHANGE
from clausewatch.store.webhooks import DAMAGED, MAX_ATTEMPTS, NewWebhook
from jobs.send_webhooks import LEASE, MAX_PER_TICK, Post, SendWebhooks
from tests.jobs.world import World, render_policy
from tests.sqlite_stores import make_watch_request, open_empty_store

KEYS = ("an-older-key-of-the-settings", "a-newer-key-of-the-settings")
URL = "https://receiver.example/changes"
ACME = "https://acme.example/privacy"
HOURS, SOON = timedelta(hours=7), timedelta(minutes=11)
SCHEMA = Path(__file__).parents[2] / "docs" / "exports.schema.json"


@dataclass
class Receiver:
    """A receiver that answers as it is told, and remembers what arrived."""

    answers: list[int | FetchError | BaseException] = field(default_factory=list)
    arrived: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Take a message, or fail."""
        self.arrived.append((url, headers, body))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def ids(self) -> list[str]:
        """The ids of what arrived."""
        return [headers["clausewatch-id"] for _, headers, _ in self.arrived]


@dataclass
class Setup:
    """A world with a job that sends to a receiver."""

    world: World
    receiver: Receiver
    send: SendWebhooks
    channel_id: ChannelId

    async def change(self, days: int) -> None:
        """Let a term change, and two checks see it."""
        self.world.pages[ACME] = render_policy("Acme", days)
        await self.world.look(HOURS)
        await self.world.look(SOON)

    async def add(self, channel_id: ChannelId | None = None, url: str = URL) -> int:
        """Add a webhook."""
        new = NewWebhook(channel_id or self.channel_id, url, "0f" * 16, name_key(KEYS[-1]))
        return await self.world.store.webhooks.add(new, self.world.now)


@pytest.fixture(params=["sqlite", "postgresql"])
async def setup(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Setup]:
    """A channel that watches Acme, on both databases."""
    if request.param == "sqlite":
        store = await open_empty_store(tmp_path / "webhooks.db")
    else:
        store = await Store.open(request.getfixturevalue("migrated_database"))
    world, receiver = World(store), Receiver()

    def sign(message: WebhookMessage, now: datetime) -> SignedRequest:
        return sign_message(message, KEYS, "", now)

    @asynccontextmanager
    async def open_client() -> AsyncIterator[Post]:
        yield receiver

    channel = await world.watch("Acme")
    await world.look()
    yield Setup(world, receiver, SendWebhooks(store, sign, open_client, world.clock), channel.id)
    await store.close()


async def test_a_change_arrives_signed_and_once(setup: Setup) -> None:
    """The body is an export of changes; the signature covers it and the time; 204 settles it."""
    await setup.add()
    await setup.change(90)
    assert await setup.send() == 1
    assert await setup.send() == 0
    ((url, headers, body),) = setup.receiver.arrived
    export = json.loads(body)
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(export)
    assert (url, export["format"], export["id"]) == (URL, "clausewatch.changes", "CW-W-000001")
    assert (export["channel"], export["items"][0]["platform"]) == ("C1", "Acme")
    fields = dict(part.split("=") for part in headers[SIGNATURE].split(","))
    secret = derive_secret(KEYS[-1], "0f" * 16)
    signed = f"{fields['t']}.".encode() + body
    assert fields["v1"] == hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert int(fields["t"]) == int(setup.world.now.timestamp())


async def test_only_the_webhooks_of_the_channel_get_its_changes(setup: Setup) -> None:
    """Another channel, of another platform, has a webhook too; a removed one gets nothing."""
    other = await setup.world.watch("Other", channel="C2")
    await setup.world.look()
    await setup.add(other.id, "https://other.example/")
    gone = await setup.add(url="https://gone.example/")
    assert not await setup.world.store.webhooks.remove(other.id, gone)
    assert await setup.world.store.webhooks.remove(setup.channel_id, gone)
    await setup.add()
    await setup.change(90)
    await setup.send()
    assert [url for url, _, _ in setup.receiver.arrived] == [URL]


async def test_a_change_for_the_digest_arrives_at_once(setup: Setup) -> None:
    """The channel reads it once a day, and the other system hears of it now."""
    world = setup.world
    workspace_id = await world.store.workspaces.ensure(Tenant(None, "T1"), world.now)
    daily = await world.store.workspaces.ensure_channel(workspace_id, "C2", world.now)
    request = make_watch_request(daily, "Acme", ACME)
    await world.store.watches.add(replace(request, cadence=Cadence.DAILY), world.now)
    await setup.add(daily.id)
    await setup.change(90)
    assert await setup.send() == 1


async def test_an_inactive_workspace_gets_nothing_until_it_is_active_again(setup: Setup) -> None:
    """While Slack refuses the token, no message leaves; afterwards the message still does."""
    workspaces, tenant = setup.world.store.workspaces, Tenant(None, "T1")
    workspace_id = await workspaces.ensure(tenant, setup.world.now)
    await setup.add()
    await setup.change(90)
    await workspaces.deactivate(workspace_id, "token revoked", setup.world.now)
    assert await setup.send() == 0
    assert setup.receiver.arrived == []
    await workspaces.reactivate(tenant)
    assert await setup.send() == 1


async def test_failures_are_repeated_later_with_the_same_id(setup: Setup) -> None:
    """The receiver is down, then answers an error, then takes the message."""
    fault = FetchError(URL, "the host does not answer", transient=True)
    setup.receiver.answers = [fault, 503]
    await setup.add()
    await setup.change(90)
    waits = []
    for _ in range(3):
        started = setup.world.now
        while not await setup.send() and len(setup.receiver.arrived) < 3:
            setup.world.now += timedelta(seconds=10)
        waits.append(setup.world.now - started)
    assert setup.receiver.ids == ["CW-W-000001"] * 3
    assert waits[0] == timedelta(seconds=90)
    assert await setup.world.store.webhooks.find_dead() == ()


@pytest.mark.parametrize(
    ("answer", "attempts"),
    [
        (500, MAX_ATTEMPTS),
        (410, 1),
        (Forbidden(URL, "it is private", transient=False), 1),
        (FetchError(URL, "the certificate has expired", transient=False), MAX_ATTEMPTS),
    ],
)
async def test_what_is_given_up_is_listed_and_can_be_sent_again(
    setup: Setup, answer: int | FetchError, attempts: int
) -> None:
    """A receiver that never answers well; later it is mended."""
    setup.receiver.answers = [answer] * MAX_ATTEMPTS
    await setup.add()
    await setup.change(90)
    for _ in range(MAX_ATTEMPTS + 2):
        await setup.send()
        setup.world.now += timedelta(hours=6)
    (dead,) = await setup.world.store.webhooks.find_dead()
    assert (dead.message_id, dead.url, dead.attempts) == ("CW-W-000001", URL, attempts)
    setup.receiver.answers.clear()
    assert await setup.world.store.webhooks.retry_dead(setup.world.now) == 1
    assert await setup.send() == 1
    assert await setup.world.store.webhooks.find_dead() == ()


async def test_a_message_that_is_sent_again_has_all_its_attempts(setup: Setup) -> None:
    """A receiver that fails once more gives it up no sooner than the first time."""
    setup.receiver.answers = [500] * (MAX_ATTEMPTS + 1)
    await setup.add()
    await setup.change(90)
    for _ in range(MAX_ATTEMPTS):
        await setup.send()
        setup.world.now += timedelta(hours=6)
    assert await setup.world.store.webhooks.retry_dead(setup.world.now) == 1
    assert await setup.send() == 0
    assert await setup.world.store.webhooks.find_dead() == ()
    setup.world.now += timedelta(hours=6)
    assert await setup.send() == 1


async def test_a_tick_leases_no_message_that_it_does_not_send(setup: Setup) -> None:
    """More are due than one tick sends: the next tick sends the rest at once."""
    for number in range(MAX_PER_TICK + 1):
        await setup.add(url=f"{URL}/{number}")
    await setup.change(90)
    assert await setup.send() == MAX_PER_TICK
    assert await setup.send() == 1


async def test_a_receiver_that_hangs_holds_up_no_other(setup: Setup) -> None:
    """It costs one attempt in half a minute, however many messages wait; then all arrive."""
    slow = FetchError(URL, "the host does not answer", transient=True)
    await setup.add()
    for days in (90, 60, 120):
        await setup.change(days)
    quick = "https://quick.example/"
    await setup.add(url=quick)
    await setup.change(45)
    setup.receiver.answers = [slow]
    assert await setup.send() == 1
    assert [url for url, _, _ in setup.receiver.arrived] == [URL, quick]
    setup.receiver.answers = [slow]
    setup.world.now += timedelta(seconds=30)
    assert await setup.send() == 0
    assert len(setup.receiver.arrived) == 3
    setup.world.now += timedelta(seconds=30)
    assert await setup.send() >= 3
    setup.world.now += timedelta(minutes=1)
    await setup.send()
    settled = {
        headers["clausewatch-id"] for url, headers, _ in setup.receiver.arrived if url == URL
    }
    assert len(settled) == 4
    assert await setup.world.store.webhooks.find_dead() == ()


async def test_a_damaged_change_blocks_no_other_message(
    setup: Setup, caplog: pytest.LogCaptureFixture
) -> None:
    """The oldest message cannot be read: it is listed as given up, and the next one arrives."""
    await setup.add()
    await setup.change(90)
    async with setup.world.store.database.write() as connection:
        await connection.execute(update(CHANGE).values(comparison=b"damaged"))
    await setup.change(60)
    assert await setup.send() == 1
    assert setup.receiver.ids == ["CW-W-000002"]
    (dead,) = await setup.world.store.webhooks.find_dead()
    assert (dead.message_id, dead.error) == ("CW-W-000001", DAMAGED)
    assert "webhook message 1 is damaged" in caplog.text


async def test_a_clock_that_is_set_back_delays_no_message(setup: Setup) -> None:
    """The change was queued while the clock was two days ahead."""
    await setup.add()
    await setup.change(90)
    setup.world.now -= timedelta(days=2)
    assert await setup.send() == 0
    await setup.world.store.maintenance.handle_clock_set_back(setup.world.now, timedelta(days=2))
    assert await setup.send() == 1


async def test_a_key_that_is_gone_is_named(setup: Setup) -> None:
    """The secret was derived from a key that LINK_KEYS has no more."""
    new = NewWebhook(setup.channel_id, URL, "0f" * 16, name_key("a key of last year, removed"))
    await setup.world.store.webhooks.add(new, setup.world.now)
    await setup.change(90)
    assert await setup.send() == 0
    (dead,) = await setup.world.store.webhooks.find_dead()
    assert "LINK_KEYS" in dead.error


async def test_a_restart_sends_at_once_what_a_dead_process_was_sending(setup: Setup) -> None:
    """A process that is alone knows that the lease is of a dead one; workers change nothing."""
    await setup.add()
    await setup.change(60)
    lost = await setup.world.store.webhooks.claim(setup.world.now, LEASE)
    assert lost is not None
    assert await setup.send() == 0
    await setup.world.store.maintenance.release_leases(setup.world.now, has_workers=True)
    assert await setup.send() == 1
    assert setup.receiver.ids == [lost.message_id]
    # The dead process, if it was only slow, has no say any more.
    await setup.world.store.webhooks.mark_failed(lost, "late", setup.world.now, is_final=True)
    assert await setup.world.store.webhooks.find_dead() == ()


async def test_a_kill_at_each_moment_loses_nothing(setup: Setup) -> None:
    """The process dies before, or after, the message arrives: it comes again with its id."""
    await setup.add()
    for number, days in enumerate((90, 60, 120), 1):
        await setup.change(days)
        setup.receiver.answers = [asyncio.CancelledError()] * number
        for _ in range(number):
            with pytest.raises(asyncio.CancelledError):
                await setup.send()
            assert await setup.send() == 0
            setup.world.now += LEASE
        assert await setup.send() == 1
    assert sorted(set(setup.receiver.ids)) == ["CW-W-000001", "CW-W-000002", "CW-W-000003"]
    assert len(setup.receiver.ids) == 3 + 1 + 2 + 3
