"""Slack would accept every sample, by the rules of two libraries and our own."""

import inspect
import json
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import CodeType, FrameType, FunctionType, ModuleType

import pytest

import bot.slack.messages
from bot.slack.messages.blocks import Block, Message, View
from bot.terminal.rendered_message import render_blocks
from tests.bot.block_rules import (
    assert_blocks,
    assert_message,
    assert_safe,
    assert_view,
    emoji_per_line,
)
from tests.outside.site_pictures import PICTURES as SITE_PICTURES
from tests.outside.tooling import ROOT, skip_without
from tests.samples import all_samples as samples_of
from tests.samples.all_samples import list_samples
from tests.samples.sample import Sample

PICTURES = ROOT / "docs" / "pictures"
EVERY = list_samples()
PARTS = {"blocks", "rich_text"}
"""Modules of bot.slack.messages whose functions build parts of a message."""


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_slack_takes_it(sample: Sample) -> None:
    """The sample follows our rules for blocks, ids, sizes and mentions."""
    # A reply in a thread is never broadcast to the channel.
    assert "reply_broadcast" not in json.dumps(sample.as_json)
    if sample.view is not None:
        assert_view(sample.view)
    for message in sample.messages:
        assert message.text
        assert_safe(message.text)
        assert_blocks(message.blocks)
        assert len(message.blocks) <= 50
        assert emoji_per_line(render_blocks(message.blocks, message.text).plain) <= 1


POSTS = tuple(sample for sample in EVERY if sample.kind == "channel")


@pytest.mark.parametrize("sample", POSTS, ids=lambda sample: sample.name)
def test_a_notification_says_what_the_post_says(sample: Sample) -> None:
    """Desktop notifications show the first block and mobile ones the text, so the two are equal."""
    for message in sample.messages:
        if message.blocks:
            assert_message(message)


def _list_buttons(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the buttons of blocks, also those beside a section."""
    for block in blocks:
        elements = [*block.get("elements", ()), block.get("accessory", {})]
        yield from (element for element in elements if element.get("type") == "button")


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_a_screen_reader_tells_the_buttons_apart(sample: Sample) -> None:
    """Buttons with one label in a message or view say what each of them is about."""
    for blocks in (*(m.blocks for m in sample.messages), (sample.view or {}).get("blocks", ())):
        spoken = [
            button.get("accessibility_label") or button["text"]["text"]
            for button in _list_buttons(blocks)
        ]
        assert len(spoken) == len(set(spoken)), spoken


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_every_image_has_words(sample: Sample) -> None:
    """An image without `alt_text` is read as its file name."""
    for blocks in (*(m.blocks for m in sample.messages), (sample.view or {}).get("blocks", ())):
        images = [
            element
            for block in blocks
            for element in (block, block.get("accessory", {}), *block.get("elements", ()))
            if element.get("type") == "image"
        ]
        assert all(image.get("alt_text") for image in images)


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_slackblocks_takes_it(sample: Sample) -> None:
    """Slackblocks accepts the sample within its limits and renders it unchanged."""
    by_slackblocks = _by_slackblocks()
    if sample.view is not None:
        made = by_slackblocks.rebuild(sample.view).to_dict()
        assert [block["type"] for block in made["blocks"]] == _types(sample.view["blocks"])
    for message in sample.messages:
        blocks = by_slackblocks.rebuild(message.blocks)
        sent = by_slackblocks.sb.Message("C1", text=message.text, blocks=blocks).to_dict()
        assert _types(sent.get("blocks", ())) == _types(message.blocks)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "x" * 256,
                    "text": {"type": "plain_text", "text": "Go"},
                }
            ],
        },
    ],
    ids=lambda wrong: str(wrong["type"]),
)
def test_slackblocks_refuses_what_is_too_much(wrong: Block) -> None:
    """Slackblocks enforces its limits: one more of anything is rejected."""
    by_slackblocks = _by_slackblocks()
    with pytest.raises(by_slackblocks.sb.InvalidUsageError):
        by_slackblocks.rebuild(wrong)


def _by_slackblocks() -> ModuleType:
    try:
        return import_module("tests.outside.slackblocks_validation")
    except ModuleNotFoundError:
        skip_without("the package slackblocks")


def _types(blocks: Sequence[Block]) -> list[str]:
    return [block["type"] for block in blocks]


def test_every_sample_has_a_name_and_a_picture() -> None:
    """Every sample and page has one image in docs/pictures, as `make pictures` writes them."""
    names = [*(sample.name for sample in EVERY), *SITE_PICTURES]
    assert len(names) == len(set(names))
    assert {path.stem for path in PICTURES.glob("*.png")} == set(names)


def renderers() -> Iterator[FunctionType]:
    """Yield the public functions of bot.slack.messages that return a message or a view."""
    for found in pkgutil.iter_modules(bot.slack.messages.__path__):
        if found.name in PARTS:
            continue
        module = import_module(f"bot.slack.messages.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            returned = function.__annotations__.get("return")
            is_shown = returned in {Message, View} or str(returned).endswith("Message, ...]")
            if is_shown and function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def test_every_renderer_is_in_a_sample() -> None:
    """Every function that returns a message or a view runs when the samples are built."""
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    known = list(renderers())
    assert len(known) > 20
    sys.setprofile(note)
    try:
        list(samples_of._iterate_samples())
    finally:
        sys.setprofile(None)
    unseen = [f"{f.__module__}.{f.__name__}" for f in known if f.__code__ not in called]
    assert unseen == []
