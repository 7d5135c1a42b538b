"""Terms that are announced before they apply: beside the present ones on a page, or behind a link.

They are told when they are announced, compared with the terms that they will replace. When they
take the place of these, nothing is new.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from clausewatch import extract
from clausewatch.analysis.list_changes import compare_documents
from clausewatch.analysis.list_pages import find_implausibility
from clausewatch.compare.assessment import assess
from clausewatch.errors import ExtractError
from clausewatch.extract.earlier_versions import names_earlier_version
from clausewatch.extract.link_targets import find_links_near
from clausewatch.model.announcements import Announcement
from clausewatch.model.reading import (
    BlockKind,
    Comparison,
    Edit,
    EditKind,
    Expected,
    Page,
    Reading,
    Significance,
)
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.text.date_lines import is_date_line
from clausewatch.text.dates import find_dates
from clausewatch.text.deadlines import find_term_dates
from clausewatch.text.normal_form import make_key
from clausewatch.text.upcoming_texts import is_about_own_text, names_upcoming_text

MAX_ANNOUNCEMENT_CHARS = 1_500
"""Of all text that is new on a page that only announces; more is a change of the page's terms."""
MAX_LINKS = 10
"""Links beside days that are named."""
MAX_URL_CHARS = 2_000
MIN_GROWTH = 1.5
"""A page with both texts has at least so many times the words of the present one."""
MIN_PRESENT_SHARE = 0.9
"""Share of the present text that is on a page with both texts, apart from the announced one."""
MAX_NEW_SHARE = 0.6
"""Share of an announced text that may have no counterpart in the present one, and of the present
one in the announced text."""
MAX_TITLE_CHARS = 120
"""Of the heading of a text that stands beside another."""
SAME = frozenset({None, Significance.DATE_ONLY})
"""The significance of a comparison of the same terms."""


def find_announcements(
    comparison: Comparison, pages: Sequence[Page], language: str
) -> tuple[Announcement, ...]:
    """Return the links of pages that only add an announcement to the terms of the baseline."""
    edits = [edit for edit in comparison.edits if _is_of_terms(edit)]
    added = [edit.after for edit in edits if edit.after and edit.kind is EditKind.ADDED]
    size = sum(map(len, added))
    if not added or len(added) < len(edits) or size > MAX_ANNOUNCEMENT_CHARS:
        return ()
    dates = find_term_dates(added, language)
    return _list_links(link for page in pages for link in _iterate_links(dates, page))


def find_first_announcements(
    reading: Reading, dates: Sequence[TermDate], pages: Sequence[Page], today: date
) -> tuple[Announcement, ...]:
    """Return the links of pages that are read first to the text that applies from a coming day.

    Such a page may show the next text already, and link to the present one. So a link must name a
    new text on the same host, and neither a sentence with the day nor a line of the page with its
    date may be about the page's own text.
    """
    language = reading.language
    starts = [each for each in dates if each.kind is TermDateKind.EFFECTIVE]
    own = {each.on for each in starts if is_about_own_text(each.quote, language)}
    lines = (block.text for block in reading.blocks if is_date_line(block.text))
    own |= {mention.day for line in lines for mention in find_dates(line, language)}
    coming = [
        each for each in starts if each.on is not None and each.on > today and each.on not in own
    ]
    links = (
        (text, announcement)
        for page in pages
        for text, announcement in _iterate_links(coming, page)
        if urlsplit(announcement.url).hostname == urlsplit(page.url).hostname
    )
    return _list_links(pair for pair in links if names_upcoming_text(pair[0], language))


def _iterate_links(dates: Sequence[TermDate], page: Page) -> Iterator[tuple[str, Announcement]]:
    """Yield the links beside the sentences that state from when something applies, with texts."""
    starts = [
        (each.quote, each.on)
        for each in dates
        if each.kind is TermDateKind.EFFECTIVE and each.on is not None
    ]
    nearby = find_links_near(page, dict(starts)) if starts else {}
    for quote, on in starts:
        for text, url in nearby.get(quote, ()):
            yield text, Announcement(url, on)


def _list_links(links: Iterable[tuple[str, Announcement]]) -> tuple[Announcement, ...]:
    """Return each link once, without those to earlier versions."""
    kept = (
        announcement
        for text, announcement in links
        if len(announcement.url) <= MAX_URL_CHARS and not names_earlier_version(text)
    )
    return tuple(dict.fromkeys(kept))[:MAX_LINKS]


def _is_of_terms(edit: Edit) -> bool:
    return edit.kind is not EditKind.MOVED and edit.significance is not Significance.DATE_ONLY


def split_announced_text(reading: Reading, present: Reading) -> Reading | None:
    """Return what a page has besides the whole present text, or None if it does not have both."""
    if reading.words < MIN_GROWTH * present.words:
        return None
    start = _find_start(reading, present)
    if start is None:
        return None
    waiting = Counter(make_key(block.text) for block in present.blocks)
    total, rest = _count_tokens(waiting), []
    end = start + len(present.blocks) + (len(reading.blocks) - len(present.blocks)) // 10
    for index, block in enumerate(reading.blocks):
        key = make_key(block.text)
        if start <= index < end and waiting[key] > 0:
            waiting[key] -= 1
        else:
            rest.append(block)
    if _count_tokens(waiting) > (1 - MIN_PRESENT_SHARE) * total:
        return None
    words = sum(make_key(block.text).count(" ") + 1 for block in rest)
    return replace(reading, blocks=tuple(rest), words=words, stated_date=None)


def _find_start(reading: Reading, present: Reading) -> int | None:
    """Return where the present text starts on a page: where most of its blocks would put it."""
    places: dict[str, int] = {}
    for index, block in enumerate(present.blocks):
        places.setdefault(make_key(block.text), index)
    votes = Counter(
        index - places[key]
        for index, block in enumerate(reading.blocks)
        if (key := make_key(block.text)) in places
    )
    return max(0, votes.most_common(1)[0][0]) if votes else None


def _count_tokens(keys: Counter[str]) -> int:
    return sum((key.count(" ") + 1) * count for key, count in keys.items())


def split_dated_text(reading: Reading, present: Reading) -> Reading | None:
    """Return what a page has besides the present text, if it says from when something applies."""
    text = split_announced_text(reading, present)
    return text if text is not None and _states_effective_date(reading) else None


def _states_effective_date(reading: Reading) -> bool:
    texts = (block.text for block in reading.blocks)
    return any(
        each.kind is TermDateKind.EFFECTIVE and each.on is not None
        for each in find_term_dates(texts, reading.language)
    )


def find_former_announced(
    linked: Page | None, baseline: Reading, known: Iterable[Reading], reading: Reading
) -> Reading | None:
    """Return the text that was announced: behind a link, or beside the text of the baseline."""
    if linked is not None:
        return try_read(linked)
    if baseline.words < MIN_GROWTH * reading.words:
        return None
    texts = (split_dated_text(baseline, present) for present in known)
    return next((text for text in texts if text is not None), None)


def try_read(page: Page) -> Reading | None:
    """Return the reading of a page, or None if it cannot be read."""
    try:
        return extract.read((page,))
    except ExtractError:
        return None


def shows_announced_terms(linked: Page | None, reading: Reading, expected: Expected) -> bool:
    """Return whether a page shows the terms that an announcement linked to."""
    text = try_read(linked) if linked is not None else None
    if text is None:
        return False
    return compare_documents(text, reading, expected).significance in SAME


def is_other_text_of(
    announced: Reading, present: Reading, comparison: Comparison, expected: Expected
) -> bool:
    """Return whether a text is another version of the present one, by their comparison."""
    if comparison.significance is None or announced.language != present.language:
        return False
    edits = [edit for edit in comparison.edits if edit.kind is not EditKind.MOVED]
    added = sum(len(edit.after) for edit in edits if edit.after and edit.before is None)
    removed = sum(len(edit.before) for edit in edits if edit.before and edit.after is None)
    sizes = [sum(len(block.text) for block in each.blocks) for each in (announced, present)]
    is_similar = added <= MAX_NEW_SHARE * sizes[0] and removed <= MAX_NEW_SHARE * sizes[1]
    return is_similar and find_implausibility(announced, present, expected) is None


def drop_frame(comparison: Comparison, announced: Reading, after: Reading) -> Comparison:
    """Return a comparison without what framed an announced text that stood beside another.

    That is gone with the other text: sentences on when it applies, and the titles of both.
    """
    headings = {
        block.text
        for block in announced.blocks
        if block.kind is BlockKind.HEADING and len(block.text) <= MAX_TITLE_CHARS
    }
    kept = [edit for edit in comparison.edits if not _is_frame(edit, headings, after.language)]
    if len(kept) == len(comparison.edits):
        return comparison
    return assess(replace(comparison, edits=tuple(kept)), announced, after)


def _is_frame(edit: Edit, headings: Container[str], language: str) -> bool:
    if edit.kind is not EditKind.REMOVED or edit.before is None:
        return False
    dates = find_term_dates([edit.before], language)
    return edit.before in headings or any(
        each.kind is TermDateKind.EFFECTIVE and each.on is not None for each in dates
    )
