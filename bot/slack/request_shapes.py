"""The shapes of Slack's requests: every field that Bolt or a listener reads, and its type.

What else Slack sends is let through unseen; fields that are read and of another type are not.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator


class Shape(BaseModel):
    """Some fields of an object, each of exactly its type."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Ref(Shape):
    """A user, a channel, a team or an org, named by its id."""

    id: str | None = None
    team_id: str | None = None
    enterprise_id: str | None = None


class Option(Shape):
    """A choice of a select."""

    value: str


class State(Shape):
    """What a field of a modal holds."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_conversation: str | None = None
    selected_time: str | None = None


class States(Shape):
    """The fields of a modal, by block and name."""

    values: dict[str, dict[str, State]] | None = None


class View(Shape):
    """A modal or a home."""

    type: str
    id: str | None = None
    callback_id: str | None = None
    private_metadata: str | None = None
    team_id: str | None = None
    app_installed_team_id: str | None = None
    state: States | None = None


class Press(Shape):
    """A pressed element."""

    action_id: str
    block_id: str | None = None
    value: str | None = None
    selected_option: Option | None = None


class AnswerPlace(Shape):
    """Where a modal may be answered."""

    response_url: str | None = None
    channel_id: str | None = None


class Container(Shape):
    """What a pressed element is in."""

    is_ephemeral: bool | None = None


class FunctionData(Shape):
    """What Bolt reads for workflow steps, which we have none of."""

    execution_id: str | None = None


class Tokens(Shape):
    """The tokens that no longer hold."""

    bot: list[str] | None = None


class Part(Shape):
    """A request or an object within it where Bolt looks for people and places."""

    enterprise: str | Ref | None = None
    team: str | Ref | None = None
    user: str | Ref | None = None
    channel: str | Ref | None = None
    enterprise_id: str | None = None
    team_id: str | None = None
    user_id: str | None = None
    channel_id: str | None = None
    bot_id: str | None = None
    user_team: str | None = None
    context_team_id: str | None = None
    context_enterprise_id: str | None = None
    thread_ts: str | None = None
    function_execution_id: str | None = None
    bot_access_token: str | None = None
    is_enterprise_install: bool | str | None = None
    function_data: FunctionData | None = None
    authorizations: "list[Part] | None" = None
    item: "Part | None" = None
    message: "Part | None" = None
    previous_message: "Part | None" = None
    assistant_thread: "Part | None" = None
    view: View | None = None


class Event(Part):
    """What happened in the workspace."""

    type: str
    subtype: str | None = None
    tab: str | None = None
    channel_type: str | None = None
    old_channel_id: str | None = None
    new_channel_id: str | None = None
    tokens: Tokens | None = None


class Callback(Part):
    """An event."""

    type: Literal["event_callback"]
    event: Event
    event_id: str | None = None


class Challenge(Shape):
    """Slack's question whether the address is ours."""

    type: Literal["url_verification"]
    challenge: str


class Command(Part):
    """A slash command."""

    command: str
    user_id: str
    text: str | None = None


class SslCheck(Shape):
    """Slack's look at the certificate."""

    ssl_check: Literal["1"]


NEEDS: Mapping[str, str] = {
    "block_actions": "actions",
    "block_suggestion": "action_id",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "callback_id",
    "message_action": "callback_id",
}
"""Per kind of interaction: the field without which it is none."""


class Interaction(Part):
    """A press, a submission, a search in a select or a shortcut."""

    type: str
    user: Ref
    actions: list[Press] | None = Field(None, min_length=1)
    action_id: str | None = None
    block_id: str | None = None
    callback_id: str | None = None
    value: str | None = None
    trigger_id: str | None = None
    response_url: str | None = None
    response_urls: list[AnswerPlace] = Field(default_factory=list)
    container: Container | None = None
    state: States | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        needed = NEEDS.get(self.type)
        if needed is None or getattr(self, needed) is None:
            raise ValueError("incomplete")
        if needed == "view" and (self.view is None or self.view.callback_id is None):
            raise ValueError("incomplete")
        return self


FORM: TypeAdapter[Command | SslCheck] = TypeAdapter(Command | SslCheck)
PAYLOAD: TypeAdapter[Interaction] = TypeAdapter(Interaction)
JSON: TypeAdapter[Callback | Challenge] = TypeAdapter(Callback | Challenge)
