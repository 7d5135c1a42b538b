"""The record of a provision: a card and three further pages.

The document's words appear as quotes in rich text, so foreign text never becomes markup.
"""

from collections.abc import Callable, Collection, Sequence

from bot.records.phrases import (
    count_positions,
    describe_grounds,
    describe_prevalence,
    is_rule,
    select_details,
)
from bot.records.record_view import RecordView
from bot.slack.messages.answers import AnswerPage, render_pager
from bot.slack.messages.blocks import Block, Message, context, section
from bot.slack.messages.document_status import format_language_note, list_analysed
from bot.slack.messages.escape import escape, escape_copyable, link
from bot.slack.messages.evidence import format_other_provision, render_evidence
from bot.slack.messages.formats import format_count, format_date, format_kind, format_time
from bot.slack.messages.record_parts import render_list, render_quote, render_text
from clausewatch.model.documents import DocumentStatus
from clausewatch.model.provision_records import Prevalence
from clausewatch.model.provisions import SETTLED, Provision
from clausewatch.provisions.laws import Agency, Regulation
from clausewatch.provisions.record import FacetLine
from clausewatch.provisions.taxonomy import ClauseType


def render_record(view: RecordView, page: AnswerPage) -> Message:
    """Return one page of a record."""
    number = min(page.number, len(PAGES) - 1)
    head = _render_headline(view)
    blocks = [section(head), *PAGES[number](view)]
    return Message(head, (*blocks, *render_pager(page.line, number, len(PAGES), 1)))


def _render_headline(view: RecordView) -> str:
    recorded, record = view.recorded, view.record
    provision = recorded.provision
    platform = escape(recorded.document.platform_name, 100)
    position = f"{record.polarity}{format_opt_out(provision)}"
    prevalence = format_prevalence(view.prevalence, provision.clause)
    confidence = " · ".join(describe_grounds(record))
    lines = [
        f"*{platform}: {escape(record.title, 100)}* · {recorded.record_id}",
        f"*{provision.severity.capitalize()} severity* · {confidence} · {position} · {prevalence}",
    ]
    if recorded.removed_at is not None:
        removed = format_time(recorded.removed_at, with_time=False)
        lines.append(f"Removed on {removed}. Last wording:")
    return "\n".join(lines)


def format_opt_out(provision: Provision) -> str:
    """Return whether the document states an opt-out; empty if that is in doubt or no question."""
    facet = next((facet for facet in provision.facets if facet.id == "opt_out"), None)
    if facet is None or facet.is_in_doubt or provision.polarity in SETTLED:
        return ""
    return " · opt-out stated" if facet.is_stated else " · we found no opt-out in this document"


def format_prevalence(prevalence: Prevalence, clause_id: str) -> str:
    """Return the positions of the platforms read on a clause type; of a rule, how common it is."""
    if prevalence.read and prevalence.positions and not is_rule(clause_id):
        return f"of your {format_count(prevalence.read, 'platform')}: {count_positions(prevalence)}"
    words = describe_prevalence(prevalence)
    return words[0].lower() + words[1:]


def _render_card(view: RecordView) -> list[Block]:
    record, provision = view.record, view.recorded.provision
    source = link(view.recorded.version.source_url, "original")
    recent = format_count(view.changes, "change")
    blocks = [
        section(f"{escape(record.document, 150)} ({source}) · {escape(record.category, 60)}"),
        render_quote("Provision text", provision.quote),
        render_text("What it is", record.texts.what),
        render_text("Why it matters", record.texts.why),
    ]
    if record.texts.note:
        blocks.append(render_text("Interpretive note", record.texts.note))
    blocks += [context(f"Also in {format_other_provision(other)}") for other in view.also[:3]]
    check = "verified against the stored snapshot" if view.has_quote else "NOT verified"
    place = f"characters {provision.quote.start:,} to {provision.quote.end:,}"
    blocks.append(context(f"Quote {check} ({place}) · {recent} to this document in 30 days"))
    return [*blocks, context(escape(record.disclaimer))]


def _render_effect(view: RecordView) -> list[Block]:
    record = view.record
    blocks = [render_text("Consumer impact", record.texts.impact)]
    if record.texts.actions:
        steps = [escape_copyable(action, 500) for action in record.texts.actions]
        blocks.append(render_list("What you can do", steps))
    blocks.append(context(escape(record.actions_note)))
    details = [_format_facet(facet) for facet in select_details(record.facets)]
    if details:
        blocks.append(render_list("Details", details))
    return [*blocks, *(render_quote("It also says", quote) for quote in record.provision.further)]


def _format_facet(facet: FacetLine) -> str:
    """Return what is stated of a detail, or what its absence means."""
    if facet.quote:
        return f"{escape(facet.label, 60)}: “{escape(facet.quote, 350)}”"
    return f"{escape(facet.label, 60)}: {escape(facet.words, 200)}"


def _render_analysis(view: RecordView) -> list[Block]:
    record = view.record
    blocks = [render_text(heading, text) for heading, text in view.memo]
    if record.regulations:
        laws = [_format_regulation(regulation) for regulation in record.regulations]
        blocks.append(render_list("Regulations that may apply", laws))
    if record.agencies:
        agencies = [_format_agency(agency) for agency in record.agencies]
        blocks.append(render_list("Agencies", agencies))
    reviewed = f"Analysis text last reviewed {format_date(record.reviewed)}."
    return [*blocks, context(f"{escape(record.mapping_note)} {reviewed}")]


def _format_regulation(regulation: Regulation) -> str:
    name, jurisdiction = escape(regulation.name, 120), escape(regulation.jurisdiction, 60)
    return f"{name} ({jurisdiction}): {escape(regulation.where, 200)}"


def _format_agency(agency: Agency) -> str:
    complaint = f" {link(agency.complaint, 'File a complaint')}" if agency.complaint else ""
    return f"{escape(agency.name, 120)}: {escape(agency.role, 300)}{complaint}"


PAGES: tuple[Callable[[RecordView], list[Block]], ...] = (
    _render_card,
    _render_effect,
    _render_analysis,
    render_evidence,
)


def render_not_found(
    name: str, clause: ClauseType, statuses: Sequence[DocumentStatus], read: Collection[int]
) -> Message:
    """Return the answer that no document has a clause type, with the documents checked.

    `read` has the ids of the documents that were read; the others are marked as not checked yet.
    """
    verdict, answer = _describe_absence(statuses, read)
    head = f"*{escape(name, 100)}: {escape(clause.name, 100)}*: {verdict}"
    lines = [
        f"{format_kind(status.document.kind)} · {status.document.record_id}"
        + (format_language_note(status) if status.document.id in read else ": not checked yet")
        for status in statuses
    ]
    blocks = [section(head), section(f"_{escape(clause.question, 300)}_ {answer}")]
    if lines:
        blocks.append(render_list("Documents", lines))
    if list_analysed(statuses, read):
        notice = "Absence here is not proof that the practice does not occur. Not legal advice."
        blocks.append(context(notice))
    return Message(head, tuple(blocks))


def _describe_absence(statuses: Sequence[DocumentStatus], read: Collection[int]) -> tuple[str, str]:
    """Return why there is no provision, in two words and as a sentence.

    Nothing is "not found" in a document that was never searched.
    """
    searched = list_analysed(statuses, read)
    if not statuses:
        return "nothing stored", "No documents are stored yet. Add the platform with `watch`."
    if len(searched) == len(statuses):
        return "not found", "Not found in the documents reviewed."
    if searched:
        count = format_count(len(searched), "document")
        return "not found", f"Not found in the {count} reviewed so far."
    if any(status.document.id in read for status in statuses):
        return "not analysed", "Its documents aren't in English, so I can't tell."
    return "not checked yet", "I haven't read its documents yet."
