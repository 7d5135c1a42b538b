"""Messages and views as people would see them in Slack, as values and as readable text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from rich.text import Text

Blocks = Sequence[Mapping[str, Any]]

MRKDWN_TOKEN = re.compile(r"<([^<>]*)>|\*([^*\n]+)\*|`([^`\n]+)`|(?<!\w)_([^_\n]+)_(?!\w)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A post, an answer, a modal or an App Home as a person or a channel sees it."""

    kind: str
    """`post`, `reply`, `edit`, `answer` (for one person), `modal` or `home`."""
    channel: str
    text: str
    blocks: Blocks = field(default=())
    ts: str = ""
    thread_ts: str = ""
    view_id: str = ""
    callback_id: str = ""
    private_metadata: str = ""

    @property
    def plain(self) -> str:
        """The text without styles."""
        return render_blocks(self.blocks, self.text).plain

    def list_buttons(self) -> tuple[Mapping[str, Any], ...]:
        """Return all buttons, selects and options of menus, each with the id of its block."""
        return tuple(_iterate_elements(self.blocks))


def _iterate_elements(blocks: Blocks) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        candidates = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for element in candidates:
            if not isinstance(element, Mapping) or "action_id" not in element:
                continue
            own = {**element, "block_id": block.get("block_id", "")}
            if element.get("type") != "overflow":
                yield own
                continue
            for option in element["options"]:
                yield {**own, "text": option["text"], "selected_option": option}


def render_blocks(blocks: Blocks, text: str = "") -> Text:
    """Return blocks as text for a terminal, or `text` if there are none."""
    parts = [part for block in blocks if (part := _render_block(block)).plain]
    return Text("\n").join(parts) if parts else render_mrkdwn(text)


def _render_block(block: Mapping[str, Any]) -> Text:
    render = BLOCK_RENDERERS.get(str(block.get("type")))
    return render(block) if render else Text()


def _render_header(block: Mapping[str, Any]) -> Text:
    return Text(_strip_control(block["text"]["text"]), style="bold")


def _render_context(block: Mapping[str, Any]) -> Text:
    line = Text("  ").join(_render_text_object(element) for element in block["elements"])
    line.stylize("dim")
    return line


def _render_image(block: Mapping[str, Any]) -> Text:
    return Text(f"[ picture: {_strip_control(block['alt_text'])} ]")


def _render_actions(block: Mapping[str, Any]) -> Text:
    return Text(" ").join(_render_element(element) for element in block["elements"])


def _render_rich_text(block: Mapping[str, Any]) -> Text:
    return Text("\n").join(_render_rich_element(element) for element in block["elements"])


def _render_input(block: Mapping[str, Any]) -> Text:
    return Text(f"{_strip_control(block['label']['text'])}: ").append_text(
        _render_element(block["element"])
    )


def _render_divider(_: Mapping[str, Any]) -> Text:
    return Text("─" * 24, style="dim")


def _render_section(block: Mapping[str, Any]) -> Text:
    text = _render_text_object(block["text"])
    accessory = block.get("accessory")
    return text.append("  ").append_text(_render_element(accessory)) if accessory else text


def _render_text_object(element: Mapping[str, Any]) -> Text:
    """Return a text object as Slack would show it."""
    if element.get("type") == "mrkdwn":
        return render_mrkdwn(str(element["text"]))
    return Text(_strip_control(str(element.get("text", ""))))


def _render_element(element: Mapping[str, Any]) -> Text:
    if element.get("type") == "button":
        return Text(f"[ {_strip_control(element['text']['text'])} ]", style="cyan")
    if element.get("type") == "overflow":
        labels = (_strip_control(option["text"]["text"]) for option in element["options"])
        return Text(f"[ ⋯ {' · '.join(labels)} ]", style="cyan")
    option = element.get("initial_option") or {}
    text = option.get("text") or element.get("placeholder") or {"text": ""}
    return Text(
        f"[ {_strip_control(str(element.get('initial_value') or text['text']))} ▾ ]", style="cyan"
    )


def _render_rich_element(element: Mapping[str, Any]) -> Text:
    match element["type"]:
        case "rich_text_quote":
            lines = _render_runs(element).split("\n")
            return Text("\n").join(Text("│ ", style="dim").append_text(line) for line in lines)
        case "rich_text_list":
            items = [Text("• ").append_text(_render_runs(item)) for item in element["elements"]]
            return Text("\n").join(items)
        case _:
            return _render_runs(element)


def _render_runs(element: Mapping[str, Any]) -> Text:
    """Return styled runs; removed and added words are also marked by characters."""
    line = Text()
    for run in element["elements"]:
        style = run.get("style") or {}
        text = _strip_control(str(run.get("text") or run.get("url") or ""))
        if style.get("strike"):
            line.append(f"[-{text}-]", style="strike")
        elif style.get("bold") and element["type"] == "rich_text_quote":
            line.append(f"[+{text}+]", style="bold")
        else:
            line.append(text, style="bold" if style.get("bold") else "")
    return line


def render_mrkdwn(text: str) -> Text:
    """Return mrkdwn as Slack shows it, with links by label and dates by fallback."""
    line = Text()
    at = 0
    for match in MRKDWN_TOKEN.finditer(text):
        line.append(_strip_control(unescape(text[at : match.start()])))
        angle, bold, code, italic = match.groups()
        if angle is not None:
            line.append(_strip_control(unescape(_render_angle(angle))))
        elif code is not None:
            line.append(_strip_control(unescape(code)), style="cyan")
        else:
            inner = render_mrkdwn(bold or italic)
            inner.stylize("bold" if bold else "italic")
            line.append_text(inner)
        at = match.end()
    return line.append(_strip_control(unescape(text[at:])))


def _render_angle(inner: str) -> str:
    """Return the text of `<...>`: a mention, a date or a link."""
    target, _, label = inner.partition("|")
    if target.startswith("!date"):
        return label
    if target.startswith(("@", "#", "!")):
        name = label or target[1:].removeprefix("C-")
        # The console makes a user id from a name by adding this letter.
        name = name[1:] if target[0] == "@" and name[1:].isalpha() and name[0] == "U" else name
        return f"{target[0]}{name}".lower()
    return f"{label} ({target})" if label and label != target else target


def _strip_control(text: str) -> str:
    """Return text without control characters, so that a policy cannot control the terminal."""
    return CONTROL.sub("", text)


BLOCK_RENDERERS: Mapping[str, Callable[[Mapping[str, Any]], Text]] = {
    "section": _render_section,
    "header": _render_header,
    "context": _render_context,
    "image": _render_image,
    "actions": _render_actions,
    "rich_text": _render_rich_text,
    "input": _render_input,
    "divider": _render_divider,
}
