"""Sign in with Slack by OpenID Connect. Slack's own keys verify the token."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

import aiohttp
import jwt
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.links.identity import Attempt, Identity, SignInError
from bot.slack.slack_errors import NETWORK_FAULTS, read_code

SLACK = "https://slack.com"
"""The issuer of tokens, and the host at which people sign in."""
ALGORITHMS = ["RS256"]
"""The only algorithm that Slack uses. A token never chooses its own."""
REQUIRED = ["iss", "aud", "exp", "iat", "nonce"]
CLAIM_PREFIX = "https://slack.com/"
LEEWAY = timedelta(minutes=1)
KEYS_LIFETIME = timedelta(hours=1)
KEYS_PAUSE = timedelta(minutes=1)
"""The least time between two requests for the keys, even if tokens name unknown ones."""
NEVER = datetime.min.replace(tzinfo=UTC)
TIMEOUT = aiohttp.ClientTimeout(total=10)
MAX_KEYS_BYTES = 100_000
MAX_EXCHANGES = 8
"""Exchanges at the same time. Each opens a connection to Slack, and anybody can send a code."""


@dataclass(slots=True)
class SlackOpenId:
    """Slack as an identity provider."""

    client_id: str
    client_secret: str
    client: AsyncWebClient
    """A client without a token. The secret authorises the exchange of a code."""
    root: str = SLACK
    has_pkce: bool = False
    """Whether the app is set up for PKCE at Slack, which otherwise refuses its arguments."""
    _keys: Mapping[str, jwt.PyJWK] = field(default_factory=dict)
    _fetched_at: datetime = NEVER
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)
    _exchanges: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_EXCHANGES))

    def build_url(self, attempt: Attempt, return_url: str) -> str:
        """Return the URL at which a browser signs in and from which it comes back."""
        query = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.client_id,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "redirect_uri": return_url,
        }
        if self.has_pkce:
            query |= {"code_challenge": _hash_verifier(attempt), "code_challenge_method": "S256"}
        return f"{self.root}/openid/connect/authorize?{urlencode(query)}"

    async def identify(
        self, code: str, attempt: Attempt, return_url: str, now: datetime
    ) -> Identity:
        """Return who came back with a code. Raises SignInError."""
        token = await self._redeem(code, attempt, return_url)
        claims = await self._verify(token, now)
        _check_claims(claims, attempt, now)
        user_id, team_id, enterprise_id = (
            str(claims.get(f"{CLAIM_PREFIX}{name}") or "")
            for name in ("user_id", "team_id", "enterprise_id")
        )
        if not user_id or not team_id:
            raise SignInError("the token names no member of a team")
        return Identity(user_id, team_id, enterprise_id)

    async def _redeem(self, code: str, attempt: Attempt, return_url: str) -> str:
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code": code,
            "redirect_uri": return_url,
            "grant_type": "authorization_code",
        }
        if self.has_pkce:
            form["code_verifier"] = attempt.verifier
        try:
            async with self._exchanges:
                answer = await self.client.api_call("openid.connect.token", data=form)
        except SlackApiError as fault:
            raise SignInError(f"Slack refused the code ({read_code(fault)})") from None
        except NETWORK_FAULTS:
            raise SignInError("Slack did not answer") from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInError("Slack's answer has no token")
        return token

    async def _verify(self, token: str, now: datetime) -> Mapping[str, Any]:
        """Return the claims of a token that Slack signed for this app. Raises SignInError."""
        try:
            name = str(jwt.get_unverified_header(token).get("kid", ""))
            key = await self._find_key(name, now)
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.client_id,
                issuer=self.root,
                # Times are checked against our own clock, which tests set.
                options={
                    "require": REQUIRED, "verify_exp": False, "verify_iat": False,
                    "verify_nbf": False,
                },
            )  # fmt: skip
        except jwt.PyJWTError as fault:
            raise SignInError(f"the token isn't valid ({type(fault).__name__})") from None
        return claims

    async def _find_key(self, name: str, now: datetime) -> jwt.PyJWK:
        """Return one of Slack's keys. Old keys, and keys without this one, are fetched again."""
        async with self._fetching:
            age = now - self._fetched_at
            # After the clock was set back the age is negative and says nothing.
            is_new = timedelta(0) <= age < KEYS_LIFETIME
            if not is_new or (name not in self._keys and age >= KEYS_PAUSE):
                self._keys = await self._fetch_keys()
                self._fetched_at = now
        if name not in self._keys:
            raise SignInError("the token is signed with an unknown key")
        return self._keys[name]

    async def _fetch_keys(self) -> Mapping[str, jwt.PyJWK]:
        url = f"{self.root}/openid/connect/keys"
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT, raise_for_status=True) as session,
                session.get(url, proxy=self.client.proxy, allow_redirects=False) as answer,
            ):
                body = await _read_body(answer)
            keys = jwt.PyJWKSet.from_json(body.decode()).keys
        except (aiohttp.ClientError, TimeoutError):
            raise SignInError("Slack's keys can't be fetched") from None
        except (ValueError, KeyError, AttributeError, jwt.PyJWTError):
            raise SignInError("Slack's keys can't be read") from None
        return {key.key_id: key for key in keys if key.key_id}


async def _read_body(answer: aiohttp.ClientResponse) -> bytes:
    """Return the whole body of an answer. Raises SignInError if it is too long."""
    body = b""
    async for part in answer.content.iter_any():
        body += part
        if len(body) > MAX_KEYS_BYTES:
            raise SignInError("Slack's keys can't be read")
    return body


def _hash_verifier(attempt: Attempt) -> str:
    digest = sha256(attempt.verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _check_claims(claims: Mapping[str, Any], attempt: Attempt, now: datetime) -> None:
    """Raise SignInError for a token of another sign-in, another app or another time."""
    if not compare_digest(str(claims["nonce"]).encode(), attempt.nonce.encode()):
        raise SignInError("the token belongs to another sign-in")
    if isinstance(claims["aud"], list):
        raise SignInError("the token is for several apps")
    moments = claims["exp"], claims["iat"]
    if not all(isinstance(moment, int) for moment in moments):
        raise SignInError("the token has no times")
    try:
        expires_at, issued_at = (datetime.fromtimestamp(moment, UTC) for moment in moments)
    except (OverflowError, OSError, ValueError):
        raise SignInError("the token has no times") from None
    if not issued_at - LEEWAY <= now < expires_at + LEEWAY:
        raise SignInError("the token has expired or isn't valid yet")
