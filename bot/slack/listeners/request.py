"""What a sentence asks for: a command line and what is known about it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.sentences import Platforms
from bot.slack.messages.settings import OFF


@dataclass(frozen=True, slots=True)
class Request:
    """The command line that a sentence means."""

    verb: str
    words: str = ""
    platforms: Platforms = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    clause_id: str = ""
    """The clause type that `show` takes after the platform."""
    is_whole: bool = True
    """Whether every word of the sentence is part of the request or says nothing by itself."""
    is_negated: bool = False
    """Whether the sentence says that this is not to be done."""

    @property
    def is_change(self) -> bool:
        """Whether the request changes something, if its verb can: `settings` alone only shows."""
        return bool(self.words or self.options or self.platforms) and self.words != OFF

    @property
    def state_line(self) -> str:
        """The command line that shows how things are, in place of a change."""
        if self.verb in {"watch", "unwatch", "check"}:
            keys = [f'"{KEY_PREFIX}{key}"' for key in self.platforms]
            return f"show {keys[0]}" if len(keys) == 1 else "list"
        return "settings" if self.verb == "settings" else "mute"

    @property
    def line(self) -> str:
        """The command line, with platforms by their keys."""
        return self._format([f'"{KEY_PREFIX}{key}"' for key in self.platforms])

    @property
    def label(self) -> str:
        """The command line as people type it."""
        return self._format(list(self.platforms.values()))

    def _format(self, names: Sequence[str]) -> str:
        values = {
            key: f'"{value}"' if " " in value else value for key, value in self.options.items()
        }
        settings = [f"{key}:{value}" for key, value in values.items()]
        listed = ", ".join([*names, *([self.clause_id] if self.clause_id else ())])
        return " ".join(part for part in (self.verb, self.words, listed, *settings) if part)
