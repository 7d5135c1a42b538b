"""What Slack demands of messages and views, asserted: the SDK's own rules and those it lacks."""

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from slack_sdk.models.blocks import Block, BlockElement
from slack_sdk.models.views import View

from bot.slack.messages.blocks import Message

OURS = re.compile(
    r"!date\^\d+\^[^|]+\|[^<>]+|@[UW][A-Z0-9]+|#[CGD][A-Z0-9-]+|https?://[^|<>\s]+\|[^<>]*"
)
"""What may stand between angle brackets: dates, ids that we were given, links with a label."""
MENTION = re.compile(r"<[!@#]")
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]|:[a-z_]+:")


_list_subtypes = BlockElement._get_sub_block_elements.__func__


@cache
def _list_element_types(element_type: type[BlockElement]) -> tuple[type[BlockElement], ...]:
    """Return the classes of elements, which the SDK collects again for every element."""
    return tuple(_list_subtypes(element_type))


BlockElement._get_sub_block_elements = classmethod(_list_element_types)

LIMITS = {
    "section": {"text.text": 3_000},
    "header": {"text.text": 150},
    "button": {"text.text": 75, "value": 2_000, "url": 3_000},
    "static_select": {"placeholder.text": 150},
    "external_select": {"placeholder.text": 150},
    "conversations_select": {"placeholder.text": 150},
    "plain_text_input": {"placeholder.text": 150, "initial_value": 3_000},
    "input": {"label.text": 2_000},
    "modal": {"title.text": 24, "submit.text": 24, "close.text": 24, "private_metadata": 3_000},
}
"""Characters at most, by the type of the node and the path in it."""
COUNTS = {
    "context": {"elements": 10},
    "actions": {"elements": 25},
    "static_select": {"options": 100},
}
OPTION = {"text.text": 75, "value": 150, "description.text": 75}


def assert_message(message: Message, *, most_blocks: int = 50) -> None:
    """A message that Slack takes, whose text begins with its first block."""
    blocks = list(message.blocks)
    assert message.text
    assert len(message.text) <= 4_000
    assert 1 <= len(blocks) <= most_blocks
    assert len(json.dumps(blocks, ensure_ascii=False)) <= 10_000
    assert blocks[0]["type"] == "section"
    assert message.text.startswith(blocks[0]["text"]["text"])
    assert_blocks(blocks)


def assert_view(view: Mapping[str, Any]) -> None:
    """A view that Slack takes."""
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view, ensure_ascii=False)) <= 250_000
    View(**copy.deepcopy(dict(view))).to_dict()
    assert_limits([view])
    assert_blocks(view["blocks"])


def assert_blocks(blocks: Sequence[Mapping[str, Any]]) -> None:
    """Valid by the SDK, ids unique, at most one table, and nothing foreign resolves."""
    parsed = Block.parse_all(copy.deepcopy(list(blocks)))  # type: ignore[arg-type]  # dicts
    assert len(parsed) == len(blocks)
    for block in parsed:
        block.validate_json()
        block.to_dict()
    assert_limits(blocks)
    assert sum(block["type"] == "table" for block in blocks) <= 1
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    for block in blocks:
        names = [element["action_id"] for element in elements(block)]
        assert len(names) == len(set(names))
        assert all(len(name) <= 255 for name in names)
    for text in mrkdwn_texts(blocks):
        assert_safe(text)
    for text in literal_texts(blocks):
        assert not MENTION.search(text)


def assert_safe(text: str) -> None:
    """In mrkdwn, only what we wrote stands between angle brackets, and every & is an entity."""
    for inner in re.findall(r"<([^<>]*)>", text):
        assert OURS.fullmatch(inner), inner
    bare = re.sub(r"<[^<>]*>", "", text)
    assert "<" not in bare
    assert ">" not in bare
    assert re.sub(r"&(?:amp|lt|gt);", "", text).count("&") == 0


def elements(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The interactive elements of a block."""
    found = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
    return [each for each in found if isinstance(each, Mapping) and "action_id" in each]


def mrkdwn_texts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every text that Slack parses."""
    for node in _nodes(blocks):
        if node.get("type") == "mrkdwn":
            assert node["verbatim"] is True
            yield str(node["text"])


def literal_texts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every text that Slack shows as it is."""
    for node in _nodes(blocks):
        if node.get("type") in {"plain_text", "text"}:
            assert node["text"]
            yield str(node["text"])
        assert node.get("type") not in {"user", "usergroup", "broadcast", "channel", "emoji"}


def _nodes(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _nodes(inner)


def emoji_per_line(text: str) -> int:
    """The most emoji on one line."""
    return max((len(EMOJI.findall(line)) for line in text.splitlines()), default=0)


def assert_limits(value: object) -> None:
    """Every length and count is within Slack's published limits, and no text is empty."""
    for node in _nodes(value):
        kind = str(node.get("type"))
        for path, most in LIMITS.get(kind, {}).items():
            assert 1 <= len(_at(node, path)) <= most or _at(node, path) == ""
        for path, most in COUNTS.get(kind, {}).items():
            assert 1 <= len(node[path]) <= most
        for option in node.get("options", ()):
            assert all(len(_at(option, path)) <= most for path, most in OPTION.items())
            assert option["text"]["text"]
            assert option["value"]
        if kind in {"mrkdwn", "plain_text"}:
            assert node["text"]


def _at(node: Mapping[str, Any], path: str) -> str:
    found: Any = node
    for step in path.split("."):
        found = found.get(step, "") if isinstance(found, Mapping) else ""
    return str(found)
