"""The headline of a change: what its first edit does, as one plain sentence.

A sure move of a term gives the sentence. Otherwise the sentence names the clause type or the
section, and leaves the words to the quotes below it.
"""

import re
from collections.abc import Sequence

from clausewatch.compare.contact_details import replaces_identifiers
from clausewatch.compare.headline_quotes import quote_edit, quote_move, quotes_both_sides
from clausewatch.compare.leading_sentences import quote_sentence
from clausewatch.compare.phrase_length import shorten
from clausewatch.model.reading import (
    Direction,
    Edit,
    EditKind,
    ProvisionImpact,
    Shift,
    Significance,
)

_SECTION_CHARS = 60
_QUOTE_START = ": \u201c"
MAX_CHARS = 300
"""Of a headline. Words that would make it longer are not quoted in it."""
MAX_PAIR_CHARS = 480
"""Of a headline with both sides of a rewording, where one side alone would mislead."""
_POINTS_AT_WORDS = re.compile(r"\bthis\b")
_COMPANY = re.compile(
    r"\b[A-Z][\w&.'-]{0,30}(?: [A-Z][\w&.'-]{0,30}){0,3},? "
    r"(?:Inc|Corp|LLC|Ltd|Limited|GmbH|AG|plc|PLC|B\.V|S\.A|SAS|SARL|S\.L|AB|Oy|Pty)\b"
)
_CLAUSE_VERBS = {
    EditKind.ADDED: "New clause",
    EditKind.REMOVED: "Clause removed",
    EditKind.REWORDED: "Clause amended",
    EditKind.MOVED: "Clause moved",
}
_WHOLE_EVENTS = {EditKind.ADDED: "added", EditKind.REMOVED: "removed"}
"""What the record of a clause says when it comes or goes as a whole."""
_TEXT_VERBS = {
    EditKind.ADDED: "New text",
    EditKind.REMOVED: "Text removed",
    EditKind.REWORDED: "Text amended",
    EditKind.MOVED: "Text moved",
}


def _find_parties(edit: Edit) -> tuple[str, str] | None:
    """Return the company that a rewording replaces and the new one, if it replaces one."""
    old, new = (dict.fromkeys(_COMPANY.findall(text or "")) for text in (edit.before, edit.after))
    gone, come = (
        [name for name in side if name not in other] for side, other in ((old, new), (new, old))
    )
    return (gone[0], come[0]) if len(gone) == len(come) == 1 else None


def describe_moves(shifts: Sequence[Shift], edit: Edit) -> str:
    """Return the sentence of the weightiest move of an edit, losses first; empty without one.

    A sentence that points at the words of the edit ("may do this") gets them.
    """
    losses = [shift for shift in shifts if shift.direction is Direction.LESS_FAVOURABLE]
    first = next(iter((*losses, *shifts)), None)
    if first is None or not _POINTS_AT_WORDS.search(first.sentence):
        return first.sentence if first else ""
    own = first.topic.partition(": ")[2]
    label = first.sentence.rstrip(".")
    words = quote_sentence(own, MAX_CHARS - len(label) - len(_QUOTE_START)) if own else ""
    return f"{label}: {words}." if words else _add_words(first.sentence, edit)


def _add_words(sentence: str, edit: Edit) -> str:
    """Return the sentence of a move with the words that make it, if they fit.

    A sentence that quotes one of several replacements gets all of them: half an edit can mislead.
    """
    label = sentence.partition(_QUOTE_START)[0].rstrip(".")
    words = quote_move(sentence, edit, MAX_CHARS - len(label) - len(_QUOTE_START))
    return f"{label}: {words}." if words else sentence


def describe_edit(edit: Edit, impact: ProvisionImpact | None = None) -> str:
    """Return what an edit does; `impact` is the provision that it shows best, if any."""
    if edit.significance is not Significance.SUBSTANTIVE:
        return f"{edit.reason[:1].upper()}{edit.reason[1:]}."
    if not edit.sentence:
        return _describe_words(edit, impact)
    label, has_words, _ = edit.sentence.partition(_QUOTE_START)
    is_told = has_words and _POINTS_AT_WORDS.search(label)
    return edit.sentence if is_told else _add_words(edit.sentence, edit)


def names_only_a_place(headline: str) -> bool:
    """Tell whether a headline says no more than where the text differs."""
    return headline.startswith(tuple(_TEXT_VERBS.values())) and _QUOTE_START not in headline


def tells_whole_clause(edit: Edit, impact: ProvisionImpact) -> bool:
    """Tell whether the document gains or loses a clause type with new or removed text."""
    event = _WHOLE_EVENTS.get(edit.kind)
    return event is not None and impact.event_text.startswith(event)


def describe_clause(edit: Edit, impact: ProvisionImpact) -> str:
    """Name the clause that an edit shows, as new or gone only if the document gains or loses it."""
    is_whole = edit.kind not in _WHOLE_EVENTS or tells_whole_clause(edit, impact)
    verb = _CLAUSE_VERBS[edit.kind] if is_whole else _TEXT_VERBS[edit.kind]
    return f"{verb} ({impact.name})"


def _describe_words(edit: Edit, impact: ProvisionImpact | None) -> str:
    """Return what an edit alters, claiming nothing of what that does."""
    if (parties := _find_parties(edit)) is not None:
        return f"The company named changes from {parties[0]} to {parties[1]}."
    if impact is not None and replaces_identifiers(edit.before, edit.after):
        impact = None
    place = f"In \u201c{shorten(edit.section, _SECTION_CHARS)}\u201d" if edit.section else ""
    if impact is not None:
        place, lead = impact.name, describe_clause(edit, impact)
    else:
        lead = f"{_TEXT_VERBS[edit.kind]} {place[:1].lower()}{place[1:]}".strip()
    words = quote_edit(edit, MAX_CHARS - len(lead) - len(_QUOTE_START))
    if edit.kind is EditKind.REWORDED and not quotes_both_sides(words):
        both = quote_edit(edit, MAX_PAIR_CHARS - len(lead) - len(_QUOTE_START))
        words = both if quotes_both_sides(both) else words
    if words and edit.kind is EditKind.REWORDED:
        return f"{place}: {words}." if place else f"{words[:1].upper()}{words[1:]}."
    return f"{lead}: {words}." if words else f"{lead}."
