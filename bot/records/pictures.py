"""Pictures of records as values, for SVG and PNG: bars of a timeline, cells of a heat map."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.records.phrases import is_rule
from bot.records.timeline import GRADES, Month
from clausewatch.model.provisions import Polarity
from clausewatch.model.record_lists import PlatformLine, PositionMark
from clausewatch.provisions.taxonomy import ClauseType

BAR_WIDTH, BAR_GAP, BAR_HEIGHT = 22, 6, 90
"""Of a timeline, in units of the picture."""
LABEL_HEIGHT = 26
MARGIN = 18
"""Beside the bars, for labels that are wider than a bar."""
DECEMBER = 12
CELL, SQUARE = 22, 20
"""Of a heat map: width and height of a cell, and of what is coloured of it."""
_SQUARE = f"h{SQUARE}v{SQUARE}h-{SQUARE}z"
NAME_WIDTH, HEAD_HEIGHT, HEAD_WIDTH = 170, 170, 140
LETTERS = {
    Polarity.DOES.value: "S",
    Polarity.MAY.value: "P",
    Polarity.OPT_OUT_OFFERED.value: "O",
    Polarity.WITH_CONSENT.value: "C",
    Polarity.SOME_EXCLUDED.value: "E",
    Polarity.UNCLEAR.value: "U",
    Polarity.DOES_NOT.value: "N",
}
"""States, permits, opt-out, consent, excludes, unclear, no."""
RULE_LETTER = "R"
LETTER_LEGEND = (
    "R: states a rule. S: states the practice. P: permits it. O: permits it with an opt-out."
    " C: only with consent. E: excludes some. U: unclear. N: rules it out. Empty: nothing found."
)
MAX_DESCRIPTION_CHARACTERS = 1_900
"""Slack takes 2,000 as the text of a picture for screen readers."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar: the changes of one severity in one month."""

    x: int
    y: int
    width: int
    height: int
    grade: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text in a picture."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A bar chart of changes by month, and the months for the table beside it."""

    width: int
    height: int
    axis: int
    """The height at which the bars begin."""
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    months: tuple[Month, ...]


def draw_timeline(months: Sequence[Month]) -> Timeline | None:
    """Return the picture of the months; None if there is nothing to show."""
    if not months:
        return None
    highest = max(month.total for month in months)
    bars: list[Bar] = []
    labels: list[Label] = []
    for index, month in enumerate(months):
        x, y = MARGIN + index * (BAR_WIDTH + BAR_GAP), BAR_HEIGHT
        for grade, number in zip(GRADES, month.counts, strict=True):
            height = round(number / highest * (BAR_HEIGHT - 12))
            y -= height
            if number:
                bars.append(Bar(x, y, BAR_WIDTH, max(height, 2), grade.value))
        if month.total:
            labels.append(Label(x + BAR_WIDTH // 2, y - 3, str(month.total)))
        # A label of December would run into that of January.
        is_first = index == 0 and (month.month < DECEMBER or len(months) == 1)
        if month.month == 1 or is_first:
            labels.append(Label(x + BAR_WIDTH // 2, BAR_HEIGHT + 16, month.name))
    width = len(months) * (BAR_WIDTH + BAR_GAP) - BAR_GAP + 2 * MARGIN
    height = BAR_HEIGHT + LABEL_HEIGHT
    return Timeline(width, height, BAR_HEIGHT, tuple(bars), tuple(labels), tuple(months))


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The gravest position of a platform on a clause type."""

    x: int
    y: int
    grade: str
    """The severity; empty if the clause type was not found."""
    letter: str
    mark: PositionMark | None

    @property
    def words(self) -> str:
        """Letter and severity, for the table."""
        return f"{self.letter}, {self.grade}"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One platform with its cells, for the picture and for the table."""

    platform: PlatformLine
    y: int
    cells: tuple[HeatCell, ...]

    @property
    def squares(self) -> list[tuple[str, str]]:
        """The grades with the outlines of their cells: a page escapes and sends few shapes."""
        outlines: dict[str, str] = {}
        for cell in self.cells:
            outlines[cell.grade] = outlines.get(cell.grade, "") + f"M{cell.x} {cell.y}{_SQUARE}"
        return list(outlines.items())

    @property
    def letters(self) -> str:
        """The letters of all cells that have one."""
        return "".join(cell.letter for cell in self.cells)

    @property
    def letter_places(self) -> str:
        """The middle of each of these cells, from the left."""
        return " ".join(str(cell.x + SQUARE // 2) for cell in self.cells if cell.letter)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Platforms by clause type: the colour is the severity, the letter the position."""

    width: int
    height: int
    heads: tuple[Label, ...]
    rows: tuple[HeatRow, ...]
    clauses: tuple[ClauseType, ...]
    """Those that one of the platforms has, in the order of the columns."""


def draw_heat_map(
    platforms: Sequence[PlatformLine],
    clauses: Sequence[ClauseType],
    marks: Mapping[tuple[str, str], PositionMark],
) -> HeatMap | None:
    """Return the picture of platforms by clause type; None if none has any."""
    present = tuple(c for c in clauses if any((p.key, c.id) in marks for p in platforms))
    if not present:
        return None
    heads = tuple(
        Label(NAME_WIDTH + column * CELL + CELL // 2, HEAD_HEIGHT - 8, clause.name)
        for column, clause in enumerate(present)
    )
    rules = frozenset(clause.id for clause in present if is_rule(clause.id))

    def make_cells(platform: PlatformLine, y: int) -> tuple[HeatCell, ...]:
        return tuple(
            _make_cell(NAME_WIDTH + column * CELL, y, marks.get((platform.key, clause.id)), rules)
            for column, clause in enumerate(present)
        )

    rows = tuple(
        HeatRow(platform, y := HEAD_HEIGHT + index * CELL, make_cells(platform, y))
        for index, platform in enumerate(platforms)
    )
    width = NAME_WIDTH + len(present) * CELL + HEAD_WIDTH
    return HeatMap(width, HEAD_HEIGHT + len(rows) * CELL + 10, heads, rows, present)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be read without the page around it."""

    title: str
    chart: Timeline | HeatMap
    made_at: datetime
    plain_title: str = ""
    """Drawn instead where the font lacks letters of a name in the title; empty if it has none."""

    @property
    def description(self) -> str:
        """What the picture shows, for people who do not see it."""
        chart = self.chart
        parts = (
            [_describe_month(month) for month in chart.months if month.total]
            if isinstance(chart, Timeline)
            else [_describe_row(row, chart.clauses) for row in chart.rows]
        )
        text = f"{self.title}. {'; '.join(parts)}."
        if len(text) <= MAX_DESCRIPTION_CHARACTERS:
            return text
        return f"{text[:MAX_DESCRIPTION_CHARACTERS].rpartition('; ')[0]}; and more."


def _describe_month(month: Month) -> str:
    counts = zip(month.counts, GRADES, strict=True)
    listed = ", ".join(f"{number} {grade.value}" for number, grade in counts if number)
    return f"{month.name}: {listed}"


def _describe_row(row: HeatRow, clauses: Sequence[ClauseType]) -> str:
    found = [
        f"{clause.name} {cell.letter}, {cell.grade}"
        for clause, cell in zip(clauses, row.cells, strict=True)
        if cell.mark is not None
    ]
    return f"{row.platform.name}: {', '.join(found) or 'nothing found'}"


def _make_cell(x: int, y: int, mark: PositionMark | None, rules: AbstractSet[str]) -> HeatCell:
    """Return a cell; a rule has one position, whatever its sentence permits."""
    if mark is None:
        return HeatCell(x, y, "", "", None)
    letter = RULE_LETTER if mark.clause in rules else LETTERS.get(mark.polarity, "?")
    return HeatCell(x, y, mark.severity.value, letter, mark)
