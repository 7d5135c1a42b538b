"""Decides by its words whether a sentence is evidence of a clause type and not only mentions it."""

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.provisions.act_objects import ActObjects
from clausewatch.provisions.cues import Cue
from clausewatch.provisions.tokens import join_tokens


@dataclass(frozen=True, slots=True)
class SupportingWords:
    """What `data/evidence.toml` says of one clause type."""

    needs: tuple[Cue, ...]
    """Every one of these matches the sentence, its lead-in or its heading."""
    either: tuple[Cue, ...]
    """At least one of these matches the sentence, its lead-in or its heading, if there are any."""
    never: tuple[Cue, ...]
    """None of these matches the sentence itself."""
    others: tuple[Cue, ...]
    """None of these matches it either, unless it also names what the type is about."""
    own: tuple[Cue, ...]
    """These name what the type is about."""
    objects: ActObjects | None = None
    """What the act of the type must be done to, if other types share the act."""

    def are_in(self, tokens: Sequence[str], context: Sequence[str]) -> bool:
        """Return whether a sentence has what it needs; `context` is its heading and lead-in."""
        if self.needs and not _match_all(self.needs, [*context, *tokens]):
            return False
        if self.objects is not None and self.objects.are_others(tokens):
            return False
        return not self.either or _match_any(self.either, [*context, *tokens])

    def are_voided_in(self, tokens: Sequence[str]) -> bool:
        """Return whether words speak of something else than the clause type."""
        if self.never and _match_any(self.never, tokens):
            return True
        is_other = bool(self.others) and _match_any(self.others, tokens)
        return is_other and not _match_any(self.own, tokens)


def _match_all(cues: Sequence[Cue], tokens: Sequence[str]) -> bool:
    distinct, text = set(tokens), join_tokens(tokens)
    return all(cue.may_be_in(distinct) and cue.is_in(text) for cue in cues)


def _match_any(cues: Sequence[Cue], tokens: Sequence[str]) -> bool:
    distinct, text = set(tokens), join_tokens(tokens)
    return any(cue.may_be_in(distinct) and cue.is_in(text) for cue in cues)
