"""Which remarks on a first page a comparison with the front page of its site would settle."""

from clausewatch.model.reading import Remark

_FRONT_PAGE_CODES = frozenset({"home", "hub"})


def is_front_page_needed(remark: Remark | None) -> bool:
    """Return whether a comparison with the site's front page would settle a remark."""
    return remark is not None and remark.code in _FRONT_PAGE_CODES
