"""The report of a month as a message: what it is of, and as of which day."""

from dataclasses import replace
from datetime import date

import pytest

from bot.slack.messages.blocks import Message
from bot.slack.messages.monthly_report import render_monthly_report
from tests.bot.block_rules import assert_blocks
from tests.samples.choices import MONTH


def read(message: Message) -> str:
    """All text of a message."""
    assert_blocks(message.blocks)
    return str(message.blocks)


@pytest.mark.parametrize(
    ("made_on", "days"),
    [
        (date(2026, 3, 1), "in 19 days"),
        (date(2026, 3, 19), "tomorrow"),
        (date(2026, 3, 20), "today"),
        (date(2026, 2, 10), "in 38 days"),
    ],
)
def test_days_are_counted_from_the_day_of_the_report(made_on: date, days: str) -> None:
    """A report that comes late, or that somebody asks for, counts from its own day."""
    text = read(render_monthly_report(replace(MONTH, made_on=made_on)))
    assert f"20 March 2026 ({days})" in text
    assert f"availability are as of {made_on:%-d %B %Y}." in text


@pytest.mark.parametrize(
    ("made_on", "head"),
    [
        (date(2026, 2, 28), "Monthly report for February 2026 so far: 3 changes"),
        (date(2026, 3, 1), "Monthly report for February 2026: 3 changes"),
        (date(2026, 11, 30), "Monthly report for February 2026: 3 changes"),
    ],
)
def test_a_month_that_is_not_over_is_named_so(made_on: date, head: str) -> None:
    """Otherwise its numbers would read as those of the whole month."""
    message = render_monthly_report(replace(MONTH, made_on=made_on))
    assert head in message.text
    assert head in read(message)
