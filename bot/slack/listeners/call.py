"""One request of a user in Slack: who made it, in which channel, and how to answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.links.signatures import Scope
from bot.slack.context import ListenerContext
from bot.slack.messages.blocks import Message, list_forms
from bot.slack.messages.modals import render_answer_modal
from bot.slack.request_origin import make_respond
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.errors import NO_ANSWER
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.watches import Channel, Tenant

log = structlog.get_logger(__name__)
REFUSED = '"ok":false'
"""In the body of an answer that Slack refuses with the status 200."""
INVALID_BLOCKS = "invalid_blocks"


@dataclass(frozen=True, slots=True)
class Call:
    """A command, a press, a submission or an event."""

    context: ListenerContext
    body: Mapping[str, Any]
    client: AsyncWebClient
    respond: AsyncRespond | None
    tenant: Tenant
    user_id: str
    channel_id: str
    """Slack's id, or an empty string if the call comes from no channel."""
    bot_user_id: str | None
    now: datetime
    _workspaces: list[WorkspaceId] = field(default_factory=list, repr=False, compare=False)
    """A cache: the call's workspace, once it is known."""
    _channels: dict[str, Channel] = field(default_factory=dict, repr=False, compare=False)
    """A cache: channels by Slack's id. A post empties it: it may pause or resume a channel."""

    @property
    def command(self) -> str:
        """The slash command as people type it in this installation."""
        return self.context.command

    @property
    def action(self) -> Mapping[str, Any]:
        """The pressed element."""
        actions = self.body.get("actions") or [{}]
        action: Mapping[str, Any] = actions[0]
        return action

    @property
    def value(self) -> str:
        """The value of the pressed button or of the chosen option."""
        option = self.action.get("selected_option") or {}
        return str(self.action.get("value") or option.get("value") or "")

    async def find_workspace(self) -> WorkspaceId:
        """Return the workspace that the call belongs to."""
        if not self._workspaces:
            workspaces = self.context.store.workspaces
            self._workspaces.append(await workspaces.ensure(self.tenant, self.now))
        return self._workspaces[0]

    async def build_site_url(self, path: str, scope: Scope = Scope.RECORDS) -> str | None:
        """Return a signed URL of the record site for this workspace, or None without a site."""
        links = self.context.site_links
        if links is None:
            return None
        return links.build_url(await self.find_workspace(), path, self.now, scope)

    async def find_channel(self) -> Channel:
        """Return the channel that the call comes from."""
        if self.channel_id not in self._channels:
            workspaces = self.context.store.workspaces
            channel = await workspaces.ensure_tenant_channel(self.tenant, self.channel_id, self.now)
            self._channels[self.channel_id] = channel
        return self._channels[self.channel_id]

    def move_to(self, channel_id: str) -> "Call":
        """Return the call as if it came from another channel; it may name none."""
        return replace(self, channel_id=channel_id, respond=None, _channels={})

    async def reply(self, message: Message, *, replace: bool = False) -> None:
        """Answer the user alone; `replace` replaces the message whose button was pressed."""
        if self.respond is not None and self.respond.response_url:
            for form in list_forms(message):
                if await self._respond(self.respond, form, replace=replace):
                    break
        elif self.channel_id:
            for form in list_forms(message):
                if await self._post_ephemeral(form):
                    break
        elif self.body.get("trigger_id"):
            # in the App Home an answer can only be a modal
            await self.client.views_open(
                trigger_id=str(self.body["trigger_id"]), view=render_answer_modal(message)
            )

    async def _respond(self, respond: AsyncRespond, message: Message, *, replace: bool) -> bool:
        """Answer at the URL of the call; return whether Slack took the answer."""
        response = await respond(
            text=message.text,
            blocks=message.blocks,
            # a replaced message keeps its visibility
            response_type=None if replace else "ephemeral",
            replace_original=replace,
            unfurl_links=False,
            unfurl_media=False,
        )
        if response.status_code == HTTPStatus.OK and REFUSED not in response.body:
            return True
        log.warning("Slack refused an answer", status=response.status_code)
        return False

    async def _post_ephemeral(self, message: Message) -> bool:
        """Answer in the channel of the call; return whether Slack took the answer."""
        try:
            await self.client.chat_postEphemeral(
                channel=self.channel_id,
                user=self.user_id,
                text=message.text,
                blocks=message.blocks,
            )
        except SlackApiError as fault:
            log.warning("Slack refused an answer", code=read_code(fault))
            return False
        return True

    async def post(self, message: Message, channel_id: str = "") -> str | None:
        """Post in the channel, once; return Slack's error code, or None after a success.

        NO_ANSWER means that Slack did not answer. The post may exist, so it is not repeated.
        """
        self._channels.clear()
        forms = list_forms(message)
        for form in forms[:-1]:
            if (code := await self._post(form, channel_id)) != INVALID_BLOCKS:
                return code
        return await self._post(forms[-1], channel_id)

    async def _post(self, message: Message, channel_id: str) -> str | None:
        try:
            await self.client.chat_postMessage(
                channel=channel_id or self.channel_id,
                text=message.text,
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as fault:
            return read_code(fault) or NO_ANSWER
        except NETWORK_FAULTS:
            return NO_ANSWER
        return None

    def refresh_homes(self, workspace_id: WorkspaceId) -> None:
        """Have the open homes of a workspace published again."""
        if self.context.refresh_homes is not None:
            self.context.refresh_homes(workspace_id)

    async def schedule_jobs(self) -> None:
        """Have the jobs run at once, if they run in this process."""
        if self.context.schedule_jobs is not None:
            await self.context.schedule_jobs()


def make_call(
    context: ListenerContext,
    body: Mapping[str, Any],
    client: AsyncWebClient,
    bolt_context: AsyncBoltContext,
) -> Call:
    """Return the call of a Slack request."""
    return Call(
        context=context,
        body=body,
        client=client,
        respond=make_respond(bolt_context.response_url, client),
        tenant=read_tenant(bolt_context),
        user_id=bolt_context.user_id or "",
        channel_id=bolt_context.channel_id or "",
        bot_user_id=bolt_context.bot_user_id,
        now=context.clock(),
    )


def read_tenant(bolt_context: AsyncBoltContext) -> Tenant:
    """Return the bot's tenant: the org if the app is installed for the whole org, else the team."""
    if bolt_context.is_enterprise_install:
        return Tenant(bolt_context.enterprise_id, None)
    return Tenant(bolt_context.enterprise_id, bolt_context.team_id)
