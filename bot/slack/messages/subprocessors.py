"""Subprocessors: the list of a platform, the platforms that use a company, and a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.answers import AnswerPage, render_pager
from bot.slack.messages.blocks import Block, Message, actions, button, context, section
from bot.slack.messages.escape import code, escape, link
from bot.slack.messages.formats import format_count, format_kind, format_names, format_time
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document, Platform, title_kind
from clausewatch.model.subprocessor_records import CompanyUse, RecordedSubprocessor
from clausewatch.model.subprocessors import SubprocessorEditKind
from clausewatch.subprocessors.names import make_name_key, shorten_name

ENTRIES_PER_PAGE = 12
COMPANIES_PER_PAGE = 15
MAX_QUOTE_CHARACTERS = 220
MAX_FACT_CHARACTERS = 120
MAX_WATCH_BUTTONS = 4
MAX_NAMED_PLATFORMS = 8
NOTICE = "As stated in the stored lists. Not legal advice."


@dataclass(frozen=True, slots=True)
class PlatformList:
    """The companies on the lists of one platform."""

    platform: Platform
    records: tuple[RecordedSubprocessor, ...]


def render_platform(listed: PlatformList, page: AnswerPage, command: str) -> Message:
    """Return the subprocessors of a platform, each with the day on which it was first seen."""
    name, records = escape(listed.platform.name, 100), listed.records
    companies = len({make_name_key(record.entry.name) for record in records})
    head = f"*{name} lists {format_count(companies, 'subprocessor')}*"
    page = page.clamp(len(records), ENTRIES_PER_PAGE)
    visible = records[page.number * ENTRIES_PER_PAGE :][:ENTRIES_PER_PAGE]
    blocks: list[Block] = [section(head)]
    for place in dict.fromkeys(map(_find_place, visible)):
        lines = [_format_entry(record) for record in visible if _find_place(record) == place]
        blocks.append(section("\n".join([f"*{place}*", *lines])))
    blocks += render_pager(page.line, page.number, len(records), ENTRIES_PER_PAGE)
    hint = f"{code(command + ' subprocessors using:<company>')} shows who else uses a company."
    return Message(head, (*blocks, context(f"{NOTICE} {hint}")))


def _find_place(record: RecordedSubprocessor) -> str:
    """Return the document of an entry, with a link and the part of the list."""
    source = _format_source(record.document)
    return f"{source}: {escape(record.entry.group, 100)}" if record.entry.group else source


def _format_source(document: Document) -> str:
    """Return the kind of a document, with a link if its URL is known."""
    if not document.urls:
        return format_kind(document.kind)
    return link(document.urls[0], title_kind(document.kind))


def _format_entry(record: RecordedSubprocessor) -> str:
    entry = record.entry
    facts = [escape(fact, MAX_FACT_CHARACTERS) for fact in (entry.purpose, entry.location) if fact]
    seen = f"first seen {format_time(record.first_seen_at, with_time=False)}"
    return f"• {' · '.join([f'*{escape(entry.name, 100)}*', *facts, seen])}"


def render_no_list(platform: Platform, *, is_watched: bool) -> Message:
    """Return the answer for a platform without a list on record, with a way to get one."""
    name = escape(platform.name, 100)
    head = f"No subprocessor list of {name} is stored."
    reason = (
        "I found no list in the documents read so far." if is_watched else "No one here watches it."
    )
    line = f'watch "{ids.KEY_PREFIX}{platform.key}" docs:subprocessors'
    watch = button("Watch its list", ids.number_id(ids.RUN_COMMAND, 0), line, about=platform.name)
    text = f"{head} {reason}"
    return Message(text, (section(text), actions("subprocessors.none", [watch])))


def render_company(company: str, use: CompanyUse, page: AnswerPage) -> Message:
    """Return which watched platforms list a company, with quotes and dates."""
    name = escape(company, 100)
    vendors = format_count(use.watched, "vendor")
    if not use.records:
        head = f"None of your {vendors} lists *{name}* as a subprocessor."
        note = context(f"{_describe_lists(use)} {NOTICE}".strip())
        return Message(head, (section(head), note, *_render_watch([company])))
    head = f"*{name} is a subprocessor of {use.platforms} of your {vendors}*"
    blocks: list[Block] = [section(head), *(section(_format_use(record)) for record in use.records)]
    page = page.clamp(use.entries, ENTRIES_PER_PAGE)
    blocks += render_pager(page.line, page.number, use.entries, ENTRIES_PER_PAGE)
    blocks += _render_watch([use.records[0].entry.name])
    return Message(head, (*blocks, context(f"{_describe_lists(use)} {NOTICE}".strip())))


def _describe_lists(use: CompanyUse) -> str:
    if use.with_list is None:
        return ""
    verb = "has" if use.with_list == 1 else "have"
    return f"{use.with_list:,} of the {use.watched:,} {verb} a stored list."


def _format_use(record: RecordedSubprocessor) -> str:
    entry, document = record.entry, record.document
    quote = " ".join(entry.quote.split()) or entry.name
    seen, name = format_time(record.first_seen_at, with_time=False), document.platform_name
    return (
        f"*{escape(name, 100)}* · {_format_source(document)} · first seen {seen}\n"
        f"“{escape(quote, MAX_QUOTE_CHARACTERS)}”"
    )


def render_shared_companies(
    platforms: Sequence[Platform], records: Sequence[RecordedSubprocessor], page: AnswerPage
) -> Message:
    """Return the companies on the lists of several platforms, those that most of them use first."""
    users: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for record in records:
        key = make_name_key(record.entry.name)
        names.setdefault(key, record.entry.name)
        users.setdefault(key, {})[record.document.platform_key] = record.document.platform_name
    ordered = sorted(users, key=lambda key: (-len(users[key]), names[key].casefold()))
    shared = sum(len(names_by_key) > 1 for names_by_key in users.values())
    head = (
        f"*{format_count(len(ordered), 'subprocessor')}* of {len(platforms)} platforms,"
        f" {shared} of them shared"
    )
    page = page.clamp(len(ordered), COMPANIES_PER_PAGE)
    visible = ordered[page.number * COMPANIES_PER_PAGE :][:COMPANIES_PER_PAGE]
    lines = [f"• *{escape(names[key], 100)}*: {_format_platforms(users[key])}" for key in visible]
    with_list = {record.document.platform_key for record in records}
    without = [escape(p.name, 100) for p in platforms if p.key not in with_list]
    blocks: list[Block] = [section("\n".join([head, *lines]))]
    if without:
        blocks.append(section(f"No list stored: {format_names(without, MAX_NAMED_PLATFORMS)}."))
    blocks += render_pager(page.line, page.number, len(ordered), COMPANIES_PER_PAGE)
    return Message(head, (*blocks, context(NOTICE)))


def _format_platforms(names: dict[str, str]) -> str:
    return format_names([escape(name, 80) for name in names.values()], MAX_NAMED_PLATFORMS)


def render_watch_buttons(change: Change) -> list[Block]:
    """Return buttons that watch the companies that a change adds to a list, if it adds any."""
    added = [
        edit.after.name
        for edit in change.comparison.subprocessors
        if edit.kind is SubprocessorEditKind.ADDED and edit.after is not None
    ]
    return _render_watch(added, f"subprocessors.watch:{change.id}")


def _render_watch(names: Sequence[str], block_id: str = "subprocessors.watch") -> list[Block]:
    shortened = dict.fromkeys(shorten_name(name).replace('"', "") for name in names)
    buttons = [
        button(f"Watch {name}"[:75], ids.number_id(ids.RUN_COMMAND, number), f'watch "{name}"')
        for number, name in enumerate(list(shortened)[:MAX_WATCH_BUTTONS])
    ]
    return [actions(block_id, buttons)] if buttons else []
