"""Pictures as PNG: decoded again, they have the cells and bars of their values, and their words."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from bot.exports.picture_png import (
    BARS,
    CELLS,
    EMPTY,
    MARGIN,
    MISSING,
    SCALE,
    build_png,
    keep_drawable,
)
from bot.records.pictures import CELL, HeatMap, Picture, Timeline, draw_heat_map, draw_timeline
from bot.records.timeline import Month
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ProvisionId
from clausewatch.model.record_lists import PlatformLine, PositionMark
from clausewatch.provisions.taxonomy_files import load_taxonomy

NOW = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
MONTHS = (Month(2026, 2, (1, 2, 0)), Month(2026, 3, (0, 0, 0)), Month(2026, 4, (0, 0, 3)))


def make_timeline(months: tuple[Month, ...] = MONTHS, title: str = "Changes") -> Picture:
    """A timeline of months."""
    chart = draw_timeline(months)
    assert chart is not None
    return Picture(title, chart, NOW)


def make_map(*names: str) -> Picture:
    """A heat map of platforms; the first sells data, the others are silent on that."""
    lines = [PlatformLine(f"key-{index}", name, 1, None) for index, name in enumerate(names)]
    marks = {
        ("key-0", "data_sale"): PositionMark(
            ProvisionId(7), "key-0", "data_sale", "may", Severity.HIGH
        )
    } | {
        (line.key, "arbitration"): PositionMark(
            ProvisionId(8), line.key, "arbitration", "does", Severity.MEDIUM
        )
        for line in lines
    }
    chart = draw_heat_map(lines, tuple(load_taxonomy().clauses.values()), marks)
    assert chart is not None
    return Picture("Platforms", chart, NOW)


def decode(picture: Picture) -> Image.Image:
    """The picture as a program reads it."""
    image = Image.open(BytesIO(build_png(picture)))
    image.load()
    assert image.format == "PNG"
    return image


def find_colour(image: Image.Image, x: float, y: float) -> str:
    """The colour at a place in units of a picture."""
    pixel = image.convert("RGB").getpixel((round(x * SCALE), round(y * SCALE)))
    assert isinstance(pixel, tuple)
    return "#" + "".join(f"{part:02x}" for part in pixel)


def find_top(image: Image.Image, picture: Picture) -> float:
    """Where the chart begins; the title is above it."""
    assert image.height / SCALE > picture.chart.height + 2 * MARGIN
    return MARGIN + 32


def test_each_bar_has_the_colour_of_its_severity() -> None:
    """In the middle of every part of a bar, and paper between the bars."""
    picture = make_timeline()
    image, chart = decode(picture), picture.chart
    assert isinstance(chart, Timeline)
    top = find_top(image, picture)
    assert len(chart.bars) == 3
    for bar in chart.bars:
        x, y = MARGIN + bar.x + 3, top + bar.y + bar.height / 2
        assert find_colour(image, x, y) == BARS[bar.grade]
    assert find_colour(image, MARGIN + chart.bars[0].x - 3, top + 60) == "#ffffff"


def test_each_cell_has_the_colour_of_its_severity() -> None:
    """A cell in which nothing was found is grey and has no letter."""
    picture = make_map("Pixelgarten", "Wolke")
    image, chart = decode(picture), picture.chart
    assert isinstance(chart, HeatMap)
    top = find_top(image, picture)
    assert [[cell.grade for cell in row.cells] for row in chart.rows] == [
        ["medium", "high"],
        ["medium", ""],
    ]
    for row in chart.rows:
        for cell in row.cells:
            x, y = MARGIN + cell.x, top + cell.y
            assert find_colour(image, x + 2, y + 2) == CELLS[cell.grade]
            middle = {
                find_colour(image, x + dx, y + dy) for dx in range(6, 15) for dy in range(6, 15)
            }
            assert (middle == {EMPTY}) == (cell.mark is None)


def test_the_file_says_what_it_shows() -> None:
    """Title and description are in the file, for whoever opens it apart from its page."""
    about = decode(make_timeline()).info
    assert about["Title"] == "Changes"
    assert about["Description"] == "Changes. 2026-02: 1 high, 2 medium; 2026-04: 3 low."
    about = decode(make_map("Pixelgarten", "Wolke")).info
    assert (
        "Pixelgarten: Mandatory arbitration S, medium, Sale of personal data P, high"
        in (about["Description"])
    )
    assert "Wolke: Mandatory arbitration S, medium." in about["Description"]


def test_the_title_is_drawn() -> None:
    """Another title is another picture; the same values give the same bytes."""
    first, second = make_timeline(title="Changes of Pixelgarten"), make_timeline(title="Changes")
    assert build_png(first) == build_png(make_timeline(title="Changes of Pixelgarten"))
    box = (0, 0, 460, MARGIN * SCALE + 40)
    titles = [decode(each).convert("L").crop(box) for each in (first, second)]
    ink = [sum(image.histogram()[:128]) for image in titles]
    assert ink[0] > ink[1] > 0


@pytest.mark.parametrize("platforms", [1, 25])
def test_a_picture_fits_into_a_message(platforms: int) -> None:
    """Even the largest heat map is well under what a page may have."""
    body = build_png(make_map(*(f"Vendor number {index:02}" for index in range(platforms))))
    assert len(body) < 200_000
    width, height = Image.open(BytesIO(body)).size
    assert width >= 460 * SCALE
    assert height >= platforms * CELL * SCALE


def test_a_long_description_ends_at_a_whole_part() -> None:
    """Slack takes 2,000 characters."""
    names = (f"A vendor with a rather long name, number {index:02}" for index in range(25))
    text = make_map(*names).description
    assert len(text) < 2_000
    assert text.endswith("; and more.")


@pytest.mark.parametrize("name", ["株式会社メルカリ", "חברה", "شركة", "한국", "ไทย", "हिन्दी"])
def test_a_name_that_the_font_has_not_is_in_the_description(name: str) -> None:
    """The platform is drawn by its number, and a title without it; programs read both whole."""
    foreign, numbered = make_map("Brillo", name), make_map("Brillo", "no. 2")
    assert isinstance(foreign.chart, HeatMap)
    line = foreign.chart.rows[1].platform
    row = replace(foreign.chart.rows[1], platform=replace(line, key=name))
    chart = replace(foreign.chart, rows=(foreign.chart.rows[0], row))
    image = decode(replace(foreign, chart=chart))
    assert image.tobytes() == decode(numbered).tobytes()
    assert f"; {name}: " in str(image.info["Description"])
    title = f"Policy changes of {name} by month"
    titled = decode(replace(make_timeline(title=title), plain_title="Changes"))
    assert titled.tobytes() == decode(make_timeline()).tobytes()
    assert titled.info["Title"] == title


def test_a_name_without_letters_of_the_font_is_replaced_by_its_key() -> None:
    """A row of marks would be no name; what the font has stays."""
    assert keep_drawable("Übersee  Łódź\nΩ") == "Übersee Łódź Ω"
    assert keep_drawable("日本") == MISSING * 2
    foreign, known = make_map("日本語"), make_map("key-0")
    top = find_top(decode(known), known)
    row = known.chart.rows[0] if isinstance(known.chart, HeatMap) else None
    assert row is not None
    box = (0, round((top + row.y) * SCALE), 180 * SCALE, round((top + row.y + CELL) * SCALE))
    assert decode(foreign).crop(box).tobytes() == decode(known).crop(box).tobytes()
