"""Decisions about pairs of stored pages, and the reasons for one of them."""

from collections.abc import Iterator
from pathlib import Path

from bot.cli.message_text import format_card
from bot.cli.progress import Progress
from clausewatch.errors import ExtractError, UserError
from clausewatch.evaluation.explanation import as_html, as_text, explain
from clausewatch.evaluation.pairs import Decision, body_of, judge
from clausewatch.model.reading import Expected, Page


def judge_pairs(path: Path, progress: Progress) -> Iterator[Decision]:
    """Yield a decision for each pair, with the cards that a channel would see."""
    return judge(path, card=format_card, progress=progress)


def explain_pages(before: Path, after: Path, html: Path | None, kind: str, url: str) -> str:
    """Return why two pages are, or are not, a change; with `html`, write that page instead.

    Raises UserError for a page that cannot be read.
    """
    old, new = (Page(url or path.name, body_of(path), "") for path in (before, after))
    try:
        explanation = explain(old, new, Expected(kind=kind, url=url))
    except ExtractError as error:
        raise UserError(f"{error.url} cannot be read: {error.reason}.") from None
    if html is None:
        return as_text(explanation)
    html.write_text(as_html(explanation), encoding="utf-8")
    return f"{html} written\n"
