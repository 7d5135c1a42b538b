"""One clause type across documents, and the list of clause types."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.phrases import describe_confidence
from bot.slack.messages.answers import AnswerPage, render_pager
from bot.slack.messages.blocks import Block, Message, context, section
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_date
from bot.slack.messages.provision import format_opt_out, format_prevalence
from clausewatch.model.provision_records import Prevalence, RecordedProvision
from clausewatch.model.provisions import Confidence
from clausewatch.provisions.record import describe_polarity
from clausewatch.provisions.taxonomy import ClauseType, Effect

PROVISIONS_PER_PAGE = 8
CLAUSES_PER_PAGE = 18
MAX_QUOTE_CHARACTERS = 420
MAX_ALIASES = 8


@dataclass(frozen=True, slots=True)
class Absences:
    """The names of the platforms that have no provision of a clause type."""

    searched: Sequence[str] = ()
    unread: Sequence[str] = ()
    """Those of which no document has been searched for clause types."""
    unknown: str = ""
    """Words of the command that name no platform."""

    @property
    def names(self) -> tuple[str, ...]:
        """All platforms."""
        return (*self.searched, *self.unread)


def render_comparison(
    clause: ClauseType,
    provisions: Sequence[RecordedProvision],
    prevalence: Prevalence,
    without: Absences,
    page: AnswerPage,
) -> Message:
    """Return severity, polarity, opt-out and quote of each document's provision.

    `provisions` are in order of severity, highest first; `without` names the platforms that have
    no provision of this type.
    """
    head = f"*{escape(clause.name, 100)}*: {format_prevalence(prevalence, clause.id)}"
    blocks: list[Block] = [section(f"{head}\n_{escape(clause.question, 300)}_")]
    page = page.clamp(len(provisions), PROVISIONS_PER_PAGE)
    visible = provisions[page.number * PROVISIONS_PER_PAGE :][:PROVISIONS_PER_PAGE]
    blocks += [section(_format_provision(clause, recorded)) for recorded in visible]
    blocks += [section(line) for line in _format_absences(without)]
    if not provisions and prevalence.read and not without.names:
        blocks.append(section("No document reviewed so far states it."))
    blocks += render_pager(page.line, page.number, len(provisions), PROVISIONS_PER_PAGE)
    notice = context("Quotes from the stored versions. Not legal advice.")
    return Message(head, (*blocks, notice))


def _format_absences(without: Absences) -> list[str]:
    """Return the platforms without a provision, those never searched, and unknown words."""
    leads = (
        ("Not found in the documents reviewed", without.searched),
        ("Not reviewed yet", without.unread),
        ("Not recognised as a platform", [without.unknown] if without.unknown else []),
    )
    return [
        f"{lead}: {', '.join(escape(name, 100) for name in names)}."
        for lead, names in leads
        if names
    ]


def _format_provision(clause: ClauseType, recorded: RecordedProvision) -> str:
    provision = recorded.provision
    name = escape(recorded.document.name, 120)
    is_doubtful = provision.confidence is Confidence.LOW
    doubt = f" · {describe_confidence(provision)}" if is_doubtful else ""
    position = f"{describe_polarity(clause, provision.polarity)}{format_opt_out(provision)}"
    return (
        f"*{name}* · {provision.severity} severity{doubt} · {position} · {recorded.record_id}\n"
        f"“{escape(provision.quote.text, MAX_QUOTE_CHARACTERS)}”"
    )


def render_clause_list(types: Sequence[ClauseType], page: AnswerPage, command: str) -> Message:
    """Return the clause types by category, with the default severity of each."""
    head = f"*{len(types)} clause types*. {code(command + ' clauses <name>')} explains one."
    ordered = sorted(types, key=lambda clause: (clause.category, clause.name))
    page = page.clamp(len(ordered), CLAUSES_PER_PAGE)
    visible = ordered[page.number * CLAUSES_PER_PAGE :][:CLAUSES_PER_PAGE]
    lines: list[str] = []
    for index, clause in enumerate(visible):
        if index == 0 or visible[index - 1].category != clause.category:
            lines.append(f"*{escape(clause.category, 60)}*")
        lines.append(f"• {escape(clause.name, 80)} · `{clause.id}` · {clause.severity}")
    blocks: list[Block] = [section(head), section("\n".join(lines))]
    blocks += render_pager(page.line, page.number, len(types), CLAUSES_PER_PAGE)
    return Message(head, tuple(blocks))


def _list_effects(clause: ClauseType) -> list[str]:
    """Return which stated facets lower the severity, and which raise it."""
    lines = []
    for effect, lead in ((Effect.LOWERS, "Lowered by"), (Effect.RAISES, "Raised by")):
        labels = [escape(facet.label, 80) for facet in clause.facets if facet.effect is effect]
        if labels:
            lines.append(f"{lead}: {', '.join(labels)}.")
    return lines


def render_clause(clause: ClauseType) -> Message:
    """Return what a clause type is about, and the facets that raise or lower its severity."""
    head = f"*{escape(clause.name, 100)}* · `{clause.id}` · {escape(clause.category, 60)}"
    aliases = ", ".join(escape(alias, 60) for alias in clause.aliases[:MAX_ALIASES])
    lines = [
        f"_{escape(clause.question, 300)}_",
        f"Default severity: {clause.severity}.",
        *_list_effects(clause),
        *([f"Also called: {aliases}."] if aliases else []),
    ]
    note = context(
        f"Analysis text last reviewed {format_date(clause.reviewed)}. Not reviewed by a lawyer."
    )
    return Message(head, (section(head), section("\n".join(lines)), note))
