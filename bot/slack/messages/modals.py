"""The modals: what a verb does, filled in by hand."""

import json
from collections.abc import Sequence

from bot.slack import ids
from bot.slack.messages.blocks import Block, Message, View, option, plain_text, section
from bot.slack.messages.escape import escape, format_url
from clausewatch.model.documents import Cadence, Document, Platform
from clausewatch.model.reading import Severity
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_OPTIONS = 100
USUAL = "usual"
"""Leaves what holds already; the value of each select that nobody touched."""
UNTOUCHED = "Usual, or as it is"
HINTS = {
    ids.KINDS_BLOCK: "Usual: privacy policy and terms. What is watched already stays.",
    ids.MINIMUM_BLOCK: "Usual: every severity.",
    ids.TOPICS_BLOCK: "Usual: all clause types.",
    ids.CADENCE_BLOCK: "Usual: at once.",
}
"""Below a select: what holds at first where it is not touched."""
CHANNELS = ("C", "G")
"""First letters of the ids of channels; a direct message is none to watch in."""
KINDS = (
    (UNTOUCHED, USUAL),
    ("Privacy policy and terms of service", "privacy,terms"),
    ("All that the catalogue has", "all"),
    ("Privacy policy", "privacy"),
    ("Terms of service", "terms"),
)
MINIMUMS = (
    (UNTOUCHED, USUAL),
    ("Every severity", Severity.LOW),
    ("Medium or higher", Severity.MEDIUM),
    ("High only", Severity.HIGH),
)
CADENCES = (
    (UNTOUCHED, USUAL),
    ("At once", Cadence.NOW),
    ("In a daily digest", Cadence.DAILY),
    ("In a weekly digest", Cadence.WEEKLY),
)


def render_add_platform(command: str, channel_id: str = "", address: str = "") -> View:
    """Return the *Add platform* modal; `channel_id` and `address` fill it in beforehand."""
    lead = f"The same as `{command} watch`. Choose a platform, or give the address of a policy."
    return {
        "type": "modal",
        "callback_id": ids.ADD_VIEW,
        "title": plain_text("Add platform", 24),
        "submit": plain_text("Watch", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section(lead),
            _render_platform(),
            _render_url(address),
            _render_select(ids.KINDS_BLOCK, ids.KINDS_SELECT, "Documents", KINDS),
            _render_select(ids.MINIMUM_BLOCK, ids.MINIMUM_SELECT, "Tell me of", MINIMUMS),
            _render_topics(),
            _render_select(ids.CADENCE_BLOCK, ids.CADENCE_SELECT, "When", CADENCES),
            _render_channel(channel_id),
        ],
    }


def _render_input(block_id: str, label: str, element: Block, *, is_optional: bool = False) -> Block:
    hint = HINTS.get(block_id)
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 150),
        "element": element,
        "optional": is_optional,
        **({"hint": plain_text(hint, 150)} if hint else {}),
    }


def _render_platform() -> Block:
    element = {
        "type": "external_select",
        "action_id": ids.PLATFORM_SELECT,
        "placeholder": plain_text("Type a name or a domain", 150),
        "min_query_length": 2,
    }
    return _render_input(ids.PLATFORM_BLOCK, "Platform", element, is_optional=True)


def _render_url(address: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": ids.URL_INPUT,
        "placeholder": plain_text("https://example.com/privacy", 150),
        "max_length": 2_000,
    }
    if address:
        element["initial_value"] = address[:2_000]
    label = "Or the address of a policy"
    return _render_input(ids.URL_BLOCK, label, element, is_optional=True)


def _render_select(
    block_id: str, action_id: str, label: str, choices: Sequence[tuple[str, str]]
) -> Block:
    options = [option(text, str(value)) for text, value in choices]
    element = {
        "type": "static_select",
        "action_id": action_id,
        "options": options,
        "initial_option": options[0],
    }
    return _render_input(block_id, label, element)


def _render_topics() -> Block:
    """Return the select of clause types, as many as the taxonomy has; none leaves what holds."""
    types = sorted(load_taxonomy().clauses.values(), key=lambda one: one.name)
    element = {
        "type": "multi_static_select",
        "action_id": ids.TOPICS_SELECT,
        "placeholder": plain_text(UNTOUCHED, 150),
        "options": [option(one.name, one.id) for one in types[:MAX_OPTIONS]],
    }
    return _render_input(ids.TOPICS_BLOCK, "Only about", element, is_optional=True)


def _render_channel(channel_id: str) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": ids.CHANNEL_SELECT,
        "placeholder": plain_text("Choose a channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "response_url_enabled": True,
    }
    if channel_id.startswith(CHANNELS):
        element["initial_conversation"] = channel_id
    else:
        element["default_to_current_conversation"] = True
    return _render_input(ids.CHANNEL_BLOCK, "Channel", element)


def render_answer_modal(message: Message) -> View:
    """Return an answer as a window of its own, where there is no channel to answer in."""
    return {
        "type": "modal",
        "title": plain_text("Clausewatch", 24),
        "close": plain_text("Close", 24),
        "blocks": list(message.blocks),
    }


def render_change_url(document: Document, channel_id: str) -> View:
    """Return the modal that asks for a document's new address."""
    about = {"document": document.id, "channel": channel_id}
    lead = (
        f"The page of *{escape(document.name, 150)}* that is watched now:"
        f" {format_url(document.urls[0])}. Give the address of the policy itself;"
        " it is watched in its place, wherever this workspace watches it."
    )
    element: Block = {
        "type": "plain_text_input",
        "action_id": ids.NEW_URL_INPUT,
        "placeholder": plain_text("https://example.com/privacy", 150),
        "max_length": 2_000,
    }
    return {
        "type": "modal",
        "callback_id": ids.CHANGE_URL_VIEW,
        "title": plain_text("Change address", 24),
        "submit": plain_text("Watch it", 24),
        "close": plain_text("Cancel", 24),
        "private_metadata": json.dumps(about),
        "blocks": [section(lead), _render_input(ids.NEW_URL_BLOCK, "New address", element)],
    }


def list_platform_options(platforms: Sequence[Platform]) -> list[Block]:
    """Return the options of the platform select, each told apart by its domain."""
    return [
        option(
            platform.name or platform.key,
            platform.key,
            platform.domains[0] if platform.domains else "",
        )
        for platform in platforms[:MAX_OPTIONS]
        if len(platform.key) <= 150  # noqa: PLR2004  # Slack's limit of an option's value
    ]
