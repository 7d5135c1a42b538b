"""What a page says about itself: that something loads or failed, or which languages it has.

Such words are few and the same on every site, but no shape tells them from a term, so that they
are listed in `clausewatch/data/page_messages.toml`.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from clausewatch.compare.shift_words import find_shift_words
from clausewatch.text.document_titles import normalise_label
from clausewatch.text.normal_form import tokenise
from clausewatch.text.word_lists import has_binding_word, has_rule_word

_MAX_WORDS = 22
_MAX_MENU_CHARS = 120
_TICKER = re.compile(r"\d\s?[▲▼△▽]|[▲▼△▽]\s?[+-]?\d")
_MAX_TICKER_CHARS = 60
_UNFINISHED = ("\u2026", "...")
_MAX_PLACEHOLDER_WORDS = 4
"""What stands for something that still loads: "Loading map…"."""
_MAX_LEAD_WORDS, _MAX_REST_WORDS = 5, 3
"""Around the words of a translation: "this page has been … from English"."""
_ENGLISH = normalise_label("English")
"""Alone it may be an item of a list in an English text."""


@cache
def _list_phrases(table: str) -> tuple[str, ...]:
    phrases = (phrase for words in _load()[table].values() for phrase in words)
    return tuple(map(normalise_label, phrases))


@cache
def _load_names() -> frozenset[str]:
    return frozenset(normalise_label(name) for words in _load()["names"].values() for name in words)


@cache
def _load_unavailable() -> frozenset[str]:
    phrases = (phrase for words in _load()["unavailable"].values() for phrase in words)
    return frozenset(map(normalise_label, phrases))


@cache
def _load() -> dict[str, dict[str, list[str]]]:
    file = files("clausewatch") / "data" / "page_messages.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def is_page_message(text: str) -> bool:
    """Tell whether a text is a message of the page, a name in its menu of languages, or a price.

    "If the page could not be loaded, no fee is due" has the words of a message and is a term.
    """
    names = [normalise_label(name) for name in text.split("|")]
    is_menu = len(text) <= _MAX_MENU_CHARS and names != [_ENGLISH]
    if is_menu and all(name in _load_names() for name in names):
        return True
    if len(text) <= _MAX_TICKER_CHARS and _TICKER.search(text):
        return True
    if text.endswith(_UNFINISHED) and len(text.split()) <= _MAX_PLACEHOLDER_WORDS:
        return not has_rule_word(tokenise(text))
    return states_failure(text) or _is_note_of_translation(text)


def states_failure(text: str) -> bool:
    """Tell whether a text says that something loads or failed, and binds nobody."""
    is_short = len(text.split()) <= _MAX_WORDS and not any(map(str.isdigit, text))
    if not is_short or states_term(text):
        return False
    label = normalise_label(text)
    if _remove_present(label) in _load_unavailable():
        return True
    leads = (label[: label.find(phrase)] for phrase in _list_phrases("state") if phrase in label)
    subordinate = find_shift_words(text).grammar["subordinate"]
    return any(not subordinate.search(lead) for lead in leads)


def _is_note_of_translation(text: str) -> bool:
    """Tell whether a text only says that a machine translated the page."""
    label = normalise_label(text)
    found = next((phrase for phrase in _list_phrases("translated") if phrase in label), None)
    if found is None or has_binding_word(tokenise(text), _load()["translated"]):
        return False
    lead, _, rest = label.partition(found)
    if len(lead.split()) > _MAX_LEAD_WORDS or len(rest.split()) > _MAX_REST_WORDS:
        return False
    return any(f"{lead} ".startswith(name) for name in _list_phrases("page"))


def find_shop_languages(text: str) -> frozenset[str]:
    """Return the languages in which a text has words of an offer, of goods or of their delivery."""
    label = normalise_label(text)
    return frozenset(
        language
        for language, phrases in _load()["shop"].items()
        if any(normalise_label(phrase) in label for phrase in phrases)
    )


def _remove_present(label: str) -> str:
    """Return a label without the words that only say that it is about the present moment."""
    for phrase in (phrase for words in _load()["now"].values() for phrase in words):
        label = f" {label.strip()} ".replace(f" {phrase} ", " ")
    return label


def names_present(text: str) -> bool:
    """Tell whether a text says that it is about the present moment."""
    label = f" {normalise_label(text)} "
    return any(f" {phrase} " in label for words in _load()["now"].values() for phrase in words)


def states_term(text: str) -> bool:
    """Tell whether a text binds a party, or names what users get, pay or have done to them."""
    words = find_shift_words(text)
    is_rule, names_party, is_benefit = (
        any(words.grammar[name].search(text) for name in group)
        for group in (("may", "must"), ("company", "user"), ("benefit", "cost"))
    )
    conducts = (*words.practices, *words.promises)
    is_conduct = any(c.verbs.search(text) for c in conducts if not c.is_general)
    return (is_rule and names_party) or is_benefit or is_conduct
