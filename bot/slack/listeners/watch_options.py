"""The options of `watch` as values: which documents, when to notify, and how pages are fetched."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.listeners.clause_lookup import parse_topics
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.option_values import parse_choice
from bot.slack.messages.escape import code, escape
from clausewatch.catalogue.document_kinds import parse_kinds
from clausewatch.errors import ConfigError
from clausewatch.model.documents import DEFAULT_ACCESS, Access
from clausewatch.model.reading import Selection, Severity
from clausewatch.model.watches import Cadence

OPTIONS = (
    "docs", "min", "clauses", "deliver", "name", "select", "remove", "language", "browser",
)  # fmt: skip
MAX_NAME_CHARS = 100
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """The options of `watch`. None leaves an existing watch as it is; a new one gets defaults."""

    kinds: tuple[str, ...] | None = None
    """Kinds of documents; None means the default kinds."""
    name: str = ""
    """The name of a platform that the catalogue does not know."""
    language: str = ""
    """A language tag, or an empty string for the usual language."""
    selection: Selection | None = None
    """The part of each page to read; None means all of it."""
    browser: bool | None = None
    """Whether a browser renders the pages."""
    minimum: Severity | None = None
    cadence: Cadence | None = None
    topics: tuple[str, ...] | None = None
    """Ids of clause types; an empty tuple means all."""
    typed: tuple[tuple[str, str], ...] = ()
    """The options as typed, for our own command lines with the same options."""

    @property
    def has_own_text(self) -> bool:
        """Whether the options ask for another text than the one that all workspaces share."""
        return bool(self.language or self.selection)

    def make_access(self, base: Access = DEFAULT_ACCESS, page_count: int = 1) -> Access:
        """Return how a document is fetched: as in `base`, except for what the options change."""
        selections = (self.selection,) * page_count if self.selection else base.selections
        needs_browser = self.browser is True or base.needs_browser
        return Access(needs_browser, self.language or base.language, selections)


def parse_watch_options(options: Mapping[str, str]) -> WatchOptions:
    """Return the options as values. Raises ArgumentError with one sentence."""
    minimum, cadence = options.get("min"), options.get("deliver")
    browser = options.get("browser")
    return WatchOptions(
        browser=None if browser is None else _SWITCH[parse_choice(browser, "browser", _SWITCH)],
        kinds=parse_kinds_option(options.get("docs")),
        name=options.get("name", "").strip()[:MAX_NAME_CHARS],
        language=_parse_language(options.get("language", "")),
        selection=_parse_selection(options.get("select"), options.get("remove")),
        minimum=None if minimum is None else Severity(parse_choice(minimum, "min", list(Severity))),
        cadence=None
        if cadence is None
        else Cadence(parse_choice(cadence, "deliver", list(Cadence))),
        topics=parse_topics(options["clauses"]) if "clauses" in options else None,
        typed=tuple(options.items()),
    )


def parse_kinds_option(value: str | None) -> tuple[str, ...] | None:
    """Return the names of the kinds in `docs:`; `all` is every kind of the catalogue.

    Raises ArgumentError with the unknown words.
    """
    if value is None:
        return None
    parsed = parse_kinds(value)
    if parsed.unknown:
        raise ArgumentError(
            f"“{escape(', '.join(parsed.unknown), 120)}” isn't a document type. For"
            f" {code('docs:')} use `privacy`, `terms`, `cookies`, `dpa` or `all`."
        )
    return tuple(kind.name for kind in parsed.kinds)


def _parse_language(value: str) -> str:
    text = value.strip().replace("_", "-")
    if text and not _LANGUAGE.fullmatch(text):
        raise ArgumentError(
            f"“{escape(value, 60)}” isn't a language tag. For {code('language:')} use"
            " one such as `de` or `pt-BR`."
        )
    return text


def _parse_selection(select: str | None, remove: str | None) -> Selection | None:
    if select is None and remove is None:
        return None
    from clausewatch.extract.selection import parse_selection  # noqa: PLC0415  # loads parsers

    try:
        return parse_selection(_parse_selector(select), _parse_selector(remove))
    except (ConfigError, ValueError) as fault:
        raise ArgumentError(
            f"{code('select:')} and {code('remove:')} take CSS selectors such as"
            f' `select:"main .policy"`: {escape(str(fault), 300)}'
        ) from None


def _parse_selector(value: str | None) -> object:
    """Return a selector as typed, or the list or range that an exported watchlist contains."""
    if value is None or not value.lstrip().startswith(('["', "[{", "{")):
        return value
    return json.loads(value)


def format_selector(parts: tuple[object, ...]) -> str:
    """Return one side of a selection in the form that `select:` and `remove:` accept."""
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return json.dumps([_format_part(part) for part in parts]) if parts else ""


def _format_part(part: object) -> object:
    if not isinstance(part, tuple):
        return part
    return {end + at.title(): css for end, (at, css) in zip(("start", "end"), part, strict=True)}
