"""Finds the sentences of a document that state something under a clause type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clausewatch.model.provisions import Basis, Confidence, Finding
from clausewatch.provisions.assertion import Assertion, read_answer
from clausewatch.provisions.clarity import is_fragment, names_matter
from clausewatch.provisions.doers import is_act_of_another, is_of_other_thing
from clausewatch.provisions.evidence import Objection, find_objection
from clausewatch.provisions.explanations import explains_denial
from clausewatch.provisions.main_clauses import find_spans
from clausewatch.provisions.orders import continues_order, has_own_subject
from clausewatch.provisions.parties import Party
from clausewatch.provisions.passages import Passage
from clausewatch.provisions.quote_model import CUE_KINDS, Candidate, QuoteModel, load_quote_model
from clausewatch.provisions.quote_rules import PassageRole, classify_passage
from clausewatch.provisions.recogniser import Recogniser
from clausewatch.provisions.sentence_words import split_words
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.sufficiency import is_quotable, select_telling
from clausewatch.provisions.table_rows import CELL_SEPARATOR
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.tokens import tokenise

MIN_PROBABILITY, MIN_PROBABILITY_EXPLICIT = 0.45, 0.3
"""The least probability of a passage that is read closely, and of one in which a cue states it."""
_BAN_WORDS = 24
"""A sentence that forbids users something says so within its first words."""


@dataclass(frozen=True, slots=True)
class _PassageContext:
    """What a heading and a lead-in say about all the passages under them."""

    tokens: list[str]
    cue_groups: set[int]
    is_ban: bool
    """The passages are about the conduct of users and not about the company."""
    is_order: bool
    """They continue an order to readers, unless they have a subject of their own."""


def group_statements(
    document: SplitDocument, taxonomy: Taxonomy, recogniser: Recogniser
) -> dict[str, list[Statement]]:
    """Return the statements of each clause type, if one of them suffices for a provision."""
    model = load_quote_model()
    statements: dict[str, list[Statement]] = {}
    for clause, possible in _find_possible(document, taxonomy, recogniser).items():
        built = (_build_statement(document, taxonomy, model, *each) for each in possible)
        group = [each for each in built if each is not None]
        if any(is_quotable(each) for each in group):
            statements[clause] = select_telling(group)
    return statements


def find_candidates(
    document: SplitDocument, taxonomy: Taxonomy, recogniser: Recogniser
) -> Iterator[Candidate]:
    """Yield the sentences among which the quotes of a document are chosen."""
    for possible in _find_possible(document, taxonomy, recogniser).values():
        for index, finding in possible:
            if _read_statement(document, taxonomy, index, finding) is not None:
                yield _describe(document, taxonomy, index, finding)


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
            contexts[text] = _read_context(document.passages[index], taxonomy)
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
    return recogniser.select_findings(np.array(rows), groups, MIN_PROBABILITY_EXPLICIT)


def _is_probable(finding: Finding) -> bool:
    return finding.probability >= MIN_PROBABILITY or finding.basis is Basis.EXPLICIT


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
        if never in context.cue_groups:
            continue
        clause, tokens = taxonomy.clauses[finding.clause], document.tokens[index]
        is_answer = document.passages[index].answers is not None
        if not is_answer and not clause.supporting_words.are_in(tokens, context.tokens):
            continue
        is_void = never in own or (not is_answer and clause.supporting_words.are_voided_in(tokens))
        if not clause.is_ban:
            if context.is_ban or (context.is_order and not has_own_subject(document, index)):
                continue
            if is_ban is None:
                is_ban = taxonomy.is_ban(tokens[:_BAN_WORDS])
            is_void = is_void or is_ban
        if is_void and not _has_free_part(document, taxonomy, index, finding):
            continue
        yield finding


def _has_free_part(
    document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding
) -> bool:
    """Return whether a part of a sentence states a clause type beside words that exclude it.

    "We are not liable for what partners do, and we share your data with them" is about both.
    Weak evidence is freed only by words that leave no doubt.
    """
    cues, clause = taxonomy.passage_cues, taxonomy.clauses[finding.clause]
    kinds = ("certain", "says") if finding.confidence is Confidence.HIGH else ("certain",)
    never, *stating = (cues.find_number(f"{kind}:{clause.id}") for kind in ("never", *kinds))
    for tokens in find_spans(document.sentences[index]):
        groups = cues.find_groups(tokens)
        is_void = never in groups or clause.supporting_words.are_voided_in(tokens)
        is_ban = not clause.is_ban and taxonomy.is_ban(tokens[:_BAN_WORDS])
        if not groups.isdisjoint(stating) and not is_void and not is_ban:
            return True
    return False


def _build_statement(
    document: SplitDocument,
    taxonomy: Taxonomy,
    model: QuoteModel,
    index: int,
    finding: Finding,
) -> Statement | None:
    """Return the statement of a passage, or None if its grammar shows that it is no evidence."""
    statement = _read_statement(document, taxonomy, index, finding)
    if statement is None:
        return None
    probability = model.estimate_probability(_describe(document, taxonomy, index, finding))
    return replace(statement, quote_probability=probability)


def _describe(
    document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding
) -> Candidate:
    """Return a passage as the model of quotes sees it."""
    passage, groups = document.passages[index], document.cue_groups[index]
    find = taxonomy.passage_cues.find_number
    return Candidate(
        clause=finding.clause,
        text=passage.text,
        tokens=document.tokens[index],
        lead_in=document.memory.tokenise(passage.lead_in),
        probability=finding.probability,
        is_explicit=finding.basis is Basis.EXPLICIT,
        cue_kinds=[kind for kind in CUE_KINDS if find(f"{kind}:{finding.clause}") in groups],
    )


def _read_statement(
    document: SplitDocument, taxonomy: Taxonomy, index: int, finding: Finding
) -> Statement | None:
    clause, cue_groups = taxonomy.clauses[finding.clause], document.cue_groups[index]
    if document.passages[index].answers:
        return _build_answer(document, taxonomy, index, finding)
    sentence = document.sentences[index]
    role = classify_passage(document.passages[index].text)
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
    if objection is not None or (
        certain not in cue_groups and is_fragment(document, clause, index, assertion)
    ):
        return None
    return Statement(
        passage=index,
        finding=finding,
        assertion=assertion,
        role=role,
        is_complete=_names_actor(sentence, assertion) and names_matter(sentence, clause),
    )


def _names_actor(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether a sentence says who acts, or that this is done to the reader's data."""
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
        role=PassageRole.STATEMENT,
        is_complete=True,
    )


def _read_context(passage: Passage, taxonomy: Taxonomy) -> _PassageContext:
    tokens = tokenise(passage.context)
    groups = taxonomy.passage_cues.find_groups(tokens)
    return _PassageContext(
        tokens, groups, taxonomy.is_ban(tokens), continues_order(passage, taxonomy)
    )
