"""Decisions about pairs of stored pages, and the reasons for one of them."""

from collections.abc import Iterator
from pathlib import Path

from bot.cli.message_text import format_card
from bot.cli.progress import Progress
from clausewatch.errors import ExtractError, UserError
from clausewatch.evaluation.explanation import explain, render_html, render_text
from clausewatch.evaluation.page_lists import read_body
from clausewatch.evaluation.pairs import Decision, evaluate_all
from clausewatch.model.reading import Expected, Page


def judge_pairs(path: Path, progress: Progress) -> Iterator[Decision]:
    """Yield a decision for each pair, with the cards that a channel would see."""
    return evaluate_all(path, card=format_card, progress=progress)


def explain_pages(before: Path, after: Path, html: Path | None, kind: str, url: str) -> str:
    """Return why two pages are, or are not, a change; with `html`, write that page instead.

    Raises UserError for a page that cannot be read.
    """
    old, new = (Page(url or path.name, read_body(path), "") for path in (before, after))
    try:
        explanation = explain(old, new, Expected(kind=kind, url=url))
    except ExtractError as error:
        raise UserError(f"{error.url} cannot be read: {error.reason}.") from None
    if html is None:
        return render_text(explanation)
    html.write_text(render_html(explanation), encoding="utf-8")
    return f"{html} written\n"
