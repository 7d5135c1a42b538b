"""Mutes and *not a change*: per channel and per workspace, and their undo."""

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.feedback_export import write_denied_pairs
from bot.terminal.rendered_message import RenderedMessage
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.evaluation.pairs import evaluate_all
from tests.bot.team import Team


@pytest.fixture(autouse=True)
async def read_document(team: Team) -> None:
    """The channel watches a read document."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    await team.posts()


async def post_card(team: Team) -> RenderedMessage:
    """The card of a change."""
    await team.changes(1)
    return next(shown for shown in await team.posts() if shown.kind == "post")


async def test_what_changes_while_muted_is_told_when_the_mute_is_over(team: Team) -> None:
    """Nothing is posted for two days, and nothing is lost."""
    (post,) = await team.types("mute brillo for:2d")
    assert post.kind == "post"
    assert "@you muted Brillo in this channel until 4 Mar 2026" in post.plain
    await team.changes(1)
    assert await team.posts() == []
    (listed,) = await team.types("list")
    assert "muted until 4 Mar 2026" in listed.plain
    team.now += timedelta(days=2)
    assert ["CW-C-000001" in each.plain for each in await team.posts()] == [True]
    (listed,) = await team.types("list")
    assert "muted" not in listed.plain


async def test_unmute_tells_at_once_what_has_waited(team: Team) -> None:
    """By the verb or by the button under the post; a second time changes nothing."""
    (post,) = await team.types("mute brillo")
    await team.changes(1)
    (edited,) = await team.presses(post, "Unmute")
    assert edited.kind == "edit"
    assert "@you unmuted Brillo" in edited.plain
    assert len(await team.posts()) == 1
    (again,) = await team.presses(post, "Unmute")
    assert "no longer muted here" in again.plain
    await team.types("mute brillo")
    await team.changes(1)
    (said,) = await team.types("unmute")
    assert (said.kind, "Queued changes will follow" in said.plain) == ("post", True)
    assert len(await team.posts()) == 1


async def test_a_card_mutes_its_platform_for_a_week_and_shows_it(team: Team) -> None:
    """The button becomes *Unmute*, and the line disappears with it."""
    card = await post_card(team)
    (edited,) = await team.presses(card, "Mute 7 days")
    assert "Brillo is muted in this channel until 9 Mar 2026" in edited.plain
    assert "Unmute" in edited.plain
    await team.changes(1)
    assert await team.posts() == []
    cards = await team.presses(edited, "Unmute")
    assert cards
    assert all("muted" not in each.plain and "Mute 7 days" in each.plain for each in cards)
    assert len(await team.posts()) == 1


async def test_a_mute_by_the_verb_is_ended_on_a_card_without_losing_the_card(team: Team) -> None:
    """The card stays a card, and *Reviewed* on a card keeps the line of the mute."""
    card = await post_card(team)
    await team.types("mute brillo")
    (edited,) = await team.presses(card, "Mark reviewed")
    assert "is muted in this channel" in edited.plain
    (edited,) = await team.presses(edited, "Unmute")
    assert "High · Brillo Privacy Policy" in edited.plain
    assert "is muted in this channel" not in edited.plain


async def test_a_mute_by_a_card_is_shown_as_ended_by_the_verb(team: Team) -> None:
    """The card on which the mute was made is updated."""
    card = await post_card(team)
    await team.presses(card, "Mute 7 days")
    edited, said = await team.types("unmute brillo")
    assert (edited.kind, said.kind) == ("edit", "post")
    assert "muted in this channel" not in edited.plain


async def test_another_channel_is_not_muted(team: Team) -> None:
    """A mute applies to one channel."""
    await team.types("watch brillo docs:privacy", channel="legal")
    await team.posts()
    await team.types("mute brillo", channel="legal")
    await team.changes(1)
    assert [each.channel for each in await team.posts()] == ["C-GENERAL"]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("mute brillo", 7),
        ("mute brillo for:2w", 14),
        ("mute brillo for: 3 d", None),
        ("mute brillo 3d", 3),
        ("mute brillo for 2 weeks", 14),
        ("mute brillo, 1 month", 30),
    ],
)
async def test_how_long_is_typed_in_words_too(team: Team, line: str, days: int | None) -> None:
    """`for:2w` and common phrases mean the same."""
    (shown,) = await team.types(line)
    if days is None:
        assert "isn't a period" in shown.plain
        return
    until = team.now + timedelta(days=days)
    assert f"until {until:%-d %b %Y}" in shown.plain


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mute", "Nothing is muted in this channel"),
        ("mute pixelgarten", "isn't on this channel's watchlist"),
        ("mute brillo for:ever", "isn't a period"),
        ("mute brillo for:9y", "isn't a period"),
        ("unmute", "Nothing is muted here"),
        ("unmute brillo", "It isn't muted here"),
        ("unmute pixelgarten", "isn't on this channel's watchlist"),
    ],
)
async def test_what_cannot_be_muted_is_said_to_the_person(team: Team, line: str, said: str) -> None:
    """The user gets one sentence, and nothing is stored."""
    (shown,) = await team.types(line)
    assert shown.kind == "answer"
    assert said in shown.plain


async def test_mute_without_a_name_lists_what_is_muted(team: Team) -> None:
    """Each mute with its end."""
    await team.types("mute brillo")
    (shown,) = await team.types("mute")
    assert "Brillo until 9 Mar 2026" in shown.plain


async def test_not_a_change_is_shown_and_can_be_undone(team: Team) -> None:
    """The card names the user, and Undo undoes that step and no later one."""
    card = await post_card(team)
    edited, answer = await team.presses(card, "Not a change")
    assert "Not a change by @you" in edited.plain
    assert "Marked CW-C-000001 as not a change" in answer.plain
    edited, again = await team.presses(answer, "Undo")
    assert "by @you" not in edited.plain.split("CW-C-000001")[1].split("[")[0] or edited
    assert "CW-C-000001 is now: Open" in again.plain
    (_, late) = await team.presses(answer, "Undo")
    assert "nothing left to undo" in late.plain


@pytest.mark.parametrize("label", ["Mute 7 days", "Not a change", "Mark reviewed"])
async def test_a_change_that_is_not_on_record_here_takes_no_verdict(team: Team, label: str) -> None:
    """For a card of another workspace, or one whose record is gone."""
    card = await post_card(team)
    rows = [block for block in card.blocks if block["type"] == "actions"]
    elements = [replace_change(element) for element in rows[0]["elements"]]
    foreign = RenderedMessage(
        "post", card.channel, "", ({**rows[0], "elements": elements},), ts=card.ts
    )
    (answer,) = await team.presses(foreign, label)
    assert "no longer stored" in answer.plain


def replace_change(element: dict[str, Any]) -> dict[str, Any]:
    """An element of a card with the number of another change."""
    if "options" not in element:
        return {**element, "value": "99"}
    options = [{**each, "value": each["value"].replace(":1", ":99")} for each in element["options"]]
    return {**element, "options": options}


async def test_feedback_is_exported_as_pairs_that_can_be_judged(team: Team, tmp_path: Path) -> None:
    """Both pages with their hashes and without names, which the real stages can read."""
    card = await post_card(team)
    await team.presses(card, "Not a change", user="ann")
    database = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    out = tmp_path / "out"
    assert await write_denied_pairs(Settings(database_url=database), out) == 1
    text = out.joinpath("pairs.jsonl").read_text("utf-8")
    row = json.loads(text)
    assert (row["id"], row["label"], row["service"]) == ("CW-C-000001", "noise", "Brillo")
    assert gzip.decompress(out.joinpath(row["before"]["file"]).read_bytes()) == b"old"
    assert "ANN" not in text
    (decision,) = evaluate_all(out / "pairs.jsonl", workers=1)
    assert decision["id"] == "CW-C-000001"
    with pytest.raises(UserError, match="cannot be written"):
        await write_denied_pairs(Settings(database_url=database), out / "pairs.jsonl")
