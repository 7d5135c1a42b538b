"""The Slack app: the whole surface on one screen, Socket Mode and HTTP alike."""

import copy
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.runtime.log_redaction import make_bolt_logger
from bot.slack import ids
from bot.slack.context import ListenerContext
from bot.slack.listeners import (
    actions,
    card_actions,
    channels,
    events,
    remedies,
    settings_modal,
    views,
)
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.error_handler import ErrorHandler
from bot.slack.listeners.listener_factory import Handler, ListenerFactory
from bot.slack.request_origin import make_respond

Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
ANYTHING = re.compile(".*", re.DOTALL)


ACTIONS: tuple[tuple[str | re.Pattern[str], Handler], ...] = (
    (ids.MARK_REVIEWED, actions.reviewed),
    (ids.make_pattern(ids.REDLINE), actions.redline_opened),
    (ids.make_pattern(ids.REDLINE_PAGE), actions.redline_turned),
    (ids.UNDO_WATCH, actions.watch_undone),
    (ids.UNDO_UNWATCH, actions.unwatch_undone),
    (ids.make_pattern(ids.RUN_COMMAND), actions.command_run),
    (ids.make_pattern(ids.PICK_NAME), actions.name_picked),
    (ids.make_pattern(ids.TURN_PAGE), actions.page_turned),
    (ids.SHARE, actions.answer_shared),
    (ids.ADD_PLATFORM, actions.add_opened),
    (ids.MUTE_PLATFORM, card_actions.muted),
    (ids.UNMUTE, card_actions.unmute_pressed),
    (ids.NOT_A_CHANGE, card_actions.not_a_change),
    (ids.UNDO_DENIAL, card_actions.is_a_change),
    (ids.OPEN_SETTINGS, settings_modal.opened),
    (ids.TRY_AGAIN, channels.tried_again),
    (ids.CHANGE_URL, remedies.address_asked),
    (ids.ACCEPT_POLICY, remedies.policy_accepted),
    (ids.make_pattern(ids.USE_URL), remedies.address_chosen),
    (ids.USE_BROWSER, remedies.browser_chosen),
    (ids.make_pattern(ids.OPEN_LINK), actions.link_opened),
    (ids.make_pattern(ids.HOME_PAGE), events.home_turned),
)
"""What each button and select does."""
EVENTS: tuple[tuple[str, Handler], ...] = (
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
    ("channel_id_changed", events.channel_id_changed),
    ("channel_rename", events.nothing),
    ("group_rename", events.nothing),
    ("member_joined_channel", events.joined_channel),
)
"""What the app subscribes to; the manifest lists those that the least scopes allow."""


def build_app(
    context: ListenerContext,
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
        logger=make_bolt_logger(),
        client=client,
        # without a secret nothing that comes over HTTP can be signed, and all of it is refused
        signing_secret=signing_secret or secrets.token_hex(32),
        authorize=authorize,  # type: ignore[arg-type]  # None is taken too: not installed
        before_authorize=_attach_client(client),
    )
    register_listeners(app, context)
    return app


def register_listeners(app: AsyncApp, context: ListenerContext) -> None:
    """Register every listener. Catch-alls come last: the first match wins."""
    faults = ErrorHandler(context)
    on = ListenerFactory(context, faults)
    app.command(context.command)(on.make_listener(dispatch.command))

    for pressed, act in ACTIONS:
        app.action(pressed)(on.make_listener(act))
    app.shortcut(ids.WATCH_LINK)(on.make_listener(actions.link_watched))
    app.view(ids.ADD_VIEW)(on.view(views.add_errors, views.add_submitted))
    app.view(ids.SETTINGS_VIEW)(on.view(settings_modal.errors, settings_modal.submitted))
    app.view(ids.CHANGE_URL_VIEW)(on.view(remedies.address_errors, remedies.address_given))
    app.options(ids.ZONE_SELECT)(on.options(settings_modal.zone_options))
    app.options(ids.PLATFORM_SELECT)(on.options(views.platform_options))

    for name, handle in EVENTS:
        app.event(name)(on.event(handle))

    app.command(ANYTHING)(on.make_listener(dispatch.command))
    app.action(ANYTHING)(on.make_listener(actions.stale))
    app.view(ANYTHING)(on.make_listener(actions.link_opened))
    app.event(ANYTHING)(on.event(events.nothing))
    app.error(faults.handle)


def _attach_client(client: AsyncWebClient) -> Callable[..., Awaitable[BoltResponse]]:
    """Give each request a copy of our client: Bolt would make one of its own class instead.

    Bolt itself answers where nobody is known yet, so it is given a checked address too.
    """

    async def before(
        context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        own: Any = copy.copy(client)
        context["client"] = own
        context["respond"] = make_respond(context.response_url, own)
        context["response_url"] = context["respond"].response_url
        return await next_()

    return before
