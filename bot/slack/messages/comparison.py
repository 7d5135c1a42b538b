"""One clause type across platforms, and the list of clause types."""

from collections.abc import Sequence

from bot.slack.messages.answers import render_pager
from bot.slack.messages.blocks import Block, Message, context, section
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_date
from bot.slack.messages.lists import AnswerPage
from bot.slack.messages.provision import format_opt_out, format_prevalence
from clausewatch.model.provision_records import Prevalence, RecordedProvision
from clausewatch.provisions.record import describe_polarity
from clausewatch.provisions.taxonomy import ClauseType

PER_PAGE = 8
CLAUSES_PER_PAGE = 18
QUOTE_CHARACTERS = 420


def render_comparison(
    clause: ClauseType,
    held: Sequence[RecordedProvision],
    prevalence: Prevalence,
    without: Sequence[str],
    paged: AnswerPage,
) -> Message:
    """Return severity, polarity, opt-out and quote per document, gravest first."""
    head = f"*{escape(clause.name, 100)}*: {format_prevalence(prevalence)}"
    blocks: list[Block] = [section(f"{head}\n_{escape(clause.question, 300)}_")]
    paged = paged.within(len(held), PER_PAGE)
    shown = held[paged.number * PER_PAGE :][:PER_PAGE]
    blocks += [section(_format_provision(clause, one)) for one in shown]
    if without:
        names = ", ".join(escape(name, 100) for name in without)
        blocks.append(section(f"Not found in what was read: {names}."))
    if not held and not without:
        blocks.append(section("No document on record says it."))
    blocks += render_pager(paged.line, paged.number, len(held), PER_PAGE)
    return Message(
        head, (*blocks, context("Quotes as in the versions on record. Not legal advice."))
    )


def _format_provision(clause: ClauseType, one: RecordedProvision) -> str:
    held = one.provision
    said = describe_polarity(clause, held.polarity)
    name = escape(one.document.name, 120)
    return (
        f"*{name}* · {held.severity} severity · {said}{format_opt_out(held)} · {one.record_id}\n"
        f"“{escape(held.quote.text, QUOTE_CHARACTERS)}”"
    )


def render_clause_list(types: Sequence[ClauseType], paged: AnswerPage, command: str) -> Message:
    """Return the clause types by category, with the default severity of each."""
    head = (
        f"*{len(types)} clause types*; {code(command + ' clauses <name>')} says what one is about."
    )
    ordered = sorted(types, key=lambda one: (one.category, one.name))
    paged = paged.within(len(ordered), CLAUSES_PER_PAGE)
    shown = ordered[paged.number * CLAUSES_PER_PAGE :][:CLAUSES_PER_PAGE]
    lines: list[str] = []
    for index, one in enumerate(shown):
        if index == 0 or shown[index - 1].category != one.category:
            lines.append(f"*{escape(one.category, 60)}*")
        lines.append(f"• {escape(one.name, 80)} · `{one.id}` · {one.severity}")
    blocks: list[Block] = [section(head), section("\n".join(lines))]
    blocks += render_pager(paged.line, paged.number, len(types), CLAUSES_PER_PAGE)
    return Message(head, tuple(blocks))


def render_clause(one: ClauseType) -> Message:
    """Return what a clause type is about, and what moves its severity."""
    head = f"*{escape(one.name, 100)}* · `{one.id}` · {escape(one.category, 60)}"
    moves = [
        f"• {escape(facet.label, 80)} {facet.effect.value} it"
        for facet in one.facets
        if facet.effect.value != "none"
    ]
    also = ", ".join(escape(alias, 60) for alias in one.aliases[:8])
    lines = [
        f"_{escape(one.question, 300)}_",
        f"Severity {one.severity} unless the document says more:",
        *moves,
        *([f"Also called: {also}."] if also else []),
    ]
    note = context(
        f"Texts last looked through on {format_date(one.reviewed)}; not lawyer-reviewed."
    )
    return Message(head, (section(head), section("\n".join(lines)), note))
