"""A platform's provisions in a few lines, gravest first."""

from collections.abc import Sequence

from bot.slack.messages.blocks import Block, counted, section
from bot.slack.messages.escape import mrkdwn
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.reading import Severity
from clausewatch.provisions.taxonomy_files import taxonomy

MOST_NAMED = 14
"""Of one severity in `show`; the rest is counted."""


def provision_lines(held: Sequence[RecordedProvision]) -> list[Block]:
    """Return the provisions by severity, each with its record id; nothing where there is none."""
    if not held:
        return []
    documents = len({one.document.id for one in held})
    lines = [f"*{counted(len(held), 'provision')}* in {counted(documents, 'document')}"]
    for severity in reversed(Severity):
        of_it = [one for one in held if one.provision.severity is severity]
        if of_it:
            named = ", ".join(_named(one) for one in of_it[:MOST_NAMED])
            rest = len(of_it) - MOST_NAMED
            more = f" and {rest} more" if rest > 0 else ""
            lines.append(f"*{severity.value.capitalize()}*: {named}{more}")
    return [section("\n".join(lines)[:2_950])]


def _named(one: RecordedProvision) -> str:
    clause = taxonomy().clauses.get(one.provision.clause)
    name = clause.name if clause else one.provision.clause
    return f"{mrkdwn(name, 60)} ({one.record_id})"
