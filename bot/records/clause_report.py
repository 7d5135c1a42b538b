"""“How N platforms describe X”: a clause type on platforms, by position, dated and quoted."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.records.phrases import (
    POSITIONS,
    describe_confidence,
    describe_position,
    format_count,
    format_day,
)
from bot.records.report import Heading, Part, Quotation, Report, Rows, Text
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.provisions.record import DISCLAIMER
from clausewatch.provisions.taxonomy import ClauseType

MAX_PLATFORMS = 60
MAX_QUOTE_CHARACTERS = 700


def build_clause_report(
    clause: ClauseType, provisions: Sequence[RecordedProvision], read: int, now: datetime
) -> Report:
    """Return the report on provisions of one clause type, the gravest of a platform first.

    `read` is the number of platforms whose documents were read.
    """
    by_platform: dict[str, RecordedProvision] = {}
    for each in provisions:
        by_platform.setdefault(each.document.platform_key, each)
    chosen = list(by_platform.values())[:MAX_PLATFORMS]
    platforms = format_count(len(chosen), "platform")
    title = f"How {platforms} {'describes' if len(chosen) == 1 else 'describe'} {clause.name}"
    parts = (Text(clause.question), *_list_parts(clause, chosen, read, now))
    return Report(title, now, parts, DISCLAIMER)


def _list_parts(
    clause: ClauseType, chosen: Sequence[RecordedProvision], read: int, now: datetime
) -> Iterator[Part]:
    silent = max(read - len(chosen), 0)
    yield Text(
        f"Records as of {format_day(now)}. {len(chosen)} of {format_count(read, 'platform')}"
        f" reviewed have this clause type on record. In {silent} it was not found, which is not"
        " proof that the practice does not occur."
    )
    groups = [
        (polarity, [p for p in chosen if p.provision.polarity.value == polarity])
        for polarity in _list_polarities(chosen)
    ]
    names = {
        polarity: describe_position(polarity, clause.id).capitalize() for polarity, _ in groups
    }
    yield Rows(
        "Platforms by position",
        ("Position", "Platforms"),
        [(names[polarity], str(len(group))) for polarity, group in groups],
    )
    for polarity, group in groups:
        yield Heading(names[polarity])
        for each in sorted(group, key=lambda p: -p.provision.severity.rank):
            yield _make_quotation(each)


def _list_polarities(chosen: Sequence[RecordedProvision]) -> list[str]:
    present = {each.provision.polarity.value for each in chosen}
    return [*(p for p in POSITIONS if p in present), *sorted(present - set(POSITIONS))]


def _make_quotation(each: RecordedProvision) -> Quotation:
    provision, version = each.provision, each.version
    text = provision.quote.text
    is_cut = len(text) > MAX_QUOTE_CHARACTERS
    return Quotation(
        f"{each.document.name}, {provision.severity} severity, {describe_confidence(provision)}",
        f"{text[:MAX_QUOTE_CHARACTERS]}…" if is_cut else text,
        each.record_id,
        f"Captured {format_day(version.captured_at)}, {version.source_url}",
    )
