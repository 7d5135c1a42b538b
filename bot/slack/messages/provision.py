"""The record of a provision: a card, then pages; every sentence is the document's or the record's.

What the document says stands in quotes and rich text; foreign text never becomes markup.
"""

from collections.abc import Callable, Sequence

from bot.slack.messages.answers import turner
from bot.slack.messages.blocks import Block, Message, context, counted, moment, section
from bot.slack.messages.card import day
from bot.slack.messages.document_status import language_note
from bot.slack.messages.escape import copyable, link, mrkdwn
from bot.slack.messages.evidence import brief, evidence
from bot.slack.messages.lists import Paged
from bot.slack.messages.record_parts import Shown, listed, quoted, text
from clausewatch.model.documents import DocumentStatus
from clausewatch.model.provision_records import Prevalence
from clausewatch.model.provisions import SETTLED, Provision
from clausewatch.provisions.taxonomy import Agency, Clause

LEAST_READ = 20
"""Platforms read before a share of them says anything."""
RARE, COMMON = 0.1, 0.6
MEMO_PARTS = (
    ("landscape", "Regulatory landscape"),
    ("exposure", "Governance exposure"),
    ("jurisdictions", "Jurisdiction flags"),
    ("contracts", "Contract and vendor implications"),
    ("compliance", "Compliance considerations"),
)


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
    """Return whether the document states an opt-out, where there is something to opt out of."""
    facet = next((one for one in held.facets if one.id == "opt_out"), None)
    if facet is None or held.polarity in SETTLED:
        return ""
    return " · opt-out stated" if facet.is_stated else " · no opt-out stated"


def prevalence_words(found: Prevalence) -> str:
    """Return how common a type is, as far as the number of platforms read allows."""
    if found.read == 0:
        return "no document has been read yet"
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
    blocks += [context(f"Also in {brief(other)}") for other in shown.also[:3]]
    held = "found again in the stored version" if shown.is_quote_there else "NOT found again"
    place = f"characters {one.provision.quote.start:,} to {one.provision.quote.end:,}"
    blocks.append(context(f"Quote {held} ({place}) · {recent} of this document in 30 days"))
    return [*blocks, context(mrkdwn(record.disclaimer))]


def _effect(shown: Shown) -> list[Block]:
    record = shown.record
    blocks = [text("Consumer impact", record.texts.impact)]
    if record.texts.actions:
        blocks.append(listed("What you can do", [copyable(a, 500) for a in record.texts.actions]))
    blocks.append(context(mrkdwn(record.actions_note)))
    if record.facets:
        lines = [
            f"{mrkdwn(f.label, 60)}: " + (f"“{mrkdwn(f.quote, 350)}”" if f.quote else "not stated")
            for f in record.facets
        ]
        blocks.append(listed("Particulars", lines))
    further = record.provision.further
    blocks += [quoted("It also says", one) for one in further]
    asked = [f"_{mrkdwn(one.asks, 100)}_ {mrkdwn(one.answer, 800)}" for one in record.faq]
    asked.append(
        "_How many platforms have this type of clause?_"
        f" {prevalence_words(shown.prevalence).capitalize()}."
    )
    return [*blocks, listed("Frequent questions", asked)]


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
        blocks.append(listed("Regulations that may apply", laws))
    if record.agencies:
        blocks.append(listed("Agencies", [_agency(one) for one in record.agencies]))
    reviewed = f"Texts of this type last looked through on {day(record.reviewed)}."
    return [*blocks, context(f"{mrkdwn(record.mapping_note)} {reviewed}")]


def _agency(one: Agency) -> str:
    where = f" {link(one.complaint, 'File a complaint')}" if one.complaint else ""
    return f"{mrkdwn(one.name, 120)}: {mrkdwn(one.role, 300)}{where}"


PAGES: tuple[Callable[[Shown], list[Block]], ...] = (_card, _effect, _analysis, evidence)


def not_found(
    name: str, clause: Clause, statuses: Sequence[DocumentStatus], read: frozenset[int]
) -> Message:
    """Say that no document says it; what was not read yet is told apart."""
    head = f"*{mrkdwn(name, 100)}: {mrkdwn(clause.name, 100)}*: not found"
    asks = f"_{mrkdwn(clause.question, 300)}_ No sentence of the documents read says it."
    lines = [
        f"{mrkdwn(s.document.kind, 80)} · {s.document.record_id}"
        + (language_note(s) if s.document.id in read else ": not read yet")
        for s in statuses
    ]
    if not statuses:
        asks = "None of its documents is on record here; `watch` it, and they are read."
    blocks = [section(head), section(asks)]
    if lines:
        blocks.append(listed("Documents", lines))
    blocks.append(
        context("Nothing is filed without a quote; not found is no promise. Not legal advice.")
    )
    return Message(head, tuple(blocks))
