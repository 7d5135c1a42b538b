"""Finds clause types by what people call them: `ai training`, `training my data`, `refunds`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from rapidfuzz import fuzz

from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.tokens import tokenise

MATCH_SCORE = 78.0
"""A name with at least this similarity (0 to 100) matches; below it is only suggested."""
SUGGESTION_SCORE = 55.0
MAX_SUGGESTIONS = 5
MIN_LEAD = 6.0
"""A match is sure only if it leads the next clause type by this score."""
_MAX_SIMILARITY = 100.0
MIN_COVERAGE, MIN_COVERAGE_LEAD = 0.75, 0.25
"""A clause type is meant if its own words cover this share of the words typed, with this lead.

Shares are weighted: the fewer clause types a word belongs to, the more it counts.
"""
_SYNONYMS = {
    "information": "data", "info": "data", "ad": "advertis", "email": "mail", "sold": "sell",
    "kept": "keep", "held": "hold", "given": "give", "sent": "send", "taught": "teach",
}  # fmt: skip
"""Stems that people use for one another."""
_MIN_CONTAINED_LETTERS = 4
_MIN_SIMILAR_LETTERS = 5
"""Shorter names are like many words: `make` is no typing error of `market`."""
_STOP_WORD_LIST = """
a an the my our your their his her its on of for to and or in is are am be it about clause clauses
do does did can could may might will would should have has get i you they we me us them this that
as if when how what who where which why there any some by with please tell show
"""
_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The clause types that a typed name may mean, best first; `is_sure` if the first is meant."""

    clauses: tuple[ClauseType, ...]
    is_sure: bool


def find_clause_types(typed: str, taxonomy: Taxonomy) -> NameMatch:
    """Return the clause types that a person may mean; an exact id, name or alias is sure."""
    typed = " ".join(tokenise(typed.replace("_", " ")))
    stems = _stem_name(typed.split())
    if not stems:
        return NameMatch((), is_sure=False)
    scored = sorted(
        ((_score_clause(typed, stems, clause), clause) for clause in taxonomy.clauses.values()),
        key=lambda pair: -pair[0],
    )
    similar = [(score, clause) for score, clause in scored if score >= SUGGESTION_SCORE]
    if not similar:
        return NameMatch((), is_sure=False)
    best = similar[0][0]
    second = similar[1][0] if len(similar) > 1 else 0.0
    clauses = [clause for _, clause in similar]
    is_exact = best > _MAX_SIMILARITY and best > second
    if is_exact or (best >= MATCH_SCORE and best - second >= MIN_LEAD):
        return NameMatch(tuple(clauses[:MAX_SUGGESTIONS]), is_sure=True)
    covering = _find_covering(stems.split(), taxonomy) if best <= _MAX_SIMILARITY else None
    if covering is not None:
        clauses = [covering, *(clause for clause in clauses if clause is not covering)]
    return NameMatch(tuple(clauses[:MAX_SUGGESTIONS]), is_sure=covering is not None)


def list_other_words(words: Sequence[str], clause: ClauseType) -> list[str]:
    """Return the words that belong to no name of a clause type, joining words left out."""
    stems = _collect_stems(clause)
    return [word for word in words if not all(_resembles(s, stems) for s in _list_stems(word))]


def _list_stems(word: str) -> list[str]:
    return [_stem_word(token) for token in tokenise(word) if token not in _STOP_WORDS]


def _resembles(stem: str, stems: Collection[str]) -> bool:
    is_long = len(stem) >= _MIN_SIMILAR_LETTERS
    return stem in stems or (is_long and any(fuzz.ratio(stem, s) >= MATCH_SCORE for s in stems))


def _find_covering(typed: Sequence[str], taxonomy: Taxonomy) -> ClauseType | None:
    """Return the one clause type that most of the typed stems belong to, in any order.

    One word alone is too little: `terms` is in the name of one type, but people mean many by it.
    """
    if len(typed) == 1:
        return None
    stems_by_id = {clause.id: _collect_stems(clause) for clause in taxonomy.clauses.values()}
    weights = {
        word: log(
            1 + len(stems_by_id) / max(1, sum(word in stems for stems in stems_by_id.values()))
        )
        for word in set(typed)
    }
    total = sum(weights.values())
    coverages = sorted(
        (sum(weights[word] for word in weights if word in stems) / total, clause_id)
        for clause_id, stems in stems_by_id.items()
    )
    (second, _), (best, clause_id) = coverages[-2:]
    is_meant = best >= MIN_COVERAGE and best - second >= MIN_COVERAGE_LEAD
    return taxonomy.clauses[clause_id] if is_meant else None


def _collect_stems(clause: ClauseType) -> frozenset[str]:
    names = (clause.id.replace("_", " "), clause.name, clause.practice, *clause.aliases)
    return frozenset(stem for name in names for stem in _split_clause_name(name)[1].split())


@cache
def _split_clause_name(name: str) -> tuple[str, str]:
    """Return the words and the stems of a name in the taxonomy; a typed one is not kept."""
    tokens = tokenise(name)
    return " ".join(tokens), _stem_name(tokens)


def _stem_name(tokens: Sequence[str]) -> str:
    """Return the stems of the words that carry meaning."""
    meaningful = [token for token in tokens if token not in _STOP_WORDS] or list(tokens)
    return " ".join(_stem_word(token) for token in meaningful)


def _stem_word(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > len("abc"):
            word = word[: -len(ending)]
            break
    return _SYNONYMS.get(word, word)


def _score_clause(typed: str, stems: str, clause: ClauseType) -> float:
    """Return the similarity of the typed words to the id, the name or an alias of a clause type.

    0 to 100; 101 if all stems are equal and in the same order, 102 if the words are equal.
    """
    best = 0.0
    for name in (clause.id.replace("_", " "), clause.name, *clause.aliases):
        words, name_stems = _split_clause_name(name)
        if words == typed:
            return _MAX_SIMILARITY + 2
        if name_stems == stems:
            best = _MAX_SIMILARITY + 1
        is_long = min(len(stems), len(name_stems)) >= _MIN_SIMILAR_LETTERS
        similarity = fuzz.token_sort_ratio(stems, name_stems) if is_long else 0.0
        best = max(best, similarity, _score_containment(stems, name_stems))
    return best


def _score_containment(typed: str, name: str) -> float:
    """Return how far one name is part of the other; a single word never matches by that alone."""
    shorter = min(len(typed), len(name))
    if " " in typed and " " in name and shorter >= _MIN_CONTAINED_LETTERS:
        return 0.95 * fuzz.token_set_ratio(typed, name)
    typed_stems, name_stems = set(typed.split()), set(name.split())
    is_contained = typed_stems <= name_stems or name_stems <= typed_stems
    return MATCH_SCORE - 1 if is_contained else 0.0
