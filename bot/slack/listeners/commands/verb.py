"""A verb of the slash command: one row that help, manifest and dispatch read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine
from bot.slack.messages import help as help_message
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message

AnswerVerb = Callable[[Call, CommandLine], Awaitable[Message | Problem]]
"""Reads records and returns an answer, which can be paged and shared."""
RunVerb = Callable[[Call, CommandLine], Awaitable[None]]
"""Changes something and replies or posts by itself."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb; either `answer` or `run` is set."""

    name: str
    usage: str
    summary: str
    answer: AnswerVerb | None = None
    run: RunVerb | None = None
    options: tuple[str, ...] | None = ()
    """None for a verb that takes its text as typed."""
    aliases: tuple[str, ...] = ()
    detail: str = ""
    examples: tuple[str, ...] = ()
    option_help: tuple[tuple[str, str], ...] = ()
    """Each option with its purpose."""
    is_shareable: bool = True
    is_for_channel: bool = False
    """Whether the verb changes the channel it is typed in, so that it fails in direct messages."""

    @property
    def help(self) -> help_message.VerbHelp:
        """What the help says about the verb."""
        return help_message.VerbHelp(
            name=self.name,
            usage=self.usage,
            summary=self.summary,
            detail=self.detail,
            aliases=self.aliases,
            examples=self.examples,
            options=self.option_help,
        )


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """Verbs that serve one purpose."""

    title: str
    verbs: tuple[Verb, ...]

    @property
    def help(self) -> help_message.VerbGroup:
        """What the help says about the group."""
        return help_message.VerbGroup(self.title, tuple(verb.help for verb in self.verbs))
