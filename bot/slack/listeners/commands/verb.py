"""What a verb is: a row that help, manifest and dispatch share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine
from bot.slack.messages import help as help_message
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message

AnswerVerb = Callable[[Call, CommandLine], Awaitable[Message | Problem]]
"""Looks something up: the answer can be paged and shared."""
RunVerb = Callable[[Call, CommandLine], Awaitable[None]]
"""Alters something, and answers as it must."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the slash command; either `answer` or `act` is set."""

    name: str
    usage: str
    summary: str
    answer: AnswerVerb | None = None
    act: RunVerb | None = None
    options: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    detail: str = ""
    examples: tuple[str, ...] = ()
    explained: tuple[tuple[str, str], ...] = ()
    """Options and what each is for."""
    is_shareable: bool = True

    @property
    def help_line(self) -> help_message.VerbHelp:
        """What the help says of it."""
        return help_message.VerbHelp(
            name=self.name,
            usage=self.usage,
            summary=self.summary,
            detail=self.detail,
            aliases=self.aliases,
            examples=self.examples,
            options=self.explained,
        )
