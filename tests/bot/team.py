"""A team without Slack: the real app, store and messenger with a recording client."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.slack.app import build_app
from bot.slack.app_home import HomeUpdates, make_messenger
from bot.slack.context import ListenerContext
from bot.slack.messenger import SlackMessenger
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.entries import Aliases, Entry
from clausewatch.catalogue.name_index import NameIndex
from clausewatch.checks.outcome import Changed, CheckOutcome, DocumentState, FirstVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Reading, Signals
from clausewatch.model.record_ids import ChangeId, DocumentId
from clausewatch.notifications.events import FirstRead
from clausewatch.store import Store
from tests.bot.example_values import NOON, make_change
from tests.sqlite_stores import open_empty_store

LEASE = timedelta(minutes=10)


def make_entry(name: str, *kinds: str) -> Entry:
    """An invented catalogue platform with documents of these kinds."""
    domain = f"{fold_name(name)}.example"
    documents = tuple((kind, (f"https://{domain}/{kind}",), False) for kind in kinds)
    return Entry(name.casefold().replace(" ", "-"), name, 1, (domain,), documents)


ENTRIES = (
    make_entry("Pixelgarten", "privacy", "terms", "cookies"),
    make_entry("Brillo", "privacy", "terms"),
    make_entry("Brillo Health", "terms"),
    make_entry("Notary & Sons", "dpa"),
    *(make_entry(f"Vendor {n:02}", "privacy", "terms") for n in range(40)),
)
ALIASES = Aliases({"Pixelgarten": ("Pixels",)}, {"bril": ("Brillo", "Brillo Health")})
CATALOGUE = Catalogue(lambda: NameIndex(ENTRIES, ALIASES))


class RefusingSlack(TerminalSlack):
    """A terminal that refuses methods with an error code."""

    refuses: dict[str, str]
    called: list[str]
    """The methods that were called, in order."""

    def _answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        # A reply in a thread is never broadcast to the channel.
        assert "reply_broadcast" not in arguments
        self.called.append(method)
        code = self.refuses.get(method)
        return {"error": code} if code else super()._answer(method, arguments)


@dataclass
class Team:
    """A team with its channels, the messages that it saw, and a clock to advance."""

    store: Store
    context: ListenerContext
    app: AsyncApp
    slack: RefusingSlack
    console: Console
    messenger: SlackMessenger
    homes: HomeUpdates
    seen: list[RenderedMessage] = field(default_factory=list)
    now: datetime = NOON

    async def types(self, line: str, **where: str) -> list[RenderedMessage]:
        """Send a command line and return the messages that it caused."""
        before = len(self.seen)
        await self.console.send_command(line, **where)
        return self.seen[before:]

    async def presses(self, on: RenderedMessage, label: str, **how: str) -> list[RenderedMessage]:
        """Press a button and return the messages that it caused."""
        before = len(self.seen)
        await self.console.press(on, label, **how)
        return self.seen[before:]

    async def submits(
        self, on: RenderedMessage, values: Mapping[str, Mapping[str, Any]]
    ) -> tuple[Mapping[str, str], list[RenderedMessage]]:
        """Submit a modal and return its field errors and the messages that it caused."""
        before = len(self.seen)
        errors = await self.console.submit(on, values)
        return errors, self.seen[before:]

    async def reads(self, document_id: int) -> None:
        """Record the first reading of a document."""
        due = await self.store.checks.claim_one(DocumentId(document_id), self.now, LEASE)
        assert due is not None
        page = _make_snapshot(due.document.urls[0], "old", self.now)
        outcome = CheckOutcome(
            due.document.id,
            due.lease_token,
            self.now,
            self.now + timedelta(hours=6),
            FirstVersion((), (page,), _make_reading("old")),
            DocumentState(),
            events=(FirstRead(due.document.id, "Privacy", None, 12),),
        )
        await self.store.checks.record((outcome,), timedelta(0))

    async def changes(self, document_id: int, **like: Any) -> ChangeId:  # noqa: ANN401
        """Record a change of a document, with the arguments of `make_change`."""
        self.now += timedelta(hours=6)
        due = await self.store.checks.claim_one(DocumentId(document_id), self.now, LEASE)
        assert due is not None
        page = _make_snapshot(due.document.urls[0], f"new {self.now}", self.now)
        found = make_change(**like).comparison
        assert due.state.baseline_id is not None
        outcome = CheckOutcome(
            due.document.id,
            due.lease_token,
            self.now,
            self.now + timedelta(hours=6),
            Changed((), (page,), _make_reading(page.sha256), due.state.baseline_id, found),
            due.state,
        )
        (change_id,) = await self.store.checks.record((outcome,), timedelta(0))
        assert change_id is not None
        return change_id

    async def posts(self) -> list[RenderedMessage]:
        """Post everything that is due and return the messages."""
        before = len(self.seen)
        while (outgoing := await self.store.outbox.claim(self.now, LEASE)) is not None:
            receipt = await self.messenger.post(outgoing, self.now)
            await self.store.outbox.mark_sent(outgoing, receipt, self.now)
            self.now += timedelta(seconds=1)
        return self.seen[before:]


async def assert_answer(team: Team, typed: str, said: str, kind: str = "answer") -> RenderedMessage:
    """Type a line; the only message is of this kind and says this. Return the message."""
    (message,) = await team.types(typed)
    assert message.kind == kind
    assert said in message.plain
    return message


@asynccontextmanager
async def open_team(tmp_path: Path, **options: Any) -> AsyncIterator[Team]:  # noqa: ANN401
    """A team with an empty store."""
    store = await open_empty_store(tmp_path / "bot.db")
    seen: list[RenderedMessage] = []
    clock = _Clock()
    slack = RefusingSlack(seen.append, clock)
    slack.refuses = {}
    slack.called = []
    homes = HomeUpdates(store, slack, clock, "/policy")
    context = ListenerContext(
        store=store, catalogue=CATALOGUE, clock=clock, refresh_homes=homes.mark_changed
    )
    context = replace(context, **options)
    app = build_app(context, client=slack, signing_secret="secret")
    console = Console(app, context.in_flight, seen.append, context.command)
    messenger = make_messenger(store, slack, homes, has_site=context.site_links is not None)
    async with console:
        team = Team(store, context, app, slack, console, messenger, homes, seen)
        clock.team = team
        yield team
    await store.close()


class _Clock:
    """The team's clock, as a callable."""

    team: Team | None = None

    def __call__(self) -> datetime:
        return self.team.now if self.team else NOON


def _make_snapshot(url: str, text: str, at: datetime) -> Snapshot:
    body = text.encode()
    return Snapshot(url, url, 200, (), body, sha256(body).hexdigest(), at)


def _make_reading(text: str) -> Reading:
    digest = sha256(text.encode()).hexdigest()
    return Reading("test", "Privacy", "en", (), (), Signals(), 12, None, digest, digest)
