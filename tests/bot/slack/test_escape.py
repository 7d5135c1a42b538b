"""Foreign text is hostile: whatever it says, it mentions nobody and breaks nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.messages.answers import describe_unknown_platform, render_problems
from bot.slack.messages.card import render_change
from bot.slack.messages.escape import (
    code,
    escape,
    escape_copyable,
    flatten_lines,
    format_url,
    link,
    make_safe_url,
    sanitise,
    strip_invisible,
)
from bot.slack.messages.post import render_post
from bot.slack.messages.redline import RedlinePlace, render_page, render_pages
from bot.terminal.rendered_message import render_blocks
from clausewatch.notifications.events import BecameUnreadable
from tests.bot.block_rules import assert_message, assert_safe, assert_view
from tests.bot.example_values import NOON, make_change, make_delivery, make_document, make_edit

PIECES = (
    "<!channel>", "<!here|now>", "<@U123>", "<#C1|x>", "<https://evil.example|bank>", "@channel",
    "@here", ":tada:", "*bold*", "_it_", "~x~", "`code`", "```", "&amp;", "&lt;!here&gt;", "&",
    "<", ">", "|", "\n", "\r\n", "\x00", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\u2066",
    "\U000e0041", "\ud800", " ", "data", "30 days", "日本語", "العربية", "é", "👩‍👩‍👧", "> quote",
    "<!date^0^{date}|x>", "<!subteam^S1>", "mailto:a@b.example", "https://a.example/?q=<x>&b",
)  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), min_size=1, max_size=40).map(
    "".join
)


IN_WORD = re.compile(r"(?<=[A-Za-z0-9])_")
"""Slack opens no italics inside a word."""


@given(hostile, st.integers(10, 400))
def test_mrkdwn_is_safe_and_short(text: str, limit: int) -> None:
    """Escaped text resolves nothing, holds whole entities only and keeps to its limit."""
    shown = escape(text, limit)
    assert_safe(shown)
    assert len(shown) <= limit
    assert "\n" not in shown
    assert not set("*_~`") & set(IN_WORD.sub("", shown))


@given(hostile, st.integers(10, 400))
def test_what_can_be_copied_is_safe_and_short(text: str, limit: int) -> None:
    """Beside whole runs of inline code it is as safe as any other foreign text."""
    shown = escape_copyable(text, limit)
    assert_safe(shown)
    assert len(shown) <= limit
    assert "\n" not in shown
    without_code = re.sub(r"`(?:/~|[^`<>*~\s])*_(?:/~|[^`<>*~\s])*`", "", shown)
    assert not set("*_~`") & set(IN_WORD.sub("", without_code))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("or raise FETCH_MAX_BYTES", "or raise `FETCH_MAX_BYTES`"),
        ("raise FETCH_MAX_BYTES.", "raise `FETCH_MAX_BYTES`."),
        ("at https://a.example/a_b?c=1&d=2, or", "at `https://a.example/a_b?c=1&amp;d=2`, or"),
        ("https://a.example/~b_c", "`https://a.example/~b_c`"),
        ("~x~_", "\u223cx\u223c\u02cd"),
        ("write to dpo_team@a.example", "write to `dpo_team@a.example`"),
        ("a*b_c~d`e and plain", "a\u2217b_c\u223cd\u02cbe and plain"),
        ("no <_x @channel> here", "no &lt;\u02cdx @\u2060channel&gt; here"),
    ],
)
def test_names_and_addresses_can_be_copied(text: str, shown: str) -> None:
    """A setting or a link that is copied out of a message is the one that was meant."""
    assert escape_copyable(text) == shown


def test_an_address_can_be_read_opened_and_copied() -> None:
    """With an underscore it stands as code, with a link beside it."""
    assert format_url("https://a.example/x") == "<https://a.example/x|https://a.example/x>"
    shown = "`https://a.example/x_y` (<https://a.example/x_y|open>)"
    assert format_url("https://a.example/x_y") == shown


@given(hostile)
def test_mrkdwn_reads_as_it_was_written(text: str) -> None:
    """What a reader sees is the text itself, look-alikes and unseen characters aside."""
    plain = render_blocks((), escape(text, 100_000)).plain
    look_alikes = str.maketrans("\u2217\u02cd\u223c\u02cb\u2236", "*_~`:", "\u2060")
    assert plain.translate(look_alikes) == flatten_lines(text).translate(look_alikes)


@given(hostile, st.integers(10, 400))
def test_literal_text_mentions_nobody(text: str, limit: int) -> None:
    """Text that Slack shows as it is has no control characters and no live mention."""
    shown = sanitise(text, limit)
    assert len(shown) <= limit
    assert not any(mark in shown for mark in ("<!", "<@", "<#"))
    assert strip_invisible(shown).replace("\n", " ") == shown.replace("\u2060", "").replace(
        "\n", " "
    )


@given(hostile, hostile, hostile)
def test_a_hostile_policy_breaks_no_message(before: str, after: str, title: str) -> None:
    """A card, its thread, a note, a question and a redline of it are all valid and safe."""
    found = make_change(
        edits=(make_edit(before, after, section=title, reason=after),),
        summary=(before, after),
        about=make_document(name="Pixelgarten" + title),
    )
    for message in render_change(found):
        assert_message(message, most_blocks=12)
    unreadable = BecameUnreadable(found.document.id, "captcha", after, NOON)
    health = make_delivery(unreadable, of=found.document)
    for message in render_post((health,), is_repeat=True):
        assert_message(message)
    asked = render_problems([describe_unknown_platform(title, (), "watch {}", "/policy")])
    assert_safe(asked.text)
    for number in range(len(render_pages(found))):
        assert_view(render_page(found, RedlinePlace(found.id, number)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tom & Jerry <b>", "Tom &amp; Jerry &lt;b&gt;"),
        ("a*b_c~d`e", "a\u2217b_c\u223cd\u02cbe"),
        ("at @channel now", "at @\u2060channel now"),
        ("mail privacy@here.example", "mail privacy@here.example"),
        ("a\u200bb\x00c\nd", "ab c d"),
        ("x" * 3 + "&" * 9, "xxx&amp;…"),
    ],
)
def test_examples_of_mrkdwn(text: str, shown: str) -> None:
    """Entities are whole or absent; marks become look-alikes; addresses stay."""
    assert escape(text, 11 if text.startswith("xxx") else 200) == shown


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1&z=2", "https://a.example/x?y=1&z=2"),
        ("https://a.example/<!channel>|x", "https://a.example/%3C!channel%3E%7Cx"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("http://[::1", None),
        ("https://a.example/" + "x" * 3_000, None),
    ],
)
def test_addresses(url: str, safe: str | None) -> None:
    """Only web addresses become links, and none can end the link early."""
    assert make_safe_url(url) == safe
    assert_safe(link(url, "the <source>"))


def test_code_shows_usage_as_it_is_typed() -> None:
    """Angle brackets of a usage line are shown, a backtick cannot end the code."""
    assert code("watch <platform|url> `x`") == "`watch &lt;platform|url&gt; \u02cbx\u02cb`"
