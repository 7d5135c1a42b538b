"""Kill the real process at random moments; afterwards every change has its post in every channel.

`make torture N=300` runs it long; the suite runs twenty kills. The process is the one that
`clausewatch run` starts; the site and the Slack stand-in are on loopback and outlive it. A platform
is changed again only once its last change has been posted everywhere, so that what must have been
told is known exactly.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from aiohttp import web
from standin import SlackStandin

CHANNELS = ("C1", "C2")
SITES = 5
QUIET_SECONDS = 90.0
ROOT = Path(__file__).parent.parent


@dataclass
class Site:
    """Policies on loopback, each with one number in its terms that is never used twice."""

    numbers: dict[int, int] = field(default_factory=dict)
    port: int = 0

    def page(self, index: int) -> str:
        """Return the page of one platform as it is now."""
        return (
            f"<html lang='en'><head><title>Privacy Policy {index}</title></head><body><main>"
            f"<h1>Privacy Policy of platform {index}</h1>"
            "<p>This policy says what personal data we collect and why we use it.</p>"
            "<h2>What we collect</h2><p>We collect your name and your e-mail address when you"
            " open an account, and the pages that you visit while you use the service.</p>"
            "<h2>How long we keep it</h2>"
            f"<p>We keep your personal data for {self.numbers[index]} days after you close your"
            " account and delete it then.</p>"
            "<h2>Your rights</h2><p>You may ask us for a copy of your data at any time, and you"
            " may object to a use of it.</p></main></body></html>"
        )

    async def start(self) -> web.AppRunner:
        """Serve on a free port of every loopback address."""
        app = web.Application()
        app.router.add_get("/policy", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.2)
        await runner.setup()
        listener = web.TCPSite(runner, "0.0.0.0", 0)  # noqa: S104  # 127.0.0.x are all ours
        await listener.start()
        self.port = runner.addresses[0][1]
        return runner

    async def _answer(self, request: web.Request) -> web.Response:
        index = int((request.url.host or "0").rsplit(".", 1)[-1]) - 20
        return web.Response(text=self.page(index), content_type="text/html")


@dataclass
class Torture:
    """The process under test, and what it should have told."""

    kills: int
    folder: Path
    seed: int = 0
    slack: SlackStandin = field(
        default_factory=lambda: SlackStandin(channels=dict.fromkeys(CHANNELS, True))
    )
    site: Site = field(default_factory=Site)
    told: list[int] = field(default_factory=list)
    """Numbers that must have been told in every channel."""
    process: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        """Seed the moments, so that a run can be had again."""
        self.random = random.Random(self.seed)  # noqa: S311  # moments, not secrets
        self.next_number = 100

    async def run(self) -> dict[str, int]:
        """Return counts: changes, posts, lost, doubled, marked."""
        runner = await self.site.start()
        try:
            async with self.slack:
                await self._set_up()
                for _ in range(self.kills):
                    self._change_something()
                    await asyncio.sleep(self.random.uniform(0.0, 1.2))
                    await self._kill()
                    await self._start()
                    await self.slack.connected()
                await self._until_settled()
                await self._kill()
        finally:
            await runner.cleanup()
        return self.counts()

    def counts(self) -> dict[str, int]:
        """Hold what the channels read against what the site showed."""
        lost = doubled = marked = 0
        for number in self.told:
            for channel in CHANNELS:
                found = self._posts_of(number, channel)
                repeats = sum("possibly a repeat" in text.lower() for text in found)
                lost += not found
                doubled += max(0, len(found) - repeats - 1)
                marked += repeats
        return {
            "kills": self.kills,
            "changes": len(self.told),
            "posts": len(self.slack.posts),
            "lost": lost,
            "doubled": doubled,
            "marked": marked,
        }

    def _posts_of(self, number: int, channel: str) -> list[str]:
        """Posts of the channel that tell a change *to* this number."""
        wanted = f"→ “{number} days”"
        cards = [p for p in self.slack.posts if p.channel == channel and p.thread_ts is None]
        return [card.text for card in cards if wanted in card.text]

    def _change_something(self) -> None:
        """Change one platform whose last change has been told everywhere, if there is one."""
        settled = [
            index
            for index, number in self.site.numbers.items()
            if number not in self.told
            or all(self._posts_of(number, channel) for channel in CHANNELS)
        ]
        if settled:
            index = self.random.choice(settled)
            self.next_number += 1
            self.site.numbers[index] = self.next_number
            self.told.append(self.next_number)

    async def _set_up(self) -> None:
        for index in range(1, SITES + 1):
            self.next_number += 1
            self.site.numbers[index] = self.next_number
        await self._start()
        for index in range(1, SITES + 1):
            for channel in CHANNELS:
                url = f"http://127.0.0.{20 + index}:{self.site.port}/policy"
                await self.slack.command(f"watch {url}", channel=channel)
        async with asyncio.timeout(60):
            while not self._all_read():  # noqa: ASYNC110  # another process works, nothing signals
                await asyncio.sleep(0.2)

    def _all_read(self) -> bool:
        """True once each channel has a line about each document, folded or not."""
        read = Counter[str]()
        for post in self.slack.posts:
            read[post.channel] += post.text.count(" words")
        return all(read[channel] >= SITES for channel in CHANNELS)

    async def _until_settled(self) -> None:
        """Leave the process alone until everything has been told, or for too long."""
        try:
            async with asyncio.timeout(QUIET_SECONDS):
                while not self._is_settled():  # noqa: ASYNC110  # as above
                    await asyncio.sleep(0.5)
        except TimeoutError:
            return
        await asyncio.sleep(3)  # a double would come now

    def _is_settled(self) -> bool:
        return all(self._posts_of(n, c) for n in self.told for c in CHANNELS)

    async def _start(self) -> None:
        with (self.folder / "run.log").open("ab") as log:
            await self._spawn(log)

    async def _spawn(self, log: IO[bytes]) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=self.folder,
            env=self._environment(),
            stdout=log,
            stderr=log,
        )

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),  # noqa: TID251  # a child process needs one
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_APP_TOKEN": "xapp-test",
            "SLACK_API_URL": self.slack.api_url,
            "DATA_DIR": str(self.folder / "data"),
            "ALLOW_PRIVATE_ADDRESSES": "true",
            "HOST_PACE_SECONDS": "0",
            "CHECK_INTERVAL_HOURS": "0.0003",
            "CONFIRM_AFTER_MINUTES": "0.005",
            "RESEND_AFTER_MINUTES": "0.05",
            "WORKER_PROCESSES": "1",
        }

    async def _kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.slack.forget_connections()


async def torture(kills: int, folder: Path, seed: int = 0) -> dict[str, int]:
    """Run it; `lost` and `doubled` must be 0."""
    return await Torture(kills, folder, seed).run()


def main() -> None:
    """Print the counts; the exit status is 1 where something was lost or doubled."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        counts = asyncio.run(torture(kills, Path(folder), seed=kills))
    sys.stdout.write(" ".join(f"{key}={value}" for key, value in counts.items()) + "\n")
    sys.exit(bool(counts["lost"] or counts["doubled"]))


if __name__ == "__main__":
    main()
