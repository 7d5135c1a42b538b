"""Modals with empty, missing, huge and misshapen fields: a sentence each, and nothing is lost."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.slack import ids
from bot.slack.messages.pasted_list import MAX_CHARACTERS
from bot.terminal.rendered_message import RenderedMessage
from clausewatch.notifications.digests import ChannelSettings
from tests.bot.block_rules import assert_blocks
from tests.bot.slack.test_channel_choices import load_settings
from tests.bot.slack.test_presses import post_card
from tests.bot.team import Team, open_team

HUGE = "x" * 9_000
STATES: Mapping[str, Any] = {
    "missing": None,
    "empty": {},
    "null": {"value": None, "selected_option": None, "selected_options": None},
    "blank": {"value": "  ", "selected_option": {"value": ""}},
    "unknown option": {"selected_option": {"value": "purple"}, "selected_time": "25:99"},
    "option without value": {"selected_option": {}, "selected_options": [{}, None, 3]},
    "option as text": {"selected_option": "high", "selected_options": "ai_training"},
    "number": {"value": 7, "selected_date": "2026-02-31", "selected_option": {"value": 9}},
    "list": [],
    "text": "text",
    "huge": {"value": HUGE, "selected_option": {"value": HUGE}},
    "hostile": {"value": '" min:"high', "selected_option": {"value": '" min:"high'}},
}
"""States of a field as Slack, an older client or nobody sends them."""
UNKNOWN = {"unknown option", "number", "huge", "hostile"}
EMPTY = set(STATES) - UNKNOWN
"""The states that contain no value for us."""


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store; every message it gets must be valid, and no fault of ours."""
    async with open_team(tmp_path) as new_team:
        yield new_team
        for shown in new_team.seen:
            assert "Something went wrong" not in shown.plain
            assert_blocks(shown.blocks)


async def submit_faulty(
    team: Team, modal: RenderedMessage, blocks: tuple[str, ...], sound: Mapping[str, Any]
) -> Mapping[str, set[str]]:
    """Submit the modal with each field in turn in each state, the others sound.

    Return for each field the states that are refused there; any other state is answered.
    """
    refused: dict[str, set[str]] = {}
    for block_id in blocks:
        for name, state in STATES.items():
            fields = {**sound, block_id: {"any": state}}
            if state is None:
                del fields[block_id]
            errors, shown = await team.submits(modal, fields)
            assert bool(errors) != bool(shown), (block_id, name)
            assert not any("Something went wrong" in each.plain for each in shown)
            assert all(sentence.endswith(".") for sentence in errors.values())
            assert set(errors) <= {block_id}, (block_id, name)
            if errors:
                refused.setdefault(block_id, set()).add(name)
    return refused


CHANNEL = {"any": {"selected_conversation": "C-LEGAL"}}


async def test_add_platform(team: Team) -> None:
    """What is no platform, URL or channel is refused; nothing else is watched."""
    (listed,) = await team.types("help")
    (modal,) = await team.presses(listed, "Add platform")
    sound = {
        ids.PLATFORM_BLOCK: {"any": {"selected_option": {"value": "brillo"}}},
        ids.CHANNEL_BLOCK: CHANNEL,
    }
    blocks = (
        ids.PLATFORM_BLOCK, ids.URL_BLOCK, ids.KINDS_BLOCK, ids.MINIMUM_BLOCK, ids.TOPICS_BLOCK,
        ids.CADENCE_BLOCK, ids.CHANNEL_BLOCK,
    )  # fmt: skip
    refused = await submit_faulty(team, modal, blocks, sound)
    assert refused == {
        ids.PLATFORM_BLOCK: EMPTY,
        ids.URL_BLOCK: {"number", "huge", "hostile"},
        ids.CHANNEL_BLOCK: EMPTY | UNKNOWN,
    }
    (listed,) = await team.types("list all")
    assert "Watchlist for this workspace: 1 platform\n" in listed.plain
    assert "Brillo in #legal\n" in listed.plain


async def test_paste_a_list(team: Team) -> None:
    """What is no list or no channel is refused; nothing else is watched."""
    (listed,) = await team.types("list")
    (modal,) = await team.presses(listed, "Paste a list")
    sound = {ids.PASTE_BLOCK: {"any": {"value": "Brillo"}}, ids.CHANNEL_BLOCK: CHANNEL}
    blocks = (ids.PASTE_BLOCK, *ids.PASTE_MORE_BLOCKS, ids.CHANNEL_BLOCK)
    refused = await submit_faulty(team, modal, blocks, sound)
    assert refused == {
        ids.PASTE_BLOCK: EMPTY | {"unknown option"},
        ids.CHANNEL_BLOCK: EMPTY | UNKNOWN,
    }
    (listed,) = await team.types("list all")
    assert "Watchlist for this workspace: 1 platform\n" in listed.plain
    assert "Brillo in #legal\n" in listed.plain


async def test_review(team: Team) -> None:
    """A status, a date or a note that is none is refused at its field."""
    card = await post_card(team)
    option = next(
        button for button in card.list_buttons() if "Assign" in str(button.get("text", ""))
    )
    (modal,) = await team.presses(card, str(option["text"]["text"]))
    sound = {ids.STATUS_BLOCK: {"any": {"selected_option": {"value": "accepted"}}}}
    blocks = (ids.STATUS_BLOCK, ids.ASSIGNEE_BLOCK, ids.DUE_BLOCK, ids.NOTE_BLOCK)
    refused = await submit_faulty(team, modal, blocks, sound)
    assert refused == {
        ids.STATUS_BLOCK: EMPTY | UNKNOWN,
        ids.DUE_BLOCK: UNKNOWN,
        ids.NOTE_BLOCK: {"huge"},
    }
    errors, _ = await team.submits(modal, {**sound, ids.NOTE_BLOCK: {"any": {"value": HUGE}}})
    assert errors == {ids.NOTE_BLOCK: "Shorten the note to 1,000 characters or fewer."}
    due = {ids.DUE_BLOCK: {"any": {"selected_date": "2026-02-31"}}}
    errors, _ = await team.submits(modal, {**sound, **due})
    assert errors == {ids.DUE_BLOCK: "Choose a date, such as 2026-03-20."}


async def open_settings(team: Team) -> RenderedMessage:
    """The opened *Settings* modal."""
    (shown,) = await team.types("settings")
    (modal,) = await team.presses(shown, "Change settings")
    return modal


async def test_settings(team: Team) -> None:
    """What is no setting is refused at its field, and what is empty changes nothing."""
    modal = await open_settings(team)
    blocks = (
        ids.LEAST_SEVERITY_BLOCK, ids.THREADS_BLOCK, ids.DIGEST_BLOCK, ids.DAY_BLOCK,
        ids.TIME_BLOCK, ids.ZONE_BLOCK, ids.QUIET_BLOCK, ids.REMINDERS_BLOCK, ids.DEADLINES_BLOCK,
        ids.HEALTH_BLOCK,
    )  # fmt: skip
    refused = await submit_faulty(team, modal, blocks, {})
    assert refused == dict.fromkeys(blocks, UNKNOWN)
    assert await load_settings(team) == ChannelSettings()


async def test_settings_left_empty_change_nothing(team: Team) -> None:
    """Each empty field keeps its setting, and the channel reads nothing."""
    await team.types("settings min:high day:friday time:8:15")
    before = await load_settings(team)
    errors, shown = await team.submits(await open_settings(team), {})
    assert errors == {}
    assert [each.kind for each in shown] == ["answer"]
    assert "Nothing changed" in shown[0].plain
    assert await load_settings(team) == before != ChannelSettings()


@pytest.mark.parametrize("value", [",", "0", "14,x", "-3", "9" * 40])
async def test_days_that_are_none_are_said_at_the_field(team: Team, value: str) -> None:
    """They never turn the reminders off."""
    fields = {ids.DEADLINES_BLOCK: {"any": {"value": value}}}
    errors, _ = await team.submits(await open_settings(team), fields)
    assert list(errors) == [ids.DEADLINES_BLOCK]


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("settings min:high", "settings min:high"),
        ("settings threads:off empty:on", "settings empty:on"),
        ("settings min:low", "settings min:low"),
        ("digest weekly friday 16:00", "digest friday"),
        ("digest daily 8:00 zone:Berlin", "digest daily 8am zone:Europe/Berlin"),
    ],
)
async def test_the_same_settings_again_are_answered_to_the_person_alone(
    team: Team, line: str, same: str
) -> None:
    """Nothing changed, so the channel reads nothing."""
    await team.types(line)
    (shown,) = await team.types(same)
    assert shown.kind == "answer"
    assert "Nothing changed: these settings were already in effect." in shown.plain


async def test_two_hundred_long_lines_fit(team: Team) -> None:
    """The four fields hold 200 lines of 59 characters."""
    urls = [
        f"https://vendor-{number:03}.example/legal/privacy-policy-2026-terms/"
        for number in range(200)
    ]
    lines = ["\n".join(urls[start : start + 50]) for start in range(0, 200, 50)]
    assert {len(url) for url in urls} == {59}
    assert all(len(text) <= MAX_CHARACTERS for text in lines)
    (listed,) = await team.types("list")
    (modal,) = await team.presses(listed, "Paste a list")
    blocks = (ids.PASTE_BLOCK, *ids.PASTE_MORE_BLOCKS)
    fields = {block: {"any": {"value": text}} for block, text in zip(blocks, lines, strict=True)}
    errors, shown = await team.submits(modal, {**fields, ids.CHANNEL_BLOCK: CHANNEL})
    assert errors == {}
    assert any("200 lines: 200 watched, 0 not added." in each.plain for each in shown)
