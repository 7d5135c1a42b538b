"""Verbs through the real app: what is stored, posted in the channel and answered to the user."""

from pathlib import Path

import pytest

from bot.slack.feedback import FileFeedback
from bot.slack.listeners.commands.verbs import VERBS, VERBS_BY_NAME
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from tests.bot.team import LEASE, Team, open_team
from tests.sqlite_stores import list_watches

TENANT = Tenant(None, TEAM_ID)
DPA = ("data processing agreement",)


def list_kinds(shown: list[RenderedMessage]) -> list[str]:
    """The kinds of the shown messages."""
    return [each.kind for each in shown]


async def list_watched(team: Team, channel: str = "GENERAL") -> dict[str, tuple[str, ...]]:
    """Platforms of a channel's watchlist with the kinds of their documents."""
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    row = await team.store.workspaces.ensure_channel(workspace, f"C-{channel}", team.now)
    found = await team.store.watches.find_in_channel(row.id)
    return {w.platform_name: tuple(d.kind for d in w.documents) for w in found}


async def test_watch_tells_the_channel_who_and_what(team: Team) -> None:
    """The confirmation names the user, the documents and the terms of the watch, with Undo."""
    shown = await team.types("/policy watch pixelgarten")
    assert list_kinds(shown) == ["post"]
    assert "@you added 1 platform" in shown[0].plain
    assert (
        "Pixelgarten: Privacy Policy, Terms of Service; all changes, immediately" in shown[0].plain
    )
    assert "[ Undo ]" in shown[0].plain
    assert await list_watched(team) == {"Pixelgarten": ("privacy policy", "terms of service")}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("watch Pixelgarten docs:cookies", {"Pixelgarten": ("cookie policy",)}),
        (
            "watch docs:all pixelgarten.example",
            {"Pixelgarten": ("privacy policy", "terms of service", "cookie policy")},
        ),
        ("watch “Notary & Sons”", {"Notary & Sons": DPA}),
        ("watch Notary &amp; Sons", {"Notary & Sons": DPA}),
        (
            "watch <https://brillo.example/|brillo.example>",
            {"Brillo": ("privacy policy", "terms of service")},
        ),
        ("watch https://brillo.example/privacy", {"Brillo": ("privacy policy",)}),
        ("watch https://www.brillo.example/legal/dpa", {"Brillo": DPA}),
        ("watch https://unheard.example/terms-of-use", {"unheard.example": ("terms of service",)}),
        (
            "watch https://unheard.example/x docs:dpa",
            {"unheard.example": DPA},
        ),
        ("watch brillo privacy policy", {"Brillo": ("privacy policy",)}),
        ("watch Pixels", {"Pixelgarten": ("privacy policy", "terms of service")}),
        ("add brillo", {"Brillo": ("privacy policy", "terms of service")}),
    ],
)
async def test_what_can_be_watched(
    team: Team, line: str, expected: dict[str, tuple[str, ...]]
) -> None:
    """Names, aliases, domains, home pages and URLs, with the documents asked for."""
    await team.types(line)
    assert await list_watched(team) == expected


async def test_a_document_by_address_belongs_to_its_workspace(team: Team) -> None:
    """A document added by URL belongs to one workspace; catalogue documents are shared."""
    await team.types("watch https://brillo.example/privacy, https://brillo.example/other")
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    found = await team.store.documents.find_by_platform(workspace, "brillo")
    owners = {status.document.kind: status.document.workspace_id for status in found}
    assert owners == {"privacy policy": None, "other policy": workspace}


async def test_options_are_kept_and_repeating_alters_them(team: Team) -> None:
    """A second `watch` changes the options of the one watch, and has no Undo."""
    await team.types("watch brillo")
    shown = await team.types("watch brillo min:high deliver:weekly")
    assert "updated the watch settings for Brillo" in shown[0].plain
    assert "Undo" not in shown[0].plain
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    (watch,) = await list_watches(team.store, workspace)
    assert (watch.minimum, watch.cadence) == (Severity.HIGH, Cadence.WEEKLY)


async def test_what_is_not_typed_again_stays(team: Team) -> None:
    """Neither the bare name nor one option resets earlier choices; `all` does."""
    await team.types("watch brillo docs:privacy min:high topics:arbitration deliver:weekly")
    for line in ("watch brillo", "watch brillo deliver:daily", "watch brillo min:medium"):
        await team.types(line)
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    (watch,) = await list_watches(team.store, workspace)
    assert (watch.minimum, watch.cadence) == (Severity.MEDIUM, Cadence.DAILY)
    assert watch.topics == ("arbitration",)
    assert await list_watched(team) == {"Brillo": ("privacy policy",)}
    await team.types("watch brillo topics:all docs:terms")
    (watch,) = await list_watches(team.store, workspace)
    assert (watch.minimum, watch.topics) == (Severity.MEDIUM, ())
    assert await list_watched(team) == {"Brillo": ("privacy policy", "terms of service")}


async def test_the_usual_documents_join_a_page_that_was_added_by_address(team: Team) -> None:
    """After one page by URL the bare name adds the default documents, once."""
    await team.types("watch https://brillo.example/other min:high")
    await team.types("watch brillo")
    found = {"Brillo": ("other policy", "privacy policy", "terms of service")}
    assert {
        name: tuple(sorted(kinds)) for name, kinds in (await list_watched(team)).items()
    } == found
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    (watch,) = await list_watches(team.store, workspace)
    assert watch.minimum is Severity.HIGH


async def test_forty_pasted_vendors(team: Team) -> None:
    """Each is added or reported, in one post and one answer."""
    pasted = "\n".join(f"{n + 1}. Vendor {n:02}, Inc." for n in range(39))
    shown = await team.types(f"watch\n{pasted}\n- Unheard Of Ltd")
    assert list_kinds(shown) == ["post", "answer"]
    assert len(await list_watched(team)) == 39
    assert "1 of 40 wasn't added" in shown[1].plain
    assert "I don't have “Unheard Of Ltd” in the catalogue" in shown[1].plain


async def test_an_unknown_name_is_asked_about_never_guessed(team: Team) -> None:
    """Similar names are buttons, the way by URL is named, and nothing is stored."""
    (shown,) = await team.types("watch pixelgarden min:high")
    assert shown.kind == "answer"
    assert "Did you mean" in shown.plain
    assert "`" not in shown.plain
    assert "/policy watch https://…" in shown.plain
    assert await list_watched(team) == {}
    (post,) = await team.presses(shown, "Pixelgarten")
    assert "high severity only" in post.plain
    assert list(await list_watched(team)) == ["Pixelgarten"]


async def test_an_ambiguous_name_is_chosen_in_a_select(team: Team) -> None:
    """The select names every platform that it may be, and continues the command."""
    (shown,) = await team.types("watch bril deliver:daily")
    assert "“bril” matches several platforms" in shown.plain
    assert await list_watched(team) == {}
    (post,) = await team.presses(shown, "Choose a platform", choice="=brillo-health")
    assert "Brillo Health: Terms of Service; all changes, daily digest" in post.plain


async def test_two_names_of_one_platform_are_one(team: Team) -> None:
    """A name and a domain of the same platform are offered as one platform."""
    (shown,) = await team.types("watch pixelgarten & pixelgarten.example")
    assert "Did you mean Pixelgarten?" in shown.plain
    await team.presses(shown, "Watch Pixelgarten")
    assert list(await list_watched(team)) == ["Pixelgarten"]


async def test_documents_that_the_catalogue_lacks_are_named(team: Team) -> None:
    """What it has is watched, and a sentence lists the rest."""
    (shown,) = await team.types("watch brillo docs:privacy,dpa")
    assert "Brillo: Privacy Policy" in shown.plain
    lead = "The catalogue doesn't have this document for Brillo"
    assert f"{lead}: Data Processing Agreement. You can add it by its URL." in shown.plain
    (shown,) = await team.types("watch pixelgarten docs:terms,dpa,sla")
    assert "these documents for Pixelgarten: Data Processing Agreement, Service L" in shown.plain
    for line in ("watch brillo docs:all", "watch brillo docs:privacy,terms", "watch brillo"):
        assert "doesn't have" not in (await team.types(line))[0].plain


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("watch", "Which platform?"),
        ("watch brillo min:huge", "min: takes low, medium or high, not “huge”"),
        ("watch brillo docs:poems", "“poems” isn't a document type"),
        ("watch brillo docs:cookies", "The catalogue doesn't have those documents for Brillo"),
        ("watch brillo colour:red", "There's no colour: option"),
        ("watch " + "x" * 10_000, "That's 10,006 characters"),
        ("watch https://127.0.0.1/x", "I can't watch https://127.0.0.1/x. 127.0.0.1 is"),
        ("watch http://localhost:8000/x", "a name of a private network"),
        ("watch https://10.0.0.8/terms", "only public addresses are fetched"),
        ("watch file:///etc/passwd", "use an http or https URL"),
        ("watch ftp://a.example/terms", "use an http or https URL"),
        ("watch https://user:pw@a.example/x", "use it without them"),
        ("watch https://[::1", "I can't watch"),
        ("watch https://unheard.example/", "Paste the URL of the policy itself"),
        ("unwatch", "Which platform?"),
        ("unwatch brillo", "isn't on this channel's watchlist"),
        ("list zoom", "list works alone or with all"),
        ("show", "Which one?"),
        ("show brillo, pixelgarten", "takes one name at a time"),
        ("show CW-D-00099", "I can't find that document"),
        ("show CW-C-000099", "I can't find that change"),
        ("change 99", "I can't find that change"),
        ("change brillo", "Enter the record ID of a change"),
        ("changes since:soon", "isn't a period"),
        ("changes brillo, pixelgarten", "takes one name at a time"),
        ("check", "Which platform?"),
        ("check brillo", "No one here watches Brillo"),
        ("feedback", "Enter your feedback after"),
        ("feedback the summary is wrong", "Feedback isn't set up here"),
        ("frobnicate brillo", "[ show Brillo ] [ watch Brillo ]"),
        ("wach brillo", "Did you mean one of these?"),
        ("help frobnicate", "I don't recognise frobnicate."),
    ],
)
async def test_what_cannot_be_done_gets_one_clear_answer(team: Team, line: str, said: str) -> None:
    """The user gets one answer, and nothing is stored."""
    (shown,) = await team.types(line)
    assert shown.kind == "answer"
    assert said in shown.plain
    assert await list_watched(team) == {}


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
async def test_a_channel_without_the_bot_keeps_the_watch_and_says_how_to_invite(
    team: Team, code: str
) -> None:
    """The watch is kept, the channel is paused and listed so, and resumes once posts work."""
    team.slack.refuses["chat.postMessage"] = code
    (shown,) = await team.types("watch brillo")
    assert shown.kind == "answer"
    assert "Watchlist updated. I can't post here yet" in shown.plain
    assert "/invite @clausewatch" in shown.plain
    assert list(await list_watched(team)) == ["Brillo"]
    (listed,) = await team.types("list")
    assert "I can't post here: I" in listed.plain
    team.slack.refuses.clear()
    await team.types("watch pixelgarten")
    (listed,) = await team.types("list")
    assert "I can't post" not in listed.plain


@pytest.mark.parametrize("is_in_list", [True, False])
async def test_after_the_invitation_somebody_has_it_tried(team: Team, *, is_in_list: bool) -> None:
    """With the required scopes Slack does not report the invitation: a button tests it."""
    team.slack.refuses["chat.postMessage"] = "not_in_channel"
    (shown,) = await team.types("watch brillo docs:privacy")
    if is_in_list:
        (shown,) = await team.types("list")
    (still,) = await team.presses(shown, "Try again")
    assert still.plain.startswith("That didn't work yet. I can't post here yet")
    team.slack.refuses.clear()
    (line,) = await team.presses(shown, "Try again")
    assert (line.kind, "Thanks, @you" in line.plain) == ("post", True)
    (listed,) = await team.types("list")
    assert "I can't post" not in listed.plain


@pytest.mark.parametrize("code", ["is_archived", "restricted_action", "fatal_error"])
async def test_other_refusals_keep_the_watch_too(team: Team, code: str) -> None:
    """No refusal of the confirmation loses the watch."""
    team.slack.refuses["chat.postMessage"] = code
    (shown,) = await team.types("watch brillo")
    assert "I couldn't post the confirmation" in shown.plain
    assert list(await list_watched(team)) == ["Brillo"]


@pytest.mark.parametrize("line", ["watch brillo", "settings min:high", "mute brillo", "unmute"])
async def test_between_two_people_there_is_no_watchlist(team: Team, line: str) -> None:
    """A direct message stores nothing, and one button leads to a channel."""
    body = {
        "command": "/policy", "text": line, "team_id": TEAM_ID, "user_id": "UYOU",
        "channel_id": "D012", "response_url": f"{team.console._url}/D012",
    }  # fmt: skip
    await team.console._send(body)
    (shown,) = team.seen
    assert "Watchlists belong to channels" in shown.plain
    assert await list_watched(team) == {}
    (view,) = await team.presses(shown, "Add platform")
    assert view.text == "Add platform"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("min:high watch brillo", "high severity only"),
        ("/policy watch brillo", "Brillo"),
        ("policy watch brillo", "Brillo"),
        ("watch watch brillo", "Brillo"),
        ("watch brillo min: high", "high severity only"),
        ("watch a.example/privacy", "a.example"),
    ],
)
async def test_a_hurried_line_is_understood(team: Team, line: str, said: str) -> None:
    """Options first, a repeated verb or command, a blank after the colon, no https."""
    (shown,) = await team.types(f"/policy {line}")
    assert shown.kind == "post"
    assert said in shown.plain


@pytest.mark.parametrize("between", [" and ", " ", " & "])
async def test_names_without_commas_are_offered_together(team: Team, between: str) -> None:
    """Several names in one are one button, and nothing is done before it is pressed."""
    (shown,) = await team.types(f"watch pixelgarten{between}vendor03{between}brillo min:high")
    assert await list_watched(team) == {}
    assert "Did you mean these 3 platforms: Pixelgarten, Vendor 03, Brillo?" in shown.plain
    await team.presses(shown, "Watch these 3")
    assert list(await list_watched(team)) == ["Brillo", "Pixelgarten", "Vendor 03"]
    (shown,) = await team.types(f"unwatch brillo{between}pixelgarten")
    await team.presses(shown, "Brillo, Pixelgarten")
    assert list(await list_watched(team)) == ["Vendor 03"]


@pytest.mark.parametrize("line", ["watch #legal", "watch <#C12|legal>", "show <@U12|ben>"])
async def test_a_channel_is_no_platform(team: Team, line: str) -> None:
    """The answer explains where watchlists belong."""
    (shown,) = await team.types(line)
    assert "is a channel or a person, not a platform" in shown.plain


async def test_a_page_past_the_end_is_the_last(team: Team) -> None:
    """A button of a list that has become shorter shows the last page."""
    await team.types("watch brillo")
    for line in ("list page:9", "changes page:9", "show brillo page:9", "clauses page:99"):
        (shown,) = await team.types(line)
        assert len(shown.blocks) >= 2 or "No change" in shown.plain


async def test_undo_of_watch(team: Team) -> None:
    """Undo removes the added watches once, and the post names the user."""
    (post,) = await team.types("watch brillo, pixelgarten")
    (edited,) = await team.presses(post, "Undo", user="eve")
    assert edited.kind == "edit"
    assert "Undone by @eve" in edited.plain
    assert await list_watched(team) == {}
    (again,) = await team.presses(post, "Undo")
    assert "Already undone" in again.plain


async def test_undo_of_unwatch_restores_the_watch_as_it_was(team: Team) -> None:
    """With its documents, minimum and cadence."""
    await team.types("watch pixelgarten docs:cookies min:medium deliver:daily")
    (post,) = await team.types("unwatch pixel garten")
    assert "removed Pixelgarten from" in post.plain
    assert await list_watched(team) == {}
    await team.presses(post, "Undo")
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    (watch,) = await list_watches(team.store, workspace)
    assert (watch.minimum, watch.cadence) == (Severity.MEDIUM, Cadence.DAILY)
    assert [d.kind for d in watch.documents] == ["cookie policy"]


async def test_undo_of_forty_platforms(team: Team) -> None:
    """A long list has an Undo too."""
    names = ", ".join(f"vendor {n:02}" for n in range(40))
    await team.types(f"watch {names}")
    before = await list_watched(team)
    (shown,) = await team.types(f"unwatch {names}")
    assert await list_watched(team) == {}
    await team.presses(shown, "Undo")
    assert await list_watched(team) == before
    assert len(before) == 40


async def test_lists_are_per_channel(team: Team) -> None:
    """A channel lists its own platforms; `list all` lists all, with their channels."""
    await team.types("watch brillo", channel="legal")
    await team.types("watch pixelgarten", channel="security")
    (legal,) = await team.types("list", channel="legal")
    assert "Brillo" in legal.plain
    assert "Pixelgarten" not in legal.plain
    (every,) = await team.types("list all", channel="legal")
    assert "Brillo in #legal" in every.plain
    assert "Pixelgarten in #security" in every.plain
    (empty,) = await team.types("list", channel="random")
    assert "This channel isn't watching anything yet" in empty.plain
    assert "[ Add platform ]" in empty.plain


async def test_long_lists_are_turned_in_their_place(team: Team) -> None:
    """Forty platforms are pages of one answer."""
    await team.types("watch " + ", ".join(f"Vendor {n:02}" for n in range(40)))
    (first,) = await team.types("list")
    assert "Page 1 of 4" in first.plain
    (second,) = await team.presses(first, "Next")
    assert second.kind == "edit"
    assert "Page 2 of 4" in second.plain
    assert "Vendor 12" in second.plain


async def test_answers_are_shared_on_demand(team: Team) -> None:
    """An answer is ephemeral until the user shares it."""
    await team.types("watch brillo")
    (shown,) = await team.types("show brillo")
    assert shown.kind == "answer"
    (post,) = await team.presses(shown, "Share in channel")
    assert post.kind == "post"
    assert "Brillo: 2 documents stored" in post.plain
    assert "Shared by @you" in post.plain
    assert "Share in channel" not in post.plain


async def test_show_knows_what_is_only_in_the_catalogue(team: Team) -> None:
    """An unwatched platform is shown with a button to watch it."""
    (shown,) = await team.types("show pixelgarten")
    assert "isn't being watched" in shown.plain
    await team.presses(shown, "Watch in this channel")
    assert list(await list_watched(team)) == ["Pixelgarten"]
    (shown,) = await team.types("show pixelgarten")
    assert "2 documents stored, on this channel's watchlist" in shown.plain
    assert "CW-D-00001" in shown.plain


async def test_check_makes_documents_due_at_once(team: Team) -> None:
    """A check due in six hours is due now."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    assert await team.store.checks.claim(team.now, 10, LEASE) == ()
    (shown,) = await team.types("check brillo")
    assert "checking 1 document now" in shown.plain
    assert len(await team.store.checks.claim(team.now, 10, LEASE)) == 1


async def test_a_platform_for_a_verb_is_offered(team: Team) -> None:
    """A name without a verb gets verbs to choose from."""
    (shown,) = await team.types("pixelgarten")
    assert "Did you want to do something with Pixelgarten?" in shown.plain
    await team.presses(shown, "Watch Pixelgarten")
    assert list(await list_watched(team)) == ["Pixelgarten"]


async def test_a_misspelt_verb_goes_on_with_what_was_typed(team: Team) -> None:
    """The button runs the intended verb with the same names."""
    (shown,) = await team.types("wach brillo")
    await team.presses(shown, "watch")
    assert list(await list_watched(team)) == ["Brillo"]


@pytest.mark.parametrize("line", ["", "help", "?", "/policy", "/policy help"])
async def test_help_lists_every_verb(team: Team, line: str) -> None:
    """The short help has a line for each verb, and one button."""
    (shown,) = await team.types(line)
    typed = [f"/policy {(verb.examples or (verb.name,))[0]}" for verb in VERBS]
    said = [verb.summary.replace("`", "") for verb in VERBS]
    assert [each for each in (*typed, *said) if each not in shown.plain] == []
    assert "<" not in shown.plain
    assert "[ Add platform ]" in shown.plain


async def test_every_verb_explains_itself(team: Team) -> None:
    """`help VERB` works for each verb and alias."""
    for name, verb in VERBS_BY_NAME.items():
        (shown,) = await team.types(f"help {name}")
        assert all(f"• {option} " in shown.plain for option, _ in verb.option_help)
        assert all(f"{option}:" in shown.plain for option in verb.options or ())
        assert verb.summary.split(":")[0][:40] in shown.plain.replace("\n", " ")


async def test_debug_tells_facts_of_this_workspace_only(team: Team) -> None:
    """Ids and counts, but no token."""
    await team.types("watch brillo")
    (shown,) = await team.types("debug")
    assert "1 watches, 2 documents" in shown.plain
    assert "TLOCAL" in shown.plain
    assert "xoxb" not in shown.plain


async def test_feedback_goes_where_it_was_set(tmp_path: Path) -> None:
    """The operator's file has the text and its author."""
    path = tmp_path / "feedback.jsonl"
    async with open_team(tmp_path, send_feedback=FileFeedback(path)) as team:
        (shown,) = await team.types("feedback the fee of 5 € is missing")
        assert "Thanks, your feedback" in shown.plain
    assert '"text": "the fee of 5 € is missing"' in path.read_text("utf-8")
