"""The setting that a sentence turns on or off: `no monthly report`. Pure."""

from collections.abc import Mapping, Sequence

from bot.slack.listeners.request_words import (
    DOUBT,
    SWITCHED_OFF,
    SWITCHED_ON,
    asks_for_state,
    find_phrases,
    is_negation,
)
from bot.slack.messages.settings import OFF, ON

REMINDERS = "reminders"
SWITCHES = {
    "reminders": REMINDERS, "monthly": "monthly", "thread": "threads", "threads": "threads",
    "empty": "empty",
}  # fmt: skip
"""Words for settings that a sentence can turn on or off."""


def find_switch(text: str, words: Sequence[str]) -> Mapping[str, str]:
    """Return the only setting that words turn on or off, if they clearly do.

    `never skip empty digests` and `stop hiding them` deny twice, so they are in doubt. Reminders
    come at a cadence if they do.
    """
    names = {name for word, name in SWITCHES.items() if word in words}
    if len(names) != 1 or asks_for_state(text) or find_phrases(words, DOUBT):
        return {}
    (name,) = names
    off = find_phrases(words, SWITCHED_OFF)
    denied = [place for place, word in enumerate(words) if is_negation(word)]
    is_denied = any(not any(each.start <= place < each.end for each in off) for place in denied)
    if is_denied or len(off) > 1:
        return {}
    if off:
        return {name: OFF}
    return {name: ON} if name != REMINDERS and find_phrases(words, SWITCHED_ON) else {}
