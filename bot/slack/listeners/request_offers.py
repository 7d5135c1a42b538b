"""Questions whether a request is meant, with a button that does it. Pure."""

from collections.abc import Sequence

from bot.slack.listeners.request import Request
from bot.slack.messages.answers import Choice, Problem
from bot.slack.messages.escape import code

MAX_LABEL_CHARACTERS = 300
NOT_SURE = "I'm not sure what you mean."


def offer_request(request: Request, command: str) -> Problem:
    """Return the question whether a request that changes something is meant, with its button."""
    label = f"{command} {request.label}"
    sentence = f"Did you mean {code(label[:MAX_LABEL_CHARACTERS])}?"
    return Problem(sentence, (Choice("Yes, do this", "", request.line),))


def offer_requests(requests: Sequence[Request], command: str, reason: str = "") -> Problem:
    """Return the question which of several requests is meant, with a button for each.

    `reason` says why the text was not run as it is.
    """
    if len(requests) == 1 and not reason:
        return offer_request(requests[0], command)
    choices = [
        Choice(request.label[:MAX_LABEL_CHARACTERS], "", request.line) for request in requests
    ]
    question = "Did you mean one of these?" if len(requests) > 1 else "Did you mean this?"
    sentence = f"{reason or NOT_SURE} {question}"
    return Problem(f"{sentence} {code(command + ' help')} lists all commands.", tuple(choices))
