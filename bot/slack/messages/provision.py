"""The record of a provision: a card, then pages; every sentence is the document's or the record's.

What the document says stands in quotes and rich text; foreign text never becomes markup.
"""

from collections.abc import Callable, Sequence

from bot.slack.messages.answers import render_pager
from bot.slack.messages.blocks import Block, Message, context, section
from bot.slack.messages.document_status import format_language_note
from bot.slack.messages.escape import escape, escape_copyable, link
from bot.slack.messages.evidence import format_other_provision, render_evidence
from bot.slack.messages.formats import format_count, format_date, format_time
from bot.slack.messages.lists import AnswerPage
from bot.slack.messages.record_parts import RecordView, render_list, render_quote, render_text
from clausewatch.model.documents import DocumentStatus
from clausewatch.model.provision_records import Prevalence
from clausewatch.model.provisions import SETTLED, Provision
from clausewatch.provisions.taxonomy import Agency, ClauseType

MIN_READ = 20
"""Platforms read before a share of them says anything."""
RARE, COMMON = 0.1, 0.6
MEMO_PARTS = (
    ("landscape", "Regulatory landscape"),
    ("exposure", "Governance exposure"),
    ("jurisdictions", "Jurisdiction flags"),
    ("contracts", "Contract and vendor implications"),
    ("compliance", "Compliance considerations"),
)


def render_record(shown: RecordView, paged: AnswerPage) -> Message:
    """Return one page of a record, from 0."""
    number = min(paged.number, len(PAGES) - 1)
    head = _render_headline(shown)
    blocks = [section(head), *PAGES[number](shown)]
    return Message(head, (*blocks, *render_pager(paged.line, number, len(PAGES), 1)))


def _render_headline(shown: RecordView) -> str:
    one, record = shown.recorded, shown.record
    held = one.provision
    lines = [
        (
            f"*{escape(one.document.platform_name, 100)}: {escape(record.title, 100)}* ·"
            f" {one.record_id}"
        ),
        (
            f"*{held.severity} severity* · {held.confidence} confidence · {record.basis} ·"
            f" {record.polarity}{format_opt_out(held)} · {format_prevalence(shown.prevalence)}"
        ),
    ]
    if one.removed_at is not None:
        gone = format_time(one.removed_at, with_time=False)
        lines.append(f"Not in the document any more since {gone}; these were its last words.")
    return "\n".join(lines)


def format_opt_out(held: Provision) -> str:
    """Return whether the document states an opt-out, where there is something to opt out of."""
    facet = next((one for one in held.facets if one.id == "opt_out"), None)
    if facet is None or held.polarity in SETTLED:
        return ""
    return " · opt-out stated" if facet.is_stated else " · no opt-out stated"


def format_prevalence(found: Prevalence) -> str:
    """Return how common a type is, as far as the number of platforms read allows."""
    if found.read == 0:
        return "no document has been read yet"
    if found.read < MIN_READ:
        return f"found in {found.found} of your {found.read}"
    share = found.found / found.read
    word = "rare" if share < RARE else "common" if share > COMMON else "in part"
    return f"{word}: {found.found} of {format_count(found.read, 'platform')}"


def _render_card(shown: RecordView) -> list[Block]:
    one, record = shown.recorded, shown.record
    source = f"{link(one.version.source_url, 'original')}"
    recent = format_count(shown.changes, "change")
    blocks = [
        section(f"{escape(record.document, 150)} ({source}) · {escape(record.category, 60)}"),
        render_quote("The document says", one.provision.quote),
        render_text("What it is", record.texts.what),
        render_text("Why it matters", record.texts.why),
    ]
    if record.texts.note:
        blocks.append(render_text("Interpretive note", record.texts.note))
    blocks += [context(f"Also in {format_other_provision(other)}") for other in shown.also[:3]]
    held = "found again in the stored version" if shown.has_quote else "NOT found again"
    place = f"characters {one.provision.quote.start:,} to {one.provision.quote.end:,}"
    blocks.append(context(f"Quote {held} ({place}) · {recent} of this document in 30 days"))
    return [*blocks, context(escape(record.disclaimer))]


def _render_effect(shown: RecordView) -> list[Block]:
    record = shown.record
    blocks = [render_text("Consumer impact", record.texts.impact)]
    if record.texts.actions:
        blocks.append(
            render_list("What you can do", [escape_copyable(a, 500) for a in record.texts.actions])
        )
    blocks.append(context(escape(record.actions_note)))
    if record.facets:
        lines = [
            f"{escape(f.label, 60)}: " + (f"“{escape(f.quote, 350)}”" if f.quote else "not stated")
            for f in record.facets
        ]
        blocks.append(render_list("Particulars", lines))
    further = record.provision.further
    blocks += [render_quote("It also says", one) for one in further]
    asked = [f"_{escape(one.question, 100)}_ {escape(one.answer, 800)}" for one in record.faq]
    asked.append(
        "_How many platforms have this type of clause?_"
        f" {format_prevalence(shown.prevalence).capitalize()}."
    )
    return [*blocks, render_list("Frequent questions", asked)]


def _render_analysis(shown: RecordView) -> list[Block]:
    record = shown.record
    memo = record.texts.memo
    parts = [(label, getattr(memo, part)) for part, label in MEMO_PARTS]
    blocks = [render_text(label, words) for label, words in parts if words]
    if record.regulations:
        laws = [
            f"{escape(one.name, 120)} ({escape(one.jurisdiction, 60)}): {escape(one.where, 200)}"
            for one in record.regulations
        ]
        blocks.append(render_list("Regulations that may apply", laws))
    if record.agencies:
        blocks.append(render_list("Agencies", [_format_agency(one) for one in record.agencies]))
    reviewed = f"Texts of this type last looked through on {format_date(record.reviewed)}."
    return [*blocks, context(f"{escape(record.mapping_note)} {reviewed}")]


def _format_agency(one: Agency) -> str:
    where = f" {link(one.complaint, 'File a complaint')}" if one.complaint else ""
    return f"{escape(one.name, 120)}: {escape(one.role, 300)}{where}"


PAGES: tuple[Callable[[RecordView], list[Block]], ...] = (
    _render_card,
    _render_effect,
    _render_analysis,
    render_evidence,
)


def render_not_found(
    name: str, clause: ClauseType, statuses: Sequence[DocumentStatus], read: frozenset[int]
) -> Message:
    """Say that no document says it; what was not read yet is told apart."""
    head = f"*{escape(name, 100)}: {escape(clause.name, 100)}*: not found"
    asks = f"_{escape(clause.question, 300)}_ No sentence of the documents read says it."
    lines = [
        f"{escape(s.document.kind, 80)} · {s.document.record_id}"
        + (format_language_note(s) if s.document.id in read else ": not read yet")
        for s in statuses
    ]
    if not statuses:
        asks = "None of its documents is on record here; `watch` it, and they are read."
    blocks = [section(head), section(asks)]
    if lines:
        blocks.append(render_list("Documents", lines))
    blocks.append(
        context("Nothing is filed without a quote; not found is no promise. Not legal advice.")
    )
    return Message(head, tuple(blocks))
