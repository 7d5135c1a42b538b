"""Results of checks for tests that file what a worker has examined."""

from clausewatch.analysis.resolved_dates import resolve_dates
from clausewatch.checks.examination import (
    Examination,
    FirstReading,
    OtherTerms,
)
from clausewatch.checks.outcome import Changed, DueDocument, Filed, FirstVersion
from clausewatch.model.pages import Snapshot


def make_filed_result(due: DueDocument, page: Snapshot, examination: Examination) -> Filed:
    """The first version of a document, or a change of it, without a second check."""
    if isinstance(examination, FirstReading):
        return FirstVersion((), (page,), examination.reading, examination.analysis)
    assert isinstance(examination, OtherTerms)
    assert due.state.baseline_id is not None
    return Changed(
        (),
        (page,),
        examination.reading,
        due.state.baseline_id,
        resolve_dates(examination.comparison, page.fetched_at.date()),
        examination.analysis,
    )
