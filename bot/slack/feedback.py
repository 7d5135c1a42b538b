"""Where feedback goes: to a channel that the operator named, else to a file in the data folder."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages.card import format_member
from bot.slack.messages.escape import escape
from clausewatch.config import Settings


@dataclass(frozen=True, slots=True)
class FileFeedback:
    """Appends each word of feedback to a file, a JSON object per line."""

    path: Path

    async def __call__(self, text: str, user_id: str, now: datetime) -> None:
        """Append it. Raises OSError where the file cannot be written."""
        row = {"at": now.isoformat(), "user": user_id, "text": text}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def feedback_of(settings: Settings, client: AsyncWebClient) -> "ChannelFeedback | FileFeedback":
    """Return where feedback goes by the settings."""
    if settings.feedback_channel is not None:
        return ChannelFeedback(client, settings.feedback_channel)
    return FileFeedback(settings.data_dir / "feedback.jsonl")


@dataclass(frozen=True, slots=True)
class ChannelFeedback:
    """Posts each word of feedback to a channel."""

    client: AsyncWebClient
    channel_id: str

    async def __call__(self, text: str, user_id: str, now: datetime) -> None:  # noqa: ARG002
        """Post it. Raises SlackApiError where the channel does not take it."""
        said = f"Feedback from {format_member(user_id)}: {escape(text, 2_800)}"
        await self.client.chat_postMessage(
            channel=self.channel_id, text=said, unfurl_links=False, unfurl_media=False
        )
