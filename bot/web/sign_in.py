"""Sign-in: a browser goes to the provider and comes back as a member of a workspace."""

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from bot.links.attempts import LIFETIME, SignIn, begin_attempt
from bot.links.identity import SignInError
from bot.links.signatures import Grant, Scope, digest_token
from bot.links.site_links import RETURN_PATH
from bot.web.access import Refusal
from bot.web.cookies import ATTEMPT, SESSION
from bot.web.visit import START, Site, prove_session

log = structlog.get_logger(__name__)
END = "/sign-out"
MAX_CODE_CHARACTERS = 2_000
MAX_FORM_BYTES = 1_000
WRONG_BROWSER = Refusal(
    400,
    "This sign-in took too long or started in another browser. Sign in again.",
    can_sign_in=True,
)
CANCELLED = Refusal(
    403, "You were not signed in: the sign-in was cancelled in Slack.", can_sign_in=True
)
NOT_CONFIRMED = Refusal(
    502,
    "Slack did not confirm who you are. Sign in again, or ask your administrator for help.",
    can_sign_in=True,
)
OTHER_WORKSPACE = Refusal(
    403,
    "Clausewatch is not installed in that workspace. Sign in to another one.",
    can_sign_in=True,
)
ELSEWHERE = Refusal(403, "Sign out on the pages of this site.")
UNREADABLE = Refusal(400, "This request cannot be read.")


Answer = web.Response | Refusal


async def start(site: Site, sign_in: SignIn, request: web.Request) -> Answer:
    """Send the browser to the provider. A cookie proves later that this browser started."""
    attempt = begin_attempt(request.query.get("next", "/"))
    response = web.Response(status=HTTPStatus.SEE_OTHER)
    response.headers["Location"] = sign_in.provider.build_url(attempt, build_return_url(site))
    value = sign_in.signer.sign(attempt, site.clock())
    site.cookies.set(response, ATTEMPT, value, LIFETIME)
    return response


async def finish(site: Site, sign_in: SignIn, request: web.Request) -> Answer:
    """Sign in the person who comes back from the provider, or say why not."""
    now = site.clock()
    attempt = sign_in.signer.verify(site.cookies.read(request, ATTEMPT) or "", now)
    state = request.query.get("state", "")
    if attempt is None or not compare_digest(state.encode(), attempt.state.encode()):
        return WRONG_BROWSER
    if "error" in request.query:
        return CANCELLED
    code = request.query.get("code", "")
    if not 0 < len(code) <= MAX_CODE_CHARACTERS:
        return WRONG_BROWSER
    try:
        person = await sign_in.provider.identify(code, attempt, build_return_url(site), now)
    except SignInError as fault:
        log.warning("sign-in failed", reason=str(fault))
        return NOT_CONFIRMED
    workspace_id = await site.store.workspaces.find_active(person.team_id, person.enterprise_id)
    if workspace_id is None:
        log.info("sign-in of another workspace", team=person.team_id)
        return OTHER_WORKSPACE
    log.info("signed in", team=person.team_id, user=person.user_id)
    ends_at = now + sign_in.lifetime
    grant = Grant(workspace_id, now, ends_at, Scope.SESSION, holder=person.user_id)
    response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": attempt.path})
    site.cookies.drop(response, ATTEMPT)
    site.cookies.set(response, SESSION, site.links.signer.sign(grant), sign_in.lifetime)
    return response


async def end(site: Site, _: SignIn, request: web.Request) -> Answer:
    """End the session and all copies of its cookie. Only pages of this site may ask for it."""
    cookie = site.cookies.read(request, SESSION) or ""
    try:
        proof = _read_field(await request.read(), "proof")
    except web.RequestPayloadError:
        return UNREADABLE
    if not cookie or not compare_digest(proof.encode(), prove_session(cookie).encode()):
        return ELSEWHERE
    now = site.clock()
    grant = site.links.signer.verify(cookie, now)
    if isinstance(grant, Grant):
        await site.store.workspaces.end_session(digest_token(cookie), grant.expires_at, now)
    response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/"})
    site.cookies.drop(response, SESSION)
    return response


def _read_field(body: bytes, name: str) -> str:
    """Return a field of a form, or an empty text if the form has no such field."""
    if len(body) > MAX_FORM_BYTES:
        return ""
    return dict(parse_qsl(body.decode("ascii", "replace"))).get(name, "")


Handler = Callable[[Site, SignIn, web.Request], Awaitable[Answer]]
HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", START, start),
    ("GET", RETURN_PATH, finish),
    ("POST", END, end),
)
"""Method, path and handler of the pages that sign people in and out."""


def build_return_url(site: Site) -> str:
    """Return the URL to which the provider sends the browser back."""
    return f"{site.links.public_url}{RETURN_PATH}"
