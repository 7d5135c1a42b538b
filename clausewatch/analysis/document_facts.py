"""What a version states besides provisions: the companies that it lists, and its deadlines."""

from collections.abc import Sequence
from dataclasses import replace

from clausewatch.model.document_facts import DocumentFacts
from clausewatch.model.provisions import VersionAnalysis
from clausewatch.model.reading import Block, BlockKind, Reading
from clausewatch.model.term_dates import TermDate
from clausewatch.provisions import analyse_version
from clausewatch.subprocessors import DOCUMENT_KIND, find_subprocessors
from clausewatch.subprocessors.columns import TITLE_KIND
from clausewatch.subprocessors.lists import MAX_TITLE_CHARS
from clausewatch.text.deadlines import find_term_dates
from clausewatch.text.document_titles import find_kinds

MAX_DATES = 40
"""Of one version; more are a change log."""


def find_facts(reading: Reading, kind: str) -> DocumentFacts:
    """Return the facts of a reading; `kind` is the kind of its document."""
    companies = (
        find_subprocessors(reading, kind).entries
        if may_list(kind, reading.title, reading.blocks)
        else ()
    )
    return DocumentFacts(companies, _find_dates(reading))


def analyse_document(baseline: Reading | None, reading: Reading, kind: str) -> VersionAnalysis:
    """Return the provisions and facts of a version, and how its provisions differ."""
    facts = find_facts(reading, kind)
    analysis = analyse_version(baseline, reading)
    return replace(analysis, subprocessors=facts.subprocessors, dates=facts.dates)


def may_list(kind: str, title: str, blocks: Sequence[Block]) -> bool:
    """Return whether a text may list companies: by its kind, a heading or a table."""
    if kind == DOCUMENT_KIND or any(block.kind is BlockKind.ROW for block in blocks):
        return True
    texts = [title, *(block.text for block in blocks if len(block.text) <= MAX_TITLE_CHARS)]
    return any(TITLE_KIND in find_kinds(text) for text in texts)


def _find_dates(reading: Reading) -> tuple[TermDate, ...]:
    """Return the dates and periods that a reading states about changes of its text."""
    texts = (block.text for block in reading.blocks if block.kind is not BlockKind.ROW)
    return find_term_dates(texts, reading.language)[:MAX_DATES]
