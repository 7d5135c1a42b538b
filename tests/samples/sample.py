"""What a sample is: one thing that Slack would be sent, in one state, named as its picture is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.slack.messages.blocks import Message, View

Kind = Literal["channel", "answer", "modal", "home"]
"""Where it is seen: by a whole channel, by one person alone, in a dialog, in the App Home."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One message with its thread, several answers, or one view."""

    name: str
    kind: Kind
    messages: tuple[Message, ...] = ()
    view: View | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        """What the tools read."""
        items = [{"text": m.text, "blocks": list(m.blocks)} for m in self.messages]
        shown = [self.view] if self.view else items
        return {"name": self.name, "kind": self.kind, "channel": "legal", "items": shown}


def in_channel(**named: Message | Sequence[Message]) -> Iterator[Sample]:
    """Yield posts by name: the first message of several is the post, the rest its thread."""
    return _messages("channel", named)


def answers(**named: Message | Sequence[Message]) -> Iterator[Sample]:
    """Yield what one person alone sees, by name."""
    return _messages("answer", named)


def views(**named: View) -> Iterator[Sample]:
    """Yield modals and homes by name."""
    for name, view in named.items():
        yield Sample(_file(name), "home" if view["type"] == "home" else "modal", view=view)


def _messages(kind: Kind, named: Mapping[str, Message | Sequence[Message]]) -> Iterator[Sample]:
    for name, said in named.items():
        yield Sample(_file(name), kind, (said,) if isinstance(said, Message) else tuple(said))


def _file(name: str) -> str:
    return name.replace("_", "-")
