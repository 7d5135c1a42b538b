"""Trust in a request: a signature of the exact bytes, and response URLs of Slack's."""

import hashlib
import hmac
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.request_origin import VERIFIED, is_slack_url, is_verified, make_respond
from bot.slack.signature import is_signed

SECRET, NOW, STAMP = "secret", 1_790_000_000.0, "1790000000"
BODY = b"command=%2Fpolicy&text=list"
API = "https://slack.com/api/"
LOOPBACK = "http://127.0.0.1:8080/api/"


def compute_signature(stamp: str = STAMP, body: bytes = BODY, secret: str = SECRET) -> str:
    """Slack's signature, computed independently."""
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def test_what_slack_signs_is_taken() -> None:
    """Slack's library computes the same signature, and the clocks may differ by five minutes."""
    by_sdk = SignatureVerifier(SECRET).generate_signature(timestamp=STAMP, body=BODY)
    assert by_sdk == compute_signature()
    for now in (NOW, NOW + 300, NOW - 300):
        assert is_signed(SECRET, BODY, [STAMP], [compute_signature()], now)


def test_bytes_that_are_no_text_can_be_signed() -> None:
    """The signature is verified before the bytes are decoded."""
    body = b"\xff\xfe\x00"
    assert is_signed(SECRET, body, [STAMP], [compute_signature(body=body)], NOW)


STAMPS = {
    "letters": "now",
    "blank": "",
    "space": " ",
    "a space before": f" {STAMP}",
    "a space after": f"{STAMP} ",
    "a line after": f"{STAMP}\n",
    "plus": f"+{STAMP}",
    "minus": f"-{STAMP}",
    "underscore": "1_790_000_000",
    "fraction": f"{STAMP}.0",
    "exponent": "1.79e9",
    "not a number": "nan",
    "infinity": "inf",
    "hexadecimal": hex(int(STAMP)),
    "other digits": STAMP.translate({48 + n: 0x0660 + n for n in range(10)}),
    "superscript": "²",
    "huge": "9" * 5_000,
    "zero": "0",
    "old": str(int(STAMP) - 301),
    "ahead": str(int(STAMP) + 301),
    "half a character": "\ud800",
    "NUL": f"{STAMP}\0",
}


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_a_wrong_time_is_refused_even_where_it_is_signed(stamp: str) -> None:
    """Without raising."""
    right = compute_signature(stamp.encode(errors="replace").decode())
    assert not is_signed(SECRET, BODY, [stamp], [right], NOW)


SIGNATURES = {
    "blank": "",
    "letters": "é" * 67,
    "half a character": "\ud800",
    "another version": compute_signature().replace("v0=", "v1="),
    "no version": compute_signature().removeprefix("v0="),
    "upper case": compute_signature().upper(),
    "cut": compute_signature()[:-1],
    "longer": compute_signature() + "0",
    "a space after": compute_signature() + " ",
    "of another body": compute_signature(body=b"x"),
    "of another time": compute_signature("1790000001"),
    "of another secret": compute_signature(secret="another"),
    "of no secret": compute_signature(secret=""),
}


@pytest.mark.parametrize("given_one", SIGNATURES.values(), ids=SIGNATURES)
def test_a_wrong_signature_is_refused(given_one: str) -> None:
    """Without raising."""
    assert not is_signed(SECRET, BODY, [STAMP], [given_one], NOW)


def test_headers_come_once() -> None:
    """Two values of a header are ambiguous."""
    right = compute_signature()
    assert not is_signed(SECRET, BODY, [], [right], NOW)
    assert not is_signed(SECRET, BODY, [STAMP], [], NOW)
    assert not is_signed(SECRET, BODY, [STAMP, STAMP], [right], NOW)
    assert not is_signed(SECRET, BODY, [STAMP], [right, right], NOW)
    assert not is_signed(SECRET, BODY, [f"{STAMP}, {STAMP}"], [right], NOW)


def test_without_a_secret_or_a_clock_nothing_is_signed() -> None:
    """Anyone can sign with an empty secret."""
    assert not is_signed("", BODY, [STAMP], [compute_signature(secret="")], NOW)
    assert not is_signed(SECRET, BODY, [STAMP], [compute_signature()], math.nan)


@given(st.binary(), st.lists(st.text(), max_size=2), st.lists(st.text(), max_size=2))
def test_a_strangers_headers_never_raise(
    body: bytes, stamps: list[str], signatures: list[str]
) -> None:
    """Whatever their values are, the answer is no."""
    assert not is_signed(SECRET, body, stamps, signatures, NOW)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/commands/T1/2/x",
        "https://slack.com/x",
        "https://HOOKS.Slack.com:443/x",
        "https://hooks.slack.com/actions/T1/2/x?y=1#z",
    ],
)
def test_slacks_addresses_are_answered_at(url: str) -> None:
    """Wherever the Web API is."""
    assert is_slack_url(url, API)
    assert is_slack_url(url, LOOPBACK)
    assert make_respond(url, AsyncWebClient("x")).response_url == url


FOREIGN: tuple[object, ...] = (
    "http://hooks.slack.com/x",
    "https://hooks.slack.com:8443/x",
    "https://evilslack.com/x",
    "https://slack.com.evil.example/x",
    "https://slack.com@evil.example/x",
    "https://evil.example@slack.com/x",
    "https://evil.example\\@slack.com/x",
    "https://evil.example/\\slack.com",
    "https://evil.example\\.slack.com/x",
    "https://evil.example .slack.com/x",
    "https://evil.example#.slack.com",
    "https://evil.example?.slack.com",
    "https:slack.com",
    "https:///slack.com",
    "//slack.com/x",
    "https://.slack.com@127.0.0.1/",
    "https://slack.com./x",
    "https://slack.com:x/",
    "https://slack.com:99999/",
    "https://[::1/x",
    "https://\N{FULLWIDTH LATIN SMALL LETTER S}lack.com/x",
    "https://slack.com\t.evil.example/",
    "\nhttps://slack.com/",
    " https://slack.com/",
    "ftp://slack.com/",
    "file:///etc/passwd",
    "http://169.254.169.254/latest",
    "http://127.0.0.1/x",
    "http://127.0.0.1:8081/api/",
    "https://127.0.0.1:8080/api/",
    "http://localhost:8080/api/",
    "",
    None,
    7,
    ["https://slack.com/"],
    {"url": "https://slack.com/"},
)


@pytest.mark.parametrize("url", FOREIGN, ids=repr)
@pytest.mark.parametrize("api", [API, LOOPBACK])
def test_a_foreign_address_is_not_answered_at(url: object, api: str) -> None:
    """Not even if two parsers disagree about its host."""
    assert not is_slack_url(url, api)
    assert make_respond(url, AsyncWebClient("x", base_url=api)).response_url is None


def test_a_stand_in_for_slack_is_answered_where_its_api_is() -> None:
    """Scheme, host and port are those of the configured API."""
    assert is_slack_url("http://127.0.0.1:8080/respond/U1", LOOPBACK)


def test_a_request_is_verified_by_socket_or_by_mark() -> None:
    """No field of the body makes it verified."""
    body = f'{{"{VERIFIED}": true, "mode": "socket_mode"}}'
    assert not is_verified(AsyncBoltRequest(body=body, headers={VERIFIED: "true"}))
    assert is_verified(AsyncBoltRequest(body=body, context={VERIFIED: True}))
    assert is_verified(AsyncBoltRequest(body={}, mode="socket_mode"))
    assert AsyncBoltContext({VERIFIED: "true"}).get(VERIFIED) is not True
