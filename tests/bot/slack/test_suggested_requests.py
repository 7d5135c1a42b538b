"""Texts that no rule explains: what they name decides what is offered, and nothing is done."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.slack.listeners.platform_names import PlatformNames, list_common_words
from bot.slack.listeners.settings_options import parse_digest
from clausewatch.model.watches import Cadence
from clausewatch.notifications.digests import ChannelSettings
from tests.bot.block_rules import assert_blocks
from tests.bot.team import CATALOGUE, Team, assert_answer, open_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team that watches two platforms; every message it gets must be valid."""
    async with open_team(tmp_path) as new_team:
        await new_team.types("watch brillo, pixelgarten")
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("need brillo tos asap", "[ show Brillo ]"),
        ("pls send whatever you have on pixelgarten by noon", "[ show Pixelgarten ]"),
        ("brelle zzz", "I don't recognise"),
        ("brilla privacy", "[ show Brillo ]"),
        ("explain arbitration to me like i am five", "[ clauses arbitration ]"),
        ("only critical alerts from brillo please", "[ watch Brillo min:high ]"),
        ("mute brillo 3 months old", "[ mute Brillo ]"),
        ("october to november 2025", '[ changes since:october until:"november 2025" ]'),
        ("set digest to fridays 4pm berlin time", "[ digest fridays 4pm zone:berlin ]"),
        ("set the digest to fridays around noon", "I don't recognise “around”."),
        ("tail log", "Did you mean /policy log?"),
        ("reindex brillo", "[ show Brillo ]"),
        ("tell me a joke", "I don't recognise"),
        ("don't post empty digests", "Did you mean /policy settings empty:off?"),
        ("what does high severity mean", "I don't recognise"),
        ("turn the monthly report on for us, will you", "/policy settings monthly:on?"),
        ("send me the supplier list as csv", "/policy export watchlist format:csv?"),
        ("the weather in spring is lovely", "I don't recognise"),
        ("watch --weekly brillo", "Did you mean /policy watch Brillo deliver:weekly?"),
        ("watch --high brillo", "Did you mean /policy watch Brillo min:high?"),
        ("unwatch --no brillo", "“no brillo” isn't on this channel's watchlist"),
    ],
)
async def test_what_a_text_names_is_offered(team: Team, typed: str, offered: str) -> None:
    """A text that names nothing is not recognised."""
    (before,) = await team.types("list")
    await assert_answer(team, typed, offered)
    (after,) = await team.types("list")
    assert after.plain == before.plain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("unwatch brillo?", "Did you mean /policy unwatch brillo?"),
        ("unwatch brillo, pixelgarten ?", "Did you mean /policy unwatch brillo, pixelgarten?"),
        ("mute brillo for:2w?", "Did you mean /policy mute brillo for:2w?"),
        ("stop watching brillo?", "Did you mean /policy unwatch brillo?"),
        ("watch brillo?", "Did you mean /policy watch brillo?"),
        ("digest daily?", "Did you mean /policy digest daily?"),
        ("mute?", "muted"),
        ("unwatch?", "Which platform?"),
        ("stop the emails", "[ mute all ] [ settings ]"),
        ("please stop these messages", "[ mute all ] [ settings ]"),
        ("stop messages", "[ mute all ] [ settings ]"),
        ("unwatch messages", "“messages” isn't on this channel's watchlist"),
    ],
)
async def test_a_question_changes_nothing(team: Team, typed: str, said: str) -> None:
    """What would be done is offered, and a verb alone answers as ever."""
    (before,) = await team.types("list")
    await assert_answer(team, typed, said)
    (after,) = await team.types("list")
    assert after.plain == before.plain


@pytest.mark.parametrize(
    "typed",
    ["unwatch: brillo", "unwatch:\nbrillo", "can you unwatch brillo?", "please unwatch brillo"],
)
async def test_a_request_is_done(team: Team, typed: str) -> None:
    """A colon after a verb says nothing, and a polite question is a request."""
    await assert_answer(team, typed, "you removed Brillo from this channel's watchlist", "post")


SETTINGS = "Settings for this channel"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("never send the monthly report", "Did you mean /policy settings monthly:off?"),
        ("cancel the monthly report", "Did you mean /policy settings monthly:off?"),
        ("mute the monthly report", "Did you mean /policy settings monthly:off?"),
        ("skip empty digests", "Did you mean /policy settings empty:off?"),
        ("leave out empty digests", "Did you mean /policy settings empty:off?"),
        ("suppress threads", "Did you mean /policy settings threads:off?"),
        ("want the monthly report gone", "[ settings monthly:off ]"),
        ("send the monthly report here", "Did you mean /policy settings monthly:on?"),
        ("i want to see empty digests", "Did you mean /policy settings empty:on?"),
        ("monthly report on please", "[ settings monthly:on ]"),
        ("post follow-ups in the channel not in threads", SETTINGS),
        ("enable threads", "[ settings threads:on ]"),
        ("empty digests are useless", SETTINGS),
        ("don't skip empty digests", SETTINGS),
        ("please don't turn off the monthly report", SETTINGS),
        ("why do you send empty digests", SETTINGS),
        ("you send empty digests", SETTINGS),
        ("send nothing when empty", "Did you mean /policy settings?"),
        ("stop hiding empty digests", "isn't on this channel's watchlist"),
        ("settings monthly never", "takes on or off, not “never”."),
        ("empty", "I don't recognise empty."),
        ("digest not on fridays", "Enter a schedule, such as weekly monday 9:00."),
        ("digest except fridays", "Enter a schedule, such as weekly monday 9:00."),
        ("digest daily except when empty", "Enter a schedule, such as weekly monday 9:00."),
    ],
)
async def test_a_setting_is_offered_as_it_is_meant(team: Team, typed: str, said: str) -> None:
    """Where words leave on or off in doubt, or deny twice, no value of a setting is offered."""
    answer = await assert_answer(team, typed, said)
    labels = [str((each.get("text") or {}).get("text")) for each in answer.list_buttons()]
    offered = [text for text in [answer.plain, *labels] if ":on" in text or ":off" in text]
    assert bool(offered) == (":o" in said)
    assert not any("digest " in label for label in labels)


async def test_what_uses_most_of_the_names_comes_first(team: Team) -> None:
    """A platform and a clause type are more than a platform, and three are enough."""
    (answer,) = await team.types("i wonder re arbitration and whatnot at brillo, urgently")
    labels = [str((each.get("text") or {}).get("text")) for each in answer.list_buttons()]
    assert labels[0] == "show Brillo, arbitration"
    assert len(labels) <= 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("arbitration brillo pixelgarten", "Not reviewed yet: Brillo, Pixelgarten"),
        ("governing law for all our vendors", "Governing law and courts"),
        ("how many time brillo keep the datas", "Brillo: Data retention"),
        ("changes --since=2w --vendor brillo", "for Brillo since 16 February 2026"),
        ("changes --since=2w --platform=brillo", "for Brillo since 16 February 2026"),
        ("changes --since=30d --until=friday", "from 31 January 2026 to 27 February 2026"),
        ("subprocessors --using=aws", "lists aws as a subprocessor"),
        ("what changed since our last legal team meeting at brillo", "isn't a period"),
        ("what changed at brillo since 5/3", "“5/3” isn't a period"),
        ("what changed at brillo since march 3", "for Brillo since 3 March 2025"),
        ("log since 2026-02-01 until 2026-02-20", "from 1 February 2026 to 20 February 2026"),
        ("changements de brillo depuis janvier", "for Brillo since 1 January 2026"),
        ("welche daten sammelt brillo?", "Brillo: Collection and use"),
        ("how can i stop the mails for brillo", "/policy mute: Pause alerts"),
        ("changes november to december 2026", "That period hasn't begun yet."),
        ("is there a newer version of brillo's terms", "Brillo"),
        ("add a webhook https://receiver.example/x", "webhook"),
    ],
)
async def test_everything_that_is_named_is_used(team: Team, typed: str, said: str) -> None:
    """No platform, period or noun of the text is dropped."""
    await assert_answer(team, typed, said)


@pytest.mark.parametrize(
    ("words", "platform"),
    [(["make"], None), (["Make"], None), (["zzz"], None), (["brilla"], "Brillo")],
)
def test_a_name_for_an_offer_may_differ_by_a_letter(words: list[str], platform: str | None) -> None:
    """No other platform of the watchlist is like it."""
    names = PlatformNames({"brillo": ("brillo", "Brillo")}, CATALOGUE)
    found = names.find_similar(words[0])
    assert (found and found[1]) == platform


def test_common_words_are_those_of_our_own_texts() -> None:
    """Names that no text has in small letters are none of them."""
    assert {"make", "target", "data"} <= list_common_words()
    assert list_common_words().isdisjoint({"brillo", "pixelgarten"})


@pytest.mark.parametrize(
    ("words", "hour", "cadence"),
    [
        ("8 every morning", 8, Cadence.DAILY),
        ("every morning", 9, Cadence.DAILY),
        ("every day at 17:00", 17, Cadence.DAILY),
        ("every friday morning", 9, Cadence.WEEKLY),
    ],
)
def test_a_clock_time_outranks_a_part_of_the_day(words: str, hour: int, cadence: Cadence) -> None:
    """Every day means a daily digest."""
    settings = parse_digest(ChannelSettings(), words.split())
    assert (settings.digest_time.hour, settings.digest) == (hour, cadence)
