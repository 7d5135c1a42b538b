"""Decisions about pairs of stored pages, and the reasons for one of them."""

from collections.abc import Iterator
from pathlib import Path

from bot.cli.message_text import format_card
from bot.cli.progress import Progress
from clausewatch.errors import ExtractError, UserError
from clausewatch.evaluation.explanation import explain, render_html, render_text
from clausewatch.evaluation.page_explanation import (
    explain_page,
    render_page_html,
    render_page_text,
)
from clausewatch.evaluation.page_lists import read_body
from clausewatch.evaluation.pairs import Decision, evaluate_all
from clausewatch.model.reading import Expected, Page


def judge_pairs(path: Path, progress: Progress) -> Iterator[Decision]:
    """Yield a decision for each pair, with the cards that a channel would see."""
    return evaluate_all(path, card=format_card, progress=progress)


def explain_pages(before: Path, after: Path | None, html: Path | None, kind: str, url: str) -> str:
    """Return how a page is read, or why two pages are, or are not, a change.

    With `html`, write that page instead. Raises UserError for a page that cannot be read.
    """
    expected = Expected(kind=kind, url=url)
    try:
        if after is None:
            page = explain_page(_load_page(before, url), expected)
            text, markup = render_page_text(page), render_page_html(page)
        else:
            pair = explain(_load_page(before, url), _load_page(after, url), expected)
            text, markup = render_text(pair), render_html(pair)
    except ExtractError as error:
        raise UserError(f"{error.url} cannot be read: {error.reason}.") from None
    if html is None:
        return text
    html.write_text(markup, encoding="utf-8")
    return f"{html} written\n"


def _load_page(path: Path, url: str) -> Page:
    return Page(url or path.name, read_body(path), "")
