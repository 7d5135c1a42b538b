"""Explain why a change is an alert or not: every block, every edit and the decision.

It runs the same stages as a check. Pure: pages in, plain text or one self-contained HTML page out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from clausewatch.compare import build_redline
from clausewatch.evaluation.pairs import compare_with_provisions, find_implausible_side
from clausewatch.extract import read
from clausewatch.model.reading import Comparison, Edit, Expected, Page, Reading, Significance
from clausewatch.model.unread_parts import describe_parts

STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}ins{background:#d4f4dd}"
    "del{background:#fbd9d9}li{margin:.4rem 0}small{color:#555}table{border-collapse:collapse}"
    "td{border:1px solid #ccc;padding:.2rem .5rem;vertical-align:top}"
)
_MARKS = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two readings of a document and the decision about them."""

    before: Reading
    after: Reading
    decision: str
    comparison: Comparison


def _describe_decision(comparison: Comparison) -> str:
    if comparison.significance is None:
        return "No alert: the terms are the same."
    if comparison.significance is Significance.SUBSTANTIVE:
        way = f", {comparison.direction} to users" if comparison.direction else ""
        return f"Alert: the change is substantive, severity {comparison.severity.value}{way}."
    if comparison.significance is Significance.EDITORIAL:
        return "No alert: the change is editorial and waits for the digest."
    return "No alert: only the document's own date changed; it is on record."


def explain(before: Page, after: Page, expected: Expected) -> Explanation:
    """Read and compare two pages of one document. Raises ExtractError."""
    old, new = read([before]), read([after])
    comparison = compare_with_provisions(old, new, expected)
    if refusal := find_implausible_side(old, new, expected):
        side, implausible = refusal
        which = "earlier" if side == "before" else "later"
        decision = (
            f"No alert: the {which} page is not the policy ({implausible.code})."
            f" {implausible.reason}"
        )
    else:
        decision = _describe_decision(comparison)
    return Explanation(old, new, decision, comparison)


def _describe_reading(reading: Reading) -> str:
    stated = reading.stated_date.isoformat() if reading.stated_date else "none"
    return (
        f"{reading.words} words, language {reading.language}, own date {stated}, "
        f"{len(reading.blocks)} blocks kept, {len(reading.dropped)} left out"
    )


def _format_edit(edit: Edit) -> Iterator[str]:
    yield f"* {edit.kind.value}, {edit.significance.value}, {edit.severity.value}: {edit.reason}"
    if edit.section:
        yield f"  in: {edit.section}"
    if edit.before:
        yield f"  - {edit.before}"
    if edit.after:
        yield f"  + {edit.after}"


def format_blocks(name: str, reading: Reading) -> Iterator[str]:
    """Yield a line for each block of a reading, kept or left out, with the reason."""
    yield f"{name}: {_describe_reading(reading)}"
    if parts := describe_parts(reading.signals.unread_parts):
        yield f"  {parts}"
    for block in reading.blocks:
        yield f"  kept ({block.kind.value}): {block.text}"
    for dropped in reading.dropped:
        yield f"  left out ({dropped.reason}): {dropped.text}"


def render_text(explanation: Explanation) -> str:
    """Return an explanation as plain text."""
    comparison = explanation.comparison
    lines = [explanation.decision, *filter(None, [comparison.headline]), ""]
    lines += [f"\u2022 {shift.direction}: {shift.sentence}" for shift in comparison.shifts]
    lines += [f"\u2022 {line}" for line in comparison.summary]
    lines += ["", f"Edits: {len(comparison.edits)}"]
    lines += [line for edit in comparison.edits for line in _format_edit(edit)]
    lines += ["", *format_blocks("Earlier page", explanation.before)]
    lines += ["", *format_blocks("Later page", explanation.after)]
    return "\n".join(lines) + "\n"


def _render_redline(edit: Edit) -> str:
    return "".join(
        _MARKS[s.kind].format(escape(s.text)) for s in build_redline(edit.before, edit.after)
    )


def _render_edit(edit: Edit) -> str:
    labels = " \u00b7 ".join((edit.kind, edit.significance, edit.severity, escape(edit.section)))
    return f"<li>{_render_redline(edit)}<br><small>{labels}: {escape(edit.reason)}</small></li>"


def _render_edits(edits: Sequence[Edit]) -> str:
    return f"<ol>{''.join(map(_render_edit, edits))}</ol>" if edits else "<p>None.</p>"


def render_blocks(name: str, reading: Reading) -> str:
    """Return a table of the blocks of a reading, kept or left out, with the reason."""
    kept = ((f"kept: {b.kind.value}", b.text) for b in reading.blocks)
    dropped = ((f"left out: {d.reason}", d.text) for d in reading.dropped)
    rows = (
        f"<tr><td><small>{escape(label)}</small></td><td>{escape(text)}</td></tr>"
        for label, text in (*kept, *dropped)
    )
    facts = escape(_describe_reading(reading))
    body = "".join(rows)
    return f"<h2>{name}</h2><details><summary>{facts}</summary><table>{body}</table></details>"


def render_html(explanation: Explanation) -> str:
    """Return an explanation as one self-contained HTML page."""
    comparison = explanation.comparison
    headline = escape(comparison.headline)
    lines = [f"{shift.direction}: {shift.sentence}" for shift in comparison.shifts]
    bullets = "".join(f"<li>{escape(line)}</li>" for line in (*lines, *comparison.summary))
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Explanation</title>"
        f"<style>{STYLE}</style></head><body><h1>{escape(explanation.decision)}</h1>"
        f"<p>{headline}</p><ul>{bullets}</ul>"
        f"<h2>Edits</h2>{_render_edits(comparison.edits)}"
        + render_blocks("Earlier page", explanation.before)
        + render_blocks("Later page", explanation.after)
        + "</body></html>\n"
    )
