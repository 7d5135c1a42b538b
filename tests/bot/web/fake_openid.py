"""Slack's part of a sign-in on loopback: codes, tokens signed with RS256, and its public keys.

It checks what Slack checks: the secret, the return URL, one use of a code, and the proof of PKCE.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from aiohttp import web
from aiohttp.typedefs import Handler
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "1234.5678", "the secret of the app"
RETURN_URL = "http://records.example/sign-in/done"


def make_key() -> rsa.RSAPrivateKey:
    """A private key."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


@cache
def find_first_key() -> rsa.RSAPrivateKey:
    """The key of every new provider, because making one takes a third of a second."""
    return make_key()


@dataclass
class FakeOpenId:
    """The provider, and what its next token says."""

    now: datetime
    url: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=find_first_key)
    key_id: str = "first"
    claims: dict[str, Any] = field(default_factory=dict)
    """In place of those of a good token; None leaves one out."""
    algorithm: str = "RS256"
    needs_proof: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    """By code, the query with which its sign-in was begun."""
    keys_served: int = 0
    token: str = ""
    """Sent as it is instead of a signed one."""
    forge: "Forge | None" = None
    """Makes the token of the right claims instead."""
    paths: list[str] = field(default_factory=list)
    """All that was asked for."""
    under_way: int = 0
    most_under_way: int = 0
    """Requests at the same time."""
    page: str = ""
    """Sent instead of the answer to a code, as a proxy does."""
    page_type: str = "text/html"

    def authorize(self, url: str, code: str = "code-1") -> str:
        """Sign in at the URL that a browser was sent to; return the query it comes back with."""
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == (
            f"{self.url}/openid/connect/authorize"
        )
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert query["response_type"] == "code"
        assert query["scope"] == "openid"
        assert query["client_id"] == CLIENT_ID
        assert ("code_challenge" in query) == self.needs_proof
        self.codes[code] = query
        return f"code={code}&state={query['state']}"

    def make_claims(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Return what the token of a sign-in says."""
        moment = int(self.now.timestamp())
        claims = {
            "iss": self.url, "aud": CLIENT_ID, "sub": "UANN", "iat": moment, "exp": moment + 300,
            "auth_time": moment, "nonce": query.get("nonce", ""),
            "https://slack.com/team_id": "TONE", "https://slack.com/user_id": "UANN",
        } | self.claims  # fmt: skip
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, query: Mapping[str, str]) -> str:
        """Return the token of a sign-in."""
        kept = self.make_claims(query)
        key: Any = self.key if self.algorithm == "RS256" else "k" * 32
        key = None if self.algorithm == "none" else key
        return jwt.encode(kept, key, self.algorithm, headers={"kid": self.key_id})

    async def send_token(self, request: web.Request) -> web.Response:
        """Answer `openid.connect.token`."""
        if self.page:
            return web.Response(text=self.page, content_type=self.page_type)
        form = await request.post()
        await asyncio.sleep(0.02)
        query = self.codes.pop(str(form.get("code")), None)
        proof = str(form.get("code_verifier", ""))
        is_proven = not self.needs_proof or (
            query is not None and query.get("code_challenge") == hash_verifier(proof)
        )
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return web.json_response({"ok": False, "error": "invalid_client_id"})
        if query is None or form.get("redirect_uri") != query["redirect_uri"] or not is_proven:
            return web.json_response({"ok": False, "error": "invalid_code"})
        token = self.token or self.sign(query)
        if self.forge is not None:
            token = self.forge(self, self.make_claims(query))
        return web.json_response({"ok": True, "token_type": "Bearer", "id_token": token})

    async def send_keys(self, request: web.Request) -> web.StreamResponse:
        """Answer with the public keys, in two parts, as a network may deliver them."""
        self.keys_served += 1
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        keys = [public | {"kid": self.key_id, "use": "sig", "alg": "RS256"}]
        body = json.dumps({"keys": keys}).encode()
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for part in (body[:99], body[99:]):
            await response.write(part)
            await asyncio.sleep(0.02)
        return response


Forge = Callable[[FakeOpenId, Mapping[str, Any]], str]
"""Makes a token of claims."""


def hash_verifier(verifier: str) -> str:
    """The challenge of a verifier (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def _send_nonsense(_: web.Request) -> web.Response:
    return web.json_response(["no keys"])


async def _send_blanks(_: web.Request) -> web.Response:
    return web.Response(body=b" " * 200_000 + b'{"keys": []}', content_type="application/json")


@asynccontextmanager
async def open_provider(now: datetime) -> AsyncIterator[FakeOpenId]:
    """A provider on a free port."""
    fake = FakeOpenId(now)

    @web.middleware
    async def remember(request: web.Request, handler: Handler) -> web.StreamResponse:
        fake.paths.append(request.path)
        fake.under_way += 1
        fake.most_under_way = max(fake.under_way, fake.most_under_way)
        try:
            return await handler(request)
        finally:
            fake.under_way -= 1

    app = web.Application(middlewares=[remember])
    app.router.add_post("/api/openid.connect.token", fake.send_token)
    app.router.add_get("/openid/connect/keys", fake.send_keys)
    app.router.add_get("/bad/openid/connect/keys", _send_nonsense)
    app.router.add_get("/long/openid/connect/keys", _send_blanks)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield fake
    finally:
        await runner.cleanup()
