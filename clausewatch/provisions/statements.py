"""Finds the sentences of a document that state something under a clause type."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from clausewatch.model.provisions import Basis, Confidence, Finding, Polarity
from clausewatch.model.reading import Reading
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.company_names import find_company_names
from clausewatch.provisions.evidence import Objection, find_objection
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.passages import Passage, split_passages
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.quote_rules import PassageRole, classify_passage, flag_quotable
from clausewatch.provisions.recogniser import Recogniser
from clausewatch.provisions.sentences import Party, Sentence, read_sentence, split_words
from clausewatch.provisions.table_rows import RowAnswers
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.tokens import tokenise

_CLEAR_WORDS = 8
"""A sentence with fewer words seldom says by itself who does what."""
_BAN_WORDS = 24
"""A sentence that forbids users something says so within its first words."""
MIN_PROBABILITY_EXPLICIT, MIN_PROBABILITY_GENERAL, MIN_PROBABILITY_UNSUPPORTED = 0.45, 0.60, 0.80
"""The least probability of the best sentence of a provision.

The first applies if a cue states the clause type, the second if its general words occur, and the
third if the recogniser has no such support. A single passage needs less, but the best of hundreds
of passages in a document reaches that by chance (docs/provisions.md).
"""
MIN_PROBABILITY_FURTHER = 0.45
"""The least probability of a further quote."""
MIN_PROBABILITY_COMPLETE = 0.20
"""The least probability of a sentence that a cue names and whose grammar says who does what."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that states something under one clause type."""

    passage: int
    """Index of the passage."""
    finding: Finding
    assertion: Assertion
    has_general_words: bool
    role: PassageRole
    has_company_subject: bool
    """The company is the subject right before the verb, and not only named somewhere."""
    is_complete: bool
    """The sentence names the company and the matter, so that it says by itself who does what."""
    clarity: float = 0.0
    """How well the sentence can be read alone; a small part of `quote_score`."""

    @property
    def polarity(self) -> Polarity:
        """What the sentence does with the practice."""
        return self.assertion.polarity

    @property
    def quote_score(self) -> float:
        """The suitability as the quote: probable, and stating the term itself."""
        return self.finding.probability - self.role.penalty + self.clarity


@dataclass(frozen=True, slots=True)
class _PassageContext:
    """What a heading and a lead-in say about all the passages under them."""

    tokens: list[str]
    cue_groups: set[int]
    is_ban: bool
    """The passages are about the conduct of users and not about the company."""


@dataclass(frozen=True)
class SplitDocument:
    """The passages of a reading, with their tokens and whether they may be quoted."""

    passages: tuple[Passage, ...]
    tokens: tuple[list[str], ...]
    is_quotable: tuple[bool, ...]
    sentences: "SentenceCache"
    cue_groups: list[set[int]] = field(default_factory=list)
    """The cue groups of each passage, once `group_statements` has found them."""


class SentenceCache(dict[int, Sentence]):
    """The sentences of a document by the index of their passage, read when first needed."""

    def __init__(
        self, passages: Sequence[Passage], grammar: Grammar, company_names: frozenset[str]
    ) -> None:
        super().__init__()
        self._passages, self._grammar, self._names = passages, grammar, company_names

    def __missing__(self, index: int) -> Sentence:
        """Read the sentence of a passage."""
        passage = self._passages[index]
        self[index] = sentence = read_sentence(
            passage.text, passage.lead_in, self._grammar, self._names
        )
        return sentence


def split_document(reading: Reading, grammar: Grammar) -> SplitDocument:
    """Return the passages of a reading."""
    passages = split_passages(reading)
    tokens = tuple(tokenise(passage.text) for passage in passages)
    return SplitDocument(
        passages=passages,
        tokens=tokens,
        is_quotable=tuple(flag_quotable(passages, tokens, reading.blocks)),
        sentences=SentenceCache(passages, grammar, find_company_names(passages)),
    )


def group_statements(
    document: SplitDocument, taxonomy: Taxonomy, recogniser: Recogniser
) -> dict[str, list[Statement]]:
    """Return the statements of each clause type, if one of them suffices for a provision."""
    texts = [passage.text for passage in document.passages]
    probabilities, cue_groups = recogniser.estimate_probabilities(texts, document.tokens)
    document.cue_groups[:] = cue_groups
    statements: dict[str, list[Statement]] = {}
    contexts: dict[str, _PassageContext] = {}
    for index, passage in enumerate(document.passages):
        if not document.is_quotable[index]:
            continue
        findings = recogniser.select_findings(
            probabilities[index], cue_groups[index], MIN_PROBABILITY_COMPLETE
        )
        if findings and passage.context not in contexts:
            contexts[passage.context] = _read_context(passage.context, taxonomy)
        for finding in findings:
            groups, context = cue_groups[index], contexts[passage.context]
            if _is_possible(document, taxonomy, index, finding, (groups, context)):
                statement = _build_statement(document, taxonomy, index, finding, groups)
                if statement is not None:
                    statements.setdefault(finding.clause, []).append(statement)
    return {clause: group for clause, group in statements.items() if any(map(is_sufficient, group))}


def _is_possible(
    document: SplitDocument,
    taxonomy: Taxonomy,
    index: int,
    finding: Finding,
    cue_groups: tuple[set[int], _PassageContext],
) -> bool:
    """Return whether neither a cue nor a ban excludes a finding, and it is probable enough.

    `cue_groups` are those of the passage, and what its heading and lead-in say.
    """
    own, context = cue_groups
    never = taxonomy.passage_cues.find_number(f"never:{finding.clause}")
    if finding.probability < MIN_PROBABILITY_FURTHER and finding.basis is not Basis.EXPLICIT:
        return False
    if never in own or never in context.cue_groups:
        return False
    clause = taxonomy.clauses[finding.clause]
    is_answer = document.passages[index].answers is not None
    if not is_answer and not clause.supporting_words.are_in(document.tokens[index], context.tokens):
        return False
    if clause.is_ban:
        return True
    return not (context.is_ban or taxonomy.is_ban(document.tokens[index][:_BAN_WORDS]))


def _build_statement(
    document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding, cue_groups: set[int]
) -> Statement | None:
    """Return the statement of a passage, or None if its grammar shows that it is no evidence."""
    clause = taxonomy.clauses[finding.clause]
    if answers := document.passages[index].answers:
        return _build_answer(answers, taxonomy, clause, index, finding)
    sentence = document.sentences[index]
    assertion = find_assertion(taxonomy, clause, sentence)
    objection = find_objection(sentence, clause, assertion)
    role = classify_passage(document.passages[index].text)
    if objection is Objection.SCOPE:
        certain = taxonomy.passage_cues.find_number(f"certain:{clause.id}")
        objection = None if certain in cue_groups else objection
        # What a document covers implies the practice at most.
        role = PassageRole.SCOPE
        finding = replace(finding, confidence=Confidence.LOW, basis=Basis.INFERRED)
    if objection is not None:
        return None
    is_passive = assertion.actor is Party.MATTER and taxonomy.grammar.evidence_owning.is_in(
        sentence.words
    )
    names_actor = is_passive or assertion.actor is Party.COMPANY or sentence.is_complete()
    statement = Statement(
        passage=index,
        finding=finding,
        assertion=assertion,
        has_general_words=taxonomy.passage_cues.find_number(f"general:{clause.id}") in cue_groups,
        role=role,
        has_company_subject=sentence.has_subject(Party.COMPANY, assertion.anchor),
        is_complete=names_actor and not assertion.is_presupposed,
        clarity=_measure_clarity(document, clause, index, assertion),
    )
    is_probable = finding.probability >= MIN_PROBABILITY_FURTHER
    return statement if is_probable or is_telling(statement) else None


def _measure_clarity(
    document: SplitDocument, clause: ClauseType, index: int, assertion: Assertion
) -> float:
    """Return how well a sentence can be read alone, from about -0.2 to 0.1."""
    sentence, text = document.sentences[index], document.passages[index].text
    own = sentence.lead_in_size
    clarity = 0.0
    if clause.verbs:
        is_named = assertion.anchor is not None and assertion.anchor >= own
        clarity += 0.04 if is_named else -0.04
    if _has_own_subject(sentence, assertion):
        clarity += 0.06
    if len(document.tokens[index]) < _CLEAR_WORDS:
        clarity -= 0.08
    if sentence.grammar.choice_opening.is_at(sentence.words, own):
        clarity -= 0.06
    return clarity - 0.03 * text[:1].islower()


def _has_own_subject(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the company is the subject outside a description ("cookies that we use")."""
    anchor, own = assertion.anchor, sentence.lead_in_size
    if anchor is None or anchor < own or not sentence.has_subject(Party.COMPANY, anchor):
        return False
    return not {"that", "which", "who", "whom"} & set(sentence.words[max(own, anchor - 4) : anchor])


def _build_answer(
    answers: RowAnswers, taxonomy: Taxonomy, clause: ClauseType, index: int, finding: Finding
) -> Statement | None:
    """Return the statement of a table row with answers, or None if they leave it open."""
    verbs = taxonomy.find_verbs(clause.id)
    named = [
        is_yes
        for header, is_yes in answers.answers
        if any(group.is_in(split_words(header)) for group in verbs)
    ]
    decisive = set(named or [is_yes for _, is_yes in answers.answers])
    if not clause.verbs or len(decisive) != 1:
        return None
    polarity = Polarity.DOES if decisive == {True} else Polarity.DOES_NOT
    return Statement(
        passage=index,
        finding=finding,
        assertion=Assertion(Party.COMPANY, polarity, None),
        has_general_words=True,
        role=PassageRole.STATEMENT,
        has_company_subject=False,
        is_complete=True,
    )


def is_telling(statement: Statement) -> bool:
    """Return whether grammar and cues say who does what, so that little probability is enough."""
    return (
        statement.finding.basis is Basis.EXPLICIT
        and statement.is_complete
        and statement.role is PassageRole.STATEMENT
        and statement.has_company_subject
    )


def is_sufficient(statement: Statement) -> bool:
    """Return whether a statement suffices for a provision."""
    if statement.role is PassageRole.POINTER:
        return False
    if is_telling(statement):
        least = MIN_PROBABILITY_COMPLETE
    elif statement.finding.basis is Basis.EXPLICIT:
        least = MIN_PROBABILITY_EXPLICIT
    elif statement.has_general_words:
        least = MIN_PROBABILITY_GENERAL
    else:
        least = MIN_PROBABILITY_UNSUPPORTED
    return statement.finding.probability >= least


def _read_context(text: str, taxonomy: Taxonomy) -> _PassageContext:
    tokens = tokenise(text)
    groups = taxonomy.passage_cues.find_groups(tokens)
    return _PassageContext(tokens, groups, taxonomy.is_ban(tokens))
