"""The destination of feedback: the operator's channel, or a file in the data folder."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_member
from clausewatch.config import Settings


def _open_private(path: Path) -> int:
    """Open a file at its end; a new one is readable for its owner only."""
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


@dataclass(frozen=True, slots=True)
class FileFeedback:
    """Appends feedback to a file, one JSON object per line."""

    path: Path

    async def __call__(self, text: str, user_id: str, now: datetime) -> None:
        """Append one line. Raises OSError if the file cannot be written."""
        row = {"at": now.isoformat(), "user": user_id, "text": text}
        with os.fdopen(_open_private(self.path), "a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def make_feedback(settings: Settings, client: AsyncWebClient) -> "ChannelFeedback | FileFeedback":
    """Return the destination that the settings name."""
    if settings.feedback_channel is not None:
        return ChannelFeedback(client, settings.feedback_channel)
    return FileFeedback(settings.data_dir / "feedback.jsonl")


@dataclass(frozen=True, slots=True)
class ChannelFeedback:
    """Posts feedback to a channel."""

    client: AsyncWebClient
    channel_id: str

    async def __call__(self, text: str, user_id: str, now: datetime) -> None:  # noqa: ARG002
        """Post one message. Raises SlackApiError if Slack refuses the post."""
        message = f"Feedback from {format_member(user_id)}: {escape(text, 2_800)}"
        await self.client.chat_postMessage(
            channel=self.channel_id, text=message, unfurl_links=False, unfurl_media=False
        )
