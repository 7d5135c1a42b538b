"""The modals that do what a verb does, filled in by hand."""

import json
from collections.abc import Sequence

from bot.slack import ids
from bot.slack.messages.blocks import (
    MAX_OPTION_CHARACTERS,
    MAX_OPTIONS,
    Block,
    Message,
    View,
    option,
    plain_text,
    section,
)
from bot.slack.messages.escape import escape, format_url
from bot.slack.messages.modal_parts import (
    channel_select,
    external_select,
    input_block,
    modal,
    static_select,
    url_input,
)
from clausewatch.model.documents import Document, Platform
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence
from clausewatch.provisions.taxonomy_files import load_taxonomy

USUAL = "usual"
"""The value of a select that the person left alone: it changes nothing."""
UNTOUCHED = "Default / no change"
HINTS = {
    ids.KINDS_BLOCK: "Default: privacy, terms, DPA and subprocessors. Existing documents are kept.",
    ids.MINIMUM_BLOCK: "Default: every severity.",
    ids.TOPICS_BLOCK: "Default: all clause types.",
    ids.CADENCE_BLOCK: "Default: immediately.",
}
"""What a new watch gets if the person leaves a select alone."""
KIND_OPTIONS = (
    (UNTOUCHED, USUAL),
    ("Privacy Policy and Terms of Service", "privacy,terms"),
    ("All documents in the catalogue", "all"),
    ("Privacy Policy", "privacy"),
    ("Terms of Service", "terms"),
)
MINIMUM_OPTIONS = (
    (UNTOUCHED, USUAL),
    ("Every severity", Severity.LOW),
    ("Medium or higher", Severity.MEDIUM),
    ("High only", Severity.HIGH),
)
CADENCE_OPTIONS = (
    (UNTOUCHED, USUAL),
    ("Immediately", Cadence.NOW),
    ("Daily digest", Cadence.DAILY),
    ("Weekly digest", Cadence.WEEKLY),
)


def render_add_platform(command: str, channel_id: str = "", url: str = "") -> View:
    """Return the *Add platform* modal, filled in with a channel's id and a URL if given."""
    lead = f"Choose a platform or paste a policy URL. Same as `{command} watch`."
    blocks = [
        section(lead),
        _render_platform(),
        _render_url(url),
        _render_select(ids.KINDS_BLOCK, ids.KINDS_SELECT, "Documents", KIND_OPTIONS),
        _render_select(ids.MINIMUM_BLOCK, ids.MINIMUM_SELECT, "Minimum severity", MINIMUM_OPTIONS),
        _render_topics(),
        _render_select(ids.CADENCE_BLOCK, ids.CADENCE_SELECT, "Delivery", CADENCE_OPTIONS),
        _render_channel(channel_id),
    ]
    return modal("Add platform", blocks, submit="Watch", close="Cancel", callback_id=ids.ADD_VIEW)


def _render_platform() -> Block:
    element = external_select(ids.PLATFORM_SELECT, "Type a name or a domain")
    return input_block(ids.PLATFORM_BLOCK, "Platform", element, is_optional=True)


def _render_url(url: str) -> Block:
    element = url_input(ids.URL_INPUT, url)
    return input_block(ids.URL_BLOCK, "Or paste a policy URL", element, is_optional=True)


def _render_select(
    block_id: str, action_id: str, label: str, choices: Sequence[tuple[str, str]]
) -> Block:
    element = static_select(action_id, choices, initial=USUAL)
    return input_block(block_id, label, element, hint=HINTS[block_id])


def _render_topics() -> Block:
    """Return the select of clause types; no choice leaves the watch's types as they are."""
    clauses = sorted(load_taxonomy().clauses.values(), key=lambda clause: clause.name)
    element = {
        "type": "multi_static_select",
        "action_id": ids.TOPICS_SELECT,
        "placeholder": plain_text(UNTOUCHED, 150),
        "options": [option(clause.name, clause.id) for clause in clauses[:MAX_OPTIONS]],
    }
    hint = HINTS[ids.TOPICS_BLOCK]
    return input_block(ids.TOPICS_BLOCK, "Clause types", element, hint=hint, is_optional=True)


def _render_channel(channel_id: str) -> Block:
    element = channel_select(ids.CHANNEL_SELECT, "Choose a channel", channel_id)
    element["response_url_enabled"] = True
    if "initial_conversation" not in element:
        element["default_to_current_conversation"] = True
    return input_block(ids.CHANNEL_BLOCK, "Channel", element)


def render_answer_modal(message: Message) -> View:
    """Return an answer as a modal, for an interaction that has no channel to answer in."""
    return modal("Clausewatch", message.blocks)


def render_change_url(document: Document, channel_id: str) -> View:
    """Return the modal that asks for a document's new URL."""
    lead = (
        f"Current URL of *{escape(document.name, 150)}*:"
        f" {format_url(document.urls[0])}. Enter the URL of the policy itself. It"
        " applies to every channel in this workspace that watches the document."
    )
    field = input_block(ids.NEW_URL_BLOCK, "New URL", url_input(ids.NEW_URL_INPUT))
    return modal(
        "Update URL",
        [section(lead), field],
        submit="Save",
        close="Cancel",
        callback_id=ids.CHANGE_URL_VIEW,
        private_metadata=json.dumps({"document": document.id, "channel": channel_id}),
    )


def list_platform_options(platforms: Sequence[Platform]) -> list[Block]:
    """Return the options of the platform select, with the domain as description."""
    return [
        option(
            platform.name or platform.key,
            platform.key,
            platform.domains[0] if platform.domains else "",
        )
        for platform in platforms[:MAX_OPTIONS]
        if len(platform.key) <= MAX_OPTION_CHARACTERS
    ]
