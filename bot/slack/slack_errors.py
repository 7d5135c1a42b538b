"""What Slack says of a call that it refuses."""

from slack_sdk.errors import SlackApiError


def code_of(fault: SlackApiError) -> str:
    """Return Slack's code, or an empty string where its answer holds none.

    An answer that is no JSON, as of a proxy, comes as text or as the HTTP response itself.
    """
    answer = getattr(fault.response, "data", fault.response)
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""
