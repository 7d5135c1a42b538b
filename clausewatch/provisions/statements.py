"""Finds the sentences of a document that state something under a clause type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clausewatch.model.provisions import Basis, Confidence, Finding, Polarity
from clausewatch.provisions.assertion import Assertion, read_answer
from clausewatch.provisions.clarity import is_fragment, measure_clarity, names_matter
from clausewatch.provisions.doers import is_act_of_another, is_of_other_thing
from clausewatch.provisions.evidence import Objection, find_objection
from clausewatch.provisions.explanations import explains_denial
from clausewatch.provisions.parties import Party
from clausewatch.provisions.quote_rules import PassageRole, classify_passage
from clausewatch.provisions.recogniser import Recogniser
from clausewatch.provisions.sentences import Sentence, split_words
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.table_rows import CELL_SEPARATOR
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.tokens import tokenise

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


def group_statements(
    document: SplitDocument, taxonomy: Taxonomy, recogniser: Recogniser
) -> dict[str, list[Statement]]:
    """Return the statements of each clause type, if one of them suffices for a provision."""
    findings = _find_possible(document, taxonomy, recogniser)
    statements: dict[str, list[Statement]] = {}
    for clause, possible in findings.items():
        if any(_may_suffice(document, taxonomy, *each) for each in possible):
            built = (_build_statement(document, taxonomy, *each) for each in possible)
            statements[clause] = [statement for statement in built if statement is not None]
    return {clause: group for clause, group in statements.items() if any(map(is_sufficient, group))}


def _find_possible(
    document: SplitDocument, taxonomy: Taxonomy, recogniser: Recogniser
) -> dict[str, list[tuple[int, Finding]]]:
    """Return per clause type the findings that nothing excludes, with their passages.

    Passages that cannot be quoted are not scored; a fifth of a policy is titles and questions.
    """
    quotable = [index for index, is_quotable in enumerate(document.is_quotable) if is_quotable]
    findings = _score_passages(document, recogniser, quotable)
    contexts: dict[str, _PassageContext] = {}
    possible: dict[str, list[tuple[int, Finding]]] = {}
    for index, all_findings in zip(quotable, findings, strict=True):
        own = [each for each in all_findings if _is_probable(each)]
        text = document.passages[index].context
        if own and text not in contexts:
            contexts[text] = _read_context(text, taxonomy)
        for finding in _drop_excluded(document, taxonomy, index, own, contexts):
            possible.setdefault(finding.clause, []).append((index, finding))
    return possible


def _score_passages(
    document: SplitDocument, recogniser: Recogniser, quotable: Sequence[int]
) -> list[list[Finding]]:
    """Return the findings of the passages that may be quoted, and keep their cue groups."""
    texts, scores = [document.passages[index].text for index in quotable], document.memory.scores
    fresh = [text for text in dict.fromkeys(texts) if text not in scores]
    tokens = [document.memory.tokenise(text) for text in fresh]
    probabilities, cue_groups = recogniser.estimate_probabilities(fresh, tokens)
    scores.update(zip(fresh, zip(probabilities, cue_groups, strict=True), strict=True))
    document.cue_groups.update(
        (index, scores[text][1]) for index, text in zip(quotable, texts, strict=True)
    )
    rows = [scores[text][0] for text in texts] or np.empty((0, probabilities.shape[1]))
    groups = [scores[text][1] for text in texts]
    return recogniser.select_findings(np.array(rows), groups, MIN_PROBABILITY_COMPLETE)


def _is_probable(finding: Finding) -> bool:
    return finding.probability >= MIN_PROBABILITY_FURTHER or finding.basis is Basis.EXPLICIT


def _drop_excluded(
    document: SplitDocument,
    taxonomy: Taxonomy,
    index: int,
    findings: Sequence[Finding],
    contexts: Mapping[str, _PassageContext],
) -> Iterator[Finding]:
    """Yield the findings of a passage that no cue and no ban excludes.

    `contexts` say what the headings and lead-ins say, by their text.
    """
    own = document.cue_groups[index]
    is_ban: bool | None = None
    for finding in findings:
        context = contexts[document.passages[index].context]
        never = taxonomy.passage_cues.find_number(f"never:{finding.clause}")
        if never in own or never in context.cue_groups:
            continue
        clause, tokens = taxonomy.clauses[finding.clause], document.tokens[index]
        is_answer = document.passages[index].answers is not None
        if not is_answer and not clause.supporting_words.are_in(tokens, context.tokens):
            continue
        if not clause.is_ban:
            if is_ban is None:
                is_ban = context.is_ban or taxonomy.is_ban(tokens[:_BAN_WORDS])
            if is_ban:
                continue
        yield finding


def _may_suffice(document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding) -> bool:
    """Return whether the statement of a finding may suffice for a provision."""
    if finding.basis is Basis.EXPLICIT:
        return True
    general = taxonomy.passage_cues.find_number(f"general:{finding.clause}")
    has_general_words = general in document.cue_groups[index] or document.passages[index].answers
    least = MIN_PROBABILITY_GENERAL if has_general_words else MIN_PROBABILITY_UNSUPPORTED
    return finding.probability >= least


def _build_statement(
    document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding
) -> Statement | None:
    """Return the statement of a passage, or None if its grammar shows that it is no evidence."""
    clause, cue_groups = taxonomy.clauses[finding.clause], document.cue_groups[index]
    if document.passages[index].answers:
        return _build_answer(document, taxonomy, index, finding)
    sentence = document.sentences[index]
    role = classify_passage(document.passages[index].text)
    is_probable = finding.probability >= MIN_PROBABILITY_FURTHER
    if not is_probable and role is not PassageRole.STATEMENT:
        return None
    assertion = document.find_assertion(taxonomy, clause, index)
    if _is_of_another(document, taxonomy, clause, index, assertion):
        return None
    if clause.verbs and explains_denial(sentence, document.find_sentence_before(index)):
        return None
    objection = find_objection(sentence, clause, assertion)
    certain = taxonomy.passage_cues.find_number(f"certain:{clause.id}")
    if objection is Objection.SCOPE:
        objection = None if certain in cue_groups else objection
        # What a document covers implies the practice at most.
        role = PassageRole.SCOPE
        finding = replace(finding, confidence=Confidence.LOW, basis=Basis.INFERRED)
    if objection is not None or (
        certain not in cue_groups and is_fragment(document, clause, index, assertion)
    ):
        return None
    statement = Statement(
        passage=index,
        finding=finding,
        assertion=assertion,
        has_general_words=taxonomy.passage_cues.find_number(f"general:{clause.id}") in cue_groups,
        role=role,
        has_company_subject=sentence.has_subject(Party.COMPANY, assertion.anchor),
        is_complete=_names_actor(sentence, assertion) and names_matter(sentence, clause),
        clarity=measure_clarity(document, clause, index, assertion),
    )
    return statement if is_probable or is_telling(statement) else None


def _names_actor(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether it is said who acts, or that the reader's data undergoes it."""
    is_owned = sentence.grammar.evidence_owning.is_in(sentence.words)
    is_passive = assertion.actor is Party.MATTER and is_owned
    is_named = is_passive or assertion.actor is Party.COMPANY or sentence.is_complete()
    return is_named and not assertion.is_presupposed


def _is_of_another(
    document: SplitDocument,
    taxonomy: Taxonomy,
    clause: ClauseType,
    index: int,
    assertion: Assertion,
) -> bool:
    """Return whether somebody else acts, or a verb is said of a thing that is no data."""
    sentence = document.sentences[index]
    if not clause.is_own:
        return False
    if clause.acts:
        text = document.passages[index].text
        return is_act_of_another(sentence, text, taxonomy.find_acts(clause.id))
    return is_of_other_thing(sentence, document.find_sentence_before(index), assertion.anchor)


def _build_answer(
    document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding
) -> Statement | None:
    """Return the statement of a table row with answers, or None if they leave it open."""
    clause, answers = taxonomy.clauses[finding.clause], document.passages[index].answers
    if answers is None or not clause.verbs:
        return None
    verbs = taxonomy.find_verbs(clause.id)
    named = [
        is_yes
        for header, is_yes in answers.answers
        if any(group.is_in(split_words(header)) for group in verbs)
    ]
    decisive = set(named or [is_yes for _, is_yes in answers.answers])
    if len(decisive) != 1:
        return None
    label = document.passages[index].text.partition(CELL_SEPARATOR)[0]
    question, condition = (
        document.memory.read_sentence(text, "", frozenset()) for text in (label, answers.condition)
    )
    polarity = read_answer(question, condition, is_yes=decisive == {True})
    if polarity is None:
        return None
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
