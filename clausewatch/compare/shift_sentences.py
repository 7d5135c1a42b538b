"""The sentences of shifts: what a move does, in words that a lawyer would say."""

from enum import IntEnum

from clausewatch.model.reading import Direction, Severity, Shift


class State(IntEnum):
    """How far a text goes against users in a practice, or for them in a promise or a right."""

    DENIED = 0
    ONLY_WITH_CONSENT = 1
    ABSENT = 2
    CONDITIONAL = 3
    """With consent, or only in some cases."""
    LIMITED = 4
    """With an opt-out, a condition, or words that bind nobody."""
    FULL = 5


def make_shift(
    topic: str,
    severity: Severity,
    sentence: str,
    *,
    is_loss: bool,
    only_side: str = "",
    is_denial: bool = False,
) -> Shift:
    """Return a loss for users with its severity, or a gain, which is low."""
    if is_loss:
        return Shift(topic, Direction.LESS_FAVOURABLE, severity, sentence, only_side, is_denial)
    return Shift(topic, Direction.MORE_FAVOURABLE, Severity.LOW, sentence, only_side, is_denial)


_PRACTICE_NOW = {
    State.DENIED: "Now promises not to {does}",
    State.ONLY_WITH_CONSENT: "Now promises to {does} only with consent",
    State.CONDITIONAL: "May now {does} only in some cases",
    State.LIMITED: "May now {does} unless users opt out",
    State.FULL: "May now {does}",
}
_PRACTICE_BEFORE = {
    State.DENIED: "; before, it promised not to",
    State.ONLY_WITH_CONSENT: "; before, it needed consent",
    State.ABSENT: "",
    State.CONDITIONAL: "; before, only with consent or in some cases",
    State.LIMITED: "; before, users could opt out",
    State.FULL: "; before, it could",
}
_PRACTICE_GONE = {
    State.DENIED: "No longer promises not to {does}",
    State.ONLY_WITH_CONSENT: "No longer promises to {does} only with consent",
    State.CONDITIONAL: "No longer says that it may {does}",
    State.LIMITED: "No longer says that it may {does}",
    State.FULL: "No longer says that it may {does}",
}


def describe_practice(does: str, old: State, new: State) -> str:
    """Return the sentence on a practice of the company whose state moves."""
    if new is State.ABSENT:
        return f"{_PRACTICE_GONE[old].format(does=does)}."
    return f"{_PRACTICE_NOW[new].format(does=does)}{_PRACTICE_BEFORE[old]}."


def describe_further_practice(does: str) -> str:
    """Return the sentence on a practice that a document had, and now has in one more case."""
    return f"Tells of a further case in which it may {does}."


def describe_promise(does: str, old: State, new: State) -> str:
    """Return the sentence on a promise of the company whose state moves."""
    if new is State.ABSENT:
        kind = "that it will not" if old is State.DENIED else "to"
        verb = "says" if old is State.DENIED else "promises"
        return f"No longer {verb} {kind} {does}."
    if new is State.DENIED:
        return f"Now says that it will not {does}."
    if new is State.LIMITED and old is State.FULL:
        return f"Promises less firmly to {does}."
    if new is State.FULL and old is State.LIMITED:
        return f"Promises more firmly to {does}."
    return f"Now promises to {does}."


def describe_right(name: str, old: State, new: State) -> str:
    """Return the sentence on a right of users whose state moves."""
    if new is State.LIMITED and old is State.FULL:
        return f"Limits {name}."
    if new is State.FULL and old is State.LIMITED:
        return f"Widens {name}."
    return f"Users gain {name}." if new > old else f"Users lose {name}."
