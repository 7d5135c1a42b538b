"""A receiver of webhooks in the crash test: which messages arrived about which change."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.exports.webhook_payload import SIGNATURE, make_nonce, name_key
from bot.links.keys import load_keys
from clausewatch.config import load_settings
from clausewatch.store import Store
from clausewatch.store.webhooks import NewWebhook

PATH = "/changes"


@dataclass
class CrashReceiver:
    """Takes every message, and remembers its id by the change that it is about."""

    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    messages: int = 0
    """With repeats."""
    port: int = 0

    async def start(self) -> web.AppRunner:
        """Receive on a free port of loopback."""
        app = web.Application(client_max_size=4_000_000)
        app.router.add_post(PATH, self._receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        return runner

    async def add_to(self, store: Store, folder: Path, slack_id: str, now: datetime) -> None:
        """Add the webhook of a channel, with a secret from the key of the data folder."""
        settings = load_settings(_env_file=None, data_dir=folder)
        (workspace_id,) = await store.workspaces.find_ids("")
        channel = await store.workspaces.ensure_channel(workspace_id, slack_id, now)
        url = f"http://127.0.0.1:{self.port}{PATH}"
        new = NewWebhook(channel.id, url, make_nonce(), name_key(load_keys(settings)[-1]))
        await store.webhooks.add(new, now)

    def count_faults(self, changes: int) -> dict[str, int]:
        """Return how many changes nothing arrived about, and how many have two messages.

        A repeat has the id of its message and is no second one.
        """
        return {
            "messages": self.messages,
            "lost messages": max(0, changes - len(self.ids)),
            "doubled messages": sum(len(ids) - 1 for ids in self.ids.values()),
        }

    async def _receive(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        assert request.headers[SIGNATURE]
        self.messages += 1
        self.ids[body["items"][0]["record_id"]].add(request.headers["clausewatch-id"])
        return web.Response(status=204)
