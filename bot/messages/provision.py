"""The record of a provision: a card, then pages; every sentence is the document's or the record's.

What the document says stands in quotes and rich text; foreign text never becomes markup.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.answers import turner
from bot.messages.blocks import Block, Message, context, counted, moment, section
from bot.messages.card import day
from bot.messages.escape import link, literal, mrkdwn
from bot.messages.lists import Paged
from bot.messages.rich import Run, paragraph, quote, rich_text
from clausewatch.model import DocumentStatus
from clausewatch.provision import Provision, ProvisionEventKind, Quote
from clausewatch.provisions.record import Record
from clausewatch.provisions.taxonomy import Agency, Clause
from clausewatch.recorded import Prevalence, RecordedEvent, RecordedProvision

LEAST_READ = 20
"""Platforms read before a share of them says anything."""
RARE, COMMON = 0.1, 0.6
QUOTE_CHARACTERS = 900
TEXT_CHARACTERS = 2_800
MOST_HISTORY = 8
MOST_RELATED = 15
MEMO_PARTS = (
    ("landscape", "Regulatory landscape"),
    ("exposure", "Governance exposure"),
    ("jurisdictions", "Jurisdiction flags"),
    ("contracts", "Contract and vendor implications"),
    ("compliance", "Compliance considerations"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a record shows."""

    recorded: RecordedProvision
    record: Record
    history: tuple[RecordedEvent, ...]
    prevalence: Prevalence
    elsewhere: tuple[RecordedProvision, ...]
    also: tuple[RecordedProvision, ...]
    """The same clause type in other documents of the platform."""
    related: tuple[RecordedProvision, ...]
    """All provisions of the platform, gravest first."""
    changes: int
    """Of the document in the last 30 days."""
    is_quote_there: bool
    is_whole: bool
    """The stored bytes have the hashes that they are filed under."""
    accessed_at: datetime


def page(shown: Shown, paged: Paged) -> Message:
    """Return one page of a record, from 0."""
    number = min(paged.number, len(PAGES) - 1)
    head = _head(shown)
    blocks = [section(head), *PAGES[number](shown)]
    return Message(head, (*blocks, *turner(paged.line, number, len(PAGES), 1)))


def _head(shown: Shown) -> str:
    one, record = shown.recorded, shown.record
    held = one.provision
    lines = [
        (
            f"*{mrkdwn(one.document.platform_name, 100)}: {mrkdwn(record.title, 100)}* ·"
            f" {one.record_id}"
        ),
        (
            f"*{held.severity} severity* · {held.confidence} confidence · {record.basis} ·"
            f" {record.polarity}{way_out(held)} · {prevalence_words(shown.prevalence)}"
        ),
    ]
    if one.removed_at is not None:
        gone = moment(one.removed_at, with_time=False)
        lines.append(f"Not in the document any more since {gone}; these were its last words.")
    return "\n".join(lines)


def way_out(held: Provision) -> str:
    """Return whether the document states an opt-out, where the type knows of one."""
    facet = next((one for one in held.facets if one.id == "opt_out"), None)
    if facet is None:
        return ""
    return " · opt-out stated" if facet.is_stated else " · no opt-out stated"


def prevalence_words(found: Prevalence) -> str:
    """Return how common a type is, as far as the number of platforms read allows."""
    if found.read < LEAST_READ:
        return f"found in {found.found} of your {found.read}"
    share = found.found / found.read
    word = "rare" if share < RARE else "common" if share > COMMON else "in part"
    return f"{word}: {found.found} of {counted(found.read, 'platform')}"


def _card(shown: Shown) -> list[Block]:
    one, record = shown.recorded, shown.record
    source = f"{link(one.version.source_url, 'original')}"
    recent = counted(shown.changes, "change")
    blocks = [
        section(f"{mrkdwn(record.document, 150)} ({source}) · {mrkdwn(record.category, 60)}"),
        quoted("The document says", one.provision.quote),
        text("What it is", record.texts.what),
        text("Why it matters", record.texts.why),
    ]
    if record.texts.note:
        blocks.append(text("Interpretive note", record.texts.note))
    blocks += [context(f"Also in {_brief(other)}") for other in shown.also[:3]]
    held = "found again in the stored version" if shown.is_quote_there else "NOT found again"
    place = f"characters {one.provision.quote.start:,} to {one.provision.quote.end:,}"
    blocks.append(context(f"Quote {held} ({place}) · {recent} of this document in 30 days"))
    return [*blocks, context(mrkdwn(record.disclaimer))]


def quoted(label: str, one: Quote) -> Block:
    """Return a quote of a document under a label, with the section that it stands in."""
    where = f"{label}, under “{literal(one.section, 120)}”" if one.section else label
    shown = quote([Run(literal(one.text, QUOTE_CHARACTERS))])
    return rich_text(paragraph([Run(f"{where}:", "bold")]), shown)


def text(label: str, words: str) -> Block:
    """Return words of the record under a label."""
    return section(f"*{label}*\n{mrkdwn(words, TEXT_CHARACTERS)}")


def _listed(label: str, lines: Sequence[str]) -> Block:
    """Return lines of safe mrkdwn under a label, as many as a section holds."""
    kept, room = [], TEXT_CHARACTERS
    for line in lines:
        if len(line) + 3 > room:
            break
        kept.append(f"• {line}")
        room -= len(line) + 3
    return section("\n".join([f"*{label}*", *kept]))


def _effect(shown: Shown) -> list[Block]:
    record = shown.record
    blocks = [text("Consumer impact", record.texts.impact)]
    if record.texts.actions:
        blocks.append(_listed("What you can do", [mrkdwn(a, 500) for a in record.texts.actions]))
    blocks.append(context(mrkdwn(record.actions_note)))
    if record.facets:
        lines = [
            f"{mrkdwn(f.label, 60)}: " + (f"“{mrkdwn(f.quote, 350)}”" if f.quote else "not stated")
            for f in record.facets
        ]
        blocks.append(_listed("Particulars", lines))
    further = record.provision.further
    blocks += [quoted("It also says", one) for one in further]
    asked = [f"_{mrkdwn(one.asks, 100)}_ {mrkdwn(one.answer, 800)}" for one in record.faq]
    asked.append(
        f"_How many platforms have this type of clause?_ {prevalence_words(shown.prevalence)}."
    )
    return [*blocks, _listed("Frequent questions", asked)]


def _analysis(shown: Shown) -> list[Block]:
    record = shown.record
    memo = record.texts.memo
    parts = [(label, getattr(memo, part)) for part, label in MEMO_PARTS]
    blocks = [text(label, words) for label, words in parts if words]
    if record.regulations:
        laws = [
            f"{mrkdwn(one.name, 120)} ({mrkdwn(one.jurisdiction, 60)}): {mrkdwn(one.where, 200)}"
            for one in record.regulations
        ]
        blocks.append(_listed("Regulations that may apply", laws))
    if record.agencies:
        blocks.append(_listed("Agencies", [_agency(one) for one in record.agencies]))
    reviewed = f"Texts of this type last looked through on {day(record.reviewed)}."
    return [*blocks, context(f"{mrkdwn(record.mapping_note)} {reviewed}")]


def _agency(one: Agency) -> str:
    where = f" {link(one.complaint, 'File a complaint')}" if one.complaint else ""
    return f"{mrkdwn(one.name, 120)}: {mrkdwn(one.role, 300)}{where}"


def _evidence(shown: Shown) -> list[Block]:
    one, record = shown.recorded, shown.record
    blocks = [_listed("History", [_event(e) for e in shown.history[:MOST_HISTORY]] or [_calm(one)])]
    if shown.elsewhere:
        blocks.append(
            _listed("How other platforms handle this", [_brief(o) for o in shown.elsewhere])
        )
    same = [o for o in shown.related if o.document.id == one.document.id and o.id != one.id]
    if same:
        lines = [_short(other) for other in same[:MOST_RELATED]]
        blocks.append(_listed("Other provisions of this document", lines))
    documents = dict.fromkeys(
        f"{mrkdwn(o.document.kind, 80)} · {o.document.record_id}"
        for o in shown.related
        if o.document.id != one.document.id
    )
    if documents:
        blocks.append(_listed("Related documents", list(documents)))
    blocks += [_listed("Record", _facts(shown)), context(f"Methodology: {mrkdwn(record.method)}")]
    return [*blocks, context(mrkdwn(record.faq[-1].answer))]


def _calm(one: RecordedProvision) -> str:
    return f"Nothing happened to it since {moment(one.first_tracked_at, with_time=False)}."


def _event(event: RecordedEvent) -> str:
    """Return one thing of a history; what a release of ours did says that it was no change."""
    when = moment(event.happened_at, with_time=False)
    sides = [side.severity.value for side in (event.before, event.after) if side]
    graded = " → ".join(dict.fromkeys(sides))
    if event.kind is ProvisionEventKind.REREAD:
        return (
            f"{when}: re-read by release {mrkdwn(event.engine, 60)} of Clausewatch ({graded});"
            " the document did not change"
        )
    change = f" · CW-C-{event.change_id:06}" if event.change_id is not None else ""
    said = event.before.quote.text if event.before else ""
    was = f" · before: “{mrkdwn(said, 160)}”" if said else ""
    return f"{when}: {event.kind} ({graded}){change}{was}"


def _brief(other: RecordedProvision) -> str:
    return (
        f"{mrkdwn(other.document.name, 120)} · {other.provision.severity} ·"
        f" {other.record_id}: “{mrkdwn(other.provision.quote.text, 260)}”"
    )


def _short(other: RecordedProvision) -> str:
    name = mrkdwn(other.provision.clause.replace("_", " "), 60)
    return f"{name}: {other.provision.severity} · {other.record_id}"


def _facts(shown: Shown) -> list[str]:
    """Return where the record comes from and how it is cited."""
    one, record = shown.recorded, shown.record
    version = one.version
    stated = day(record.stated_date) if record.stated_date else "states no date"
    archived = (
        f"https://web.archive.org/web/{version.captured_at:%Y%m%d%H%M%S}/{version.source_url}"
    )
    hashes = ", ".join(sha for sha in version.snapshots)
    stored = "snapshot stored, hash verified" if shown.is_whole else "stored bytes NOT verified"
    quote_word = "quote verified" if shown.is_quote_there else "quote NOT verified"
    cited = (
        f"{one.document.name}, {one.record_id}, captured {version.captured_at:%Y-%m-%d %H:%M}"
        f" UTC, SHA-256 {hashes[:16]}, {version.source_url}, accessed"
        f" {shown.accessed_at:%-d %B %Y}"
    )
    return [
        f"Document {one.document.record_id}, last updated: {stated}",
        f"First tracked {moment(one.first_tracked_at)}",
        f"Last verified {moment(one.last_verified_at)}",
        (
            f"{link(version.source_url, 'Source')}, captured {moment(version.captured_at)} ·"
            f" {link(archived, 'archive')}"
        ),
        f"SHA-256 {mrkdwn(hashes, 400)}: {stored}, {quote_word}",
        f"Quote SHA-256 {one.provision.quote.sha256}",
        f"Analysis generated {moment(one.judged_at)} by release {mrkdwn(one.provision.engine, 60)}",
        f"Cite as: {mrkdwn(cited, 700)}",
    ]


PAGES: tuple[Callable[[Shown], list[Block]], ...] = (_card, _effect, _analysis, _evidence)


def not_found(
    name: str, clause: Clause, statuses: Sequence[DocumentStatus], read: frozenset[int]
) -> Message:
    """Say that no document says it; what was not read yet is told apart."""
    head = f"*{mrkdwn(name, 100)}: {mrkdwn(clause.name, 100)}*: not found"
    asks = f"_{mrkdwn(clause.question, 300)}_ No sentence of the documents read says it."
    lines = [
        f"{mrkdwn(s.document.kind, 80)} · {s.document.record_id}"
        + ("" if s.document.id in read else ": not read yet")
        for s in statuses
    ]
    if not statuses:
        asks = "None of its documents is on record here; `watch` it, and they are read."
    blocks = [section(head), section(asks)]
    if lines:
        blocks.append(_listed("Documents", lines))
    blocks.append(
        context("Nothing is filed without a quote; not found is no promise. Not legal advice.")
    )
    return Message(head, tuple(blocks))
