"""Rich text: the blocks in which Slack shows policy text unparsed, with its marks and mentions.

A run is a piece of text in one style. Removed words are struck through and added words are bold.
Their place (Before, After) also tells them apart; colour never does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.slack.messages.blocks import Block
from bot.slack.messages.escape import ELLIPSIS, defuse_mentions, strip_invisible
from clausewatch.compare.segments import Segment

CONTEXT_CHARACTERS = 90
"""Unchanged characters that a cut quote keeps on either side of a changed word."""
SEGMENT_STYLES = {"same": "", "removed": "strike", "added": "bold"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style: `bold`, `strike`, `italic`, `code`, or an empty string for none."""

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


def _render_runs(runs: Iterable[Run]) -> list[Block]:
    elements: list[Block] = []
    for run in runs:
        if not run.text:
            continue
        element: Block = {"type": "text", "text": defuse_mentions(run.text)}
        if run.style:
            element["style"] = {run.style: True}
        elements.append(element)
    return elements or [{"type": "text", "text": "-"}]


def style_redline(segments: Iterable[Segment]) -> list[Run]:
    """Return both wordings as one text: removed words are struck through, added words are bold."""
    runs: list[Run] = []
    for segment in segments:
        run = Run(_strip_invisible(segment.text), SEGMENT_STYLES[segment.kind])
        # Copied without styles, a removed word must not run into the added one.
        is_replaced = bool(runs) and (runs[-1].style, run.style) == ("strike", "bold")
        if is_replaced and not runs[-1].text.endswith(" ") and not run.text.startswith(" "):
            runs.append(Run(" "))
        if run.text:
            runs.append(run)
    return runs


def _strip_invisible(text: str) -> str:
    """Return the visible text with the blanks at its ends, which separate it from other runs."""
    visible = strip_invisible(text).replace("\n", " ")
    lead = " " if text[:1].isspace() and visible else ""
    tail = " " if text[-1:].isspace() and visible else ""
    return f"{lead}{visible}{tail}" or (" " if text else "")


def cut_side(side: Sequence[Segment], limit: int) -> list[Run]:
    """Return the wording before or after, cut around the changed words."""
    runs: list[Run] = []
    used = 0
    for index, segment in enumerate(side):
        text = _strip_invisible(segment.text)
        if segment.kind == "same":
            text = _cut_unchanged(text, is_first=index == 0, is_last=index == len(side) - 1)
        runs.append(Run(text, SEGMENT_STYLES[segment.kind]))
        used += len(text)
        if used > limit:
            break
    return cap_runs(runs, limit)


def _cut_unchanged(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return unchanged text cut to the words next to the changed ones."""
    if is_first and is_last:
        return text
    if is_first:
        return (
            text if len(text) <= 2 * CONTEXT_CHARACTERS else ELLIPSIS + text[-CONTEXT_CHARACTERS:]
        )
    if is_last:
        return text if len(text) <= 2 * CONTEXT_CHARACTERS else text[:CONTEXT_CHARACTERS] + ELLIPSIS
    if len(text) <= 2 * CONTEXT_CHARACTERS + 3:
        return text
    return f"{text[:CONTEXT_CHARACTERS]} {ELLIPSIS} {text[-CONTEXT_CHARACTERS:]}"


def cap_runs(runs: Iterable[Run], limit: int) -> list[Run]:
    """Return the runs up to `limit` characters in total."""
    kept: list[Run] = []
    room = limit
    for run in runs:
        if len(run.text) > room:
            kept.append(Run(run.text[: max(room - 1, 0)] + ELLIPSIS, run.style))
            break
        kept.append(run)
        room -= len(run.text)
    return kept
