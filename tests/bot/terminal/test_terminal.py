"""Slack in the terminal: the client that shows messages, and how they look."""

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
from tests.bot.example_values import NOON, make_change, make_edit, make_post


def make_terminal() -> tuple[TerminalSlack, list[RenderedMessage]]:
    """Return a terminal and the list of its messages."""
    messages: list[RenderedMessage] = []
    return TerminalSlack(messages.append, lambda: NOON), messages


async def test_posts_get_time_stamps_that_never_repeat() -> None:
    """Posts get new time stamps while the clock stops; edits and replies refer to them."""
    slack, messages = make_terminal()
    first = await slack.chat_postMessage(channel="C-LEGAL", text="one")
    second = await slack.chat_postMessage(channel="C-LEGAL", text="two", thread_ts=first["ts"])
    assert first["ts"] < second["ts"]
    await slack.chat_update(channel="C-LEGAL", ts=first["ts"], text="three")
    assert [(message.kind, message.text) for message in messages] == [
        ("post", "one"),
        ("reply", "two"),
        ("edit", "three"),
    ]
    assert messages[1].thread_ts == messages[2].ts == first["ts"]


async def test_the_clock_going_back_does_not_repeat_a_time_stamp() -> None:
    """A time stamp identifies one message for good."""
    now = [NOON]
    slack = TerminalSlack(lambda _: None, lambda: now[0])
    first = await slack.chat_postMessage(channel="C-LEGAL", text="one")
    now[0] -= timedelta(hours=1)
    second = await slack.chat_postMessage(channel="C-LEGAL", text="two")
    assert first["ts"] < second["ts"]


async def test_history_finds_a_post_by_its_metadata() -> None:
    """The messenger looks up an unconfirmed post as it does in Slack."""
    slack, _ = make_terminal()
    messenger = SlackMessenger(slack)
    assert await messenger.find(make_post()) is None
    receipt = await messenger.post(make_post(), NOON)
    assert await messenger.find(make_post()) == receipt


async def test_it_answers_as_slack_does() -> None:
    """It knows the bot's identity, shows ephemeral answers, and refuses unknown methods."""
    slack, messages = make_terminal()
    assert (await slack.auth_test())["team_id"] == "TLOCAL"
    await slack.chat_postEphemeral(channel="C-LEGAL", user="U1", text="psst")
    assert messages[-1].kind == "answer"
    with pytest.raises(SlackApiError, match="unknown_method"):
        await slack.users_list()


def print_message(message: RenderedMessage, width: int = 80) -> str:
    """Return what the printer prints."""
    out = io.StringIO()
    Printer(RichConsole(file=out, width=width, highlight=False))(message)
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
def test_the_frame_says_where_slack_shows_a_message(kind: str, title: str) -> None:
    """The frame's title distinguishes a post from an answer to one person."""
    assert title in print_message(RenderedMessage(kind, make_channel_id("legal"), "Redline"))


def test_a_card_reads_well_in_a_terminal() -> None:
    """Removed and added words, links, dates and buttons are plain characters."""
    message = render_card(make_change())
    text = print_message(RenderedMessage("post", "C-LEGAL", message.text, message.blocks), 120)
    assert "[-30 days-]" in text
    assert "(https://pixelgarten.example/privacy)" in text
    assert "captured 2 Mar 2026, 12:00 UTC" in text
    assert "[ View redline ] [ Mark reviewed ]" in text
    view = redline.render_page(make_change(), redline.RedlinePlace(321))
    assert "Retention: amended · High" in render_blocks(view["blocks"]).plain


def test_a_policy_cannot_control_the_terminal() -> None:
    """Escape sequences are removed, and markup of the terminal is text."""
    nasty = "\x1b[2J\x1b]0;title\x07 [bold]us[/bold] [link=https://x.example]y[/link]"
    change = make_change(edits=(make_edit(nasty, nasty + "!"),), summary=(nasty,))
    message = render_card(change)
    text = print_message(RenderedMessage("post", "C-\x1b[31mX", message.text, message.blocks))
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
def test_mrkdwn_is_shown_as_in_slack(text: str, plain: str) -> None:
    """Links appear with label and URL, dates by their fallback, and ids by name."""
    assert render_mrkdwn(text).plain == plain


def test_channels_of_the_terminal_have_names() -> None:
    """An id made from a name becomes the name again; Slack's ids stay."""
    assert format_channel_name(make_channel_id("#Legal-Team")) == "legal-team"
    assert format_channel_name("C0123") == "C0123"
