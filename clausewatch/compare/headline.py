"""The headline of a change: what its first edit does, as one plain sentence.

A sure move of a term gives the sentence. Otherwise the sentence names the clause type or the
section, and leaves the words to the quotes below it.
"""

import re
from collections.abc import Sequence

from clausewatch.compare.leading_sentences import quote_leading_sentence
from clausewatch.compare.phrase_length import shorten
from clausewatch.compare.quotes import OF_WORDING, quote_replacement
from clausewatch.compare.replacements import (
    MAX_QUOTED_WORDS,
    Replacement,
    find_weighty_replacements,
    merge_near,
)
from clausewatch.model.reading import (
    Direction,
    Edit,
    EditKind,
    ProvisionImpact,
    Shift,
    Significance,
)

_SECTION_CHARS = 60
_QUOTE_CHARS = 260
_MAX_CHARS = 2_000
"""Of a side that is searched for what a headline leaves out; a longer one is shown in any case."""
_MAX_QUOTES = 3
_POINTS_AT_WORDS = re.compile(r"\bthis\b")
_COMPANY = re.compile(
    r"\b[A-Z][\w&.'-]{0,30}(?: [A-Z][\w&.'-]{0,30}){0,3},? "
    r"(?:Inc|Corp|LLC|Ltd|Limited|GmbH|AG|plc|PLC|B\.V|S\.A|SAS|SARL|S\.L|AB|Oy|Pty)\b"
)
_IDENTIFIER = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d/-]{6,40}")
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
    sentence = next((shift.sentence for shift in (*losses, *shifts)), "")
    words = _quote_edit(edit) if _POINTS_AT_WORDS.search(sentence) else ""
    return f"{sentence.rstrip('.')}: {words}." if words else sentence


def _quote_edit(edit: Edit) -> str:
    """Return all words that a short rewording replaces; empty if they do not fit a sentence."""
    if edit.kind is not EditKind.REWORDED:
        return ""
    replacements = merge_near(find_weighty_replacements(edit.before, edit.after))
    if len(replacements) > _MAX_QUOTES:
        return ""
    quotes = "; ".join(map(quote_replacement, replacements))
    return quotes if len(quotes) <= _QUOTE_CHARS else ""


def quotes_whole_edit(headline: str, edit: Edit) -> bool:
    """Tell whether a headline quotes all words that a rewording replaces, before and after.

    The sentence of a move quotes only the words that make the move, and a long quote is cut.
    """

    def is_quoted(replacement: Replacement) -> bool:
        longest = max(len(side.split()) for side in (replacement.removed, replacement.added))
        return longest <= MAX_QUOTED_WORDS and quote_replacement(replacement) in headline

    longest = max(len(edit.before or ""), len(edit.after or ""))
    if edit.kind is not EditKind.REWORDED or OF_WORDING not in headline or longest > _MAX_CHARS:
        return False
    replacements = find_weighty_replacements(edit.before, edit.after)
    merged = merge_near(replacements)
    return bool(merged) and (all(map(is_quoted, merged)) or all(map(is_quoted, replacements)))


def describe_edit(edit: Edit, impact: ProvisionImpact | None = None) -> str:
    """Return what an edit does; `impact` is the provision that it shows best, if any."""
    if edit.significance is not Significance.SUBSTANTIVE:
        return f"{edit.reason[:1].upper()}{edit.reason[1:]}."
    return edit.sentence or _describe_words(edit, impact)


def names_only_a_place(headline: str) -> bool:
    """Tell whether a headline says no more than where the text differs, and how it starts."""
    return headline.startswith(tuple(_TEXT_VERBS.values()))


def _replaces_identifiers(edit: Edit) -> bool:
    """Tell whether only identifiers differ, such as numbers of patents: they alter no clause."""
    if edit.kind is not EditKind.REWORDED:
        return False
    replacements = find_weighty_replacements(edit.before, edit.after)
    changed = " ".join(f"{r.removed} {r.added}" for r in replacements).split()
    return bool(changed) and all(_IDENTIFIER.fullmatch(word.strip(".,;()")) for word in changed)


def _describe_clause(edit: Edit, impact: ProvisionImpact) -> str:
    """Name the clause that an edit shows, as new or gone only if the document gains or loses it."""
    event = _WHOLE_EVENTS.get(edit.kind)
    if event is None or impact.event_text.startswith(event):
        return f"{_CLAUSE_VERBS[edit.kind]}: {impact.name}."
    return f"{impact.name}: text {event}."


def _describe_words(edit: Edit, impact: ProvisionImpact | None) -> str:
    """Return what an edit alters, claiming nothing of what that does."""
    if (parties := _find_parties(edit)) is not None:
        return f"The company named changes from {parties[0]} to {parties[1]}."
    words = _quote_edit(edit)
    if impact is not None and not _replaces_identifiers(edit):
        return f"{impact.name}: {words}." if words else _describe_clause(edit, impact)
    section = f"\u201c{shorten(edit.section, _SECTION_CHARS)}\u201d" if edit.section else ""
    if words:
        return f"In {section}: {words}." if section else f"{words}."
    lead = f"{_TEXT_VERBS[edit.kind]}{f' in {section}' if section else ''}"
    is_term = edit.significance is Significance.SUBSTANTIVE
    quote = quote_leading_sentence(edit) if is_term else ""
    return f"{lead}: {quote}." if quote else f"{lead}."
