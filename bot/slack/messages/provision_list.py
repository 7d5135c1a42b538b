"""A platform's provisions in a few lines, highest severity first."""

from collections.abc import Sequence

from bot.records.phrases import hedge
from bot.slack.messages.blocks import Block, section
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_names
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.provisions import Confidence
from clausewatch.model.reading import Severity
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_NAMED_PROVISIONS = 14
"""Of one severity; beyond it, the rest is a number."""
MAX_CHARACTERS = 2_950
"""Of a section; Slack refuses more than 3,000."""


def render_provisions(provisions: Sequence[RecordedProvision]) -> list[Block]:
    """Return the provisions by severity, each with its record id; no block if there are none."""
    if not provisions:
        return []
    documents = format_count(len({p.document.id for p in provisions}), "document")
    lines = [f"*{format_count(len(provisions), 'provision')}* in {documents}"]
    for severity in reversed(Severity):
        listed = [p for p in provisions if p.provision.severity is severity]
        # A doubtful finding never leads a line.
        listed.sort(key=lambda p: p.provision.confidence is Confidence.LOW)
        names = [_format_provision(p) for p in listed]
        if names:
            line = format_names(names, MAX_NAMED_PROVISIONS)
            lines.append(f"*{severity.value.capitalize()}*: {line}")
    return [section("\n".join(lines)[:MAX_CHARACTERS])]


def _format_provision(recorded: RecordedProvision) -> str:
    clause = load_taxonomy().clauses.get(recorded.provision.clause)
    name = clause.name if clause else recorded.provision.clause
    return f"{hedge(escape(name, 60), recorded.provision)} ({recorded.record_id})"
