"""What two lists of subprocessors differ in, as sentences for people."""

from collections.abc import Callable, Sequence

from clausewatch.model.subprocessors import Subprocessor, SubprocessorEdit, SubprocessorEditKind

MAX_NAMES = 3
"""Companies of one kind that a headline names."""
MAX_BULLET_NAMES = 8
MAX_FACT_CHARS = 90
Kind = SubprocessorEditKind


def describe_edits(edits: Sequence[SubprocessorEdit], platform: str) -> str:
    """Return one sentence: `Acme added Beta, Inc. (GPU hosting, Norway) and removed Gamma`."""
    clauses = [_describe_kind(kind, edits, MAX_NAMES) for kind in Kind]
    return _end_sentence(f"{platform or 'The list'} {join_words([c for c in clauses if c])}")


def list_bullets(edits: Sequence[SubprocessorEdit], platform: str) -> tuple[str, ...]:
    """Return one sentence per kind of difference, with more companies than the headline names."""
    subject = platform or "The list"
    clauses = (_describe_kind(kind, edits, MAX_BULLET_NAMES) for kind in Kind)
    return tuple(_end_sentence(f"{subject} {clause}") for clause in clauses if clause)


def _end_sentence(text: str) -> str:
    """Return a sentence with one full stop, also after `Acme, Inc`."""
    return text if text.endswith(".") else f"{text}."


def _describe_kind(kind: Kind, edits: Sequence[SubprocessorEdit], limit: int) -> str:
    """Return a clause on the edits of one kind, or an empty text if there is none."""
    same_kind = [edit for edit in edits if edit.kind is kind]
    if not same_kind:
        return ""
    verb, describe = _VERBS[kind]
    shown = [describe(edit) for edit in same_kind[:limit]]
    rest = len(same_kind) - len(shown)
    return f"{verb} {join_words([*shown, f'{rest} more'] if rest else shown)}"


def join_words(words: Sequence[str]) -> str:
    """Return a list in words: `a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def shorten_fact(text: str) -> str:
    """Return a value short enough for a sentence."""
    if len(text) <= MAX_FACT_CHARS:
        return text
    return text[:MAX_FACT_CHARS].rpartition(" ")[0] + "\u2026"


def describe_company(entry: Subprocessor) -> str:
    """Return a company with its facts: `Beta, Inc. (GPU hosting, Norway)`."""
    facts = ", ".join(filter(None, (shorten_fact(entry.purpose), shorten_fact(entry.location))))
    part = f" for {entry.group}" if entry.group else ""
    return f"{entry.name} ({facts}){part}" if facts else f"{entry.name}{part}"


def _get_sides(edit: SubprocessorEdit) -> tuple[Subprocessor, Subprocessor]:
    before, after = edit.before or edit.after, edit.after or edit.before
    if before is None or after is None:
        raise ValueError("An edit has an entry on one side at least.")
    return before, after


def _describe_after(edit: SubprocessorEdit) -> str:
    return describe_company(_get_sides(edit)[1])


def _describe_removed(edit: SubprocessorEdit) -> str:
    entry = _get_sides(edit)[0]
    return f"{entry.name} for {entry.group}" if entry.group else entry.name


def _describe_renamed(edit: SubprocessorEdit) -> str:
    before, after = _get_sides(edit)
    return f"{before.name} to {after.name}"


def _describe_move(field: Callable[[Subprocessor], str]) -> Callable[[SubprocessorEdit], str]:
    def describe(edit: SubprocessorEdit) -> str:
        before, after = _get_sides(edit)
        old, new = shorten_fact(field(before)), shorten_fact(field(after))
        if not old:
            return f"{after.name} (now stated: {new})"
        return f"{after.name} ({old} \u2192 {new or 'not stated'})"

    return describe


_VERBS: dict[Kind, tuple[str, Callable[[SubprocessorEdit], str]]] = {
    Kind.ADDED: ("added", _describe_after),
    Kind.REMOVED: ("removed", _describe_removed),
    Kind.RENAMED: ("renamed", _describe_renamed),
    Kind.RELOCATED: ("changed the location of", _describe_move(lambda entry: entry.location)),
    Kind.REPURPOSED: ("changed the purpose of", _describe_move(lambda entry: entry.purpose)),
    Kind.DATA_CHANGED: ("changed the data of", _describe_move(lambda entry: entry.data)),
}
