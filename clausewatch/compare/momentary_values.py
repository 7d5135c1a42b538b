"""Values that a page states of the moment: clock times, counts, measurements, report periods.

A term may have a time, a number or a period as well. What a page states of the moment has a shape
that no term has: a time to the second or at an odd minute, an uneven count of many, a duration in
thousandths, or a period of a report that begins where the earlier one ended. A price, a quota, a
rate of interest and a season have figures and periods as well: any doubt leaves it a term.
"""

import re
from datetime import date
from itertools import pairwise

from clausewatch.compare.page_messages import names_present
from clausewatch.compare.replaced_words import MARKS, ReplacedWords, fold_word
from clausewatch.text.date_words import list_month_names, list_short_units, list_units
from clausewatch.text.dates import find_dates, remove_dates
from clausewatch.text.normal_form import make_key

_MAX_CHARS = 400
_CLOCK = re.compile(r"(?:\d{4}-\d\d-\d\dt)?\d{1,2}:(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:z|[ap]m)?")
_ROUND_MINUTES, _LAST_MINUTES = 5, frozenset({1, 59})
"""A deadline is at a round minute, or at the last or the first one of a day."""
_HALVES = frozenset({"am", "pm", "a.m", "p.m"})
_NUMBER = re.compile(r"\d{1,3}(?:[.,\u2019]\d{3})+|\d+(?:[.,]\d+)?")
_DURATION = re.compile(r"0[.,]\d{3,6}|\d{1,6}[.,]\d{4,6}")
AMOUNT = re.compile(
    r"[$€£¥₹%§]|\b(?:usd|eur|gbp|chf|jpy|euros?|dollars|cents|pence|pounds|kronor|kroner|kr|zł|percent)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(\d{1,3})[.,](\d{3,6})%")
_NINES = re.compile(r"9+[05]*")
_MIN_SHARE = 90
"""A smaller share in thousandths may be a rate of interest."""
_SET_DECIMALS = ("0", "5")
"""Ends of a share that somebody set, such as 98.125%."""
_LABEL = re.compile(r":\s|\s\|\s")
"""What has a label, or stands in a table, is a particular of a product or a plan."""
_RATES = frozenset({"per", "pro", "je", "par", "por", "/"})
"""Behind what is counted: so many for each of something is a quota."""
_SECONDS = frozenset({"s", "sec", "ms"})
_BINARY_ROUND = 128
"""What programs count in: no measured number is a multiple, but 1,024 or 1,536 is set."""
_RATING = re.compile(r"[1-5][.,]\d{1,2}(?: ?/ ?| (?:out )?\w{1,5} )5(?![\d.,])")
_MARK = re.compile(r"[1-5][.,]\d{1,2}")
_COUNTDOWN = re.compile(
    r"(?<!\d)\d{1,3} ?[^\W\d_]{1,8}\.?,? (?:[^\W\d_]{1,3} )?"
    r"(?P<minutes>[0-5]?\d) ?(?:min[^\W\d_]{0,5}|m)(?!\w)",
    re.IGNORECASE,
)
"""Hours and minutes, or days and minutes: most languages abbreviate minutes alike."""
_VERSION = re.compile(r"v?\d+\.\d+\.\d+(?:\.\d+)?|\d{8}(?:\.\d+)?")
_MIXED = re.compile(r"(?=[a-z\d.-]*\d)(?=[\d.-]*[a-z])[a-z\d.-]+")
"""A name of a machine or of a build: letters and digits together."""
_MIN_COUNT, _MIN_LARGE_COUNT, _MAX_GROWTH = 100, 1000, 2
_MIN_EXACT_DIGITS = 4
_MIN_VISITORS = 10
"""Fewer may be the copies of a contract, or the members of a family."""
_MAX_VISITOR_GROWTH = 1.2
"""A limit that somebody sets anew moves further than the count of some weeks."""
_READING_UNITS = frozenset(list_short_units())
_MAX_READING_STEP = 2
"""In minutes: a few more paragraphs."""
_MONTHS = frozenset(" ".join(list_month_names()).split())
_UNITS = frozenset(list_units())
_MAX_VERSION_WORDS = 6
_MAX_PERIOD_DRIFT = 0.2
"""Half-years differ by a few days."""


def find_moment(before: str, after: str) -> str | None:
    """Return what a rewording is if only values of the moment differ, or None."""
    if max(len(before), len(after)) > _MAX_CHARS or not any(map(str.isdigit, before)):
        return None
    words = ReplacedWords(before, after)
    if not (words.removed and words.added):
        return None
    has_amount = AMOUNT.search(before) or AMOUNT.search(after)
    is_free = not has_amount and not words.has_measure()
    rules = (
        (_is_clock(words), "only the time of the moment changed"),
        (_is_measured_share(words), "only a measured share changed"),
        (_is_version(words), "only the version of the page's program changed"),
        (
            (is_free and _moves_on(words)) or (not has_amount and _is_report(words)),
            "only the period of a report and its figures changed",
        ),
        (is_free and _is_count(words), "only a count of the page changed"),
        (is_free and _is_rating(words), "only the rating by visitors changed"),
        (not has_amount and _is_countdown(words), "only the time that is left changed"),
    )
    return next((reason for applies, reason in rules if applies), None)


def _is_clock(words: ReplacedWords) -> bool:
    """Tell whether both sides state an odd time, and all other words that differ are about it."""
    if not all(any(map(_is_odd_time, side)) for side in (words.removed, words.added)):
        return False
    if not (_is_stamp(words) or names_present(words.text)):
        return False  # "last boarding is at 22:47"
    first = {words.old[0], words.new[0]}  # the day of the week
    return all(
        _CLOCK.fullmatch(word)
        or word.isdecimal()
        or word in _MONTHS
        or word in _HALVES
        or word in first
        or _MIXED.fullmatch(word)
        for word in words.changed
    )


def _is_stamp(words: ReplacedWords) -> bool:
    """Tell whether a time has seconds, stands alone, or differs together with a date."""
    times = [match for match in map(_CLOCK.fullmatch, words.new) if match]
    is_alone = all(_CLOCK.fullmatch(word) or word in _HALVES for word in words.new)
    is_dated = any(not _CLOCK.fullmatch(word) and word not in _HALVES for word in words.changed)
    return is_alone or is_dated or any(match.group(2) for match in times)


def _is_odd_time(word: str) -> bool:
    match = _CLOCK.fullmatch(word)
    if match is None:
        return False
    last = int(match.group(2) or match.group(1))
    is_odd = match.group(2) is not None or last % _ROUND_MINUTES != 0
    return is_odd and last not in _LAST_MINUTES


def _is_measured_share(words: ReplacedWords) -> bool:
    """Tell whether percentages in thousandths differ, which no promise of availability has."""
    is_measured = all(map(_is_odd_share, words.changed))
    return is_measured and not words.is_bound()


def _is_odd_share(word: str) -> bool:
    match = _SHARE.fullmatch(word)
    if match is None or int(match.group(1)) < _MIN_SHARE:
        return False
    decimals = match.group(2)
    return not decimals.endswith(_SET_DECIMALS) and not _NINES.fullmatch(decimals)


def _is_version(words: ReplacedWords) -> bool:
    """Tell whether a line only names a version of a program, without the program's name."""
    names = [word for word in words.new if word.isalpha()]
    is_line = len(words.new) <= _MAX_VERSION_WORDS and len(names) <= 1
    changed = words.changed
    return is_line and all(map(_VERSION.fullmatch, changed)) and not words.is_bound()


def _moves_on(words: ReplacedWords) -> bool:
    """Tell whether a period with figures now begins where the earlier one ended, and no more.

    An offer or a season has a period as well, but no figures of what happened in it.
    """
    before, after = words.before, words.text
    old, new = ([mention.day for mention in find_dates(text)] for text in (before, after))
    if not (len(old) == len(new) == 2 and 0 <= (new[0] - old[1]).days <= 1):  # noqa: PLR2004
        return False
    lengths = sorted((_measure(old), _measure(new)))
    is_same_length = lengths[0] >= (1 - _MAX_PERIOD_DRIFT) * lengths[1] > 0
    is_same_text = make_key(remove_dates(before)) == make_key(remove_dates(after))
    is_bound = words.has_rule() or words.has_party() or _LABEL.search(after)
    return is_same_length and is_same_text and not is_bound and _has_figure(remove_dates(after))


def _has_figure(text: str) -> bool:
    """Tell whether a text has a count of something other than time."""
    words = [fold_word(word) for word in text.split()]
    counted = (new for old, new in pairwise(words) if _NUMBER.fullmatch(old))
    return any(word.isalpha() and word not in _UNITS for word in counted)


def _measure(period: list[date]) -> int:
    return (period[1] - period[0]).days


def _is_report(words: ReplacedWords) -> bool:
    """Tell whether a period that is named moves on together with an uneven count."""
    pairs = words.pairs
    if not pairs or words.has_rule() or not all(map(_is_date_or_number, words.changed)):
        return False
    is_dated = all(any(map(_is_month_or_year, side)) for side in (words.removed, words.added))
    return is_dated and any(
        is_uneven(old) and is_uneven(new) and _is_of_many(words.written, place)
        for old, new, place in pairs
    )


def _is_date_or_number(word: str) -> bool:
    return word in _MONTHS or _NUMBER.fullmatch(word) is not None


def _is_month_or_year(word: str) -> bool:
    return word in _MONTHS or re.fullmatch(r"20\d\d", word) is not None


def _is_count(words: ReplacedWords) -> bool:
    """Tell whether uneven counts of many, or durations in thousandths, differ, and numbers only."""
    pairs = words.pairs
    if not pairs or not all(map(_NUMBER.fullmatch, words.changed)):
        return False
    if words.is_bound() or _LABEL.search(words.text):
        return False
    return any(
        (_is_duration(old, words.written, place) and _is_duration(new, words.written, place))
        or (_is_advanced(old, new) and _is_of_many(words.written, place))
        for old, new, place in pairs
    )


def is_advanced_count(before: str, after: str) -> bool:
    """Tell whether only counts that grew a little, a rating or the time of reading differ.

    A small count has the shape of a term, so the place of the text has to show that it is none.
    """
    words = ReplacedWords(before, after)
    pairs = words.pairs
    if not pairs or AMOUNT.search(after) or _LABEL.search(after) or words.has_measure():
        return False
    if words.is_bound():
        return False
    return all(
        (has_grown(old, new) and _is_of_many(words.written, place))
        or _is_reading_time(old, new, words.written, place)
        or bool(_MARK.fullmatch(old) and _MARK.fullmatch(new) and _RATING.search(after))
        for old, new, place in pairs
    )


def _is_reading_time(old: str, new: str, words: list[str], place: int) -> bool:
    is_close = 0 < abs(_read_count(new) - _read_count(old)) <= _MAX_READING_STEP
    return is_close and _find_word(words, place + 1).casefold() in _READING_UNITS


def has_grown(old: str, new: str) -> bool:
    """Tell whether a count moved as far as that of visitors in some weeks."""
    count = _read_count(old)
    return _MIN_VISITORS <= count < _read_count(new) <= _MAX_VISITOR_GROWTH * count


def _is_rating(words: ReplacedWords) -> bool:
    """Tell whether only the figures of a line differ that begins with a mean of marks."""
    is_line = not words.is_bound() and not words.text.rstrip().endswith(".")
    is_marked = all(map(_RATING.match, (words.before, words.text)))
    changed = (word.removesuffix("/5") for word in words.changed)
    return is_line and is_marked and all(map(_NUMBER.fullmatch, changed))


def _is_countdown(words: ReplacedWords) -> bool:
    """Tell whether only a time in two units differs, with figures that nobody sets."""
    if words.is_bound() or _LABEL.search(words.text):
        return False
    matches = [_COUNTDOWN.search(text) for text in (words.before, words.text)]
    is_odd = all(match and int(match["minutes"]) % _ROUND_MINUTES != 0 for match in matches)
    return is_odd and all(map(str.isdecimal, words.changed))


def _is_of_many(words: list[str], place: int) -> bool:
    """Tell whether the word behind a number names what is counted, and no period."""
    behind, second, third = (_find_word(words, place + n) for n in (1, 2, 3))
    is_noun = behind.isalpha() and len(behind) > 2  # noqa: PLR2004
    is_rate = second in _RATES or third in _RATES
    return is_noun and behind == behind.casefold() and behind not in _UNITS and not is_rate


def _is_duration(word: str, words: list[str], place: int) -> bool:
    return bool(_DURATION.fullmatch(word)) and _find_word(words, place + 1) in _UNITS | _SECONDS


def _find_word(words: list[str], place: int) -> str:
    return words[place].strip(MARKS) if place < len(words) else ""


def _is_advanced(old: str, new: str) -> bool:
    counts = sorted(_read_count(word) for word in (old, new))
    is_large = counts[0] >= _MIN_COUNT and counts[1] >= _MIN_LARGE_COUNT
    return is_large and is_uneven(old) and is_uneven(new) and counts[1] < _MAX_GROWTH * counts[0]


def is_uneven(word: str) -> bool:
    """Tell whether a number is one of many that nobody sets: a count of the page."""
    count = _read_count(word)
    is_year = re.fullmatch(r"(?:19|20)\d\d", word) is not None
    is_exact = bool(count % 10) or len(str(count).rstrip("0")) >= _MIN_EXACT_DIGITS
    return count >= _MIN_COUNT and is_exact and not is_year and count % _BINARY_ROUND != 0


def _read_count(word: str) -> int:
    """Return a whole number with or without separators of thousands; 0 for any other."""
    digits = re.sub(r"[.,\u2019](?=\d{3}(?:\D|$))", "", word)
    return int(digits) if digits.isdecimal() else 0
