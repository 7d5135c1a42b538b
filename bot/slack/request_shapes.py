"""The shapes of Slack's requests: every field that Bolt or a listener reads, with its type.

Other fields are allowed and ignored. A field of a wrong type makes the request malformed.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator


class Shape(BaseModel):
    """Some fields of an object, each of exactly the given type."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Ref(Shape):
    """A user, channel, team or org, by its id."""

    id: str | None = None
    team_id: str | None = None
    enterprise_id: str | None = None


class Option(Shape):
    """An option of a select."""

    value: str


class FieldValue(Shape):
    """The value of a modal's field."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_conversation: str | None = None
    selected_user: str | None = None
    selected_date: str | None = None
    selected_time: str | None = None


class FieldValues(Shape):
    """The values of a modal's fields, by block id and action id."""

    values: dict[str, dict[str, FieldValue]] | None = None


class View(Shape):
    """A modal or an App Home."""

    type: str
    id: str | None = None
    callback_id: str | None = None
    private_metadata: str | None = None
    team_id: str | None = None
    app_installed_team_id: str | None = None
    state: FieldValues | None = None


class Action(Shape):
    """A pressed button or a used select."""

    action_id: str
    block_id: str | None = None
    value: str | None = None
    selected_option: Option | None = None


class ResponseUrl(Shape):
    """A channel in which a modal's submission may be answered."""

    response_url: str | None = None
    channel_id: str | None = None


class Container(Shape):
    """The message or view that contains a pressed element."""

    is_ephemeral: bool | None = None


class FunctionData(Shape):
    """Fields of workflow steps, which Bolt reads although the app has no steps."""

    execution_id: str | None = None


class Tokens(Shape):
    """The revoked tokens."""

    bot: list[str] | None = None


class Source(Shape):
    """A request, or an object in it, in which Bolt looks for users, channels and teams."""

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
    authorizations: "list[Source] | None" = None
    item: "Source | None" = None
    message: "Source | None" = None
    previous_message: "Source | None" = None
    assistant_thread: "Source | None" = None
    view: View | None = None


class Event(Source):
    """An event in the workspace."""

    type: str
    subtype: str | None = None
    tab: str | None = None
    channel_type: str | None = None
    old_channel_id: str | None = None
    new_channel_id: str | None = None
    tokens: Tokens | None = None


class EventCallback(Source):
    """A request that delivers an event."""

    type: Literal["event_callback"]
    event: Event
    event_id: str | None = None


class Challenge(Shape):
    """Slack's verification of the request URL."""

    type: Literal["url_verification"]
    challenge: str


class Command(Source):
    """A slash command."""

    command: str
    user_id: str
    text: str | None = None


class SslCheck(Shape):
    """Slack's check of the TLS certificate."""

    ssl_check: Literal["1"]


REQUIRED_FIELDS: Mapping[str, str] = {
    "block_actions": "actions",
    "block_suggestion": "action_id",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "callback_id",
    "message_action": "callback_id",
}
"""For each type of interaction the field that it must have."""


class Interaction(Source):
    """A press, a submission, a search in a select, or a shortcut."""

    type: str
    user: Ref
    actions: list[Action] | None = Field(None, min_length=1)
    action_id: str | None = None
    block_id: str | None = None
    callback_id: str | None = None
    value: str | None = None
    trigger_id: str | None = None
    response_url: str | None = None
    response_urls: list[ResponseUrl] = Field(default_factory=list)
    container: Container | None = None
    state: FieldValues | None = None

    @model_validator(mode="after")
    def _check_required_field(self) -> Self:
        required = REQUIRED_FIELDS.get(self.type)
        if required is None or getattr(self, required) is None:
            raise ValueError("incomplete")
        if required == "view" and (self.view is None or self.view.callback_id is None):
            raise ValueError("incomplete")
        return self


FORM: TypeAdapter[Command | SslCheck] = TypeAdapter(Command | SslCheck)
PAYLOAD: TypeAdapter[Interaction] = TypeAdapter(Interaction)
JSON: TypeAdapter[EventCallback | Challenge] = TypeAdapter(EventCallback | Challenge)
