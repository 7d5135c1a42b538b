"""Tokens that an attacker makes who knows everything of a good one except Slack's private key."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from tests.bot.web.fake_openid import FakeOpenId, Forge, make_key

PKCS1, SPKI = PublicFormat.PKCS1, PublicFormat.SubjectPublicKeyInfo


def _encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _sign_with_public_key(list_secrets: Callable[[Any], bytes]) -> Forge:
    """Return who signs with HMAC and the public key, which everybody has, as the secret."""

    def forge(fake: FakeOpenId, claims: Mapping[str, Any]) -> str:
        header = {"alg": "HS256", "typ": "JWT", "kid": fake.key_id}
        signed = ".".join(_encode(json.dumps(part).encode()) for part in (header, claims))
        secret = list_secrets(fake.key.public_key())
        return f"{signed}.{_encode(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

    return forge


def _sign_with(algorithm: str) -> Forge:
    """Return who signs with the right key and another method."""

    def forge(fake: FakeOpenId, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), fake.key, algorithm, headers={"kid": fake.key_id})

    return forge


def _bring_key(fake: FakeOpenId, claims: Mapping[str, Any]) -> str:
    """A key of the attacker's, in the header in every way that RFC 7515 knows."""
    own = make_key()
    public = json.loads(RSAAlgorithm.to_jwk(own.public_key()))
    headers = {"kid": fake.key_id, "jwk": public, "jku": f"{fake.url}/evil", "x5u": fake.url}
    return jwt.encode(dict(claims), own, "RS256", headers=headers)


def _leave_signature_out(fake: FakeOpenId, claims: Mapping[str, Any]) -> str:
    return _sign_with("RS256")(fake, claims).rpartition(".")[0] + "."


def _alter_claims(fake: FakeOpenId, claims: Mapping[str, Any]) -> str:
    """Another user in a token that was signed for this one."""
    header, _, signature = _sign_with("RS256")(fake, claims).split(".")
    altered = {**claims, "https://slack.com/team_id": "TTWO"}
    return f"{header}.{_encode(json.dumps(altered).encode())}.{signature}"


def _name_key(name: object) -> Forge:
    """Return who names another key than the one that signed."""

    def forge(fake: FakeOpenId, claims: Mapping[str, Any]) -> str:
        header = {"alg": "RS256", "kid": name} if name is not None else {"alg": "RS256"}
        signed = ".".join(_encode(json.dumps(part).encode()) for part in (header, claims))
        signature = RSAAlgorithm(RSAAlgorithm.SHA256).sign(signed.encode(), fake.key)
        return f"{signed}.{_encode(signature)}"

    return forge


FORGERIES: Mapping[str, Forge] = {
    "HMAC with the key as PEM": _sign_with_public_key(
        lambda key: key.public_bytes(Encoding.PEM, SPKI)
    ),
    "HMAC with the key as PEM without its last line end": _sign_with_public_key(
        lambda key: key.public_bytes(Encoding.PEM, SPKI).strip()
    ),
    "HMAC with the key as PKCS 1": _sign_with_public_key(
        lambda key: key.public_bytes(Encoding.PEM, PKCS1)
    ),
    "HMAC with the key as DER": _sign_with_public_key(
        lambda key: key.public_bytes(Encoding.DER, SPKI)
    ),
    "HMAC with the key as JSON": _sign_with_public_key(
        lambda key: RSAAlgorithm.to_jwk(key).encode()
    ),
    "HMAC with nothing": _sign_with_public_key(lambda _: b""),
    "RS384": _sign_with("RS384"),
    "RS512": _sign_with("RS512"),
    "PS256": _sign_with("PS256"),
    "a key that it brings itself": _bring_key,
    "no signature": _leave_signature_out,
    "altered claims": _alter_claims,
    "no key id": _name_key(None),
    "an empty key id": _name_key(""),
    "a key id that is a number": _name_key(1),
    "a key id that is a list": _name_key(["first"]),
    "a key id that is a path": _name_key("../../dev/null"),
    "a key id of 100,000 characters": _name_key("k" * 100_000),
}
"""Each with every claim as it should be."""
