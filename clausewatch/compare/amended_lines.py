"""Lines around the document that keep their words and alter a figure, a denial or a party.

Furniture of a page is replaced as a whole, counts or offers something. What else is amended there
is taken for a term: the age that a page header states, the hours in a contact box, the consent
beside a check box.
"""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from clausewatch.compare.alignment import StatementPair
from clausewatch.compare.lone_lines import find_rule_lines
from clausewatch.compare.momentary_values import AMOUNT, has_grown, is_uneven
from clausewatch.compare.page_index import PageIndex
from clausewatch.compare.page_messages import find_shop_languages
from clausewatch.compare.replaced_words import ReplacedWords
from clausewatch.compare.shift_words import find_shift_words
from clausewatch.model.reading import BlockKind
from clausewatch.text.dates import remove_dates
from clausewatch.text.normal_form import make_key, tokenise
from clausewatch.text.statements import Statement, hash_key
from clausewatch.text.watched_lines import (
    MAX_CHARS,
    has_period,
    has_rule,
    is_of_moment,
    is_watched,
    list_lines,
)
from clausewatch.text.word_lists import has_binding_word

_MIN_PERCENT = 75
"""Of the characters that a line shares with its successor: headlines made alike share less."""
_MAX_LINES = 400
_UNIT = re.compile(r"\d\s?([^\W\d_]+)(?:\s([^\W\d_]+))?")
"""What is behind a figure: "10 days", "10 working days"."""
_STRICT = ("must", "negation")
"""Groups of grammar of a duty or a denial."""
_Line = tuple[str, str]
"""The key and the text of a line."""
_NOWHERE = -1
"""The place of a statement that is not in the text of the document."""


def find_amended_lines(
    before: PageIndex, after: PageIndex, volatile: frozenset[str]
) -> list[StatementPair]:
    """Return each watched line that only one page has, with what it became or was if it did."""
    gone, come = _list_lines(before, after, volatile), _list_lines(after, before, volatile)
    if not (any(map(is_watched, gone.values())) or any(map(is_watched, come.values()))):
        return []
    pairs: list[StatementPair] = []
    for (key, text), (new_key, new_text) in list(_pair_lines(gone, come)):
        del gone[key], come[new_key]
        if (is_watched(text) or is_watched(new_text)) and _is_amended(text, new_text):
            pairs.append(StatementPair(_place(text, key), _place(new_text, new_key)))
    for key, text in find_rule_lines(gone, before.reading):
        pairs.append(StatementPair(_place(text, key), None))
    for key, text in find_rule_lines(come, after.reading):
        pairs.append(StatementPair(None, _place(text, key)))
    return pairs


def _pair_lines(gone: dict[str, str], come: dict[str, str]) -> Iterator[tuple[_Line, _Line]]:
    """Yield each line with its successor, the pairs that share most of their words first."""
    matches = [
        (score, key, new_key)
        for key in gone
        for new_key, score, _ in process.extract_iter(
            key, come.keys(), scorer=fuzz.ratio, score_cutoff=_MIN_PERCENT
        )
    ]
    taken: set[str] = set()
    paired: set[str] = set()
    for _, key, new_key in sorted(matches, key=lambda match: -match[0]):
        if key not in taken and new_key not in paired:
            taken.add(key)
            paired.add(new_key)
            yield (key, gone[key]), (new_key, come[new_key])


def _list_lines(page: PageIndex, other: PageIndex, volatile: frozenset[str]) -> dict[str, str]:
    """Return the lines around a document that the other page has nowhere, by their keys."""
    lines: dict[str, str] = {}
    texts = (text for text in list_lines(page.reading.dropped) if len(text) <= MAX_CHARS)
    for text in texts:
        key = make_key(text)
        if key and key not in other.keys and hash_key(key) not in volatile:
            lines.setdefault(key, text)
            if len(lines) == _MAX_LINES:
                break
    return lines


def _place(text: str, key: str) -> Statement:
    return Statement(text, key, _NOWHERE, BlockKind.PARAGRAPH, "", _NOWHERE)


def _is_amended(before: str, after: str) -> bool:
    """Tell whether a line that got other words is a term: what differs must bind somebody.

    Offers bind only with a word of duty, permission or denial, and counters count.
    """
    texts = before, after
    if any(map(is_of_moment, texts)) or _is_offer(texts):
        return False
    words = ReplacedWords(before, after)
    is_figures = all(word[:1].isdigit() for word in words.changed)
    if is_figures and _is_counter(words):
        return False
    undated = remove_dates(before), remove_dates(after)
    if any(map(has_rule, undated)):
        return True
    if make_key(undated[0]) == make_key(undated[1]):
        return False
    if is_figures:
        return _is_charge(after) or any(map(has_period, _UNIT.findall(after.casefold())))
    return words.has_limit() or words.has_party() or has_period(words.changed)


def _is_offer(texts: tuple[str, str]) -> bool:
    """Tell whether texts are those of a shop window; "only" and "within" bind nobody there."""
    languages = frozenset().union(*map(find_shop_languages, texts))
    is_bound = any(has_binding_word(tokenise(text), languages) for text in texts)
    return bool(languages) and not is_bound


def _is_counter(words: ReplacedWords) -> bool:
    """Tell whether only uneven counts of many moved a little, and nothing is due or denied."""
    grammar = find_shift_words(words.text).grammar
    if AMOUNT.search(words.text) or any(grammar[name].search(words.text) for name in _STRICT):
        return False
    pairs = words.pairs or ()
    is_count = (is_uneven(old) and is_uneven(new) and has_grown(old, new) for old, new, _ in pairs)
    return bool(pairs) and all(is_count)


def _is_charge(text: str) -> bool:
    """Tell whether a text has an amount that users are charged."""
    has_amount = AMOUNT.search(text) is not None
    return has_amount and find_shift_words(text).grammar["cost"].search(text) is not None
