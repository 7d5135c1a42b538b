"""The type of a sample: a message or view in one state, named like its picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.slack.messages.blocks import Message, View

Kind = Literal["channel", "answer", "modal", "home"]
"""Where Slack shows it: in a channel, to one person, in a modal, or in the App Home."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One message with its thread, several answers, or one view."""

    name: str
    kind: Kind
    messages: tuple[Message, ...] = ()
    view: View | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        """As the tools read it."""
        items: list[Any] = [{"text": m.text, "blocks": list(m.blocks)} for m in self.messages]
        items = [self.view] if self.view else items
        return {"name": self.name, "kind": self.kind, "channel": "legal", "items": items}


def make_posts(**named: Message | Sequence[Message]) -> Iterator[Sample]:
    """Yield posts by name: the first message of several is the post, the rest its thread."""
    return _make_samples("channel", named)


def make_answers(**named: Message | Sequence[Message]) -> Iterator[Sample]:
    """Yield answers to one person, by name."""
    return _make_samples("answer", named)


def make_views(**named: View) -> Iterator[Sample]:
    """Yield modals and homes by name."""
    for name, view in named.items():
        kind: Kind = "home" if view["type"] == "home" else "modal"
        yield Sample(_make_file_name(name), kind, view=view)


def _make_samples(kind: Kind, named: Mapping[str, Message | Sequence[Message]]) -> Iterator[Sample]:
    for name, value in named.items():
        messages = (value,) if isinstance(value, Message) else tuple(value)
        yield Sample(_make_file_name(name), kind, messages)


def _make_file_name(name: str) -> str:
    return name.replace("_", "-")
