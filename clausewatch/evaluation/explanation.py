"""Why a change was told or not: every block kept or left out, every edit, and the verdict.

Pure: pages in, text or one self-contained HTML page out. It runs the same stages as a check.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from clausewatch.compare import build_redline, compare
from clausewatch.evaluation.pairs import verdict
from clausewatch.extract import read
from clausewatch.model.reading import Comparison, Edit, Expected, Page, Reading, Significance

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}ins{background:#d4f4dd}"
    "del{background:#fbd9d9}li{margin:.4rem 0}small{color:#555}table{border-collapse:collapse}"
    "td{border:1px solid #ccc;padding:.2rem .5rem;vertical-align:top}"
)
_MARKS = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two readings of a document and what was decided about them."""

    before: Reading
    after: Reading
    verdict: str
    comparison: Comparison


def _decided(comparison: Comparison) -> str:
    if comparison.significance is None:
        return "Not told: the terms are the same."
    if comparison.significance is Significance.SUBSTANTIVE:
        return f"Told at once: the change is substantive, severity {comparison.severity.value}."
    if comparison.significance is Significance.EDITORIAL:
        return "Not told at once: the change is editorial and waits for the digest."
    return "Not told: only the document's own date changed; it is on record."


def explain(before: Page, after: Page, expected: Expected) -> Explanation:
    """Read and judge two pages of one document. Raises ExtractError."""
    old, new = read([before]), read([after])
    comparison = compare(old, new)
    if found := verdict(old, new, expected):
        side, why = found
        which = "earlier" if side == "before" else "later"
        decided = f"Not told: the {which} page is not the policy ({why.code}). {why.reason}"
    else:
        decided = _decided(comparison)
    return Explanation(old, new, decided, comparison)


def _facts(reading: Reading) -> str:
    stated = reading.stated_date.isoformat() if reading.stated_date else "none"
    return (
        f"{reading.words} words, language {reading.language}, own date {stated}, "
        f"{len(reading.blocks)} blocks kept, {len(reading.dropped)} left out"
    )


def _edit_lines(edit: Edit) -> Iterator[str]:
    yield f"* {edit.kind.value}, {edit.significance.value}, {edit.severity.value}: {edit.reason}"
    if edit.section:
        yield f"  in: {edit.section}"
    if edit.before:
        yield f"  - {edit.before}"
    if edit.after:
        yield f"  + {edit.after}"


def _block_lines(name: str, reading: Reading) -> Iterator[str]:
    yield f"{name}: {_facts(reading)}"
    for block in reading.blocks:
        yield f"  kept ({block.kind.value}): {block.text}"
    for left in reading.dropped:
        yield f"  left out ({left.reason}): {left.text}"


def as_text(explanation: Explanation) -> str:
    """Return an explanation for the terminal."""
    comparison = explanation.comparison
    lines = [explanation.verdict, ""]
    lines += [f"\u2022 {line}" for line in comparison.summary]
    lines += ["", f"Edits: {len(comparison.edits)}"]
    lines += [line for edit in comparison.edits for line in _edit_lines(edit)]
    lines += ["", *_block_lines("Earlier page", explanation.before)]
    lines += ["", *_block_lines("Later page", explanation.after)]
    return "\n".join(lines) + "\n"


def _redline(edit: Edit) -> str:
    return "".join(
        _MARKS[s.kind].format(escape(s.text)) for s in build_redline(edit.before, edit.after)
    )


def _edits_html(edits: Sequence[Edit]) -> str:
    rows = (
        f"<li>{_redline(edit)}<br><small>{edit.kind.value} \u00b7 {edit.significance.value} \u00b7 "
        f"{edit.severity.value} \u00b7 {escape(edit.section)}: {escape(edit.reason)}</small></li>"
        for edit in edits
    )
    return f"<ol>{''.join(rows)}</ol>" if edits else "<p>None.</p>"


def _blocks_html(name: str, reading: Reading) -> str:
    kept = ((f"kept: {b.kind.value}", b.text) for b in reading.blocks)
    left = ((f"left out: {d.reason}", d.text) for d in reading.dropped)
    rows = (
        f"<tr><td><small>{escape(why)}</small></td><td>{escape(text)}</td></tr>"
        for why, text in (*kept, *left)
    )
    facts = escape(_facts(reading))
    body = "".join(rows)
    return f"<h2>{name}</h2><details><summary>{facts}</summary><table>{body}</table></details>"


def as_html(explanation: Explanation) -> str:
    """Return an explanation as one HTML page that needs nothing else."""
    bullets = "".join(f"<li>{escape(line)}</li>" for line in explanation.comparison.summary)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Explanation</title>"
        f"<style>{_STYLE}</style></head><body><h1>{escape(explanation.verdict)}</h1>"
        f"<ul>{bullets}</ul><h2>Edits</h2>{_edits_html(explanation.comparison.edits)}"
        + _blocks_html("Earlier page", explanation.before)
        + _blocks_html("Later page", explanation.after)
        + "</body></html>\n"
    )
