"""A web site on loopback: four platforms on four ports, with pages that can be changed."""

import json
from functools import partial
from pathlib import Path
from typing import Self

from aiohttp import web

from demo import pages

PLATFORMS = (pages.PIXELGROVE, pages.LEDGERLY, pages.PARCELO, pages.NOTEHAVEN)


class DemoSite:
    """Serves each platform's privacy policy at `/privacy` on a port of its own."""

    def __init__(self) -> None:
        self.bodies = {policy.name: pages.render_page(policy) for policy in PLATFORMS}
        self._ports: dict[str, int] = {}
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> Self:
        """Listen on a free port for each platform."""
        for name in self.bodies:
            app = web.Application()
            app.router.add_get("/privacy", partial(self._send_policy, name))
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self._runners.append(runner)
            self._ports[name] = runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        for runner in self._runners:
            await runner.cleanup()

    def write_catalogue(self, path: Path) -> Path:
        """Write the four platforms as an extra catalogue and return its path."""
        rows = [
            {
                "platform": name,
                "document": "Privacy Policy",
                "urls": [f"http://127.0.0.1:{port}/privacy"],
            }
            for name, port in self._ports.items()
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    async def _send_policy(self, name: str, _: web.Request) -> web.Response:
        return web.Response(body=self.bodies[name], content_type="text/html", charset="utf-8")
