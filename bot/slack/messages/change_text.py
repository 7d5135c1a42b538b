"""The texts of a change: its title, severity, dates and reviews, as safe mrkdwn."""

from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_date, format_members, format_time
from bot.slack.messages.provision_impact import format_direction
from clausewatch.model.changes import Change
from clausewatch.model.reading import Comparison, Edit, EditKind, Significance

EDIT_LABELS = {
    EditKind.ADDED: "added",
    EditKind.REMOVED: "removed",
    EditKind.REWORDED: "reworded",
    EditKind.MOVED: "moved",
}


def format_title(change: Change) -> str:
    """Return document, severity, direction and record id on one line."""
    name = escape(change.document.name, 150)
    severity = format_significance(change.comparison)
    direction = format_direction(change.comparison)
    if direction and change.comparison.significance is Significance.SUBSTANTIVE:
        severity = f"{severity}, {direction}"
    return f"{name} changed, {severity} · {change.record_id}"


def format_significance(change: Comparison | Edit) -> str:
    """Return the severity of a change or an edit; one that alters no terms has none."""
    match change.significance:
        case Significance.SUBSTANTIVE:
            return f"{change.severity} severity"
        case Significance.EDITORIAL:
            return "wording only"
        case Significance.DATE_ONLY:
            return "date only"
        case _:
            return "no terms"


def select_main_edits(comparison: Comparison) -> tuple[Edit, ...]:
    """Return the edits that alter terms, highest severity first; all edits if none does."""
    substantive = tuple(
        edit for edit in comparison.edits if edit.significance is Significance.SUBSTANTIVE
    )
    return substantive or comparison.edits


def format_stated_date(comparison: Comparison) -> str:
    """Return the date that the document states, with the earlier one if it differs."""
    before, after = comparison.stated_before, comparison.stated_after
    if after is None:
        return "states no date"
    if before is None or before == after:
        return f"dated {format_date(after)}"
    return f"dated {format_date(before)} → {format_date(after)}"


def format_reviews(change: Change) -> str:
    """Return who has reviewed a change, and the time of the last review."""
    reviewers = format_members([review.user_id for review in change.reviews])
    last = max(review.reviewed_at for review in change.reviews)
    return f"Reviewed by {reviewers}, {format_time(last)}."
