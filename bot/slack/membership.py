"""Whether people who signed in still belong to the workspace, as Slack says."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.slack_errors import NETWORK_FAULTS

PAUSE = timedelta(minutes=10)
"""Between two questions about one person."""
ANSWER_SECONDS = 3
"""How long a page waits for Slack."""


@dataclass(slots=True)
class Membership:
    """Asks Slack with the token of the bot; each process remembers the answers."""

    client: AsyncWebClient
    _answers: dict[str, tuple[datetime, bool]] = field(default_factory=dict)
    """By user id: when Slack was asked, and whether the person had left."""

    async def has_left(self, user_id: str, now: datetime) -> bool:
        """Return whether Slack says, or last said, that a person was deactivated."""
        asked_at, had_left = self._answers.get(user_id, (None, False))
        if asked_at is not None and timedelta(0) <= now - asked_at < PAUSE:
            return had_left
        # Noted before Slack answers, so that other pages do not ask at the same time.
        self._answers[user_id] = now, had_left
        answer = await self._ask(user_id)
        has_left = had_left if answer is None else answer
        self._answers[user_id] = now, has_left
        return has_left

    async def _ask(self, user_id: str) -> bool | None:
        """Return whether a person was deactivated; None if Slack does not say."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self.client.users_info(user=user_id)
        except (SlackApiError, *NETWORK_FAULTS):
            # Without the scope, or while Slack is down, nobody is known to have left.
            return None
        user = answer.get("user")
        return user.get("deleted") is True if isinstance(user, Mapping) else None
