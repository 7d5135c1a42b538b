"""The clauses to look at in a document that was read for the first time."""

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.ids import KEY_PREFIX
from bot.slack.messages.blocks import Block, actions, button
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_names
from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.notifications.deliveries import ClauseFinding, Delivery
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_NAMED_CLAUSES = 4
MAX_SHOW_BUTTONS = 5
POSITION_LABELS = {
    Polarity.OPT_OUT_OFFERED: "opt-out offered",
    Polarity.WITH_CONSENT: "with consent",
    Polarity.SOME_EXCLUDED: "partly excluded",
    Polarity.UNCLEAR: "unclear",
}


def format_findings(findings: Sequence[ClauseFinding]) -> str:
    """Return the clauses that matter as one line of safe mrkdwn; empty if there are none."""
    relevant = _select_relevant(findings)
    if not relevant:
        return ""
    names = [_format_finding(finding) for finding in relevant]
    count = format_count(len(relevant), "clause")
    return f"{count} to look at: {format_names(names, MAX_NAMED_CLAUSES, separator='; ')}"


def render_show_buttons(deliveries: Sequence[Delivery]) -> list[Block]:
    """Return a *Show* button for each platform with clauses to look at."""
    platforms = {
        delivery.document.platform_key: delivery.document.platform_name
        for delivery in deliveries
        if delivery.document is not None and _select_relevant(delivery.findings)
    }
    buttons = [
        button(f"Show {name}", ids.number_id(ids.RUN_COMMAND, number), f'show "{KEY_PREFIX}{key}"')
        for number, (key, name) in enumerate(list(platforms.items())[:MAX_SHOW_BUTTONS])
    ]
    return [actions("findings.actions", buttons)] if buttons else []


def _select_relevant(findings: Sequence[ClauseFinding]) -> list[ClauseFinding]:
    """Return the findings of medium or high severity that the document does not rule out."""
    return [
        finding
        for finding in findings
        if finding.severity is not Severity.LOW and finding.position != Polarity.DOES_NOT
    ]


def _format_finding(finding: ClauseFinding) -> str:
    clause = load_taxonomy().clauses.get(finding.clause)
    name = clause.name if clause else finding.clause.replace("_", " ")
    label = next((text for key, text in POSITION_LABELS.items() if key == finding.position), "")
    details = ", ".join(filter(None, (finding.severity.value, label)))
    return f"{escape(name, 60)} ({details})"
