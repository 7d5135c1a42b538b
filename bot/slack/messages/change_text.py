"""The texts of a change: its title, sentence, severity and dates, as safe mrkdwn.

Cards, digests, folded posts, lists and the App Home all use the same sentence.
"""

from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_date
from clausewatch.compare.headline_quotes import quotes_whole_edit
from clausewatch.model.changes import Change
from clausewatch.model.reading import Comparison, Edit, Severity, Significance

MAX_SENTENCE_CHARACTERS = 300
MAX_EXCERPT_CHARACTERS = 460
"""Of the wording before and after, where no quote follows."""
MAX_TOPICS = 3
"""Named of a change beside the one of its first edit."""
EXTENSIVE_EDITS = 40
"""From so many further edits on, one edit does not stand for a change."""


def format_edit_label(heading: str, kind: str) -> str:
    """Return an edit's section and kind: `2. How we use it: amended`, or `Amended` without one."""
    heading = heading.rstrip(" :")
    return f"{heading}: {kind}" if heading else kind.capitalize()


def format_title(change: Change) -> str:
    """Return severity and document, such as `High · Lumenary Privacy Policy`."""
    name = escape(change.document.name, 150)
    return f"{format_significance(change.comparison)} · {name}"


def format_significance(change: Comparison | Edit) -> str:
    """Return the severity of a change or an edit; one that alters no terms has none."""
    match change.significance:
        case Significance.SUBSTANTIVE:
            return change.severity.capitalize()
        case Significance.EDITORIAL:
            return "Editorial"
        case Significance.DATE_ONLY:
            return "Date only"
        case _:
            return "No change to terms"


def format_sentence(change: Change) -> str:
    """Return what the change does and whom it favours, as one line."""
    comparison = change.comparison
    sentence = escape(_select_sentence(comparison), MAX_SENTENCE_CHARACTERS)
    return f"{sentence} {format_direction(comparison)}".strip()


def _select_sentence(comparison: Comparison) -> str:
    if comparison.headline:
        return comparison.headline
    # Release 0.1.0 stored no headline.
    if comparison.summary:
        return comparison.summary[0]
    return format_count(len(select_main_edits(comparison)), "edit") + "."


def format_direction(comparison: Comparison) -> str:
    """Return which way a change goes for users as a sentence; empty if that is not sure."""
    direction = comparison.direction
    if direction is None or comparison.significance is not Significance.SUBSTANTIVE:
        return ""
    return f"{direction.capitalize()} {'effect on' if direction == 'mixed' else 'to'} users."


def format_excerpt(comparison: Comparison) -> str:
    """Return the first edit with the wording before and after, cut around what changed.

    It is empty if the sentence quotes all of that itself, as nothing is said twice.
    """
    if not (comparison.headline and comparison.summary):
        return ""
    if quotes_first_edit(comparison):
        return ""
    return escape(comparison.summary[0], MAX_EXCERPT_CHARACTERS)


def quotes_first_edit(comparison: Comparison) -> bool:
    """Tell whether the sentence of a change quotes its whole first edit, without a cut."""
    headline = comparison.headline
    is_whole = 0 < len(headline) <= MAX_SENTENCE_CHARACTERS
    return is_whole and quotes_whole_edit(headline, comparison.edits[0])


def format_further_edits(comparison: Comparison) -> str:
    """Return how many more edits alter terms, and how many of these are of high severity."""
    rest = select_main_edits(comparison)[1:]
    if not rest or comparison.significance is not Significance.SUBSTANTIVE:
        return ""
    high = sum(edit.severity is Severity.HIGH for edit in rest)
    topics = _list_other_topics(comparison) if high else ""
    if len(rest) >= EXTENSIVE_EDITS:
        part = f", {high:,} of high severity{topics}" if high else ""
        return f"Extensive revision: {len(rest):,} more edits{part}. Review the whole document."
    if high == len(rest):
        return format_count(high, "more high-severity edit") + topics
    count = format_count(len(rest), "more edit")
    return f"{count}, {high} of high severity{topics}" if high else count


def _list_other_topics(comparison: Comparison) -> str:
    """Return the grave clause types that the sentence of a change does not name, in brackets."""
    names = [
        impact.name
        for impact in comparison.impacts
        if impact.severity is Severity.HIGH and not impact.is_possible
        if impact.name not in comparison.headline
    ]
    return f" ({escape('; '.join(names[:MAX_TOPICS]))})" if names else ""


def format_effective_date(comparison: Comparison) -> str:
    """Return from when the new text applies, if it says so."""
    if comparison.effective is None:
        return ""
    return f"Effective {format_date(comparison.effective)}, per the document"


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
        return "no date stated"
    if before is None or before == after:
        return f"dated {format_date(after)}"
    return f"dated {format_date(before)} → {format_date(after)}"
