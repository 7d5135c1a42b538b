"""The bot's identity: asked of Slack once at the start, so that no listener waits for it."""

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.slack_errors import NETWORK_FAULTS, is_transient, read_code
from clausewatch.errors import UserError
from clausewatch.model.watches import Tenant


class SlackUnavailable(UserError):
    """Slack cannot answer now; its silence says nothing about the token."""


async def fetch_identity(client: AsyncWebClient) -> AuthorizeResult:
    """Return the workspace and the bot's own ids.

    Raises SlackUnavailable if Slack doesn't answer, and UserError if it refuses the token.
    """
    try:
        answer = await client.auth_test()
    except SlackApiError as fault:
        code = read_code(fault) or "no answer"
        if is_transient(fault):
            raise SlackUnavailable(f"Slack isn't working ({code}).") from None
        raise UserError(
            f"Slack refuses SLACK_BOT_TOKEN ({code}): copy it again from the app's page at Slack,"
            " or reinstall the app there."
        ) from None
    except NETWORK_FAULTS as fault:
        raise SlackUnavailable(
            f"Slack doesn't answer ({fault}): check the network, SLACK_PROXY and SLACK_API_URL."
        ) from None
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer.get("team_id"),
        bot_id=answer.get("bot_id"),
        bot_user_id=answer.get("user_id"),
        bot_token=client.token,
    )


def make_tenant(identity: AuthorizeResult) -> Tenant:
    """Return the workspace that the token belongs to."""
    return Tenant(identity.enterprise_id, identity.team_id)
