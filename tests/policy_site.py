"""Policies on loopback for tests of whole processes, each with a number in its terms."""

from dataclasses import dataclass, field
from datetime import date

from aiohttp import web

FIRST_ADDRESS = 20
"""The page of platform 1 has the address 127.0.0.21."""


@dataclass
class PolicySite:
    """The policies of several platforms. No number of the terms is used twice."""

    numbers: dict[int, int] = field(default_factory=dict)
    port: int = 0
    effective_on: date | None = None
    """The day from which every number applies; None if the pages state none."""

    def make_url(self, index: int) -> str:
        """Return the URL of a platform's policy."""
        return f"http://127.0.0.{FIRST_ADDRESS + index}:{self.port}/policy"

    def render_page(self, index: int) -> str:
        """Return the current page of a platform."""
        applies = ""
        if self.effective_on is not None:
            applies = (
                f"<p>The period of {self.numbers[index]} days takes effect on"
                f" {self.effective_on:%-d %B %Y}.</p>"
            )
        return (
            f"<html lang='en'><head><title>Privacy Policy {index}</title></head><body><main>"
            f"<h1>Privacy Policy of platform {index}</h1>"
            "<p>This policy says what personal data we collect and why we use it.</p>"
            "<h2>What we collect</h2><p>We collect your name and your e-mail address when you"
            " open an account, and the pages that you visit while you use the service.</p>"
            "<h2>How long we keep it</h2>"
            f"<p>We keep your personal data for {self.numbers[index]} days after you close your"
            f" account and delete it then.</p>{applies}"
            "<h2>Your rights</h2><p>You may ask us for a copy of your data at any time, and you"
            " may object to a use of it.</p></main></body></html>"
        )

    async def start(self) -> web.AppRunner:
        """Serve on a free port of every loopback address."""
        app = web.Application()
        app.router.add_get("/policy", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.2)
        await runner.setup()
        listener = web.TCPSite(runner, "0.0.0.0", 0)  # noqa: S104  # 127.0.0.x
        await listener.start()
        self.port = runner.addresses[0][1]
        return runner

    async def _answer(self, request: web.Request) -> web.Response:
        index = int((request.url.host or "0").rsplit(".", 1)[-1]) - FIRST_ADDRESS
        return web.Response(text=self.render_page(index), content_type="text/html")
