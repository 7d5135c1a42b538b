"""A platform's provisions in a few lines, gravest first."""

from collections.abc import Sequence

from bot.slack.messages.blocks import Block, section
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.reading import Severity
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_NAMED_PROVISIONS = 14
"""Of one severity in `show`; the rest is counted."""


def render_provisions(held: Sequence[RecordedProvision]) -> list[Block]:
    """Return the provisions by severity, each with its record id; nothing where there is none."""
    if not held:
        return []
    documents = len({one.document.id for one in held})
    lines = [f"*{format_count(len(held), 'provision')}* in {format_count(documents, 'document')}"]
    for severity in reversed(Severity):
        of_it = [one for one in held if one.provision.severity is severity]
        if of_it:
            named = ", ".join(_format_provision(one) for one in of_it[:MAX_NAMED_PROVISIONS])
            rest = len(of_it) - MAX_NAMED_PROVISIONS
            more = f" and {rest} more" if rest > 0 else ""
            lines.append(f"*{severity.value.capitalize()}*: {named}{more}")
    return [section("\n".join(lines)[:2_950])]


def _format_provision(one: RecordedProvision) -> str:
    clause = load_taxonomy().clauses.get(one.provision.clause)
    name = clause.name if clause else one.provision.clause
    return f"{escape(name, 60)} ({one.record_id})"
