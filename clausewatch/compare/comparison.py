"""The comparison of two readings of one document."""

from collections.abc import Mapping

from clausewatch.compare.assessment import assess
from clausewatch.compare.edits import find_edits
from clausewatch.compare.page_index import index_page
from clausewatch.compare.summary import find_effective_date
from clausewatch.model.reading import Comparison, EditKind, Reading, Severity
from clausewatch.text.normal_form import make_key
from clausewatch.text.statements import hash_key, make_statements
from clausewatch.text.watched_lines import is_watched, list_lines


def map_statements(reading: Reading) -> Mapping[str, str]:
    """Return the text of every statement by its fingerprint, which is how a document stores it.

    Lines around the document that are watched for amendments are statements as well.
    """
    watched = filter(is_watched, list_lines(reading.dropped))
    texts = {hash_key(make_key(line)): line for line in watched}
    return texts | {hash_key(s.key): s.text for s in make_statements(reading.blocks)}


def compare(before: Reading, after: Reading, volatile: frozenset[str] = frozenset()) -> Comparison:
    """Compare two readings by content, ignoring the statements whose fingerprints are `volatile`.

    A volatile statement appears and disappears between fetches. Text that only moved is reported
    as an edit but has no significance.
    """
    edits = find_edits(index_page(before), index_page(after), volatile)
    text_edits = [edit for edit in edits if edit.kind is not EditKind.MOVED]
    comparison = Comparison(
        edits=tuple(edits),
        significance=None,
        severity=Severity.LOW,
        summary=(),
        stated_before=before.stated_date,
        stated_after=after.stated_date,
        effective=find_effective_date(text_edits, after.language),
    )
    return assess(comparison, before, after)
