"""Finds the opt-outs of a practice anywhere in its document, and what each of them covers.

An opt-out is often far from the practice: in a section on settings, or a sentence after it that
only says "this use". A general right to object under data protection law is no opt-out of one
practice unless the sentence names it.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from clausewatch.model.provisions import Polarity, Quote
from clausewatch.provisions.conditions import offers_opt_out
from clausewatch.provisions.cues import compile_cue
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.parties import Party
from clausewatch.provisions.regional_choices import is_regional
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.tokens import join_tokens, tokenise

_NEARBY_BLOCKS = 2
_OFFERS = frozenset(
    {
        "opt",
        "opting",
        "opted",
        "object",
        "decide",
        "choose",
        "choosing",
        "select",
        "whether",
        "disable",
        "disabling",
        "off",
        "decline",
        "refuse",
        "want",
        "wish",
        "unless",
    }
)
"""Every opt-out contains one of these words, so that most sentences need no closer reading."""
_BACK_REFERENCES = frozenset({"this", "such", "these", "that"})
_REFERRED = frozenset({"use", "uses", "processing", "practice", "purpose", "purposes", "licence"})
_ABOVE = ("described", "above")
_OBJECT_LINKS = frozenset({"of", "from"})
_BARE_OPT_OUT = ("you", "can", "opt", "out")
_CONNECTIVES = frozenset(
    {",", "also", "always", "and", "any", "at", "but", "however", "if", "prefer", "so", "still"}
    | {"time", "to", "want", "wish"}
)
"""What may stand before an opt-out besides the user; any other word names something."""
_PLANS = "plan|plans|account|accounts|customer|customers|subscription|tier|tiers|user|users"
_QUALIFIERS = {
    "paid plans": f"paid|paying|enterprise|business|pro|team {_PLANS}",
    "prompts and outputs": "prompts|inputs|outputs|input|output|prompt",
    "third parties": "by …2 third_party|third_parties|partners|recipients|collaborators|vendors",
}
"""What an opt-out may be limited to, and the cue that says so."""
_REGIONS = "some regions"


@dataclass(frozen=True)
class OptOutSearch:
    """Searches one document for opt-outs."""

    document: SplitDocument
    taxonomy: Taxonomy

    def find_opt_outs(self, clause: ClauseType, governing: Sequence[int]) -> Iterator[int]:
        """Yield the passages that offer an opt-out from the practice of a clause type.

        `governing` are the passages that state the practice; an opt-out right after one of them
        may refer to it by "this use" alone.
        """
        for index in self._offers:
            never = self.taxonomy.passage_cues.find_number(f"never:{clause.id}")
            is_excluded = never in self.document.cue_groups[index]
            names_practice = not is_excluded and self.names_practice(clause, index)
            if not is_excluded and self._is_bare(clause, index, governing):
                yield index
                continue
            if not names_practice and not self._refers_back(index, governing):
                continue
            assertion = self.document.find_assertion(self.taxonomy, clause, index)
            if assertion.polarity is Polarity.OPT_OUT_OFFERED:
                yield index

    def names_practice(self, clause: ClauseType, index: int) -> bool:
        """Return whether a cue of the clause type is in a passage that may be quoted."""
        groups = self.document.cue_groups.get(index, ())
        return not self._naming_groups[clause.id].isdisjoint(groups)

    def find_naming(self, clause: ClauseType) -> Iterator[int]:
        """Yield the passages with a cue of the clause type."""
        for group in self._naming_groups[clause.id]:
            yield from self._passages_by_group.get(group, ())

    @cached_property
    def _passages_by_group(self) -> dict[int, list[int]]:
        indexes: dict[int, list[int]] = {}
        for index, groups in self.document.cue_groups.items():
            for group in groups:
                indexes.setdefault(group, []).append(index)
        return indexes

    @cached_property
    def _naming_groups(self) -> dict[str, frozenset[int]]:
        """The cue groups that name the practice of each clause type."""
        find, kinds = self.taxonomy.passage_cues.find_number, ("certain", "says", "general")
        return {
            clause: frozenset(find(f"{kind}:{clause}") for kind in kinds)
            for clause in self.taxonomy.clauses
        }

    @cached_property
    def _offers(self) -> tuple[int, ...]:
        """The passages that may offer an opt-out, by their words."""
        return tuple(
            index
            for index, tokens in enumerate(self.document.tokens)
            if self.document.is_quotable[index] and not _OFFERS.isdisjoint(tokens)
        )

    def _refers_back(self, index: int, governing: Sequence[int]) -> bool:
        """Return whether a passage soon after a governing one speaks of it ("this use")."""
        passage = self.document.passages[index]
        is_near = any(
            0 <= passage.block - self.document.passages[stating].block <= _NEARBY_BLOCKS
            and stating < index
            for stating in governing
        )
        return is_near and any(
            (first in _BACK_REFERENCES and second in _REFERRED) or (first, second) == _ABOVE
            for first, second in itertools.pairwise(self.document.tokens[index])
        )

    def _is_bare(self, clause: ClauseType, index: int, governing: Sequence[int]) -> bool:
        """Return whether an opt-out of nothing that it names follows a governing passage.

        "We may show your logo. You can opt out at any time."
        """
        passages, sentence = self.document.passages, self.document.sentences[index]
        if index - 1 not in governing or passages[index].block != passages[index - 1].block:
            return False
        words = sentence.words
        out = next((at for at in range(1, len(words)) if words[at] == "out"), None)
        if out is None or not _OBJECT_LINKS.isdisjoint(words[out + 1 : out + 2]):
            return False
        has_user_only = all(
            sentence.is_finite(at)
            or sentence.find_party(at) is Party.USER
            or words[at] in _CONNECTIVES
            for at in range(sentence.lead_in_size, out - 1)
        )
        names_other = not self.document.cue_groups[index].isdisjoint(self._find_others(clause))
        return (
            has_user_only
            and not names_other
            and offers_opt_out(sentence, [len(sentence.words) - 1])
        )

    def _find_others(self, clause: ClauseType) -> frozenset[int]:
        """Return the groups that name another practice, and not only that one can opt out."""
        choices = self.taxonomy.passage_cues.find_groups(_BARE_OPT_OUT)
        others = (
            groups
            for each, groups in self._naming_groups.items()
            if each != clause.id and groups.isdisjoint(choices)
        )
        return frozenset().union(*others)


def describe_coverage(quote: Quote, grammar: Grammar) -> tuple[str, ...]:
    """Return what an opt-out is limited to by the words of its sentence."""
    text = join_tokens(tokenise(quote.text))
    limits = tuple(name for name, cue in _QUALIFIERS.items() if compile_cue(cue).is_in(text))
    return (*limits, _REGIONS) if is_regional(quote, grammar) else limits
