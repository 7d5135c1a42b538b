"""Runs the pinned Slack emulator as a workspace, with a client for its API."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.outside.tooling import MODULES, TOOLS, require_node
from tests.patience import PATIENCE_SECONDS

BOT, READER, FILER, MUTE, ADA = "xoxb-bot", "xoxb-reader", "xoxb-filer", "xoxb-mute", "xoxp-ada"
PRIVATE_READER, GUEST = "xoxb-private-reader", "xoxb-guest"
POST, POST_ANYWHERE = "chat.postMessage", "chat:write.public"
SEED = {
    "team": {"name": "Team", "domain": "team"},
    "users": [{"name": "ada"}, {"name": "clausewatch"}],
    "channels": [{"name": "legal"}, {"name": "old"}],
    "strict_scopes": True,
    "tokens": [
        {"token": BOT, "user": "clausewatch", "scopes": ["commands", "chat:write"]},
        {
            "token": READER,
            "user": "clausewatch",
            "scopes": ["commands", "chat:write", "channels:history"],
        },
        {
            "token": PRIVATE_READER,
            "user": "clausewatch",
            "scopes": ["commands", "chat:write", "groups:history"],
        },
        {
            "token": FILER,
            "user": "clausewatch",
            "scopes": ["commands", "chat:write", "files:write"],
        },
        {
            "token": GUEST,
            "user": "clausewatch",
            "scopes": ["commands", "chat:write", POST_ANYWHERE],
        },
        {"token": MUTE, "user": "clausewatch", "scopes": ["commands"]},
        {
            "token": ADA,
            "user": "ada",
            "scopes": [
                "channels:read",
                "channels:history",
                "channels:manage",
                "groups:write",
                "groups:read",
                "groups:history",
                "users:read",
            ],
        },
    ],
}


class JsonClient(AsyncWebClient):
    """Sends every request as JSON, the only format that the emulator reads.

    The emulator lets every bot post in every public channel. Slack lets only members and bots with
    the scope `chat:write.public`, so this client refuses the others as Slack does.
    """

    async def is_outside(self, channel_id: str) -> bool:
        """Return whether Slack refuses posts of this token in a public channel."""
        scopes = {each["token"]: each["scopes"] for each in SEED["tokens"]}.get(self.token, ())
        if "chat:write" not in scopes or POST_ANYWHERE in scopes:
            return False
        ada = JsonClient(ADA, base_url=self.base_url, retry_handlers=[])
        answer = await ada.conversations_list(types="public_channel", exclude_archived=True)
        if channel_id not in {channel["id"] for channel in answer["channels"]}:
            return False
        members = (await ada.conversations_members(channel=channel_id))["members"]
        users = (await ada.users_list())["members"]
        return not any(u["id"] in members for u in users if u["name"] == "clausewatch")

    async def api_call(self, api_method: str, **request: Any) -> AsyncSlackResponse:  # noqa: ANN401
        """Call a method. Raises SlackApiError."""
        params = request.pop("params", None) or {}
        body = {**params, **(request.pop("json", None) or {})}
        assert "reply_broadcast" not in body
        fields = {key: value for key, value in body.items() if value is not None}
        if api_method == POST and await self.is_outside(str(fields["channel"])):
            return _refuse(self, "not_in_channel")
        return await super().api_call(
            api_method, **{**request, "http_verb": "POST", "json": fields}
        )


def _refuse(client: AsyncWebClient, code: str) -> AsyncSlackResponse:
    """Raise the SlackApiError of a refusal."""
    answer = AsyncSlackResponse(
        client=client,
        http_verb="POST",
        api_url=POST,
        req_args={},
        data={"ok": False, "error": code},
        headers={},
        status_code=200,
    )
    return answer.validate()


@dataclass(slots=True)
class SlackEmulator:
    """A running workspace."""

    url: str

    def client(self, token: str) -> JsonClient:
        """Return a client that uses this token."""
        return JsonClient(token, base_url=f"{self.url}/api/", retry_handlers=[])

    async def find_channel(self, name: str) -> str:
        """Return the id of a channel."""
        answer = await self.client(ADA).conversations_list(types="public_channel,private_channel")
        return next(str(item["id"]) for item in answer["channels"] if item["name"] == name)

    async def find_user(self, name: str) -> str:
        """Return the id of a member."""
        answer = await self.client(ADA).users_list()
        return next(str(item["id"]) for item in answer["members"] if item["name"] == name)

    async def read_thread(self, channel_id: str, ts: str) -> list[dict[str, Any]]:
        """Return a message with the replies in its thread, oldest first."""
        answer = await self.client(ADA).conversations_replies(
            channel=channel_id, ts=ts, include_all_metadata=True
        )
        return list(answer["messages"])


@asynccontextmanager
async def run_emulator() -> AsyncIterator[SlackEmulator]:
    """Start the emulator on a free port of loopback. It stops when its standard input closes."""
    program = require_node("emulate")
    process = await asyncio.create_subprocess_exec(
        program, str(TOOLS / "slack.mjs"), stdin=PIPE, stdout=PIPE, cwd=MODULES.parent
    )
    try:
        yield SlackEmulator(await _read_url(process))
    finally:
        if process.stdin is not None:
            process.stdin.close()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await process.wait()


async def _read_url(process: Process) -> str:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("pipes were asked for")
    process.stdin.write(json.dumps(SEED).encode() + b"\n")
    async with asyncio.timeout(PATIENCE_SECONDS):
        return (await process.stdout.readline()).decode().strip()
