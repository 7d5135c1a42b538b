"""Remedies for unreadable documents: as verbs, in the App Home and in lists."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.slack import ids
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.checks.outcome import CheckOutcome, NotThePolicy
from clausewatch.model.reading import Remark
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.unread_parts import UNREAD_PARTS
from clausewatch.model.watches import Tenant
from tests.bot.recorded_checks import make_unreadable
from tests.bot.team import LEASE, Team
from tests.sqlite_stores import list_watches

TENANT = Tenant(None, TEAM_ID)
NEW = "https://brillo.example/privacy-2026"
ACCEPT, READDRESS = "Use this page as the policy", "Update URL"
CONFIRM = "Yes, this is it"


@pytest.fixture(autouse=True)
async def read_documents(team: Team) -> None:
    """The channel watches two read documents."""
    await team.types("watch brillo")
    for number in (1, 2):
        await team.reads(number)
    await team.posts()


OTHER_KIND = Remark("other-document", "The page calls itself “House Rules”.")


async def make_doubtful(team: Team, number: int = 1, remark: Remark = OTHER_KIND) -> None:
    """The first version of a document is read with a remark."""
    due = await team.store.checks.claim_one(DocumentId(number), team.now, LEASE)
    assert due is not None
    outcome = CheckOutcome(
        due.document.id,
        due.lease_token,
        team.now,
        team.now + timedelta(hours=6),
        NotThePolicy((), "a remark"),
        replace(due.state, remark=remark),
    )
    await team.store.checks.record((outcome,), timedelta(0))


async def list_watched_urls(team: Team) -> list[str]:
    """The URLs of all watched documents."""
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    watches = await list_watches(team.store, workspace)
    return sorted(url for watch in watches for d in watch.documents for url in d.urls)


async def is_trusted(team: Team, number: int = 1) -> bool:
    """Whether someone has accepted a document's present text as the policy."""
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
    """The new URL replaces the old one, as with the button; the other document stays."""
    (post,) = await team.types(line)
    assert post.kind == "post"
    assert "updated the URL of Brillo Privacy Policy" in post.plain
    assert await list_watched_urls(team) == [NEW, "https://brillo.example/terms"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("address", "takes a document and one new URL"),
        ("address brillo privacy", "takes a document and one new URL"),
        (f"address {NEW}", "takes a document and one new URL"),
        (f"address brillo privacy {NEW} {NEW}-2", "takes a document and one new URL"),
        (f"address brillo dpa {NEW}", "This channel doesn't watch Data Processing Agreement"),
        (f"address pixelgarten {NEW}", "isn't on this channel's watchlist"),
        (f"address CW-D-00099 {NEW}", "isn't stored for this workspace"),
        ("address brillo privacy http://10.0.0.1/privacy", "I can't watch"),
        ("address brillo privacy https://brillo.example/privacy", "I already watch"),
        ("accept", "Which document?"),
        ("accept brillo", "All documents of Brillo are available"),
        ("accept brillo privacy", "is available or being checked now"),
        ("accept CW-D-00099", "isn't stored for this workspace"),
        ("accept pixelgarten", "isn't on this channel's watchlist"),
        ("accept brillo docs:zebras", "“zebras” isn't a document type"),
    ],
)
async def test_nothing_is_guessed(team: Team, line: str, said: str) -> None:
    """The user gets one sentence, and nothing changes."""
    (answer,) = await team.types(line)
    assert answer.kind == "answer"
    assert said in answer.plain
    assert await list_watched_urls(team) == [
        "https://brillo.example/privacy",
        "https://brillo.example/terms",
    ]


async def test_which_of_several_is_asked(team: Team) -> None:
    """Without a kind the documents are offered as buttons that continue the command."""
    (asked,) = await team.types(f"address brillo {NEW}")
    assert "Which of its documents?" in asked.plain
    (post,) = await team.presses(asked, "Privacy Policy")
    assert "updated the URL of Brillo Privacy Policy" in post.plain
    await make_unreadable(team, 2)
    (said,) = await team.types("accept brillo")
    assert "accepted the current page of Brillo Terms of Service" in said.plain


@pytest.mark.parametrize("line", ["accept brillo", "accept brillo privacy", "accept CW-D-00001"])
async def test_the_policy_is_accepted_by_verb(team: Team, line: str) -> None:
    """As with the button: the post names the user, and the document is trusted."""
    await make_unreadable(team)
    (post,) = await team.types(line)
    assert post.kind == "post"
    assert "accepted the current page of Brillo Privacy Policy" in post.plain
    assert await is_trusted(team)


async def test_several_that_cannot_be_read_are_asked_about(team: Team) -> None:
    """Only documents with a fetched page are offered."""
    await make_unreadable(team, 1)
    await make_unreadable(team, 2)
    (asked,) = await team.types("accept brillo")
    assert [str(e["text"]["text"]) for e in asked.list_buttons()] == [
        "Privacy Policy",
        "Terms of Service",
    ]
    await make_unreadable(team, 2, "gone")
    (post,) = await team.types("accept brillo")
    assert "accepted the current page of Brillo Privacy Policy" in post.plain


@pytest.mark.parametrize("code", ["gone", "refused", "forbidden", "unreachable", "unreadable"])
async def test_nothing_is_accepted_where_no_page_was_read(team: Team, code: str) -> None:
    """The button is missing, and the verb and an old button give the reason."""
    post = await make_unreadable(team, code=code)
    assert ACCEPT not in post.plain
    assert READDRESS in post.plain
    (answer,) = await team.types("accept brillo privacy")
    assert "there's nothing to accept. Update its URL" in answer.plain
    element = {"type": "button", "action_id": ids.ACCEPT_POLICY, "value": "1"}
    old = {"type": "actions", "elements": [{**element, "text": {"text": ACCEPT}}]}
    (answer,) = await team.presses(
        RenderedMessage("post", post.channel, "", (old,), ts=post.ts), ACCEPT
    )
    assert "nothing to accept" in answer.plain
    assert not await is_trusted(team)


@pytest.mark.parametrize("line", ["list", "list all", "show brillo", "show CW-D-00001"])
async def test_what_lists_the_document_has_the_buttons(team: Team, line: str) -> None:
    """A readable document has no buttons."""
    (answer,) = await team.types(line)
    assert READDRESS not in answer.plain
    await make_unreadable(team)
    (answer,) = await team.types(line)
    assert answer.plain.count(READDRESS) == 1
    (post,) = await team.presses(answer, ACCEPT)
    assert "accepted the current page" in post.plain
    assert await is_trusted(team)


async def publish_home(team: Team) -> RenderedMessage:
    """The App Home of a user."""
    before = len(team.seen)
    await team.console.open_home()
    return team.seen[before:][-1]


async def test_the_home_has_the_buttons(team: Team) -> None:
    """A press in the home is posted once, in a channel that watches the document."""
    await team.types("watch brillo docs:privacy", channel="legal")
    await make_unreadable(team)
    shown = await publish_home(team)
    assert shown.plain.count(READDRESS) == 1
    (post,) = await team.presses(shown, ACCEPT)
    assert (post.kind, post.channel) == ("post", "C-GENERAL")
    assert await is_trusted(team)
    (answer,) = await team.presses(shown, ACCEPT)
    assert answer.kind == "modal"
    assert "There's nothing to accept" in answer.plain


async def test_a_new_address_from_the_home(team: Team) -> None:
    """The modal opens from the home, and the result is posted in the channel."""
    await make_unreadable(team, code="gone")
    shown = await publish_home(team)
    assert ACCEPT not in shown.plain
    (opened,) = await team.presses(shown, READDRESS)
    given = {ids.NEW_URL_BLOCK: {ids.NEW_URL_INPUT: {"value": NEW}}}
    errors, (post,) = await team.submits(opened, given)
    assert (errors, post.channel) == ({}, "C-GENERAL")
    assert await list_watched_urls(team) == [NEW, "https://brillo.example/terms"]


async def test_forty_ill_documents_fit_on_a_page(team: Team) -> None:
    """As many documents have buttons as fit; the page says where to find the others."""
    await team.types("watch\n" + "\n".join(f"Vendor {n:02}" for n in range(20)))
    for number in range(3, 43):
        await make_unreadable(team, number)
    for line in ("list", "list page:2", "list all"):
        (answer,) = await team.types(line)
        assert 3 < answer.plain.count(READDRESS) < 10
        assert "Run show with" in answer.plain
        assert len(answer.blocks) <= 50
    assert (await publish_home(team)).plain.count(READDRESS) == 20


@pytest.mark.parametrize("line", ["list", "list all"])
async def test_a_list_shows_remarks_apart_from_failures(team: Team, line: str) -> None:
    """One document is read with a remark and another cannot be read; each has its own buttons."""
    await make_doubtful(team)
    await make_unreadable(team, 2)
    (answer,) = await team.types(line)
    assert "1 document unavailable." in answer.plain
    assert "1 document may be the wrong page." in answer.plain
    assert "is this the right page? The page calls itself “House Rules”" in answer.plain
    assert (answer.plain.count(CONFIRM), answer.plain.count(ACCEPT)) == (1, 1)


async def test_a_list_says_what_is_read_in_part(team: Team) -> None:
    """A document without its frames is the right page, and its line names what is missing."""
    reason = "Read in part: 2 frames of other sites can't be read."
    await make_doubtful(team, remark=Remark(UNREAD_PARTS, reason))
    (answer,) = await team.types("list")
    assert "; read in part: 2 frames of other sites can't be read" in answer.plain
    assert "right page?" not in answer.plain
    home = (await publish_home(team)).plain
    assert "wrong page" not in home


async def test_the_home_shows_remarks_apart_from_failures(team: Team) -> None:
    """The home counts a document with a remark as readable, and asks about it."""
    await make_doubtful(team)
    shown = await publish_home(team)
    assert "all available." in shown.plain
    assert "1 document may be the wrong page." in shown.plain
    (post,) = await team.presses(shown, CONFIRM)
    assert "confirmed that Brillo Privacy Policy is the right page" in post.plain
    assert "wrong page" not in (await publish_home(team)).plain


async def test_the_verb_confirms_like_the_button(team: Team) -> None:
    """`accept` answers a remark as *Yes, this is it* does, and the remark is gone."""
    await make_doubtful(team)
    (post,) = await team.types("accept brillo")
    assert "confirmed that Brillo Privacy Policy is the right page" in post.plain
    assert await is_trusted(team)
    (answer,) = await team.types("list")
    assert "wrong page" not in answer.plain
