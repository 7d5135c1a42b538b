"""The options of `watch` as values: which documents, when to tell, and how pages are read."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.listeners.clause_lookup import parse_topics
from bot.slack.listeners.command_line import ArgumentError, parse_choice
from bot.slack.messages.escape import code, escape
from clausewatch.catalogue.document_kinds import parse_kinds
from clausewatch.errors import ConfigError
from clausewatch.extract.selection import parse_selection
from clausewatch.model.documents import USUAL, Access
from clausewatch.model.reading import Selection, Severity
from clausewatch.model.watches import Cadence

OPTIONS = (
    "docs", "min", "topics", "deliver", "name", "select", "remove", "language", "browser",
)  # fmt: skip
MAX_NAME_CHARS = 100
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a platform; None as kinds means the usual documents."""

    kinds: tuple[str, ...] | None = None
    name: str = ""
    """What the platform is to be called, where the catalogue does not know it."""
    language: str = ""
    selection: Selection | None = None
    """What to read of each page."""
    needs_browser: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """As typed, for command lines of ours that say the same."""

    def access(self, usual: Access = USUAL, pages: int = 1) -> Access:
        """Return how a document is had: as usual, but for what was asked for."""
        parts = (self.selection,) * pages if self.selection else usual.selections
        is_browsed = self.needs_browser or usual.needs_browser
        return Access(is_browsed, self.language or usual.language, parts)


@dataclass(frozen=True, slots=True)
class Wishes:
    """All options of a watch."""

    wish: Wish
    minimum: Severity | None = None
    cadence: Cadence | None = None
    topics: tuple[str, ...] | None = None
    """Of these three None leaves what holds already; an empty tuple is all clause types."""
    browser: bool | None = None
    """Whether pages are to be built by a browser; None leaves that as it is."""


def read_wishes(options: Mapping[str, str]) -> Wishes:
    """Return the options as values. Raises ArgumentError with one sentence."""
    minimum, cadence = options.get("min"), options.get("deliver")
    browser = options.get("browser")
    is_browsed = None if browser is None else _SWITCH[parse_choice(browser, "browser", _SWITCH)]
    wish = Wish(
        kinds=parse_kinds_option(options.get("docs")),
        name=options.get("name", "").strip()[:MAX_NAME_CHARS],
        language=_parse_language(options.get("language", "")),
        selection=_parse_selection(options.get("select"), options.get("remove")),
        needs_browser=is_browsed is True,
        options=tuple(options.items()),
    )
    return Wishes(
        wish,
        Severity(parse_choice(minimum, "min", list(Severity))) if minimum is not None else None,
        Cadence(parse_choice(cadence, "deliver", list(Cadence))) if cadence is not None else None,
        parse_topics(options["topics"]) if "topics" in options else None,
        is_browsed,
    )


def parse_kinds_option(value: str | None) -> tuple[str, ...] | None:
    """Return the kinds of documents asked for; `all` is every kind that the catalogue has."""
    if value is None:
        return None
    found = parse_kinds(value)
    if found.unknown:
        raise ArgumentError(
            f"{code('docs:')} does not know “{escape(', '.join(found.unknown), 120)}”; it takes"
            " kinds such as `privacy`, `terms`, `cookies`, `dpa`, or `all`."
        )
    return tuple(kind.name for kind in found.kinds)


def _parse_language(value: str) -> str:
    text = value.strip().replace("_", "-")
    if text and not _LANGUAGE.fullmatch(text):
        raise ArgumentError(
            f"{code('language:')} takes a language tag such as `de` or `pt-BR`,"
            f" not “{escape(value, 60)}”."
        )
    return text


def _parse_selection(select: str | None, remove: str | None) -> Selection | None:
    try:
        return parse_selection(_parse_selector(select), _parse_selector(remove))
    except (ConfigError, ValueError) as fault:
        raise ArgumentError(
            f"{code('select:')} and {code('remove:')} take CSS selectors such as"
            f' `select:"main .policy"`: {escape(str(fault), 300)}'
        ) from None


def _parse_selector(value: str | None) -> object:
    """Return a selector as typed; a list or a range as an exported list writes it."""
    if value is None or not value.lstrip().startswith(('["', "[{", "{")):
        return value
    return json.loads(value)


def format_selector(parts: tuple[object, ...]) -> str:
    """Return one side of a selection as `select:` or `remove:` takes it back."""
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return json.dumps([_format_part(part) for part in parts]) if parts else ""


def _format_part(part: object) -> object:
    if not isinstance(part, tuple):
        return part
    return {end + at.title(): css for end, (at, css) in zip(("start", "end"), part, strict=True)}
