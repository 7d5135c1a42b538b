"""What we send, rebuilt of slackblocks' own classes, which refuse what Slack would refuse.

slackblocks 3.0 writes every kind of block but reads back only a few; its arguments are named as
Slack's fields are, so that a table of types is all that it takes.
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
    "rich_text": sb.RichTextBlock,
    "rich_text_section": sb.RichTextSection,
    "rich_text_quote": sb.RichTextQuote,
    "rich_text_list": sb.RichTextList,
    "button": sb.Button,
    "static_select": sb.StaticSelectMenu,
    "multi_static_select": sb.StaticMultiSelectMenu,
    "external_select": sb.ExternalSelectMenu,
    "conversations_select": sb.ConversationSelectMenu,
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
"""Fields whose values have no type of their own."""


def rebuilt(value: Any, field: str = "") -> Any:  # noqa: ANN401  # whatever the JSON holds
    """Return a block, an element or a view as slackblocks' object. Raises its errors."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [rebuilt(each, field) for each in value]
    if not isinstance(value, Mapping):
        return value
    kind = value.get("type")
    if kind in {"mrkdwn", "plain_text"}:
        rest = {key: value[key] for key in ("emoji", "verbatim") if key in value}
        return sb.Text(value["text"], type_=sb.TextType(kind), **rest)
    if kind == "text":
        return sb.RichText(value["text"], **value.get("style", {}))
    made = TYPES[kind] if kind else NAMED[field]
    if made is sb.ConversationFilter:
        return made(**value)
    return made(**{key: rebuilt(each, key) for key, each in value.items() if key != "type"})
