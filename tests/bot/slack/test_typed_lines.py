"""What people type, through the real app: the better answer instead of a refusal."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.block_rules import assert_blocks
from tests.bot.team import Team, assert_answer, open_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store; every message it gets must be valid."""
    async with open_team(tmp_path) as new_team:
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)


@pytest.mark.parametrize(
    "again",
    [
        "watch brillo",
        "watch Brillo",
        "watch brillo docs:privacy",
        "watch brillo min:low",
        "add brillo",
    ],
)
async def test_a_repeated_watch_is_answered_to_the_person_alone(team: Team, again: str) -> None:
    """Nothing changed, so the channel reads nothing."""
    await team.types("watch brillo")
    await assert_answer(
        team, again, "Brillo is already on this channel's watchlist. Nothing changed."
    )


async def test_what_is_new_among_known_names_is_posted_alone(team: Team) -> None:
    """The post names the new platform, the answer the known one."""
    await team.types("watch brillo")
    post, answer = await team.types("watch brillo, pixelgarten")
    assert "added 1 platform" in post.plain
    assert "Brillo" not in post.plain
    assert "Brillo is already on" in answer.plain


@pytest.mark.parametrize(
    "line",
    ["list", "list all", "show brillo", "changes", "changes since yesterday", "review", "log",
     "compare ai training", "clauses", "help", "debug", "settings", "digest", "mute", "unmute"],
)  # fmt: skip
async def test_reading_never_posts(team: Team, line: str) -> None:
    """Only the person who asked sees the answer."""
    await team.types("watch brillo")
    assert [shown.kind for shown in await team.types(line)] == ["answer"]


async def test_another_name_for_a_platform_is_said(team: Team) -> None:
    """The channel learns that the typed name is listed under another."""
    (post,) = await team.types("watch pixels")
    assert "Brillo" not in post.plain
    (same,) = await team.types("watch brillo")
    assert "is listed as" not in same.plain


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hlep", "/policy help watch"),
        ("lst", "Watchlist for this channel"),
        ("chagnes", "No changes recorded"),
        ("what can you do?", "/policy help watch"),
        ("thanks", "/policy help watch"),
        ("unwach brillo", "Did you mean one of these?"),
        ("does brillo sell my data?", "Brillo: Sale of personal data"),
        ("can brillo train its ai on our content?", "Brillo: AI model training"),
        ("is there arbitration in brillo's terms?", "Brillo: "),
        ("who trains ai on my data?", "AI model training"),
    ],
)
async def test_typing_errors_and_questions_get_an_answer(team: Team, line: str, said: str) -> None:
    """Read-only commands are run; others are offered as one button each."""
    await team.types("watch brillo")
    answer = await assert_answer(team, line, said)
    labels = [str((each.get("text") or {}).get("text")) for each in answer.list_buttons()]
    assert len(labels) == len(set(labels))


async def test_all_means_all_platforms_of_the_channel(team: Team) -> None:
    """`mute all` and `check all` act, `unwatch all` asks first."""
    await team.types("watch brillo, pixelgarten")
    (muted,) = await team.types("mute all until friday")
    assert "muted Brillo, Pixelgarten" in muted.plain
    (checked,) = await team.types("check all")
    assert "Brillo" in checked.plain
    assert "Pixelgarten" in checked.plain
    (asked,) = await team.types("unwatch all")
    assert asked.kind == "answer"
    assert "This removes all 2 platforms" in asked.plain
    (post,) = await team.presses(asked, "Remove all 2")
    assert "Brillo" in post.plain
    (empty,) = await team.types("list")
    assert "[ Add platform ]" in empty.plain
    assert "[ Share in channel ]" not in empty.plain


async def test_a_watched_name_is_found_by_its_first_word(team: Team) -> None:
    """The watchlist comes before the catalogue's suggestions."""
    await team.types("watch https://together.example/privacy name:“Harborfield Systems”")
    (shown,) = await team.types("show harborfield")
    assert "Harborfield Systems" in shown.plain


async def test_two_documents_of_one_kind_are_told_apart(team: Team) -> None:
    """By host and the end of the path."""
    (post,) = await team.types(
        "watch https://brillo.example/privacy-eu, https://brillo.example/privacy-us docs:privacy"
    )
    assert "brillo.example/privacy-eu" in post.plain
    assert "brillo.example/privacy-us" in post.plain


async def test_a_mute_until_a_day_ends_on_that_day(team: Team) -> None:
    """The Monday of the invented team's week is 2 March."""
    await team.types("watch brillo")
    (post,) = await team.types("snooze brillo until friday")
    assert "until 6 Mar 2026" in post.plain
    team.now += timedelta(days=5)
    (shown,) = await team.types("mute")
    assert "Nothing is muted" in shown.plain
