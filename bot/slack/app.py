"""The Slack app: every listener on one screen, for Socket Mode and HTTP."""

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
    pasted_list,
    remedies,
    review_actions,
    settings_modal,
    views,
    why_it_matters,
)
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.error_handler import ErrorHandler
from bot.slack.listeners.listener_factory import FindErrors, Handler, ListenerFactory
from bot.slack.request_origin import make_respond

Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
ANYTHING = re.compile(".*", re.DOTALL)

ACTIONS: tuple[tuple[str | re.Pattern[str], Handler], ...] = (
    (ids.make_pattern(ids.MARK_REVIEWED), review_actions.mark_reviewed),
    (ids.make_pattern(ids.UPDATE_REVIEW), review_actions.open_review),
    (ids.UNDO_REVIEW, review_actions.undo_review),
    (ids.make_pattern(ids.REDLINE), actions.open_redline),
    (ids.make_pattern(ids.REDLINE_PAGE), actions.turn_redline_page),
    (ids.UNDO_WATCH, actions.undo_watch),
    (ids.UNDO_UNWATCH, actions.undo_unwatch),
    (ids.make_pattern(ids.RUN_COMMAND), actions.run_command),
    (ids.make_pattern(ids.PICK_NAME), actions.run_with_picked_name),
    (ids.make_pattern(ids.TURN_PAGE), actions.turn_page),
    (ids.SHARE, actions.share_answer),
    (ids.ADD_PLATFORM, actions.open_add_platform),
    (ids.PASTE_LIST, pasted_list.open_paste),
    (ids.WHY_IT_MATTERS, why_it_matters.open_reasons),
    (ids.make_pattern(ids.CARD_MENU), card_actions.choose_from_menu),
    (ids.MUTE_PLATFORM, card_actions.mute_platform),
    (ids.UNMUTE, card_actions.unmute_platforms),
    (ids.NOT_A_CHANGE, review_actions.deny_change),
    (ids.UNDO_DENIAL, review_actions.undo_review),
    (ids.OPEN_SETTINGS, settings_modal.open_settings),
    (ids.TRY_AGAIN, channels.try_again),
    (ids.CHANGE_URL, remedies.open_change_url),
    (ids.ACCEPT_POLICY, remedies.accept_pressed_document),
    (ids.make_pattern(ids.USE_URL), remedies.use_suggested_url),
    (ids.USE_BROWSER, remedies.use_browser),
    (ids.make_pattern(ids.OPEN_LINK), actions.ignore_press),
    (ids.make_pattern(ids.HOME_PAGE), events.turn_home_page),
    (ids.make_pattern(ids.HOME_FILTER), events.filter_home),
)
"""The handler of each button and select."""
VIEWS: tuple[tuple[str, FindErrors, Handler], ...] = (
    (ids.ADD_VIEW, views.find_add_errors, views.submit_add_platform),
    (ids.SETTINGS_VIEW, settings_modal.find_errors, settings_modal.submit_settings),
    (ids.PASTE_VIEW, pasted_list.find_paste_errors, pasted_list.submit_paste),
    (ids.REVIEW_VIEW, review_actions.find_review_errors, review_actions.submit_review),
    (ids.CHANGE_URL_VIEW, remedies.find_url_errors, remedies.submit_new_url),
)
"""For each modal the function that finds its errors, and the handler of its submission."""
EVENTS: tuple[tuple[str, Handler], ...] = (
    ("app_home_opened", events.open_home),
    ("app_uninstalled", events.purge_workspace),
    ("tokens_revoked", events.deactivate_workspace),
    ("channel_left", events.pause_left_channel),
    ("group_left", events.pause_left_channel),
    ("channel_archive", events.pause_archived_channel),
    ("group_archive", events.pause_archived_channel),
    ("channel_deleted", events.pause_deleted_channel),
    ("group_deleted", events.pause_deleted_channel),
    ("channel_unarchive", events.resume_channel),
    ("group_unarchive", events.resume_channel),
    ("channel_id_changed", events.update_channel_id),
    ("channel_rename", events.ignore_event),
    ("group_rename", events.ignore_event),
    ("member_joined_channel", events.resume_joined_channel),
)
"""The handler of each event. The manifest subscribes to those that the required scopes allow."""


def build_app(
    context: ListenerContext,
    *,
    client: AsyncWebClient,
    signing_secret: str = "",
    authorize: Authorize | None = None,
) -> AsyncApp:
    """Return the app. For one workspace `client` has its token; for many, `authorize` finds tokens.

    HTTP requests are verified with `signing_secret`; Socket Mode needs none.
    """
    app = AsyncApp(
        name="clausewatch",
        logger=make_bolt_logger(),
        client=client,
        # without a secret, a random one makes Bolt refuse every HTTP request
        signing_secret=signing_secret or secrets.token_hex(32),
        authorize=authorize,  # type: ignore[arg-type]  # Bolt accepts None too
        before_authorize=_attach_client(client),
    )
    register_listeners(app, context)
    return app


def register_listeners(app: AsyncApp, context: ListenerContext) -> None:
    """Register every listener. The first match wins, so the catch-alls come last."""
    error_handler = ErrorHandler(context)
    factory = ListenerFactory(context, error_handler)
    app.command(context.command)(factory.make_listener(dispatch.answer_command))
    for action_id, handle in ACTIONS:
        app.action(action_id)(factory.make_listener(handle))
    app.shortcut(ids.WATCH_LINK)(factory.make_listener(actions.open_add_platform_with_link))
    for callback_id, find_errors, handle in VIEWS:
        app.view(callback_id)(factory.make_view_listener(find_errors, handle))
    app.options(ids.ZONE_SELECT)(factory.make_options_listener(settings_modal.find_zone_options))
    app.options(ids.PLATFORM_SELECT)(factory.make_options_listener(views.find_platform_options))
    for event_type, handle in EVENTS:
        app.event(event_type)(factory.make_event_listener(handle))

    app.command(ANYTHING)(factory.make_listener(dispatch.answer_command))
    app.action(ANYTHING)(factory.make_listener(actions.answer_unknown_button))
    app.view(ANYTHING)(factory.make_listener(actions.ignore_press))
    app.event(ANYTHING)(factory.make_event_listener(events.ignore_event))
    app.error(error_handler.handle)


def _attach_client(client: AsyncWebClient) -> Callable[..., Awaitable[BoltResponse]]:
    """Return a middleware that gives each request a copy of our client.

    Bolt would make a client of its own class. Bolt itself answers requests of unknown workspaces,
    so the middleware also replaces the response URL by a checked one.
    """

    async def attach(
        context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        request_client: Any = copy.copy(client)
        context["client"] = request_client
        context["respond"] = make_respond(context.response_url, request_client)
        context["response_url"] = context["respond"].response_url
        return await next_()

    return attach
