"""Rich text: the blocks in which Slack shows policy text as it is, marks and mentions included.

A run is a piece of text with a style. Removed words are struck, added words are bold, and both
are also told apart by where they stand (Before, After), never by colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.slack.messages.blocks import Block
from bot.slack.messages.escape import ELLIPSIS, defuse_mentions, strip_invisible
from clausewatch.compare.redline import Segment

LEAD_CHARACTERS = 90
"""Unchanged text that is kept on either side of a changed word when a quote is cut."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style: `bold`, `strike`, `italic`, `code` or none."""

    text: str
    style: str = ""


def rich_text(*elements: Block) -> Block:
    """Return a rich text block."""
    return {"type": "rich_text", "elements": list(elements)}


def paragraph(runs: Iterable[Run]) -> Block:
    """Return a rich text section."""
    return {"type": "rich_text_section", "elements": _render_runs(runs)}


def quote(runs: Iterable[Run]) -> Block:
    """Return a rich text quote."""
    return {"type": "rich_text_quote", "elements": _render_runs(runs)}


def bullets(items: Iterable[Sequence[Run]]) -> Block:
    """Return a bullet list."""
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": 0,
        "elements": [paragraph(item) for item in items],
    }


def _render_runs(runs: Iterable[Run]) -> list[Block]:
    found: list[Block] = []
    for run in runs:
        if not run.text:
            continue
        element: Block = {"type": "text", "text": defuse_mentions(run.text)}
        if run.style:
            element["style"] = {run.style: True}
        found.append(element)
    return found or [{"type": "text", "text": "-"}]


STYLES = {"same": "", "removed": "strike", "added": "bold"}


def style_redline(segments: Iterable[Segment]) -> list[Run]:
    """Return both wordings in one text: what went is struck, what came is bold."""
    runs: list[Run] = []
    for segment in segments:
        run = Run(_strip_invisible(segment.text), STYLES[segment.kind])
        # copied without styles, what went must not run into what came
        is_against = bool(runs) and (runs[-1].style, run.style) == ("strike", "bold")
        if is_against and not runs[-1].text.endswith(" ") and not run.text.startswith(" "):
            runs.append(Run(" "))
        if run.text:
            runs.append(run)
    return runs


def _strip_invisible(text: str) -> str:
    """Return visible text that keeps the blanks at its ends: the next run goes on from there."""
    shown = strip_invisible(text).replace("\n", " ")
    lead = " " if text[:1].isspace() and shown else ""
    tail = " " if text[-1:].isspace() and shown else ""
    return f"{lead}{shown}{tail}" or (" " if text else "")


def cut_side(segments: Sequence[Segment], kind: str, limit: int) -> list[Run]:
    """Return the wording before (`removed`) or after (`added`), cut around what changed."""
    mine = [segment for segment in segments if segment.kind in {"same", kind}]
    runs: list[Run] = []
    used = 0
    for index, segment in enumerate(mine):
        text = _strip_invisible(segment.text)
        if segment.kind == "same":
            text = _cut_unchanged(text, is_first=index == 0, is_last=index == len(mine) - 1)
        runs.append(Run(text, STYLES[segment.kind]))
        used += len(text)
        if used > limit:
            break
    return cap_runs(runs, limit)


def _cut_unchanged(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return unchanged text cut to what stands next to the changed words."""
    if is_first and is_last:
        return text
    if is_first:
        return text if len(text) <= 2 * LEAD_CHARACTERS else ELLIPSIS + text[-LEAD_CHARACTERS:]
    if is_last:
        return text if len(text) <= 2 * LEAD_CHARACTERS else text[:LEAD_CHARACTERS] + ELLIPSIS
    if len(text) <= 2 * LEAD_CHARACTERS + 3:
        return text
    return f"{text[:LEAD_CHARACTERS]} {ELLIPSIS} {text[-LEAD_CHARACTERS:]}"


def cap_runs(runs: Iterable[Run], limit: int) -> list[Run]:
    """Return the runs up to `limit` characters in all."""
    kept: list[Run] = []
    room = limit
    for run in runs:
        if len(run.text) > room:
            kept.append(Run(run.text[: max(room - 1, 0)] + ELLIPSIS, run.style))
            break
        kept.append(run)
        room -= len(run.text)
    return kept
