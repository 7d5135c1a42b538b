"""People who sign in stay members until Slack says that they left."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.slack import membership
from bot.slack.membership import PAUSE, Membership

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MEMBER, LEAVER = {"user": {"id": "UANN"}}, {"user": {"id": "UANN", "deleted": True}}


@dataclass
class FakeSlack:
    """Answers `users.info`, the last answer for ever."""

    answers: list[Any]
    asked: list[str] = field(default_factory=list)

    async def users_info(self, *, user: str) -> Any:  # noqa: ANN401  # what Slack may say
        """Answer about a person."""
        self.asked.append(user)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if answer == "nothing":
            await asyncio.Event().wait()
        return answer


def make_membership(*answers: object) -> tuple[Membership, FakeSlack]:
    """What asks, and who answers."""
    slack = FakeSlack(list(answers))
    return Membership(slack), slack  # type: ignore[arg-type]


async def test_slack_is_asked_every_ten_minutes() -> None:
    """Who left has left from then on, and may come back; each person is asked about alone."""
    members, slack = make_membership(MEMBER, LEAVER, MEMBER)
    found = [await members.has_left("UANN", NOON + PAUSE * part / 2) for part in range(6)]
    assert found == [False, False, True, True, False, False]
    assert slack.asked == ["UANN"] * 3
    assert not await members.has_left("UBEN", NOON + PAUSE)
    assert slack.asked[-1] == "UBEN"


async def test_pages_at_the_same_time_ask_once() -> None:
    """A page has many parts."""
    members, slack = make_membership(MEMBER)
    await asyncio.gather(*(members.has_left("UANN", NOON) for _ in range(20)))
    assert slack.asked == ["UANN"]


async def test_a_clock_that_is_set_back_keeps_nobody_in() -> None:
    """The answer of a time to come is no answer of the last ten minutes."""
    members, _ = make_membership(MEMBER, LEAVER)
    assert not await members.has_left("UANN", NOON)
    assert await members.has_left("UANN", NOON - timedelta(days=2))


@pytest.mark.parametrize(
    "answer",
    [SlackApiError("", {"error": "missing_scope"}), SlackApiError("", {"error": "user_not_found"}),
     SlackApiError("", "<h1>Log in</h1>"), aiohttp.ClientError(), TimeoutError(), "nothing", {},
     {"user": None}, {"user": "UANN"}],
    ids=repr,
)  # fmt: skip
async def test_what_is_no_answer_changes_nothing(
    answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack is down, or the app lacks the scope: members stay in, who left stays out."""
    monkeypatch.setattr(membership, "ANSWER_SECONDS", 0.05)
    members, slack = make_membership(answer, LEAVER, answer)
    assert not await members.has_left("UANN", NOON)
    assert await members.has_left("UANN", NOON + PAUSE)
    assert await members.has_left("UANN", NOON + 2 * PAUSE)
    assert len(slack.asked) == 3
