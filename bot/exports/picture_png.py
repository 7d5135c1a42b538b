"""Pictures of records as PNG files, for Slack and for slides: the same values as the pages' SVG.

Every picture has a title, its date and a legend in words, so that it can be read alone. The same
content gives the same bytes.
"""

from functools import cache
from importlib.resources import files
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from bot.exports.pdf import FONT_FILES, FONT_PACKAGE, SERIF, load_fonts
from bot.records.phrases import format_day
from bot.records.pictures import CELL, LETTER_LEGEND, NAME_WIDTH, HeatMap, Picture, Timeline

SCALE = 2
"""Pixels per unit of a picture, for dense screens."""
MARGIN, LEADING = 16, 16
MIN_WIDTH = 460
COLOURS = 64
MISSING = "\ufffd"
"""In place of a character that the font lacks."""
MAX_TITLE_CHARACTERS, MAX_NAME_CHARACTERS, MAX_HEAD_CHARACTERS = 90, 24, 32
SLANT = 55
"""Degrees by which the heads of a heat map rise."""
PAPER, INK, SOFT, EMPTY = "#ffffff", "#1b1d22", "#555b66", "#f2f2ef"
BARS = {"high": "#8f1d1d", "medium": "#c98a1b", "low": "#6f9b78"}
CELLS = {"high": "#e3a19a", "medium": "#f0d29a", "low": "#c4dcc8", "": EMPTY}
Point = tuple[float, float]


def build_png(picture: Picture) -> bytes:
    """Return a picture as a PNG file."""
    chart = picture.chart
    width = max(chart.width + 2 * MARGIN, MIN_WIDTH)
    legend = _wrap(_list_legend(chart), width - 2 * MARGIN)
    top = MARGIN + 2 * LEADING
    height = top + chart.height + LEADING * (len(legend) + 2) + MARGIN
    canvas = _Canvas(width, height)
    title = _choose_drawable(picture.title, picture.plain_title or picture.title)
    canvas.write((MARGIN, MARGIN), title[:MAX_TITLE_CHARACTERS], 13, INK)
    if isinstance(chart, Timeline):
        _draw_timeline(canvas, chart, top)
    else:
        _draw_heat_map(canvas, chart, top)
    made = f"Clausewatch · {format_day(picture.made_at)} · Not legal advice"
    for index, line in enumerate((*legend, made)):
        place = (MARGIN, top + chart.height + LEADING * (index + 1))
        canvas.write(place, line, 10, SOFT)
    about = PngInfo()
    about.add_itxt("Title", picture.title)
    about.add_itxt("Description", picture.description)
    return canvas.save(about)


class _Canvas:
    """An image whose places and sizes are in units of a picture."""

    def __init__(self, width: float, height: float) -> None:
        """Begin with blank paper."""
        self.image = Image.new("RGB", (_scale(width), _scale(height)), PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def write(self, at: Point, text: str, size: int, colour: str, anchor: str = "la") -> None:
        """Write a line of text; `anchor` is that of the library."""
        place = _scale(at[0]), _scale(at[1])
        shown = keep_drawable(text)
        self._draw.text(place, shown, fill=colour, font=_load_font(size), anchor=anchor)

    def write_slanted(self, at: Point, text: str, size: int) -> None:
        """Write a line that rises to the right from a place."""
        font, shown = _load_font(size), keep_drawable(text)
        _, upper, right, lower = font.getbbox(shown, anchor="ls")
        box = round(right) + 2, round(lower - upper) + 2
        mask = Image.new("L", box)
        ImageDraw.Draw(mask).text((0, -upper), shown, fill=255, font=font, anchor="ls")
        turned = mask.rotate(SLANT, expand=True, resample=Image.Resampling.BICUBIC)
        # The lower left corner of the text is the place from which it rises.
        x = _scale(at[0]) - round(box[1] * sin(radians(SLANT)))
        y = _scale(at[1]) - turned.height + round(box[1] * (1 - cos(radians(SLANT))) / 2)
        self.image.paste(Image.new("RGB", turned.size, SOFT), (x, y), turned)

    def fill(self, at: Point, size: Point, colour: str) -> None:
        """Fill a rectangle."""
        left, top = _scale(at[0]), _scale(at[1])
        right, bottom = _scale(at[0] + size[0]), _scale(at[1] + size[1])
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)

    def save(self, about: PngInfo) -> bytes:
        """Return the file, with few colours, because it has large areas of each."""
        output = BytesIO()
        few = self.image.quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(output, "PNG", optimize=True, pnginfo=about)
        return output.getvalue()


def _draw_timeline(canvas: _Canvas, chart: Timeline, top: float) -> None:
    for bar in chart.bars:
        colour = BARS[bar.grade]
        canvas.fill((MARGIN + bar.x, top + bar.y), (bar.width, bar.height), colour)
    canvas.fill((MARGIN, top + chart.axis), (chart.width, 1), INK)
    for label in chart.labels:
        canvas.write((MARGIN + label.x, top + label.y), label.text, 10, SOFT, "ms")


def _draw_heat_map(canvas: _Canvas, chart: HeatMap, top: float) -> None:
    for head in chart.heads:
        text = _shorten(head.text, MAX_HEAD_CHARACTERS)
        canvas.write_slanted((MARGIN + head.x, top + head.y), text, 10)
    for number, row in enumerate(chart.rows, 1):
        name = _choose_drawable(row.platform.name, row.platform.key, f"no. {number}")
        name = _shorten(name, MAX_NAME_CHARACTERS)
        middle = top + row.y + CELL / 2 - 1
        canvas.write((MARGIN + NAME_WIDTH - 8, middle), name, 10, INK, "rm")
        for cell in row.cells:
            place = MARGIN + cell.x, top + cell.y
            canvas.fill(place, (CELL - 2, CELL - 2), CELLS[cell.grade])
            if cell.letter:
                centre = place[0] + CELL / 2 - 1, place[1] + CELL / 2 - 1
                canvas.write(centre, cell.letter, 10, INK, "mm")


def _choose_drawable(*texts: str) -> str:
    """Return the first text whose characters the font has, or else the last.

    The description of the picture has every name, in the order of the rows.
    """
    return next((text for text in texts if MISSING not in keep_drawable(text)), texts[-1])


def _list_legend(chart: Timeline | HeatMap) -> str:
    if isinstance(chart, HeatMap):
        return f"Red: high severity; yellow: medium; green: low. {LETTER_LEGEND}"
    totals = [sum(month.counts[index] for month in chart.months) for index in range(3)]
    named = zip(("high (dark red)", "medium (ochre)", "low (green)"), totals, strict=True)
    counts = ", ".join(f"{total} {name}" for name, total in named)
    return f"Changes to terms by month, high severity at the bottom of each bar. Total: {counts}."


def _wrap(text: str, width: float) -> list[str]:
    """Return the lines of a text that fit into a width."""
    font, lines = _load_font(10), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _scale(width):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def keep_drawable(text: str) -> str:
    """Return a text whose characters the font has, each other one as a mark."""
    known = load_fonts()
    return "".join(c if ord(c) in known else MISSING for c in " ".join(text.split()))


def _scale(units: float) -> int:
    return round(units * SCALE)


@cache
def _load_font(size: int) -> ImageFont.FreeTypeFont:
    path = files(FONT_PACKAGE) / "files" / FONT_FILES[SERIF]
    return ImageFont.truetype(str(path), size * SCALE, layout_engine=ImageFont.Layout.BASIC)
