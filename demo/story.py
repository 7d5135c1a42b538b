"""The story of the demo, as steps that a test can take too."""

import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.main import Application, open_application, utc_now
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID, TerminalSlack
from bot.web.routes import ROUTES
from bot.web.site import SiteParts, serve_site
from clausewatch.config import load_settings
from clausewatch.model.watches import Tenant
from demo import pages
from demo.site import DemoSite

LEGAL_CHANNEL, PROCUREMENT_CHANNEL = "legal", "procurement"
CONFIRMATION_WAIT = timedelta(minutes=11)
"""After it, a second check confirms a change."""


@dataclass
class Story:
    """An application with a web site on loopback, an adjustable clock, and the messages so far."""

    site: DemoSite
    application: Application
    console: Console
    messages: list[RenderedMessage]
    clock: "StoryClock"

    async def type(self, line: str, channel: str = LEGAL_CHANNEL) -> None:
        """Type a command in a channel."""
        await self.console.send_command(line, channel=channel)

    async def run_due_jobs(self) -> None:
        """Run the due checks and posts, as the scheduler's ticks would."""
        await self.application.check_due()
        while await self.application.send_due():
            self.clock.advance(timedelta(seconds=2))

    async def pass_time(self, duration: timedelta) -> None:
        """Advance the clock, check, and check again to confirm changes."""
        for wait in (duration, CONFIRMATION_WAIT):
            self.clock.advance(wait)
            await self.run_due_jobs()

    async def watch_platforms(self) -> None:
        """Put the four platforms on one watchlist, and one of them on another."""
        await self.type("/policy watch pixelgrove, ledgerly, parcelo, notehaven")
        await self.type("/policy watch parcelo", PROCUREMENT_CHANNEL)
        await self.run_due_jobs()

    def change_pages(self) -> None:
        """Change a term of two policies, the page of a third, and show a captcha for the fourth."""
        bodies = self.site.bodies
        bodies["Pixelgrove"] = pages.render_page(
            replace(pages.PIXELGROVE, extra_use=pages.TRAINING, dated="2 November 2026")
        )
        bodies["Ledgerly"] = pages.render_page(
            replace(pages.LEDGERLY, menu=("Shop", "Sign in"), banner="We and 412 partners care.")
        )
        bodies["Parcelo"] = pages.render_page(
            replace(pages.PARCELO, keeping=pages.LONG_KEEPING, dated="1 November 2026")
        )
        bodies["Notehaven"] = pages.CAPTCHA

    async def pass_days(self) -> None:
        """Check twice a day until the captcha has lasted long enough to be reported."""
        for _ in range(7):
            await self.pass_time(timedelta(hours=12))

    async def build_site_url(self, path: str) -> str:
        """Return the URL of a page of the record site, with the token that opens it."""
        links, now = self.application.context.site_links, self.clock()
        if links is None:
            raise RuntimeError("the story has no record site")
        tenant = Tenant(None, TEAM_ID)
        workspace_id = await self.application.store.workspaces.ensure(tenant, now)
        return links.build_url(workspace_id, path, now)

    def find_card(self, platform: str) -> RenderedMessage:
        """Return the last alert card of a platform."""
        return next(
            message
            for message in reversed(self.messages)
            if message.kind in {"post", "edit"} and f"· {platform} Privacy Policy*" in message.text
        )


@dataclass
class StoryClock:
    """The real time plus the time that the story has skipped."""

    skipped: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        """Return the story's current time."""
        return utc_now() + self.skipped

    def advance(self, duration: timedelta) -> None:
        """Skip some time."""
        self.skipped += duration


@asynccontextmanager
async def open_story(show: Callable[[RenderedMessage], None]) -> AsyncIterator[Story]:
    """Open the site and the application that `run` opens, with messages shown, not sent."""
    messages: list[RenderedMessage] = []

    def record(message: RenderedMessage) -> None:
        messages.append(message)
        show(message)

    clock = StoryClock()
    port = find_free_port()
    with tempfile.TemporaryDirectory(prefix="clausewatch-demo-") as folder:
        async with DemoSite() as site:
            settings = load_settings(
                _env_file=None,
                data_dir=Path(folder),
                extra_catalogue=site.write_catalogue(Path(folder) / "platforms.jsonl"),
                allow_private_addresses=True,
                host_pace_seconds=0,
                worker_processes=1,
                public_url=f"http://127.0.0.1:{port}",
                site_port=port,
            )
            terminal = TerminalSlack(record, clock)
            async with open_application(settings, (terminal, terminal), clock) as application:
                in_flight = application.context.in_flight
                command = settings.command_name
                parts = SiteParts(application.store, application.checker.workers.read, clock)
                serving = serve_site(settings, parts, ROUTES)
                talking = Console(application.app, in_flight, record, command)
                async with serving, talking as console:
                    yield Story(site, application, console, messages, clock)


def find_free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
