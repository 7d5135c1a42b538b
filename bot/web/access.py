"""Who asks for a page, and which pages that person may see.

A link from Slack carries a token in its query. A page answers it with a cookie and a redirect to
its stable URL, so that the token does not stay in the address bar. Files and feeds are sent at
once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from aiohttp import web

from bot.links.signatures import Grant, Scope, TokenFault, digest_target, digest_token
from bot.links.site_links import TOKEN_FIELD, SiteLinks
from bot.web.cookies import SESSION, Cookies
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store import Store

NO_WORKSPACE = WorkspaceId(0)
"""The workspace of viewers without one. They see documents of the catalogue only."""


class Audience(Enum):
    """Who may see a page."""

    ALL = auto()
    """The page has no records."""
    CATALOGUE = auto()
    """Members, and everybody if the catalogue is public. The page shows what the viewer may see."""
    MEMBERS = auto()
    """Members of a workspace only."""
    FEEDS = auto()
    """Members, and feed readers with a token of their own."""


OPENED: Mapping[Scope, frozenset[Audience]] = {
    Scope.RECORDS: frozenset(Audience),
    Scope.SESSION: frozenset(Audience),
    Scope.FEEDS: frozenset({Audience.FEEDS}),
    Scope.PICTURE: frozenset({Audience.CATALOGUE, Audience.MEMBERS}),
}
"""The audiences that the holder of a token belongs to, by its scope."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person or program that asks."""

    workspace_id: WorkspaceId = NO_WORKSPACE
    grant: Grant | None = None

    @property
    def is_member(self) -> bool:
        """Whether the viewer holds a link of a workspace."""
        return self.grant is not None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is not shown."""

    status: int
    sentence: str
    can_sign_in: bool = False
    """Whether the page offers to sign in, where people can."""


NO_LINK = Refusal(
    401,
    "Open this page with a link from Slack. No one else can see it.",
    can_sign_in=True,
)
NO_SESSION = Refusal(
    401,
    "Sign in with Slack to open this page. Only members can see it.",
    can_sign_in=True,
)
EXPIRED = Refusal(401, "This link has expired. Run the same command in Slack for a new one.")
ALTERED = Refusal(403, "This link is not valid. Copy it from Slack again.")
REVOKED = Refusal(403, "This link was revoked. Run the same command in Slack for a new one.")
WRONG_SCOPE = Refusal(403, "This link only opens a feed. Open the record with its own link.")


async def identify(
    request: web.Request, store: Store, links: SiteLinks, now: datetime
) -> Viewer | Refusal:
    """Return who asks: the holder of a valid token, or somebody without one.

    If people sign in, only sessions make a member. Otherwise only links do.
    """
    signer, has_sign_in = links.signer, links.has_sign_in
    kept = Scope.SESSION if has_sign_in else Scope.RECORDS
    linked = {Scope.FEEDS, Scope.PICTURE} if has_sign_in else set(Scope) - {Scope.SESSION}
    link = request.query.get(TOKEN_FIELD)
    cookie = Cookies(links.is_secure).read(request, SESSION)
    if link is not None:
        viewer = await _find_viewer(request, store, signer.verify(link, now), linked)
        if isinstance(viewer, Viewer) or not has_sign_in:
            return viewer
    if cookie is not None:
        session = digest_token(cookie) if has_sign_in else ""
        viewer = await _find_viewer(request, store, signer.verify(cookie, now), {kept}, session)
        if isinstance(viewer, Viewer):
            return viewer
    # An old cookie must not hide public pages, and an old link must not hide the sign-in.
    return Viewer()


async def _find_viewer(
    request: web.Request,
    store: Store,
    grant: Grant | TokenFault,
    scopes: Collection[Scope],
    session: str = "",
) -> Viewer | Refusal:
    """Return the holder of a token of one of the scopes, or why the token is refused.

    `session` is the digest of a session. A session ends on the server at sign-out, in every copy
    of its cookie. It also needs the bot: without it nothing says that somebody is still a member.
    """
    if isinstance(grant, TokenFault):
        return EXPIRED if grant is TokenFault.EXPIRED else ALTERED
    is_elsewhere = bool(grant.target) and grant.target != _find_target(request)
    if is_elsewhere or grant.scope not in scopes:
        return ALTERED
    if not await store.workspaces.has_valid_links(
        grant.workspace_id, grant.signed_at, session=session
    ):
        return REVOKED
    return Viewer(grant.workspace_id, grant)


def _find_target(request: web.Request) -> str:
    query = [(name, value) for name, value in request.query.items() if name != TOKEN_FIELD]
    return digest_target(request.path, query)


def admit(viewer: Viewer, audience: Audience, *, is_catalogue_public: bool) -> Viewer | Refusal:
    """Return the viewer that pages for an audience are shown to, or why they are not shown.

    The holder of a token of another scope sees what everybody sees.
    """
    if viewer.grant is not None and audience in OPENED[viewer.grant.scope]:
        return viewer
    if audience is Audience.ALL or (audience is Audience.CATALOGUE and is_catalogue_public):
        return Viewer()
    return NO_LINK if viewer.grant is None else WRONG_SCOPE
