"""The words of an edit that a headline quotes, so that it can be read alone.

A rewording shows both sides around everything that it replaces. New or removed text shows its
weightiest sentence. Words that do not fit are left to the redline: half an edit can mislead.
"""

from clausewatch.compare.excerpts import cut_around_changes
from clausewatch.compare.leading_sentences import (
    quote_leading_sentence,
    quote_sentence,
    weigh_sentence,
)
from clausewatch.compare.lone_rules import describe_further_case
from clausewatch.compare.quotes import OF_WORDING, nest_quotes, quote_replacement
from clausewatch.compare.replacements import find_weighty_replacements, merge_near
from clausewatch.compare.sentence_pairs import pair_sentences
from clausewatch.compare.shift import find_shifts
from clausewatch.compare.shift_words import find_shift_words
from clausewatch.model.reading import Edit, EditKind, Shift

_MAX_QUOTES = 3
_MAX_TRIED = 4
_SHORT_CHARS = 140
"""Of a sentence that is quoted whole, with what its verb is done to."""
_MAX_CHARS = 2_000
"""Of a side that is searched for what a headline leaves out; a longer one is shown in any case."""


def quote_move(sentence: str, edit: Edit, limit: int) -> str:
    """Return the words of the sentence that makes a move, at most `limit` characters.

    `sentence` is what the move is said to do. A sentence of a rewording that has no other side is
    only quoted alone where both sides of the edit do not fit.
    """
    for before, after in pair_sentences(edit.before or "", edit.after or ""):
        if any(_tells(shift, sentence) for shift in find_shifts(before, after)):
            is_alone = edit.kind is EditKind.REWORDED and not (before and after)
            both = quote_edit(edit, limit) if is_alone else ""
            return both or _quote_pair(before, after, limit)
    return quote_edit(edit, limit)


def _tells(shift: Shift, sentence: str) -> bool:
    """Tell whether a sentence says what a shift does, as its first case or as a further one."""
    further = describe_further_case(shift, ())
    return sentence == shift.sentence or (further is not None and sentence == further.sentence)


def quotes_both_sides(words: str) -> bool:
    """Tell whether the words of a rewording show what it said before and what it says now."""
    return OF_WORDING in words


def quote_edit(edit: Edit, limit: int) -> str:
    """Return the words of an edit, at most `limit` characters; empty if they do not fit.

    Of a rewording that is too long, the weightiest sentence is quoted, and among equals one that
    has another side.
    """
    if edit.kind is not EditKind.REWORDED:
        return quote_leading_sentence(edit, limit)
    before, after = edit.before or "", edit.after or ""
    if words := _quote_pair(before, after, limit):
        return words
    rules = find_shift_words(after)
    pairs = [
        (old, new)
        for old, new in pair_sentences(before, after)
        if new and (old or (weigh_sentence(new, rules) >= 0 and not new.endswith(":")))
    ]
    pairs.sort(key=lambda pair: (weigh_sentence(pair[1], rules), bool(pair[0])), reverse=True)
    if len(whole := _quote_sides(before, after)) <= limit:
        return whole
    quotes = (
        _quote_pair(old, new, limit) or _quote_later_side(old, new, limit)
        if old
        else _quote_new_rule(new, limit)
        for old, new in pairs[:_MAX_TRIED]
    )
    return next(filter(None, quotes), "") or _quote_later_side(before, after, limit)


def _quote_later_side(before: str, after: str, limit: int) -> str:
    cut = cut_around_changes(before, after, limit)[1]
    line = f"now {_quote_whole(cut)}"
    if cut and len(line) <= limit:
        return line
    return _quote_new_rule(after, limit) if before else ""


def _quote_new_rule(sentence: str, limit: int) -> str:
    rule = quote_sentence(sentence, limit - len("now "))
    return f"now {rule}" if rule else ""


def _quote_pair(before: str, after: str, limit: int) -> str:
    """Return both sides of a rewording, or the sentence that has no other side.

    Both have all that was replaced and words around it. If that is too long, the least important
    words are left out.
    """
    if not (before and after):
        return quote_sentence(before or after, limit)
    whole = _quote_sides(before, after)
    if max(len(before), len(after)) <= _SHORT_CHARS and len(whole) <= limit:
        return whole
    cut = _quote_sides(*cut_around_changes(before, after, limit // 2))
    merged = merge_near(find_weighty_replacements(before, after))
    each = "; ".join(map(quote_replacement, merged)) if len(merged) <= _MAX_QUOTES else ""
    has_all = [quote for quote in (cut, each) if _has_all(quote, before, after)]
    return next((quote for quote in (*has_all, cut) if len(quote) <= limit), "")


def _quote_sides(old: str, new: str) -> str:
    return f"{_quote_whole(old)} {OF_WORDING} {_quote_whole(new)}"


def _has_all(quote: str, before: str | None, after: str | None) -> bool:
    """Tell whether a quote has all words that were replaced, added or removed."""
    replacements = find_weighty_replacements(before, after)
    phrases = [text for r in replacements for text in (r.removed, r.added)]
    return bool(replacements) and all(_clean(phrase) in quote for phrase in phrases)


def _clean(text: str) -> str:
    """Return a text as it stands in a quote, without the marks at its end."""
    return nest_quotes(" ".join(text.split())).rstrip(" .;:,")


def quotes_whole_edit(headline: str, edit: Edit) -> bool:
    """Tell whether a headline quotes all words that an edit replaces, adds or removes.

    The sentence of a move quotes only the words that make the move, and a long quote is cut.
    """
    if max(len(edit.before or ""), len(edit.after or "")) > _MAX_CHARS:
        return False
    if edit.kind is not EditKind.REWORDED:
        return _quote_whole(edit.before or edit.after or "") in headline
    return OF_WORDING in headline and _has_all(headline, edit.before, edit.after)


def _quote_whole(text: str) -> str:
    return f"\u201c{_clean(text)}\u201d"
