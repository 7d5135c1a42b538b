"""Explain how one page is read: the verdict of its first check, and every block with its fate.

Pure: a page in, plain text or one self-contained HTML page out.
"""

from collections import Counter
from dataclasses import dataclass
from html import escape

from clausewatch.analysis.list_pages import find_implausibility, find_remark
from clausewatch.evaluation.explanation import STYLE, format_blocks, render_blocks
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page, Reading


@dataclass(frozen=True, slots=True)
class PageExplanation:
    """The reading of a page, and the verdict of a first check in one line."""

    reading: Reading
    verdict: str


def explain_page(page: Page, expected: Expected) -> PageExplanation:
    """Read a page as a first check does. Raises ExtractError."""
    reading = read([page])
    if implausible := find_implausibility(reading, None, expected):
        verdict = f"Refused ({implausible.code}). {implausible.reason}"
    elif remark := find_remark(reading, expected):
        verdict = f"Read with a remark ({remark.code}). {remark.reason}"
    else:
        verdict = "Read."
    return PageExplanation(reading, verdict)


def render_page_text(explanation: PageExplanation) -> str:
    """Return an explanation as plain text."""
    reading = explanation.reading
    lines = [explanation.verdict, _summarise_dropped(reading), ""]
    return "\n".join([*lines, *format_blocks("Page", reading)]) + "\n"


def render_page_html(explanation: PageExplanation) -> str:
    """Return an explanation as one self-contained HTML page."""
    reading = explanation.reading
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Explanation</title>"
        f"<style>{STYLE}</style></head><body><h1>{escape(explanation.verdict)}</h1>"
        f"<p>{escape(_summarise_dropped(reading))}</p>{render_blocks('Page', reading)}"
        "</body></html>\n"
    )


def _summarise_dropped(reading: Reading) -> str:
    """Return how many words were left out for each reason, the most first."""
    counts: Counter[str] = Counter()
    for dropped in reading.dropped:
        counts[dropped.reason] += len(dropped.text.split())
    parts = ", ".join(f"{count:,} as {reason}" for reason, count in counts.most_common())
    return f"{reading.words:,} words kept; left out: {parts or 'nothing'}."
