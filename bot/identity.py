"""Who the bot is: asked of Slack once, at the start, so that no listener waits for the answer."""

from collections.abc import Awaitable, Callable

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clausewatch.errors import UserError
from clausewatch.model import Tenant

Authorize = Callable[..., Awaitable[AuthorizeResult]]


async def who_we_are(client: AsyncWebClient) -> AuthorizeResult:
    """Return the workspace and the bot's own ids. Raises UserError, one sentence."""
    try:
        answer = await client.auth_test()
    except SlackApiError as fault:
        code = fault.response.get("error", "unknown_error")
        raise UserError(
            f"Slack refuses SLACK_BOT_TOKEN ({code}): copy it again from the app's page at Slack,"
            " or reinstall the app there."
        ) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        raise UserError(
            f"Slack does not answer ({fault}): check the network, SLACK_PROXY and SLACK_API_URL."
        ) from None
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer.get("team_id"),
        bot_id=answer.get("bot_id"),
        bot_user_id=answer.get("user_id"),
        bot_token=client.token,
    )


def tenant_of(identity: AuthorizeResult) -> Tenant:
    """Return the workspace that the token belongs to."""
    return Tenant(identity.enterprise_id, identity.team_id)


def always(identity: AuthorizeResult) -> Authorize:
    """Return an authorisation that asks nobody: one token serves one workspace."""

    async def authorize(**_: object) -> AuthorizeResult:
        return identity

    return authorize
