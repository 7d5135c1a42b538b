"""One thing that a person did in Slack, as the listeners see it: who, where, and the ways back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.context import ListenerContext
from bot.slack.messages.blocks import Message
from bot.slack.messages.modals import render_answer_modal
from bot.slack.request_origin import make_respond
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.errors import NO_ANSWER
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.watches import Channel, Tenant

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """A command, a press, a submission or an event, and how to answer it."""

    context: ListenerContext
    body: Mapping[str, Any]
    client: AsyncWebClient
    respond: AsyncRespond | None
    tenant: Tenant
    user_id: str
    channel_id: str
    """Slack's id, or an empty string where the call comes from no channel."""
    bot_user_id: str | None
    now: datetime
    _workspaces: list[WorkspaceId] = field(default_factory=list, repr=False, compare=False)
    """The call's own, once it was asked for: several hands of one answer ask."""

    @property
    def command(self) -> str:
        """The slash command as people type it here."""
        return self.context.command

    @property
    def action(self) -> Mapping[str, Any]:
        """The pressed element."""
        actions = self.body.get("actions") or [{}]
        found: Mapping[str, Any] = actions[0]
        return found

    @property
    def value(self) -> str:
        """What the pressed element stands for: a button's value or a select's choice."""
        chosen = self.action.get("selected_option") or {}
        return str(self.action.get("value") or chosen.get("value") or "")

    async def find_workspace(self) -> WorkspaceId:
        """Return the workspace that the call belongs to."""
        if not self._workspaces:
            self._workspaces.append(
                await self.context.store.workspaces.ensure(self.tenant, self.now)
            )
        return self._workspaces[0]

    async def find_channel(self) -> Channel:
        """Return the channel that the call comes from."""
        workspaces = self.context.store.workspaces
        return await workspaces.ensure_tenant_channel(self.tenant, self.channel_id, self.now)

    async def reply(self, message: Message, *, replace: bool = False) -> None:
        """Answer the person alone; `replace` puts it in the place of the message pressed on."""
        if self.respond is not None and self.respond.response_url:
            answer = await self.respond(
                text=message.text,
                blocks=message.blocks,
                # a message that is replaced keeps who sees it
                response_type=None if replace else "ephemeral",
                replace_original=replace,
                unfurl_links=False,
                unfurl_media=False,
            )
            if answer.status_code == 200:  # noqa: PLR2004  # HTTP's OK
                return
            log.warning("an answer was not taken", status=answer.status_code)
        elif self.channel_id:
            await self._ephemeral(message)
        elif self.body.get("trigger_id"):
            # the App Home has no place for an answer but a window of its own
            await self.client.views_open(
                trigger_id=str(self.body["trigger_id"]), view=render_answer_modal(message)
            )

    async def _ephemeral(self, message: Message) -> None:
        try:
            await self.client.chat_postEphemeral(
                channel=self.channel_id,
                user=self.user_id,
                text=message.text,
                blocks=message.blocks,
            )
        except SlackApiError as fault:
            log.warning("an answer was not taken", code=read_code(fault))

    async def post(self, message: Message, channel_id: str = "") -> str | None:
        """Post in the channel, once; return Slack's code where it could not be done.

        NO_ANSWER means that the answer never came; the post is not tried again.
        """
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
        """Have the homes of a workspace that are open drawn anew."""
        if self.context.refresh_homes is not None:
            self.context.refresh_homes(workspace_id)

    async def schedule_jobs(self) -> None:
        """Have the jobs look at once, where they run in this process."""
        if self.context.schedule_jobs is not None:
            await self.context.schedule_jobs()


def make_call(
    context: ListenerContext,
    body: Mapping[str, Any],
    client: AsyncWebClient,
    bolt_context: AsyncBoltContext,
) -> Call:
    """Return the call that a request of Slack makes."""
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
    """Return whose bot it is: the org where the app is installed for all of it, else the team."""
    if bolt_context.is_enterprise_install:
        return Tenant(bolt_context.enterprise_id, None)
    return Tenant(bolt_context.enterprise_id, bolt_context.team_id)
