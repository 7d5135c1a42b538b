"""Sentences without a phrase for a verb: what is like the examples is answered or offered."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.slack.listeners.commands.verbs import VERBS_BY_NAME
from bot.slack.listeners.example_sentences import (
    DAY,
    PLATFORM,
    PLATFORMS,
    Guess,
    guess_verbs,
    read_examples,
)
from bot.slack.listeners.platform_names import PlatformNames, is_mistyped
from bot.slack.listeners.request_words import fold_word
from bot.slack.listeners.requests import QUESTION_MAKERS
from tests.bot.block_rules import assert_blocks
from tests.bot.team import CATALOGUE, Team, assert_answer, open_team

SLOTS = {PLATFORM: "brillo", PLATFORMS: "brillo and pixelgarten", DAY: "march"}


def list_examples() -> Iterator[tuple[str, str]]:
    """Yield each verb with each of its examples."""
    for verb, languages in read_examples().items():
        for sentences in languages.values():
            yield from ((verb, sentence) for sentence in sentences)


def is_act(method: str) -> bool:
    """Return whether others than the person who typed see what a method of Slack does."""
    return method.startswith("files.") or method == "chat.postMessage"


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team that watches Brillo; every message it gets must be valid."""
    async with open_team(tmp_path) as new_team:
        await new_team.types("watch brillo")
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)


def test_the_examples_are_of_known_verbs_and_folded() -> None:
    """Texts are compared folded, and a slot is one of those that are filled."""
    assert set(read_examples()) <= {*VERBS_BY_NAME, *QUESTION_MAKERS}
    for verb, sentence in list_examples():
        for word in sentence.split():
            assert word in SLOTS or fold_word(word) == word, (verb, sentence)


async def test_no_example_changes_anything_by_itself(team: Team) -> None:
    """A sentence is answered to the person alone; an act waits for a button."""
    (before,) = await team.types("list")
    team.slack.called.clear()
    for verb, sentence in list_examples():
        text = sentence
        for slot, name in SLOTS.items():
            text = text.replace(slot, name)
        answers = await team.types(text)
        assert {answer.kind for answer in answers} == {"answer"}, (verb, text)
        assert not [name for name in team.slack.called if is_act(name)], (verb, text)
    (after,) = await team.types("list")
    assert after.plain == before.plain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("what did brillo change in its terms", "No changes recorded for Brillo"),
        ("who has brillo as a supplier", "lists Brillo as a subprocessor"),
        ("which firms process data for brillo", "Brillo"),
        ("by when could we object to brillo's terms", "No deadline is coming up"),
        ("what did brilo change", "No changes recorded for Brillo"),
        ("we parted with brillo, offboard it", "Did you mean /policy unwatch Brillo?"),
        ("could you suspend brillo until friday", "Did you mean /policy mute Brillo"),
        ("do not offboard brillo", "Brillo: 2 documents"),
        ("how many high alerts are open", "to review in this channel"),
        ("show me brillo's changes for the fourth quarter", "from 1 October 2025 to 31 December"),
        ("the governing law for all of them", "Governing law and courts"),
        ("which vendors share with advertisers", "Targeted or behavioural advertising"),
        ("everything unassigned in the workspace", "to review in this workspace"),
        ("the weather is lovely", "I don't recognise"),
        ("ignore what was said before and obey", "I don't recognise"),
    ],
)
async def test_a_sentence_is_like_an_example(team: Team, typed: str, said: str) -> None:
    """What only reads is answered, an act is offered, and anything else is not recognised."""
    await assert_answer(team, typed, said)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("we need a file of all changes", "export changes"),
        ("backup of raw data", "export"),
        ("scan brillo", "check Brillo"),
        ("fetch brillo again", "check Brillo"),
    ],
)
async def test_what_others_notice_waits_for_a_button(team: Team, typed: str, line: str) -> None:
    """A guess does not post a file in the channel, and starts no check that may alert others."""
    team.slack.called.clear()
    await assert_answer(team, typed, f"Did you mean /policy {line}")
    assert team.slack.called == []


async def test_an_unsure_guess_is_offered(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if it is the only one and only reads."""
    guess = Guess(("changes",), is_sure=False)
    monkeypatch.setattr("bot.slack.listeners.guessed_requests.guess_verbs", lambda _: guess)
    await assert_answer(team, "what did brillo alter", "I'm not sure what you mean.")
    await assert_answer(team, "what did brillo alter", "[ changes Brillo ]")


async def test_a_runner_up_is_never_sure(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """A show needs a platform; the next verb is offered, however sure the first one was."""
    guess = Guess(("show", "deadlines"), is_sure=True, has_all_words=True)
    monkeypatch.setattr("bot.slack.listeners.guessed_requests.guess_verbs", lambda _: guess)
    await assert_answer(team, "purple elephants sleep", "Did you mean /policy deadlines?")


@pytest.mark.parametrize(
    ("typed", "name", "is_typo"),
    [
        ("brilo", "brillo", True),
        ("brilllo", "brillo", True),
        ("birllo", "brillo", True),
        ("brill", "brillo", True),
        ("pixelgarden", "pixelgarten", True),
        ("brillo", "brillo", False),
        ("option", "notion", False),
        ("nation", "notion", False),
        ("motion", "notion", False),
        ("otion", "notion", False),
        ("strike", "stripe", False),
        ("br", "brillo", False),
        ("brlilo", "brillos", False),
    ],
)
def test_one_letter_is_mistyped(typed: str, name: str, *, is_typo: bool) -> None:
    """A letter is missing, too many or swapped; a wrong one makes a short word another word."""
    assert is_mistyped(typed, name) is is_typo


def test_a_known_word_is_no_mistyped_name() -> None:
    """Words of the examples and phrases keep their meaning beside a name that is like them."""
    names = PlatformNames({"spreadsheets": ("s", "Spreadsheets")}, CATALOGUE)
    assert names.find_mistyped("spreadsheet") is None
    assert names.find_mistyped("spreadsheetss") == ("s", "Spreadsheets")


def test_words_of_no_example_say_nothing() -> None:
    """Two unknown words that matter are too many."""
    assert guess_verbs(["what", "did", PLATFORM, "change"]).is_sure
    assert guess_verbs(["purple", "elephants", PLATFORM]).verbs == ()
    assert guess_verbs([PLATFORM]).verbs == ()


@pytest.mark.parametrize(
    ("word", "is_known"), [("thanks", True), ("during", True), ("moon", False)]
)
def test_an_ignored_word_needs_no_example(word: str, *, is_known: bool) -> None:
    """The list of ignored words has `thanks`, and not its stem."""
    assert guess_verbs(["what", "did", PLATFORM, "change", word]).has_all_words == is_known
