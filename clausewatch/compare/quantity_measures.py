"""What a period or an amount of a sentence limits, and who is better off if it grows.

The words that stand nearest to a period tell what it limits. Who is bound, and whether the period
is a deadline or a notice, tell who gains by it: a longer deadline favours whom it binds, and a
longer notice favours whom it warns.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from clausewatch.compare.clause_grammar import find_actors, find_predicates
from clausewatch.compare.shift_words import Measure, ShiftWords
from clausewatch.compare.stance import Effect, Mood, Rule, find_clause, find_rule_before

_SUBJECT_CHARS = 24
"""From the start of a clause to the end of its subject."""
_LEAD_CHARS = 34
_TAIL_CHARS = 60
_SUM = re.compile(
    r"[$€£%]|\b(?:USD|EUR|GBP|CHF|SEK|dollars?|euros?|percent|per cent|Prozent)\b",
    re.IGNORECASE,
)
_ANYTHING, _NEVER = re.compile(""), re.compile("(?!)")
_MORE_THAN = re.compile(r"\b(?:more than|mehr als|plus de|más de)\W*$", re.IGNORECASE)
"""Before an amount: a company that "never pays more than" it pays up to it."""
_OTHER_AMOUNT = re.compile(
    r"[,;:]|\b(?:minus|less|once|but|fees?|charges?|abzüglich|moins|menos)\b", re.IGNORECASE
)
"""Between "pays" and an amount: that amount is not what is paid."""
_LIABILITY = "liability of the company"
_LEAVING = "right to leave"
_CASE = re.IGNORECASE
_DEADLINE_BEFORE = re.compile(
    r"\b(?:within|no later than|not later than|at the latest|binnen|innerhalb|spätestens|"
    r"dans un délai|dans les|dans le délai|au plus tard|en un plazo|en el plazo|dentro de|"
    r"a más tardar|plazo máximo)"
    r"\b[^.,;]{0,24}$",
    _CASE,
)
_NOTICE_BEHIND = re.compile(
    r"^['\u2019s]{0,3} ?(?:\w+ ){0,2}(?:notice|before|prior|in advance|advance|ahead|vor|"
    r"vorher|im voraus|avant|à l'avance|préavis|antes|antelación|preaviso)\b",
    _CASE,
)
_LEAD_TIME = re.compile(r"\W{1,2}(?:\w+ )?(?:before|prior to|ahead of|vor|avant|antes de)\b", _CASE)
"""Behind how long before something else happens."""
_DURATION_BEFORE = re.compile(
    r"\b(?:for|für|pendant|durante)(?: a (?:period|term|maximum) of| up to| at least| bis zu|"
    r" die dauer von| une durée de| un per[ií]odo de)?(?: \w+)? ?$",
    _CASE,
)
"""What is done for some time has no deadline: "we provide updates for two years"."""
_BASE = re.compile(r"\s+(?:of|von|der|des|du|de la|del)(?: [\w-]+){1,3}", _CASE)
"""Behind a share, what it is a share of: "70% of the price" is no price."""
_NOTICE_BEFORE = re.compile(
    r"\b(?:frist von|préavis de|preaviso de|aviso de|antelación de|notice of)(?: \w+){0,2} ?$",
    _CASE,
)


def _make_measure(topic: str, *, is_worse_if_higher: bool, if_dropped: str = "") -> Measure:
    return Measure(
        topic,
        is_worse_if_higher=is_worse_if_higher,
        is_always_high=False,
        if_dropped=if_dropped,
        words=_ANYTHING,
        exceptions=None,
    )


_COMPANY_DEADLINE = _make_measure(
    "the deadline for the company", is_worse_if_higher=True, if_dropped="worse"
)
_USER_DEADLINE = _make_measure("the time that users have", is_worse_if_higher=False)
_NOTICE_TO_USERS = _make_measure(
    "the notice to users", is_worse_if_higher=False, if_dropped="worse"
)
_PAID_TO_USERS = _make_measure("what the company pays", is_worse_if_higher=False)
_NOTICE_BY_USERS = _make_measure("the notice that users must give", is_worse_if_higher=True)


def find_period_measure(sentence: str, span: tuple[int, int], words: ShiftWords) -> Measure | None:
    """Return what the period at a place limits; None if nothing tells."""
    lead = sentence[max(0, span[0] - _LEAD_CHARS) : span[0]]
    is_duration = bool(_DURATION_BEFORE.search(lead))
    is_within = _DEADLINE_BEFORE.search(lead) and not _NOTICE_BEHIND.match(sentence[span[1] :])
    is_lead = _LEAD_TIME.match(sentence, span[1])
    is_about_data = any(words.grammar[name].search(sentence) for name in ("matter", "record"))
    periods = [
        measure
        for measure in words.periods
        if not measure.is_interval and not (is_duration and measure.is_deadline)
        if not measure.is_of_data or is_about_data
        if not (measure.is_length and is_lead) and not (measure.is_notice and is_within)
    ]
    nearest = _find_nearest(sentence, span, periods)
    bound = _find_bound_party(sentence, span, words)
    if nearest is None or bound is None:
        return nearest or bound
    if nearest.is_worse_if_higher is bound.is_worse_if_higher:
        return nearest
    agreeing = [m for m in periods if m.is_worse_if_higher is bound.is_worse_if_higher]
    return _find_nearest(sentence, span, agreeing) or bound


def find_interval_measure(
    sentence: str, span: tuple[int, int], words: ShiftWords
) -> Measure | None:
    """Return what happens at an interval, as in "once a year".

    What the company must do for users counts the other way than what it may do to them.
    """
    measure = _find_nearest(sentence, span, [m for m in words.periods if m.is_interval])
    rule = find_rule_before(sentence, span[0], words)
    if measure and rule and (rule.actor, rule.mood) == ("company", Mood.PERMISSION):
        return replace(measure, is_worse_if_higher=not measure.is_worse_if_higher, if_dropped="")
    return measure


def find_amount_measure(sentence: str, span: tuple[int, int], words: ShiftWords) -> Measure | None:
    """Return what the amount at a place limits: liability first, as its sentence names prices."""
    first = words.amounts[0]
    if is_about(first, sentence):
        return first
    is_sum = bool(_SUM.search(sentence, *span))
    measures = [measure for measure in words.amounts if not (is_sum and measure.is_count)]
    if _is_threshold(sentence, span, words):
        measures = [m for m in measures if m.is_worse_if_higher or m.is_always_high or m.is_count]
    if base := _BASE.match(sentence, span[1]):
        sentence = f"{sentence[: base.start()]}{' ' * len(base.group())}{sentence[base.end() :]}"
    nearest = _find_nearest(sentence, span, measures)
    is_price = nearest is None or nearest.is_worse_if_higher
    if is_sum and is_price and _is_paid_by_company(sentence, span[0], words):
        is_about_harm = _find_liability(words).search(sentence) is not None
        return replace(_PAID_TO_USERS, is_always_high=is_about_harm)
    return nearest


def _is_paid_by_company(sentence: str, place: int, words: ShiftWords) -> bool:
    """Tell whether the company pays the amount at a place: "we never pay more than"."""
    for verb in find_predicates(sentence, words, words.grammar["payment"], None):
        first = sentence.find(verb.clause)
        gap = sentence[first + verb.end : place]
        if verb.actor != "company" or not verb.is_main or not first + verb.end <= place:
            continue
        if place > first + len(verb.clause) or first < 0:
            continue
        is_cap = _MORE_THAN.search(gap) is not None
        gap = _MORE_THAN.sub("", gap)
        names = ("subordinate", "threshold", "cost")
        is_other = _OTHER_AMOUNT.search(gap) or any(words.grammar[n].search(gap) for n in names)
        if verb.is_denied is is_cap and not is_other:
            return True
    return False


def _find_liability(words: ShiftWords) -> re.Pattern[str]:
    """Return the words for what a company is liable for."""
    promises = (promise.objects for promise in words.promises if promise.topic == _LIABILITY)
    return next(filter(None, promises), _NEVER)


def _is_threshold(sentence: str, span: tuple[int, int], words: ShiftWords) -> bool:
    """Tell whether something applies from an amount on, so that nobody receives that amount."""
    lead = sentence[max(0, span[0] - _LEAD_CHARS) : span[0]].rstrip()
    return any(match.end() == len(lead) for match in words.grammar["threshold"].finditer(lead))


def is_about(measure: Measure, sentence: str) -> bool:
    """Tell whether a sentence, with or without a figure, is about what a measure limits."""
    if not measure.words.search(sentence):
        return False
    return not (measure.exceptions and measure.exceptions.search(sentence))


def _find_nearest(
    sentence: str, span: tuple[int, int], measures: Sequence[Measure]
) -> Measure | None:
    """Return the measure whose words are nearest to a place, the first one of equals."""
    first, last = find_clause(sentence, span[0])
    best: tuple[int, int] | None = None
    for index, measure in enumerate(measures):
        if not is_about(measure, sentence):
            continue
        for match in measure.words.finditer(sentence):
            distance = max(match.start() - span[1], span[0] - match.end(), 0)
            if not first <= match.start() <= last:
                distance += len(sentence)
            best = min(best or (distance, index), (distance, index))
    return measures[best[1]] if best else None


def _find_plain_rule(sentence: str, place: int, words: ShiftWords) -> Rule | None:
    """Return a rule of the company without a modal verb: "We tell you ten days before"."""
    first, _ = find_clause(sentence, place)
    actors = find_actors(sentence[first:place], place - first, words)
    is_company = bool(actors) and actors[0][1] == "company" and actors[0][0] <= _SUBJECT_CHARS
    return Rule("company", Mood.STATEMENT, Effect.UNKNOWN, first, place) if is_company else None


def _find_bound_party(sentence: str, span: tuple[int, int], words: ShiftWords) -> Measure | None:
    """Return the measure by who is bound, if the sentence says it plainly."""
    lead = sentence[max(0, span[0] - _LEAD_CHARS) : span[0]]
    if not _DEADLINE_BEFORE.search(lead) and _ends_for_both(sentence, span[0], words):
        return _NOTICE_BY_USERS  # and to them: what holds users longer counts against them
    rule = find_rule_before(sentence, span[0], words) or _find_plain_rule(sentence, span[0], words)
    if (
        rule
        and rule.actor != "company"
        and words.grammar["receiving"].match(sentence, rule.end + 1)
    ):
        rule = replace(rule, actor="company")  # "you must be told within ten days"
    if rule is None or rule.actor is None or rule.mood in {Mood.DENIAL, Mood.NO_DUTY}:
        return None
    tail = sentence[span[1] : span[1] + _TAIL_CHARS]
    if _NOTICE_BEHIND.search(tail) or _NOTICE_BEFORE.search(lead):
        if rule.actor == "company" and not words.grammar["telling"].search(sentence):
            return None  # "we charge you three days before the renewal" is no notice
        return _NOTICE_TO_USERS if rule.actor == "company" else _NOTICE_BY_USERS
    return _find_deadline(rule, sentence[rule.end : span[0]], lead, words)


def _find_deadline(rule: Rule, verb: str, lead: str, words: ShiftWords) -> Measure | None:
    """Return whose deadline a period is: users who only receive something have none."""
    if not _DEADLINE_BEFORE.search(lead):
        return None
    is_waiting = rule.mood is not Mood.PERMISSION and words.grammar["receiving"].search(verb)
    if rule.actor == "user" and not is_waiting:
        return _USER_DEADLINE
    is_open = rule.actor == "company" and rule.mood is Mood.PERMISSION
    return None if is_open else _COMPANY_DEADLINE


def _ends_for_both(sentence: str, place: int, words: ShiftWords) -> bool:
    """Tell whether a clause before a place says how either party may end the contract."""
    first, _ = find_clause(sentence, place)
    is_both = words.grammar["both_parties"].search(sentence, first, place)
    leaving = next(right for right in words.rights if right.topic == _LEAVING)
    return bool(is_both and leaving.verbs.search(sentence, first, place))
