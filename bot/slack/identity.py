"""Who the bot is: asked of Slack once, at the start, so that no listener waits for the answer."""

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.slack_errors import code_of
from clausewatch.errors import UserError
from clausewatch.model.documents import Tenant

PASSING = frozenset(
    {
        "",
        "fatal_error",
        "internal_error",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
    }
)
"""What Slack says, or does not say, where it is not well itself; all else is about the token."""


class SlackSilent(UserError):
    """Slack gave no answer that says anything about us."""


def is_passing(fault: SlackApiError) -> bool:
    """Return whether a refusal is Slack's own trouble: the same call may work later."""
    return code_of(fault) in PASSING


async def who_we_are(client: AsyncWebClient) -> AuthorizeResult:
    """Return the workspace and the bot's own ids.

    Raises SlackSilent where Slack does not answer, and UserError where it refuses the token.
    """
    try:
        answer = await client.auth_test()
    except SlackApiError as fault:
        code = code_of(fault) or "no answer"
        if is_passing(fault):
            raise SlackSilent(f"Slack is not well ({code}).") from None
        raise UserError(
            f"Slack refuses SLACK_BOT_TOKEN ({code}): copy it again from the app's page at Slack,"
            " or reinstall the app there."
        ) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        raise SlackSilent(
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
