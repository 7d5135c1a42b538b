"""Edits that state no term: labels of links, pointers to other documents, lines on a version."""

import re

from clausewatch.compare.replacements import find_weighty_replacements
from clausewatch.compare.sentence_pairs import count_changed_words, find_changed_words
from clausewatch.compare.shift_words import find_shift_words
from clausewatch.compare.vocabulary import OPERATIVE_WORDS, REFERENCE_WORDS
from clausewatch.model.reading import Edit, EditKind
from clausewatch.text.normal_form import NUMBERING, tokenise

_MAX_LABEL_WORDS = 6
_MAX_TITLE_WORDS = 12
_MAX_POINTER_WORDS = 26
_MAX_VERSION_WORDS = 16
_MAX_SLIGHT_WORDS = 8
_MAX_DATE_WORDS = 3
_MAX_REFERENCE_WORDS = 12
_NUMBER_JOINS = frozenset(
    {"and", "or", "to", "through", "und", "bis", "et", "à", "y", "a", "e", "i"}
)
_RULING = ("company", "user", "may", "must", "will", "negation")


def is_aside(edit: Edit) -> bool:
    """Tell whether an edit only changes labels, pointers or version lines, which bind nobody.

    The same words in another order may say something else, so they are told, but after others;
    not so if parties, figures or words of permission and duty have changed places.
    """
    if edit.kind is EditKind.MOVED:
        return False
    texts = [text for text in (edit.before, edit.after) if text]
    before, after = edit.before, edit.after
    if before and after and (_is_reordered(before, after) or is_redated(before, after)):
        return True
    return all(_is_label(text) or _is_pointer(text) or _is_version_line(text) for text in texts)


def is_slight(edit: Edit) -> bool:
    """Tell whether an edit is an item of a few words, or replaces a few that grant nothing.

    Nor is one slight that replaces words that forbid or count, unless they number sections.
    """
    if not (edit.before and edit.after):
        text = edit.before or edit.after or ""
        is_sentence = text.rstrip().endswith((".", "!", "?"))
        return len(text.split()) <= _MAX_LABEL_WORDS and not is_sentence
    if _is_renumbered(edit.before, edit.after):
        return True
    changed = " ".join(find_changed_words(edit.before, edit.after))
    tokens = tokenise(changed)
    is_operative = any(token in OPERATIVE_WORDS or token[:1].isdigit() for token in tokens)
    return len(tokens) <= _MAX_SLIGHT_WORDS and not is_operative


def _is_renumbered(before: str, after: str) -> bool:
    """Tell whether only the numbers of sections differ to which a sentence refers."""
    replacements = find_weighty_replacements(before, after)
    return bool(replacements) and all(
        bool(r.removed and r.added)
        and all(word[:1].isdigit() for word in tokenise(f"{r.removed} {r.added}"))
        and _follows_reference(r.before)
        for r in replacements
    )


def _follows_reference(lead: str) -> bool:
    """Tell whether a text ends with "Section", or with "Sections" and numbers."""
    for token in reversed(tokenise(lead)[-_MAX_REFERENCE_WORDS:]):
        if token in REFERENCE_WORDS:
            return True
        if not (token[:1].isdigit() or token in _NUMBER_JOINS):
            return False
    return False


def _is_label(text: str) -> bool:
    """Tell whether a text is a title or the label of a link: a few capitalised words."""
    words = text.split()
    if is_question(text):
        return True
    if len(words) > _MAX_LABEL_WORDS or text.rstrip().endswith((".", ";", ":", ",")):
        return False
    if any(character.isdigit() for character in text) or "|" in text:
        return False
    tokens = set(tokenise(text))
    long_words = [word for word in words if len(word) > 3]  # noqa: PLR2004
    is_title = len(long_words) > 1 and all(word[:1].isupper() for word in long_words)
    return is_title and not tokens & (OPERATIVE_WORDS - {"and", "or", "in", "und", "et", "y"})


def is_question(text: str) -> bool:
    """Tell whether a text is a title such as "D. How we protect your data", numbered or not.

    Without a question mark only words of manner and reason are sure to start one: "what you upload
    becomes ours" is a rule, and so is what has a figure, a comma or a word of permission or duty.
    """
    title = NUMBERING.sub("", text.strip(), count=1).strip()
    if len(title.split()) > _MAX_TITLE_WORDS or title.endswith((".", ";", ":", "!")):
        return False
    grammar = find_shift_words(title).grammar
    rules = (grammar[name] for name in ("may", "must", "will", "negation"))
    if "," in title or re.search(r"\d", title) or any(rule.search(title) for rule in rules):
        return False
    names = ("manner", "question") if title.endswith("?") else ("manner",)
    return any(grammar[name].match(title) for name in names)


def _is_reordered(before: str, after: str) -> bool:
    """Tell whether the same words stand in another order, and those that rule in the same."""
    old, new = tokenise(before), tokenise(after)
    if sorted(old) != sorted(new):
        return False
    grammar = find_shift_words(after).grammar
    rules = [
        [t for t in side if t[:1].isdigit() or any(grammar[g].fullmatch(t) for g in _RULING)]
        for side in (old, new)
    ]
    return rules[0] == rules[1]


def is_redated(before: str, after: str) -> bool:
    """Tell whether a sentence that starts like a version line only has another date."""
    pattern = find_shift_words(after).grammar["version_line"]
    is_line = bool(pattern.match(before.strip()) and pattern.match(after.strip()))
    return is_line and count_changed_words(before, after) <= _MAX_DATE_WORDS


def _is_version_line(text: str) -> bool:
    """Tell whether a text is a line that only says which version of the document this is."""
    start = find_shift_words(text).grammar["version_line"].match(text.strip().lstrip("([*\u2022 "))
    has_number = any(character.isdigit() for character in text)
    is_bare = text.strip().startswith("(") and text.strip().endswith(")")
    return bool(start) and len(text.split()) <= _MAX_VERSION_WORDS and (has_number or is_bare)


def _is_pointer(text: str) -> bool:
    """Tell whether a text is one sentence that only says where to read on."""
    pointer = find_shift_words(text).grammar["pointer"]
    return len(text.split()) <= _MAX_POINTER_WORDS and bool(pointer.match(text.strip()))
