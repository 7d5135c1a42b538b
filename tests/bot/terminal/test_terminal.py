"""Slack without Slack: the client that shows, and how it looks."""

import io
from datetime import timedelta

import pytest
from rich.console import Console as RichConsole
from slack_sdk.errors import SlackApiError

from bot.slack.messages import redline
from bot.slack.messages.card import render_card
from bot.slack.messenger import SlackMessenger
from bot.terminal.console import make_channel_id
from bot.terminal.printer import Printer, format_channel_name
from bot.terminal.rendered_message import RenderedMessage, render_blocks, render_mrkdwn
from bot.terminal.terminal_slack import TerminalSlack
from tests.bot.example_values import NOON, make_change, make_edit, make_outgoing


def terminal() -> tuple[TerminalSlack, list[RenderedMessage]]:
    """A terminal and what it showed."""
    seen: list[RenderedMessage] = []
    return TerminalSlack(seen.append, lambda: NOON), seen


async def test_posts_get_time_stamps_that_never_repeat() -> None:
    """Even while the clock stands still; edits and replies name theirs."""
    slack, seen = terminal()
    first = await slack.chat_postMessage(channel="C-LEGAL", text="one")
    second = await slack.chat_postMessage(channel="C-LEGAL", text="two", thread_ts=first["ts"])
    assert first["ts"] < second["ts"]
    await slack.chat_update(channel="C-LEGAL", ts=first["ts"], text="three")
    assert [(s.kind, s.text) for s in seen] == [
        ("post", "one"),
        ("reply", "two"),
        ("edit", "three"),
    ]
    assert seen[1].thread_ts == seen[2].ts == first["ts"]


async def test_the_clock_going_back_does_not_repeat_a_time_stamp() -> None:
    """A time stamp names a message for good."""
    now = [NOON]
    slack = TerminalSlack(lambda _: None, lambda: now[0])
    first = await slack.chat_postMessage(channel="C-LEGAL", text="one")
    now[0] -= timedelta(hours=1)
    second = await slack.chat_postMessage(channel="C-LEGAL", text="two")
    assert first["ts"] < second["ts"]


async def test_history_finds_a_post_by_its_metadata() -> None:
    """The messenger settles an unknown post here as it does in Slack."""
    slack, _ = terminal()
    messenger = SlackMessenger(slack)
    assert await messenger.find(make_outgoing()) is None
    receipt = await messenger.post(make_outgoing(), NOON)
    assert await messenger.find(make_outgoing()) == receipt


async def test_it_answers_as_slack_does() -> None:
    """Who the bot is, what an ephemeral answer gets, and an error for what it does not know."""
    slack, seen = terminal()
    assert (await slack.auth_test())["team_id"] == "TLOCAL"
    await slack.chat_postEphemeral(channel="C-LEGAL", user="U1", text="psst")
    assert seen[-1].kind == "answer"
    with pytest.raises(SlackApiError, match="unknown_method"):
        await slack.users_list()


def printed(shown: RenderedMessage, width: int = 80) -> str:
    """What the printer prints."""
    out = io.StringIO()
    Printer(RichConsole(file=out, width=width, highlight=False))(shown)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("post", "#legal"),
        ("reply", "#legal, in the thread"),
        ("edit", "#legal, edited"),
        ("answer", "only you, in #legal"),
        ("modal", "modal: Redline"),
        ("home", "App Home"),
    ],
)
def test_each_thing_says_where_it_stands(kind: str, title: str) -> None:
    """The frame's title tells a post from an answer to one person."""
    assert title in printed(RenderedMessage(kind, make_channel_id("legal"), "Redline"))


def test_a_card_reads_well_in_a_terminal() -> None:
    """Marks in characters, links with their address, dates in words, buttons as such."""
    message = render_card(make_change())
    text = printed(RenderedMessage("post", "C-LEGAL", message.text, message.blocks), 120)
    assert "[-30 days-]" in text
    assert "(https://pixelgarten.example/privacy)" in text
    assert "captured 2 Mar 2026, 12:00 UTC" in text
    assert "[ View redline ] [ Reviewed ]" in text
    view = redline.render_page(make_change(), 0)
    assert "Retention: reworded, high severity" in render_blocks(view["blocks"]).plain


def test_a_policy_cannot_steer_the_terminal() -> None:
    """Escape sequences and markup of the terminal are text, or gone."""
    nasty = "\x1b[2J\x1b]0;title\x07 [bold]us[/bold] [link=https://x.example]y[/link]"
    found = make_change(edits=(make_edit(nasty, nasty + "!"),), summary=(nasty,))
    message = render_card(found)
    text = printed(RenderedMessage("post", "C-\x1b[31mX", message.text, message.blocks))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]us[/bold]" in text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("*bold* _it_ `code`", "bold it code"),
        ("<https://a.example|A &amp; B>", "A & B (https://a.example)"),
        ("<https://a.example>", "https://a.example"),
        ("<!date^1^{date}|1 Jan>", "1 Jan"),
        ("*<@U1>* in <#C-LEGAL>", "@u1 in #legal"),
    ],
)
def test_mrkdwn_is_shown_as_slack_would(text: str, plain: str) -> None:
    """Links by label with their address, dates by their fallback, ids by name."""
    assert render_mrkdwn(text).plain == plain


def test_channels_of_the_terminal_have_names() -> None:
    """An id made of a name gives the name back; Slack's ids stay."""
    assert format_channel_name(make_channel_id("#Legal-Team")) == "legal-team"
    assert format_channel_name("C0123") == "C0123"
