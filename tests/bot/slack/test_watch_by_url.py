"""Watching any site by URL: searched, offered and chosen, with options for its pages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.checks.outcome import CheckOutcome, NotThePolicy
from clausewatch.errors import Refused
from clausewatch.model.documents import Access, Document, Unreadable
from clausewatch.model.reading import Selection
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.watches import Tenant
from clausewatch.notifications.events import BrowserRemedy, FirstReadFailed, OtherPage, Remedy
from tests.bot.block_rules import assert_blocks
from tests.bot.team import LEASE, Team, open_team

HOME = "https://harbour.example/"
PRIVACY, TERMS = f"{HOME}legal/privacy", "https://policies.harbour-group.example/terms"
HARBOUR = SiteSearch(
    tuple(
        PolicyLink(url, KINDS_BY_KEY[key], key, 90)
        for url, key in ((PRIVACY, "privacy"), (TERMS, "terms"), (f"{HOME}dpa", "dpa"))
    )
)
SEARCHED: list[str] = []


async def find(url: str) -> SiteSearch:
    """A web where only Harbour has a site, and one host refuses."""
    SEARCHED.append(url)
    if "refuses" in url:
        return SiteSearch(
            (), Refused(url, "the host refuses automated readers (403)", transient=False)
        )
    return HARBOUR if "harbour" in url.lower() else SiteSearch(())


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team whose bot can search sites; every message it gets must be valid."""
    SEARCHED.clear()
    async with open_team(tmp_path, search_site=find) as new_team:
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)


async def list_documents(team: Team, channel: str = "C-GENERAL") -> list[Document]:
    """The documents that the channel watches."""
    workspace = await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)
    found = await team.store.workspaces.ensure_channel(workspace, channel, team.now)
    return [d for w in await team.store.watches.find_in_channel(found.id) for d in w.documents]


@pytest.mark.parametrize("typed", [HOME, "harbour.example", "HTTPS://www.Harbour.example"])
async def test_a_home_page_is_enough(team: Team, typed: str) -> None:
    """Its policies are offered with their kinds; one press watches the default two together."""
    looking, shown = await team.types(f"watch {typed} min:high")
    assert "Searching" in looking.plain
    assert [each.kind for each in (looking, shown)] == ["answer", "answer"]
    assert await list_documents(team) == []
    (said,) = await team.presses(shown, "Privacy Policy and Terms of Service")
    assert "*harbour.example*" in said.text
    assert "high severity" in said.text
    watched = await list_documents(team)
    assert {(d.kind, d.urls) for d in watched} == {
        ("privacy policy", (PRIVACY,)), ("terms of service", (TERMS,)),
    }  # fmt: skip
    assert {d.platform_name for d in watched} == {"harbour.example"}
    assert all(d.workspace_id is not None for d in watched)


async def test_one_of_the_offers_is_chosen_alone(team: Team) -> None:
    """A DPA has a button of its own, and comes first if its kind was asked for."""
    *_, shown = await team.types("watch harbour.example docs:dpa")
    await team.presses(shown, "Data Processing Agreement: /dpa")
    (document,) = await list_documents(team)
    assert (document.kind, document.urls) == ("data processing agreement", (f"{HOME}dpa",))


async def test_a_site_that_names_nothing_is_one_sentence(team: Team) -> None:
    """With what to do; a domain without a site keeps its similar names."""
    *_, empty = await team.types("watch https://empty.example")
    assert "Paste the URL of the policy itself" in empty.plain
    *_, refuses = await team.types("watch https://refuses.example")
    assert (
        "I couldn't open https://refuses.example: the host refuses automated readers (403)"
        in refuses.plain
    )
    *_, near = await team.types("watch pixelgartn.example")
    assert "in the catalogue" in near.plain
    assert await list_documents(team) == []


async def test_what_the_catalogue_knows_is_not_searched(team: Team) -> None:
    """Neither by name, nor by domain, nor by home page; nor is a name that is not a domain."""
    await team.types("watch pixelgarten, brillo.example, https://www.brillo.example/")
    await team.types("watch no such vendor")
    assert SEARCHED == []


async def test_several_pages_are_one_document(team: Team) -> None:
    """A `+` joins URLs; without it each is a document of its own."""
    one, two, three = (f"{HOME}terms/{n}" for n in range(1, 4))
    await team.types(f"watch {one} + {two}, {three} docs:terms")
    assert [d.urls for d in await list_documents(team)] == [(one, two), (three,)]
    assert {d.kind for d in await list_documents(team)} == {"terms of service"}


async def test_each_address_has_its_own_kind(team: Team) -> None:
    """If as many kinds are named as URLs."""
    await team.types(f"watch {HOME}a, {HOME}b docs:privacy,terms name:Harbour")
    found = await list_documents(team)
    assert [(d.kind, d.urls[0][-1]) for d in found] == [
        ("privacy policy", "a"), ("terms of service", "b"),
    ]  # fmt: skip
    assert {(d.platform_key, d.platform_name) for d in found} == {("harbour", "Harbour")}


async def test_pages_are_read_as_somebody_wants_them(team: Team) -> None:
    """Selector, language and browser; another choice is another document of the same page."""
    line = f'watch {PRIVACY} select:"main, .terms" remove:aside language:pt_BR browser:on'
    await team.types(line)
    await team.types(f"watch {PRIVACY}")
    chosen, plain = await list_documents(team)
    part = Selection(("main, .terms",), ("aside",))
    assert chosen.access == Access(needs_browser=True, language="pt-BR", selections=(part,))
    assert plain.access == Access()
    assert chosen.urls == plain.urls


async def test_a_chosen_text_of_a_known_platform_is_the_workspaces_own(team: Team) -> None:
    """Other workspaces keep the shared document."""
    await team.types("watch brillo language:de")
    assert all(d.workspace_id is not None for d in await list_documents(team))
    assert {d.access.language for d in await list_documents(team)} == {"de"}


WRONG = {
    "language:d€": "isn't a language tag",
    'select:"p::first-line("': "take CSS selectors",
    "browser:maybe": "takes `on` or `off`",
}


@pytest.mark.parametrize("option", WRONG)
async def test_an_option_that_cannot_be_is_one_sentence(team: Team, option: str) -> None:
    """Nothing is watched, and the sentence says what the option takes."""
    (shown,) = await team.types(f"watch {PRIVACY} {option}")
    assert WRONG[option].replace("`", "") in shown.plain.replace("`", "")
    assert await list_documents(team) == []


async def make_unreadable(
    team: Team, remedies: tuple[Remedy, ...], code: str = "gone"
) -> RenderedMessage:
    """A document's first check fails; return the post about it."""
    await team.types("watch brillo docs:privacy")
    due = await team.store.checks.claim_one(DocumentId(1), team.now, LEASE)
    assert due is not None
    state = replace(due.state, unreadable=Unreadable(code, "It is not there.", team.now, 1))
    event = FirstReadFailed(due.document.id, code, "It is not there.", remedies)
    outcome = CheckOutcome(
        due.document.id, due.lease_token, team.now, team.now + timedelta(hours=6),
        NotThePolicy((), "It is not there."), state, events=(event,),
    )  # fmt: skip
    await team.store.checks.record((outcome,), timedelta(0))
    return (await team.posts())[-1]


FOUND = (OtherPage("privacy policy", "https://brillo.example/new"),)


async def test_a_dead_address_is_replaced_only_when_somebody_presses(team: Team) -> None:
    """The post has the found URL; a press replaces the old one."""
    post = await make_unreadable(team, FOUND)
    assert "Possible replacements: Privacy Policy https://brillo.example/new" in post.plain
    assert (await list_documents(team))[0].urls == ("https://brillo.example/privacy",)
    (said,) = await team.presses(post, "Watch Privacy Policy: /new")
    assert "new URL" in said.plain
    assert [d.urls for d in await list_documents(team)] == [("https://brillo.example/new",)]


async def test_another_kind_takes_nothings_place(team: Team) -> None:
    """It is added beside the document that is still missing."""
    post = await make_unreadable(
        team, (OtherPage("cookie policy", "https://brillo.example/cookie-notice"),)
    )
    await team.presses(post, "Watch Cookie Policy: /cookie-notice")
    assert [d.kind for d in await list_documents(team)] == ["privacy policy", "cookie policy"]


async def test_a_page_is_read_with_a_browser_once_somebody_says_so(team: Team) -> None:
    """From the next check on, which is due at once; the post names the user."""
    post = await make_unreadable(team, (BrowserRemedy.RENDER,), "script-shell")
    (said,) = await team.presses(post, "Use browser mode")
    assert "@you turned on browser mode for Brillo Privacy Policy" in said.plain
    (due,) = await team.store.checks.claim(team.now, 10, LEASE)
    assert due.document.access.needs_browser


async def test_a_shared_document_that_can_be_read_stays_as_it_is(team: Team) -> None:
    """One workspace does not change how a readable document is fetched for others."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    await team.store.workspaces.ensure(Tenant(None, "TOTHER"), team.now)
    await team.types("watch brillo docs:privacy browser:on")
    assert [d.access.needs_browser for d in await list_documents(team)] == [False]


async def test_the_browser_is_switched_off_again(team: Team) -> None:
    """A page that is sent complete needs no browser."""
    await team.types(f"watch {PRIVACY} browser:on")
    await team.types(f"watch {PRIVACY} browser:off")
    assert [d.access.needs_browser for d in await list_documents(team)] == [False]


@pytest.mark.parametrize("label", ["Watch Privacy Policy: /new", "Use browser mode"])
async def test_a_document_of_somebody_else_does_not_exist(team: Team, label: str) -> None:
    """A forged button reaches nothing."""
    post = await make_unreadable(team, (*FOUND, BrowserRemedy.RENDER))
    row = next(block for block in post.blocks if block["type"] == "actions")
    elements = [
        {**e, "value": e["value"].replace("1", "99", 1)} for e in row["elements"] if "value" in e
    ]
    forged = RenderedMessage("post", post.channel, "", ({**row, "elements": elements},), ts=post.ts)
    (answer,) = await team.presses(forged, label)
    assert "isn't stored for this workspace" in answer.plain


async def test_two_searches_of_a_workspace_run_at_once(team: Team) -> None:
    """The third gets one sentence and no search; another workspace's search runs."""
    workspace = await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)
    searches = team.context.searches
    async with searches.reserve(workspace), searches.reserve(workspace):
        (said,) = await team.types(f"watch {HOME}")
        assert said.plain == "Two searches of this workspace are running; try again in a minute."
        assert SEARCHED == []
    _, shown = await team.types(f"watch {HOME}")
    assert "Policies on" in shown.plain


async def test_four_searches_run_in_all(team: Team) -> None:
    """Searches of other workspaces count too."""
    searches = team.context.searches
    async with (
        searches.reserve(91),
        searches.reserve(92),
        searches.reserve(92),
        searches.reserve(93),
    ):
        (said,) = await team.types(f"watch {HOME}")
    assert said.plain == "Other searches are running; try again in a minute."
    assert SEARCHED == []


BAD_SELECTORS = [".card:nth-of-type(1)", "p::before", "main > (", "a|b", ":not(" * 300 + "p"]


@pytest.mark.parametrize("selector", BAD_SELECTORS, ids=range(len(BAD_SELECTORS)))
async def test_an_unusable_selector_is_one_sentence(team: Team, selector: str) -> None:
    """The answer says what `select:` takes, and nothing is watched."""
    (said,) = await team.types(f'watch {PRIVACY} select:"{selector}"')
    assert "take CSS selectors" in said.plain
    assert "Something went wrong" not in said.plain
    assert await list_documents(team) == []


async def test_two_parts_of_one_page_are_two_documents(team: Team) -> None:
    """The selector tells them apart, whatever their kinds."""
    for kind, part in (("privacy", "#privacy"), ("terms", "#terms"), ("terms", "#annex")):
        await team.types(f'watch {PRIVACY} docs:{kind} select:"{part}"')
    parts = {d.access.selections[0] for d in await list_documents(team)}
    assert {part.include for part in parts if part} == {("#privacy",), ("#terms",), ("#annex",)}
