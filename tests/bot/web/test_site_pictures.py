"""Pictures as SVG: bars and cells say what the table beside them says."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.records.phrases import POSITIONS, describe_position, is_rule
from bot.records.pictures import BAR_HEIGHT, LETTERS, draw_heat_map, draw_timeline
from bot.records.timeline import MONTHS_SHOWN, count_months
from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, ProvisionId
from clausewatch.model.record_lists import ChangeMark, PlatformLine, PositionMark
from clausewatch.provisions.taxonomy_files import load_taxonomy
from tests.bot.web.archive import COURT, SALE, TRAINS, open_archive, open_site

NOW = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)


def make_mark(days_ago: int, severity: Severity, significance: str = "substantive") -> ChangeMark:
    """A change some days ago."""
    return ChangeMark(ChangeId(1), NOW - timedelta(days=days_ago), severity, significance)


def test_months_are_counted_by_severity() -> None:
    """Months between changes are there, empty ones before the first and wordings are not."""
    marks = (
        make_mark(0, Severity.HIGH),
        make_mark(1, Severity.LOW),
        make_mark(62, Severity.MEDIUM),
        make_mark(62, Severity.HIGH, "editorial"),
        make_mark(5_000, Severity.HIGH),
    )
    months = count_months(marks, NOW)
    assert [month.name for month in months] == ["2026-01", "2026-02", "2026-03"]
    assert [month.counts for month in months] == [(0, 1, 0), (0, 0, 0), (1, 0, 1)]
    assert count_months((), NOW) == ()
    old = make_mark(31 * (MONTHS_SHOWN + 2), Severity.HIGH)
    assert count_months((old,), NOW) == ()


def test_bars_stand_on_the_axis_and_fit() -> None:
    """Parts of a bar do not overlap, the highest fits, and nothing is drawn for nothing."""
    marks = [make_mark(day, Severity(grade)) for day in range(9) for grade in ("high", "low")]
    picture = draw_timeline(count_months([*marks, make_mark(40, Severity.LOW)], NOW))
    assert picture is not None
    assert all(0 < bar.y <= bar.y + bar.height <= BAR_HEIGHT for bar in picture.bars)
    assert {bar.grade for bar in picture.bars} == {"high", "low"}
    assert [label.text for label in picture.labels if label.text.isdigit()] == ["1", "18"]
    assert draw_timeline(()) is None


@pytest.mark.parametrize("months", [1, 2, 3, 5, MONTHS_SHOWN])
def test_labels_of_months_are_whole_and_apart(months: int) -> None:
    """No label crosses the edge of the picture or another label; one month has a label too."""
    width = 36
    for month in range(1, 13):
        now = datetime(2026, month, 15, tzinfo=UTC)
        marks = [
            ChangeMark(
                ChangeId(1), now - timedelta(days=30 * (months - 1)), Severity.LOW, "substantive"
            )
        ]
        picture = draw_timeline(count_months(marks, now))
        assert picture is not None
        middles = [label.x for label in picture.labels if "-" in label.text]
        assert middles
        assert middles[0] >= width / 2
        assert middles[-1] <= picture.width - width / 2
        assert all(later - earlier > width for earlier, later in pairwise(middles))


def test_cells_have_severity_and_position() -> None:
    """Only clause types that some platform has are columns; an absent one has no letter."""
    lines = [PlatformLine("a", "A", 1, None), PlatformLine("b", "B", 1, None)]
    mark = PositionMark(ProvisionId(7), "a", "data_sale", "may", Severity.HIGH)
    clauses = tuple(load_taxonomy().clauses.values())
    picture = draw_heat_map(lines, clauses, {("a", "data_sale"): mark})
    assert picture is not None
    assert [clause.id for clause in picture.clauses] == ["data_sale"]
    assert [[(c.grade, c.letter) for c in row.cells] for row in picture.rows] == [
        [("high", "P")],
        [("", "")],
    ]
    assert draw_heat_map(lines, clauses, {}) is None


async def test_pages_show_a_picture_with_its_table(tmp_path: Path) -> None:
    """Timelines of a document, a platform and a clause type, and the map; tables repeat them."""
    async with open_archive(tmp_path) as archive:
        number = await archive.watch(archive.one, "Pixelgarten")
        await archive.read(number, COURT)
        await archive.read(number, COURT, TRAINS)
        await archive.read(await archive.watch(archive.one, "Brillo"), TRAINS, SALE)
        async with open_site(archive) as browser:
            await browser.enter(archive.one, archive.now)
            for path in ("/document/CW-D-00001", "/platform/pixelgarten", "/clause/ai_training"):
                text = (await browser.get(path)).text
                assert text.count("<rect") == 1, path
                assert "<td>1</td><td>0</td><td>0</td>" in text, path
            text = (await browser.get("/compare/map")).text
            assert "Pixelgarten" in text
            rows = re.findall(r'class="letter" x="([0-9 ]+)" [^>]+>([A-Z]+)<', text)
            cells = re.findall(r">([A-Z]), (?:high|medium|low)</a></td>", text)
            assert [letter for _, letters in rows for letter in letters] == cells
            assert [len(places.split()) for places, _ in rows] == [len(row) for _, row in rows]


def test_every_position_has_words_and_a_letter() -> None:
    """A new polarity is shown by name on every page and picture."""
    polarities = [polarity.value for polarity in Polarity]
    assert sorted(POSITIONS) == sorted(LETTERS) == sorted(polarities)


def test_a_rule_has_a_letter_of_its_own() -> None:
    """The map says of a rule what its record says, whatever the sentence permits."""
    rules = [c for c in load_taxonomy().clauses.values() if is_rule(c.id)]
    assert rules
    lines = [PlatformLine("a", "A", 1, None)]
    for clause in rules:
        for polarity in ("may", "does", "does not"):
            mark = PositionMark(ProvisionId(7), "a", clause.id, polarity, Severity.LOW)
            picture = draw_heat_map(lines, [clause], {("a", clause.id): mark})
            assert picture is not None
            assert picture.rows[0].cells[0].letter == "R"
            assert describe_position(polarity, clause.id) == "states the rule"
