"""What a change does to provisions, in the words of cards, lists and digests."""

from collections.abc import Sequence

from bot.slack.messages.escape import escape
from clausewatch.model.reading import Comparison, Direction, ProvisionImpact

MAX_IMPACT_LINES = 2
"""On a card with a line of its own each; the rest is named."""
MAX_NAMED_IMPACTS = 4
DIRECTION_LABELS = {
    Direction.GRAVER: "graver for users",
    Direction.MILDER: "milder for users",
    Direction.BOTH: "graver in part, milder in part",
}


def render_impacts(found: Comparison) -> list[str]:
    """Return a line per provision touched, gravest first, as safe mrkdwn; the rest in one line."""
    lines = [render_impact(one) for one in found.impacts[:MAX_IMPACT_LINES]]
    rest = found.impacts[MAX_IMPACT_LINES:]
    if rest:
        lines.append(f"Also touched: {format_impact_names(rest)}.")
    return lines


def render_impact(one: ProvisionImpact) -> str:
    """Return clause type, severity, what happened and what is not stated, as safe mrkdwn."""
    said = "; ".join((one.event_text, *one.facets))
    return f"*{escape(one.name, 80)}*, {one.severity}: {escape(said, 200)}."


def format_impact_names(impacts: Sequence[ProvisionImpact]) -> str:
    """Return the clause types by name, past a few of them the number of the rest."""
    named = [escape(one.name, 80) for one in impacts[:MAX_NAMED_IMPACTS]]
    rest = len(impacts) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def format_direction(found: Comparison) -> str:
    """Return which way a change goes for people, or an empty string."""
    return DIRECTION_LABELS[found.direction] if found.direction is not None else ""
