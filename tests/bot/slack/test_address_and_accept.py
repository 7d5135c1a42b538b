"""The ways out of a document that cannot be read: as verbs, in the App Home, in lists."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.slack import ids
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.checks.outcome import CheckOutcome, NotThePolicy
from clausewatch.model.documents import Unreadable
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.watches import Tenant
from clausewatch.notifications.events import BecameUnreadable
from tests.bot.block_rules import assert_blocks
from tests.bot.team import LEASE, Team, open_team
from tests.sqlite_stores import list_watches

TENANT = Tenant(None, TEAM_ID)
NEW = "https://brillo.example/privacy-2026"
ACCEPT, READDRESS = "This is the policy now", "Give its new address"


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A channel that watches two documents, both read; whatever it sees must be valid."""
    async with open_team(tmp_path) as made:
        await made.types("watch brillo")
        for number in (1, 2):
            await made.reads(number)
        await made.posts()
        yield made
        for shown in made.seen:
            assert_blocks(shown.blocks)


async def ill(team: Team, number: int = 1, code: str = "captcha") -> RenderedMessage:
    """A document cannot be read any more: what the channel is told."""
    due = await team.store.checks.claim_one(DocumentId(number), team.now, LEASE)
    assert due is not None
    unreadable = Unreadable(code, "the page asks for a captcha", team.now, 4, is_reported=True)
    event = BecameUnreadable(due.document.id, unreadable.code, unreadable.reason, unreadable.since)
    outcome = CheckOutcome(
        due.document.id,
        due.lease_token,
        team.now,
        team.now + timedelta(hours=6),
        NotThePolicy((), "a captcha"),
        replace(due.state, unreadable=unreadable),
        events=(event,),
    )
    await team.store.checks.record((outcome,), timedelta(0))
    return (await team.posts())[0]


async def watched_urls(team: Team) -> list[str]:
    """The addresses that are watched."""
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    watches = await list_watches(team.store, workspace)
    return sorted(url for watch in watches for d in watch.documents for url in d.urls)


async def is_trusted(team: Team, number: int = 1) -> bool:
    """Whether somebody said that what a document shows is the policy."""
    due = await team.store.checks.claim_one(DocumentId(number), team.now, LEASE)
    assert due is not None
    return due.state.is_trusted


@pytest.mark.parametrize(
    "line",
    [
        f"address brillo privacy {NEW}",
        f"address brillo privacy policy <{NEW}|the new one>",
        f"address {NEW} Brillo docs:privacy",
        f"address CW-D-00001 {NEW}",
        f"move brillo.example, privacy, {NEW}",
        "address brillo privacy brillo.example/privacy-2026",
    ],
)
async def test_an_address_by_verb(team: Team, line: str) -> None:
    """The new address takes the old one's place, as with the button; the other stays."""
    (post,) = await team.types(line)
    assert post.kind == "post"
    assert "gave Brillo privacy policy a new address" in post.plain
    assert await watched_urls(team) == [NEW, "https://brillo.example/terms"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("address", "takes a document and its one new address"),
        ("address brillo privacy", "takes a document and its one new address"),
        (f"address {NEW}", "takes a document and its one new address"),
        (f"address brillo privacy {NEW} {NEW}-2", "takes a document and its one new address"),
        (f"address brillo dpa {NEW}", "is watched here without data processing agreement"),
        (f"address pixelgarten {NEW}", "is not on this channel's watchlist"),
        (f"address CW-D-00099 {NEW}", "not on record for this workspace"),
        ("address brillo privacy http://10.0.0.1/privacy", "cannot be watched"),
        ("address brillo privacy https://brillo.example/privacy", "watched already"),
        ("accept", "Which document?"),
        ("accept brillo", "Every document of Brillo here can be read"),
        ("accept brillo privacy", "can be read, or is read again now"),
        ("accept CW-D-00099", "not on record for this workspace"),
        ("accept pixelgarten", "is not on this channel's watchlist"),
        ("accept brillo docs:zebras", "does not know “zebras”"),
    ],
)
async def test_nothing_is_guessed(team: Team, line: str, said: str) -> None:
    """One sentence for the person alone, and nothing changes."""
    (answer,) = await team.types(line)
    assert answer.kind == "answer"
    assert said in answer.plain
    assert await watched_urls(team) == [
        "https://brillo.example/privacy",
        "https://brillo.example/terms",
    ]


async def test_which_of_several_is_asked(team: Team) -> None:
    """Without a kind the documents are offered as buttons, which go on where the command was."""
    (asked,) = await team.types(f"address brillo {NEW}")
    assert "Which of its documents?" in asked.plain
    (post,) = await team.presses(asked, "privacy policy")
    assert "gave Brillo privacy policy a new address" in post.plain
    await ill(team, 2)
    (said,) = await team.types("accept brillo")
    assert "said that what Brillo terms of service shows is the policy now" in said.plain


@pytest.mark.parametrize("line", ["accept brillo", "accept brillo privacy", "accept CW-D-00001"])
async def test_the_policy_is_accepted_by_verb(team: Team, line: str) -> None:
    """As with the button: the channel reads who said so, and the document is trusted."""
    await ill(team)
    (post,) = await team.types(line)
    assert post.kind == "post"
    assert "said that what Brillo privacy policy shows is the policy now" in post.plain
    assert await is_trusted(team)


async def test_several_that_cannot_be_read_are_asked_about(team: Team) -> None:
    """Only those of which a page was read are offered."""
    await ill(team, 1)
    await ill(team, 2)
    (asked,) = await team.types("accept brillo")
    assert [str(e["text"]["text"]) for e in asked.list_buttons()] == [
        "privacy policy",
        "terms of service",
    ]
    await ill(team, 2, "gone")
    (post,) = await team.types("accept brillo")
    assert "privacy policy shows is the policy now" in post.plain


@pytest.mark.parametrize("code", ["gone", "refused", "forbidden", "unreachable", "unreadable"])
async def test_nothing_is_accepted_where_no_page_was_read(team: Team, code: str) -> None:
    """The button is not there, and the verb and an older button say why."""
    post = await ill(team, code=code)
    assert ACCEPT not in post.plain
    assert READDRESS in post.plain
    (answer,) = await team.types("accept brillo privacy")
    assert "there is nothing to take for the policy; give its new address" in answer.plain
    element = {"type": "button", "action_id": ids.ACCEPT_POLICY, "value": "1"}
    old = {"type": "actions", "elements": [{**element, "text": {"text": ACCEPT}}]}
    (answer,) = await team.presses(
        RenderedMessage("post", post.channel, "", (old,), ts=post.ts), ACCEPT
    )
    assert "there is nothing to take" in answer.plain
    assert not await is_trusted(team)


@pytest.mark.parametrize("line", ["list", "list all", "show brillo", "show CW-D-00001"])
async def test_what_lists_the_document_has_the_buttons(team: Team, line: str) -> None:
    """A document that can be read has none."""
    (answer,) = await team.types(line)
    assert READDRESS not in answer.plain
    await ill(team)
    (answer,) = await team.types(line)
    assert answer.plain.count(READDRESS) == 1
    (post,) = await team.presses(answer, ACCEPT)
    assert "shows is the policy now" in post.plain
    assert await is_trusted(team)


async def home(team: Team) -> RenderedMessage:
    """The App Home as it is now."""
    before = len(team.seen)
    await team.console.open_home()
    return team.seen[before:][-1]


async def test_the_home_has_the_buttons(team: Team) -> None:
    """What is pressed there is said in a channel that watches the document, and once only."""
    await team.types("watch brillo docs:privacy", channel="legal")
    await ill(team)
    shown = await home(team)
    assert shown.plain.count(READDRESS) == 1
    (post,) = await team.presses(shown, ACCEPT)
    assert (post.kind, post.channel) == ("post", "C-GENERAL")
    assert await is_trusted(team)
    (answer,) = await team.presses(shown, ACCEPT)
    assert answer.kind == "modal"
    assert "there is nothing to take for the policy" in answer.plain


async def test_a_new_address_from_the_home(team: Team) -> None:
    """The window opens there, and the channel is told."""
    await ill(team, code="gone")
    shown = await home(team)
    assert ACCEPT not in shown.plain
    (opened,) = await team.presses(shown, READDRESS)
    given = {ids.NEW_URL_BLOCK: {ids.NEW_URL_INPUT: {"value": NEW}}}
    errors, (post,) = await team.submits(opened, given)
    assert (errors, post.channel) == ({}, "C-GENERAL")
    assert await watched_urls(team) == [NEW, "https://brillo.example/terms"]


async def test_forty_ill_documents_fit_on_a_page(team: Team) -> None:
    """As many have their buttons as there is room for, and it is said where the others' are."""
    await team.types("watch\n" + "\n".join(f"Vendor {n:02}" for n in range(20)))
    for number in range(3, 43):
        await ill(team, number)
    for line in ("list", "list page:2", "list all"):
        (answer,) = await team.types(line)
        assert 3 < answer.plain.count(READDRESS) < 10
        assert "has the buttons of the others" in answer.plain
        assert len(answer.blocks) <= 50
    assert (await home(team)).plain.count(READDRESS) == 20
