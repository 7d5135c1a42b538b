"""The Slack app: the whole surface on one screen, Socket Mode and HTTP alike."""

import copy
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import ids
from bot.context import ListenerContext
from bot.listeners import actions, events, views
from bot.listeners.commands import dispatch
from bot.listeners.entry import Entry, Handle
from bot.listeners.faults import Faults
from bot.quiet import bolt_logger

Authorize = Callable[..., Awaitable[AuthorizeResult]]
ANYTHING = re.compile(".*", re.DOTALL)


EVENTS: tuple[tuple[str, Handle], ...] = (
    ("app_home_opened", events.home_opened),
    ("app_uninstalled", events.uninstalled),
    ("tokens_revoked", events.tokens_revoked),
    ("channel_left", events.channel_left),
    ("group_left", events.channel_left),
    ("channel_archive", events.channel_archived),
    ("group_archive", events.channel_archived),
    ("channel_deleted", events.channel_deleted),
    ("group_deleted", events.channel_deleted),
    ("channel_unarchive", events.channel_unarchived),
    ("group_unarchive", events.channel_unarchived),
    ("member_joined_channel", events.joined_channel),
)
"""What the app subscribes to; the manifest lists those that the least scopes allow."""


def build_app(
    house: ListenerContext,
    *,
    client: AsyncWebClient,
    signing_secret: str = "",
    authorize: Authorize | None = None,
) -> AsyncApp:
    """Return the app. One workspace: `client` has its token; many: `authorize` finds tokens.

    Requests over HTTP are checked against `signing_secret`; Socket Mode needs none.
    """
    app = AsyncApp(
        name="clausewatch",
        logger=bolt_logger(),
        client=client,
        signing_secret=signing_secret or "unset",
        authorize=authorize,
        before_authorize=_own_client(client),
    )
    register(app, house)
    return app


def register(app: AsyncApp, house: ListenerContext) -> None:
    """Register every listener. Catch-alls come last: the first match wins."""
    faults = Faults(house)
    on = Entry(house, faults)
    app.command(house.command)(on.call(dispatch.command))

    app.action(ids.REVIEWED)(on.call(actions.reviewed))
    app.action(ids.pattern(ids.REDLINE))(on.call(actions.redline_opened))
    app.action(ids.pattern(ids.REDLINE_PAGE))(on.call(actions.redline_turned))
    app.action(ids.UNDO_WATCH)(on.call(actions.watch_undone))
    app.action(ids.UNDO_UNWATCH)(on.call(actions.unwatch_undone))
    app.action(ids.pattern(ids.RUN))(on.call(actions.command_run))
    app.action(ids.pattern(ids.PICK))(on.call(actions.name_picked))
    app.action(ids.pattern(ids.TURN))(on.call(actions.page_turned))
    app.action(ids.SHARE)(on.call(actions.answer_shared))
    app.action(ids.ADD_PLATFORM)(on.call(actions.add_opened))
    app.action(ids.CHANGE_URL)(on.call(actions.add_opened))
    app.action(ids.POLICY_NOW)(on.call(actions.policy_accepted))
    app.action(ids.pattern(ids.LINK))(on.call(actions.link_opened))
    app.action(ids.pattern(ids.HOME_PAGE))(on.call(events.home_turned))

    app.shortcut(ids.WATCH_LINK)(on.call(actions.link_watched))
    app.view(ids.ADD_VIEW)(on.view(views.add_errors, views.add_submitted))
    app.options(ids.PLATFORM_SELECT)(on.options(views.platform_options))

    for name, handle in EVENTS:
        app.event(name)(on.event(handle))

    app.command(ANYTHING)(on.call(dispatch.command))
    app.action(ANYTHING)(on.call(actions.stale))
    app.view(ANYTHING)(on.call(actions.link_opened))
    app.event(ANYTHING)(on.event(events.nothing))
    app.error(faults.handle)


def _own_client(client: AsyncWebClient) -> Callable[..., Awaitable[BoltResponse]]:
    """Give each request a copy of our client: Bolt would make one of its own class instead."""

    async def before(
        context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        own: Any = copy.copy(client)
        context["client"] = own
        return await next_()

    return before
