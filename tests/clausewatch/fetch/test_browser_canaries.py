"""A rendered page has no network, and no more memory than it may use: a real Chromium tries both.

Canaries are sockets on loopback that note every datagram and every connection. The guard refuses
private addresses, so whatever reaches a canary went past the guard.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from clausewatch.errors import TooHeavy
from clausewatch.fetch import Fetcher
from clausewatch.fetch.browser import BrowserFetcher
from clausewatch.fetch.browser_processes import IS_SUPPORTED, BrowserProcesses, LimitExceeded
from clausewatch.fetch.subresources import SubresourceFetcher
from clausewatch.model.pages import PageRequest, Snapshot
from tests.clausewatch.fetch.fetch_site import Site
from tests.clausewatch.fetch.test_browser import LIMITS, OPTIONS, needs_chromium
from tests.patience import wait_until

pytest.importorskip("playwright", reason="the extra `browser` is not installed")
QUIET_SECONDS = 1.0
"""Longer than the pause before the first repetition of a STUN or QUIC packet."""


@dataclass
class Canaries(asyncio.DatagramProtocol):
    """A UDP and a TCP socket, and what reached them."""

    caught: list[str] = field(default_factory=list)
    udp_port: int = 0
    tcp_port: int = 0

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """Note a datagram."""
        self.caught.append(f"datagram {data[:40]!r} from {addr}")

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Note a connection."""
        self.caught.append("connection")
        self.caught.append(f"connection {await reader.read(60)!r}")
        writer.close()


@asynccontextmanager
async def watching() -> AsyncIterator[Canaries]:
    """Open the canaries."""
    canaries = Canaries()
    server = await asyncio.start_server(canaries.connect, "127.0.0.1", 0)
    canaries.tcp_port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: canaries, local_addr=("127.0.0.1", 0)
    )
    canaries.udp_port = transport.get_extra_info("sockname")[1]
    try:
        yield canaries
    finally:
        transport.close()
        server.close()


def make_page(script: str, head: str = "") -> bytes:
    """Return a page with a script that notes its end in the text."""
    return (
        f"<!doctype html><title>Policy</title>{head}<body><p>We keep little.</p><p id=end></p>"
        f"<script>const safely = f => {{ try {{ f() }} catch (e) {{}} }};\n{script}\n"
        "end.textContent = 'every way was tried';</script></body>"
    ).encode()


HINTS = """
<link rel=dns-prefetch href="//127.0.0.1:{tcp}"><link rel=preconnect href="{url}">
<link rel=preconnect href="https://localhost:{tcp}"><link rel=prefetch href="{url}/prefetch">
<link rel=preload as=image href="{url}/preload"><link rel=modulepreload href="{url}/module">
<link rel=prerender href="{url}/prerender"><link rel=manifest href="{url}/manifest">
<link rel=icon href="{url}/icon"><meta http-equiv=x-dns-prefetch-control content=on>
<script type=speculationrules>{{"prerender": [{{"source": "list", "urls": ["{url}/rule"]}}],
"prefetch": [{{"source": "list", "urls": ["{url}/rule2"], "eagerness": "immediate"}}]}}</script>"""
WEBRTC = """
for (const server of ['stun:127.0.0.1:{udp}', 'turn:127.0.0.1:{udp}?transport=udp',
  'turn:127.0.0.1:{tcp}?transport=tcp', 'turns:127.0.0.1:{tcp}?transport=tcp']) safely(() => {{
  const peer = new RTCPeerConnection(
    {{iceServers: [{{urls: server, username: 'a', credential: 'b'}}]}});
  peer.createDataChannel('x');
  peer.createOffer().then(offer => peer.setLocalDescription(offer));
}});
safely(async () => {{
  const a = new RTCPeerConnection(), b = new RTCPeerConnection();
  a.createDataChannel('y');
  await a.setLocalDescription(await a.createOffer());
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription(await b.createAnswer());
  await a.setRemoteDescription(b.localDescription);
  for (const [kind, port, more] of [['udp', {udp}, ''], ['tcp', {tcp}, ' tcptype passive']])
    await a.addIceCandidate({{sdpMid: '0', sdpMLineIndex: 0,
      candidate: `candidate:1 1 ${{kind}} 2130706431 127.0.0.1 ${{port}} typ host${{more}}`}});
}});"""
SOCKETS = """
safely(() => {{ const w = new WebTransport('https://127.0.0.1:{udp}/t'); w.ready.catch(() => 0);
  w.closed.catch(() => 0) }});
safely(() => new WebSocket('ws://127.0.0.1:{tcp}/socket'));
safely(() => new WebSocket('wss://127.0.0.1:{tcp}/socket'));
safely(() => new EventSource('{url}/events'));
safely(() => navigator.sendBeacon('{url}/beacon', 'x'));
safely(() => fetch('{url}/post', {{method: 'POST', mode: 'no-cors', keepalive: true, body: 'x'}})
  .catch(() => 0));
safely(() => fetchLater('{url}/later', {{activateAfter: 0}}));"""
WORKERS = """
const code = `for (const f of [() => fetch('{url}/worker').catch(() => 0),
  () => new WebSocket('ws://127.0.0.1:{tcp}/worker'), () => new EventSource('{url}/worker'),
  () => new WebTransport('https://127.0.0.1:{udp}/w').ready.catch(() => 0),
  () => importScripts('{url}/import')]) try {{ f() }} catch (e) {{}}`;
const link = URL.createObjectURL(new Blob([code]));
safely(() => new Worker(link));
safely(() => new SharedWorker(link));
safely(() => navigator.serviceWorker.register('/worker.js').catch(() => 0));"""
ELEMENTS = """
safely(() => {{ const form = document.createElement('form'); form.action = '{url}/form';
  form.method = 'POST'; form.target = '_blank'; document.body.append(form); form.submit() }});
safely(() => window.open('{url}/window'));
safely(() => {{ const link = document.createElement('a'); link.href = '#x';
  link.ping = '{url}/ping'; document.body.append(link); link.click() }});
for (const [tag, name] of [['img', 'src'], ['video', 'src'], ['iframe', 'src'], ['object', 'data'],
  ['embed', 'src'], ['script', 'src'], ['audio', 'src'], ['track', 'src']]) safely(() => {{
  const element = document.createElement(tag); element[name] = '{url}/' + tag;
  document.body.append(element) }});
safely(() => {{ const style = document.createElement('style');
  style.textContent = `@import url({url}/style); @font-face {{ font-family: x;
    src: url({url}/font) }} body {{ font-family: x; background: url({url}/background) }}`;
  document.head.append(style) }});"""
UNLOAD = """
safely(() => {{ const frame = document.createElement('iframe');
  frame.srcdoc = `<script>for (const name of ['pagehide', 'unload', 'visibilitychange'])
    addEventListener(name, () => {{ navigator.sendBeacon('{url}/unload', 'x');
      fetch('{url}/unload', {{keepalive: true, mode: 'no-cors'}}) }})<` + '/script>';
  frame.onload = () => frame.remove(); document.body.append(frame) }});
addEventListener('pagehide', () => navigator.sendBeacon('{url}/gone', 'x'));"""
WAYS = {
    "hints": ("", HINTS),
    "WebRTC": (WEBRTC, ""),
    "sockets and beacons": (SOCKETS, ""),
    "workers": (WORKERS, ""),
    "elements": (ELEMENTS, ""),
    "unload": (UNLOAD, ""),
}


@needs_chromium
@pytest.mark.parametrize("way", WAYS)
async def test_nothing_of_a_page_reaches_the_network(
    fetch: Fetcher, site: Site, now: datetime, way: str
) -> None:
    """No datagram and no connection, by any interface that a page has."""
    async with watching() as canaries:
        script, head = (
            text.format(
                udp=canaries.udp_port,
                tcp=canaries.tcp_port,
                url=f"http://127.0.0.1:{canaries.tcp_port}",
            )
            for text in WAYS[way]
        )
        site.shows("/privacy", body=make_page(script, head))
        site.shows("/worker.js", body=b"fetch('/worker')", content_type="text/javascript")
        async with SubresourceFetcher(replace(OPTIONS, allow_private=False)) as guarded:
            browse = BrowserFetcher(fetch, guarded, LIMITS)
            found = await browse(PageRequest(site.url("/privacy"), ignore_robots=True), now)
        await asyncio.sleep(QUIET_SECONDS)
        assert isinstance(found, Snapshot)
        assert b"every way was tried" in found.body
        assert canaries.caught == []
        assert site.paths == ["/privacy"]


async def test_the_canaries_notice(free_udp: Callable[[int], None]) -> None:
    """A datagram and a connection are caught, so that silence means something."""
    async with watching() as canaries:
        free_udp(canaries.udp_port)
        _, writer = await asyncio.open_connection("127.0.0.1", canaries.tcp_port)
        writer.write(b"hello")
        writer.close()
        await wait_until(lambda: len(canaries.caught) >= 3)
    assert {line.split()[0] for line in canaries.caught} == {"datagram", "connection"}


@pytest.fixture
def free_udp() -> Callable[[int], None]:
    """Return a function that sends a datagram to a port."""

    def send(port: int) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"hello", ("127.0.0.1", port))

    return send


HEAVY = {
    "typed arrays": "setInterval(() => kept.push(new Uint8Array(100 << 20).fill(1)), 20);",
    "one step": "try { for (;;) kept.push(new Uint8Array(200 << 20).fill(1)) } catch (e) {}"
    " setInterval(() => 0, 50);",
    "workers": "for (let n = 0; n < 100; n++) new Worker(URL.createObjectURL(new Blob([`"
    "const kept = []; for (let n = 0; n < 10; n++) kept.push(new Uint8Array(10 << 20).fill(1));"
    "setInterval(() => 0, 50)`])));",
}


@needs_chromium
@pytest.mark.skipif(not IS_SUPPORTED, reason="memory is measured on Linux only")
@pytest.mark.parametrize("way", HEAVY)
async def test_a_page_that_takes_memory_is_too_heavy(
    fetch: Fetcher, site: Site, now: datetime, way: str
) -> None:
    """Its browser is killed with all its processes, and the reason names the limit."""
    site.shows("/privacy", body=make_page(f"const kept = []; {HEAVY[way]}"))
    limits = replace(LIMITS, memory_mb=700)
    async with SubresourceFetcher(OPTIONS) as subresources:
        browse = BrowserFetcher(fetch, subresources, limits)
        with pytest.raises(TooHeavy, match=r"700 MB|lack of memory") as caught:
            await browse(PageRequest(site.url("/privacy"), ignore_robots=True), now)
    assert not caught.value.transient


@pytest.mark.skipif(not IS_SUPPORTED, reason="processes are counted on Linux only")
async def test_a_family_of_processes_is_counted_and_killed() -> None:
    """Children of children belong to it; without its switch a process is left alone."""
    command = "sleep 60 & sleep 60 & wait"
    family = await asyncio.create_subprocess_exec("sh", "-c", command, "--clausewatch-page=1")
    other = await asyncio.create_subprocess_exec("sleep", "60")
    try:
        processes = BrowserProcesses("--clausewatch-page=1", memory_mb=100, count=2)
        await wait_until(lambda: len(processes.find()) >= 3)
        with pytest.raises(LimitExceeded, match="more than 2 processes"):
            processes.enforce()
        assert await family.wait() == -9
        assert other.returncode is None
    finally:
        other.kill()
        await other.wait()
