"""The story of the demo, as steps that a test can follow too."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.main import Application, open_application, utc_now
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.config import load_settings
from demo import pages
from demo.site import DemoSite

WEB_CHANNEL, OTHER_CHANNEL = "legal", "procurement"


@dataclass
class Story:
    """An application on a loopback site, a clock that can be turned, and all that was shown."""

    site: DemoSite
    application: Application
    console: Console
    shown: list[RenderedMessage]
    forward: Callable[[timedelta], None]

    async def command(self, line: str, channel: str = WEB_CHANNEL) -> None:
        """Type a command."""
        await self.console.command(line, channel=channel)

    async def settle(self) -> None:
        """Do what is due, as the scheduler's ticks would."""
        await self.application.check_due()
        while await self.application.send_due():
            self.forward(timedelta(seconds=2))

    async def later(self, by: timedelta) -> None:
        """Turn the clock forward, look, and look a second time as a change needs it."""
        self.forward(by)
        await self.settle()
        self.forward(timedelta(minutes=11))
        await self.settle()

    async def watch(self) -> None:
        """Put the four platforms on a watchlist, two of them on another channel's too."""
        await self.command("/policy watch pixelgrove, ledgerly, parcelo, notehaven")
        await self.command("/policy watch parcelo", OTHER_CHANNEL)
        await self.settle()

    def change_the_web(self) -> None:
        """Let a term change twice, a page once, and a captcha stand where a policy was."""
        bodies = self.site.bodies
        bodies["Pixelgrove"] = pages.page(
            replace(pages.PIXELGROVE, extra_use=pages.TRAINING, dated="2 November 2026")
        )
        bodies["Ledgerly"] = pages.page(
            replace(pages.LEDGERLY, menu=("Shop", "Sign in"), banner="We and 412 partners care.")
        )
        bodies["Parcelo"] = pages.page(
            replace(pages.PARCELO, keeping=pages.LONG_KEEPING, dated="1 November 2026")
        )
        bodies["Notehaven"] = pages.CAPTCHA

    async def days_pass(self) -> None:
        """Look twice a day for as long as it takes until the captcha is told of as health."""
        for _ in range(7):
            await self.later(timedelta(hours=12))

    def card(self, platform: str) -> RenderedMessage:
        """Return the last alert card of a platform."""
        return next(
            shown
            for shown in reversed(self.shown)
            if shown.kind in {"post", "edit"} and f"{platform} privacy policy changed" in shown.text
        )


@dataclass
class Clock:
    """Real time, plus what the story turned it forward by."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        """Return the story's now."""
        return utc_now() + self.ahead

    def forward(self, by: timedelta) -> None:
        """Turn it."""
        self.ahead += by


@asynccontextmanager
async def story(show: Callable[[RenderedMessage], None]) -> AsyncIterator[Story]:
    """Open the site and the composition that `run` uses, with posts shown instead of sent."""
    shown: list[RenderedMessage] = []

    def seen(each: RenderedMessage) -> None:
        shown.append(each)
        show(each)

    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="clausewatch-demo-") as folder:
        async with DemoSite() as site:
            settings = load_settings(
                _env_file=None,
                data_dir=Path(folder),
                extra_catalogue=site.catalogue(Path(folder) / "platforms.jsonl"),
                allow_private_addresses=True,
                host_pace_seconds=0,
                worker_processes=1,
            )
            terminal = TerminalSlack(seen, clock)
            async with open_application(settings, (terminal, terminal), clock) as application:
                running = application.context.in_flight
                async with Console(
                    application.app, running, seen, settings.command_name
                ) as console:
                    yield Story(site, application, console, shown, clock.forward)
