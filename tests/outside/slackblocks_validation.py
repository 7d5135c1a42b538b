"""Rebuilds messages with slackblocks' classes, which reject what Slack would reject.

slackblocks 3.0 parses only a few kinds of blocks, but its arguments have the names of Slack's
fields, so a table of types is enough to build all kinds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import slackblocks as sb

TYPES: Mapping[str, Any] = {
    "section": sb.SectionBlock,
    "context": sb.ContextBlock,
    "actions": sb.ActionsBlock,
    "input": sb.InputBlock,
    "header": sb.HeaderBlock,
    "divider": sb.DividerBlock,
    "image": sb.ImageBlock,
    "rich_text": sb.RichTextBlock,
    "rich_text_section": sb.RichTextSection,
    "rich_text_quote": sb.RichTextQuote,
    "rich_text_list": sb.RichTextList,
    "button": sb.Button,
    "static_select": sb.StaticSelectMenu,
    "multi_static_select": sb.StaticMultiSelectMenu,
    "external_select": sb.ExternalSelectMenu,
    "conversations_select": sb.ConversationSelectMenu,
    "users_select": sb.UserSelectMenu,
    "datepicker": sb.DatePicker,
    "timepicker": sb.TimePicker,
    "overflow": sb.OverflowMenu,
    "radio_buttons": sb.RadioButtonGroup,
    "checkboxes": sb.CheckboxGroup,
    "plain_text_input": sb.PlainTextInput,
    "modal": sb.ModalView,
    "home": sb.HomeTabView,
}
NAMED: Mapping[str, Any] = {
    "filter": sb.ConversationFilter,
    "options": sb.Option,
    "initial_option": sb.Option,
    "initial_options": sb.Option,
    "confirm": sb.Confirm,
}
"""Fields whose values have no `type`."""


def rebuild(value: Any, field: str = "") -> Any:  # noqa: ANN401  # any JSON value
    """Return a block, element or view as an object of slackblocks. Raises its errors."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [rebuild(item, field) for item in value]
    if not isinstance(value, Mapping):
        return value
    kind = value.get("type")
    if kind in {"mrkdwn", "plain_text"}:
        rest = {key: value[key] for key in ("emoji", "verbatim") if key in value}
        return sb.Text(value["text"], type_=sb.TextType(kind), **rest)
    if kind == "text":
        return sb.RichText(value["text"], **value.get("style", {}))
    type_ = TYPES[kind] if kind else NAMED[field]
    if type_ is sb.ConversationFilter:
        return type_(**value)
    return type_(**{key: rebuild(item, key) for key, item in value.items() if key != "type"})
