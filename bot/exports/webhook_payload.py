"""The body of a webhook message, and its signature.

The body is an export of changes by `docs/exports.schema.json` with one item. The secret of a
webhook is derived from a key of the settings and a number of its own, so the database has none.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from bot.exports.items import make_change_item, wrap_items
from clausewatch.errors import UserError
from clausewatch.model.webhooks import SignedRequest, WebhookMessage

SIGNATURE = "clausewatch-signature"
SECRET_PREFIX = "cwhs_"  # noqa: S105  # what every secret begins with
KEY_GONE = "the key that its secret was derived from is not in LINK_KEYS; add the webhook again"


def make_nonce() -> str:
    """Return a new number for the secret of a webhook."""
    return secrets.token_hex(16)


def name_key(key: str) -> str:
    """Return the name of a key, which says nothing about it."""
    return hashlib.sha256(f"webhook key {key}".encode()).hexdigest()[:16]


def derive_secret(key: str, nonce: str) -> str:
    """Return the secret of a webhook."""
    digest = hmac.new(key.encode(), f"webhook secret {nonce}".encode(), hashlib.sha256)
    return SECRET_PREFIX + digest.hexdigest()


def sign_message(
    message: WebhookMessage, keys: Sequence[str], public_url: str, now: datetime
) -> SignedRequest:
    """Return a message as a signed request. Raises UserError if the key is gone."""
    webhook = message.webhook
    key = next((key for key in keys if name_key(key) == webhook.key_id), None)
    if key is None:
        raise UserError(KEY_GONE)
    export = wrap_items("changes", [make_change_item(message.change, public_url)], now)
    own = {"id": message.message_id, "channel": webhook.slack_id}
    body = json.dumps({**export, **own}, ensure_ascii=False).encode()
    signature = sign(body, derive_secret(key, webhook.nonce), int(now.timestamp()))
    headers = {
        "content-type": "application/json",
        "clausewatch-id": message.message_id,
        SIGNATURE: signature,
    }
    return SignedRequest(headers, body)


def sign(body: bytes, secret: str, timestamp: int) -> str:
    """Return the signature of a body: `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>">`."""
    signed = b"%d.%s" % (timestamp, body)
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"
