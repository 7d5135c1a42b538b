"""Dates, numbers and gradings of records in words, as plain text."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from clausewatch.model.provision_records import Prevalence
from clausewatch.model.provisions import Confidence, Polarity, Provision
from clausewatch.model.reading import Comparison, Direction, Edit, EditKind, Significance
from clausewatch.model.term_dates import TermDateKind
from clausewatch.provisions.record import FacetLine, Record
from clausewatch.provisions.taxonomy_files import load_taxonomy

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EDIT_LABELS = {
    EditKind.ADDED: "added",
    EditKind.REMOVED: "removed",
    EditKind.REWORDED: "amended",
    EditKind.MOVED: "moved",
}
MIN_READ = 20
"""Platforms to read before their share means anything."""
RARE_SHARE, COMMON_SHARE = 0.1, 0.6
RULE = "states the rule"
"""For a clause type that is a rule: a document can state it, but not practise or deny it."""
POSITIONS = {
    Polarity.DOES.value: "states the practice",
    Polarity.MAY.value: "permits the practice",
    Polarity.OPT_OUT_OFFERED.value: "permits it and states an opt-out",
    Polarity.UNCLEAR.value: "unclear: the document contradicts itself",
    Polarity.WITH_CONSENT.value: "only with consent",
    Polarity.SOME_EXCLUDED.value: "rules out the practice in part",
    Polarity.DOES_NOT.value: "rules out the practice",
}
"""By polarity, from the widest use to none; the order of every list by position."""
_POSITION_VERBS = {
    Polarity.DOES: "allow it",
    Polarity.MAY: "allow it",
    Polarity.OPT_OUT_OFFERED: "allow it with an opt-out",
    Polarity.WITH_CONSENT: "ask for consent",
    Polarity.SOME_EXCLUDED: "rule it out in part",
    Polarity.DOES_NOT: "rule it out",
    Polarity.UNCLEAR: "are unclear",
}
STANDINGS = {
    "seen again": "The previous version has reappeared. We'll confirm whether it persists.",
    "reverted": "Reverted to the previous version.",
    "in force": "The announced terms are in force.",
}
"""What became of a change, if not what it says."""
NOTABLE_IF_ABSENT = frozenset({"opt-out", "notice"})
"""Labels of the details whose absence matters to a reader."""
DEADLINE_PHRASES = {
    TermDateKind.EFFECTIVE: "takes effect",
    TermDateKind.OBJECTION: "objections end",
}
"""What happens on a deadline, after the name of its document."""


def format_day(day: date | None) -> str:
    """Return a date such as `2 March 2026`; without one, an empty string."""
    return f"{day:%-d %B %Y}" if day is not None else ""


def format_moment(moment: datetime | None) -> str:
    """Return a time such as `2 March 2026, 12:00 UTC`; without one, an empty string."""
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M} UTC" if moment is not None else ""


def format_count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, such as `1 document` or `2,000 documents`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def is_rule(clause_id: str) -> bool:
    """Return whether a clause type is a rule, which a document can state but not deny."""
    clause = load_taxonomy().clauses.get(clause_id)
    return clause is not None and not clause.verbs


def hedge(name: str, provision: Provision) -> str:
    """Return a name, with *possibly* before it if the finding is of low confidence."""
    return f"possibly {name}" if provision.confidence is Confidence.LOW else name


def describe_confidence(provision: Provision) -> str:
    """Return how sure a finding is: `high confidence`, or `possibly: low confidence`."""
    hint = "possibly: " if provision.confidence is Confidence.LOW else ""
    return f"{hint}{provision.confidence} confidence"


def describe_grounds(record: Record) -> tuple[str, ...]:
    """Return how sure a finding is, and its basis unless it is doubtful."""
    confidence = describe_confidence(record.provision)
    is_doubtful = record.provision.confidence is Confidence.LOW
    return (confidence,) if is_doubtful else (confidence, record.basis)


def select_details(facets: Sequence[FacetLine]) -> list[FacetLine]:
    """Return the details that are stated, and those whose absence matters."""
    return [
        facet
        for facet in facets
        if facet.quote or (facet.words and facet.label in NOTABLE_IF_ABSENT)
    ]


def name_clause(clause_id: str) -> str:
    """Return the name of a clause type; an id that this release does not know, as it is."""
    clause = load_taxonomy().clauses.get(clause_id)
    return clause_id if clause is None else clause.name


def describe_position(polarity: str, clause_id: str) -> str:
    """Return in words what a provision of a clause type does with its practice.

    A polarity that this release does not know is returned as it is.
    """
    if is_rule(clause_id):
        return RULE
    return POSITIONS.get(polarity, polarity.replace("_", " ") or "not classified")


def count_positions(prevalence: Prevalence) -> str:
    """Return how many platforms hold which position, such as `4 allow it, 2 rule it out`."""
    counts: dict[str, int] = {}
    for polarity, number in prevalence.positions.items():
        verbs = _POSITION_VERBS[polarity]
        counts[verbs] = counts.get(verbs, 0) + number
    parts = [
        f"{counts[verbs]:,} {_agree(verbs, counts[verbs])}"
        for verbs in dict.fromkeys(_POSITION_VERBS.values())
        if verbs in counts
    ]
    if prevalence.silent:
        parts.append(f"{prevalence.silent:,} {_agree('are silent', prevalence.silent)}")
    return ", ".join(parts)


def _agree(verbs: str, number: int) -> str:
    """Return a verb phrase in the plural, or in the singular for one platform."""
    verb, _, rest = verbs.partition(" ")
    singular = {"are": "is"}.get(verb, f"{verb}s")
    return f"{singular if number == 1 else verb} {rest}"


def describe_prevalence(prevalence: Prevalence) -> str:
    """Return how common a clause type is among the platforms that were read."""
    if prevalence.read == 0:
        return "No document has been read yet"
    if prevalence.read < MIN_READ:
        return f"Found in {prevalence.found} of your {format_count(prevalence.read, 'platform')}"
    share = prevalence.found / prevalence.read
    word = "Rare" if share < RARE_SHARE else "Common" if share > COMMON_SHARE else "Found in part"
    return f"{word}: {prevalence.found:,} of {format_count(prevalence.read, 'platform')}"


def describe_significance(graded: Comparison | Edit) -> str:
    """Return the severity of a change or an edit; one that alters no terms has none."""
    match graded.significance:
        case Significance.SUBSTANTIVE:
            return f"{graded.severity.capitalize()} severity"
        case Significance.EDITORIAL:
            return "Wording only"
        case Significance.DATE_ONLY:
            return "Date only"
        case _:
            return "No terms"


def describe_direction(comparison: Comparison) -> str:
    """Return whom a change of terms favours; an empty string if that is not sure."""
    if comparison.significance is not Significance.SUBSTANTIVE or comparison.direction is None:
        return ""
    direction = comparison.direction
    return f"{direction} {'effect on' if direction is Direction.MIXED else 'to'} users"


def describe_edit(edit: Edit) -> str:
    """Return kind, severity and effect of an edit, such as `Amended, high severity: ...`."""
    head = f"{name_edit(edit)}, {describe_significance(edit).lower()}"
    effect = describe_effect(edit)
    return f"{head}: {effect}" if effect else head


def name_edit(edit: Edit) -> str:
    """Return what was done to the text, such as `Amended`."""
    return EDIT_LABELS[edit.kind].capitalize()


def describe_effect(edit: Edit) -> str:
    """Return what an edit does; nothing where that would only repeat that text came or went."""
    if edit.sentence:
        return edit.sentence.removesuffix(".")
    is_plain = edit.kind in {EditKind.ADDED, EditKind.REMOVED}
    return "" if is_plain and edit.significance is Significance.SUBSTANTIVE else edit.reason


def keep_xml(text: str) -> str:
    """Return text without the characters that XML has no way to say."""
    return _NOT_IN_XML.sub("", text)
