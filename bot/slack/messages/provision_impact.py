"""The impact of a change on provisions, as lines of safe mrkdwn for cards and lists."""

from collections.abc import Sequence

from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_names
from clausewatch.model.reading import Comparison, Direction, ProvisionImpact

MAX_IMPACT_LINES = 2
"""Impacts with a line of their own; the others are only named."""
MAX_NAMED_IMPACTS = 4
DIRECTION_LABELS = {
    Direction.LESS_PROTECTIVE: "graver for users",
    Direction.MORE_PROTECTIVE: "milder for users",
    Direction.BOTH: "graver in part, milder in part",
}


def list_impacts(comparison: Comparison) -> list[str]:
    """Return a line for each of the first impacts, and one line that names the others."""
    lines = [format_impact(impact) for impact in comparison.impacts[:MAX_IMPACT_LINES]]
    rest = comparison.impacts[MAX_IMPACT_LINES:]
    if rest:
        lines.append(f"Also touched: {format_impact_names(rest)}.")
    return lines


def format_impact(impact: ProvisionImpact) -> str:
    """Return clause type, severity, the event and the facets that are not stated."""
    text = "; ".join((impact.event_text, *impact.facets))
    return f"*{escape(impact.name, 80)}*, {impact.severity}: {escape(text, 200)}."


def format_impact_names(impacts: Sequence[ProvisionImpact]) -> str:
    """Return the names of the clause types; beyond four, the rest is a number."""
    return format_names([escape(impact.name, 80) for impact in impacts], MAX_NAMED_IMPACTS)


def format_direction(comparison: Comparison) -> str:
    """Return whether a change is better or worse for users; empty if it is neither."""
    return DIRECTION_LABELS[comparison.direction] if comparison.direction is not None else ""
