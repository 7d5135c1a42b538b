"""Trials: one kind of change made on the pages of one group, and what Clausewatch decides."""

import json
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from benchmarks.metamorphic import page_sources, page_tree
from benchmarks.metamorphic.page_changes import PAGE_CHANGES
from benchmarks.metamorphic.page_tree import PolicyPage
from benchmarks.metamorphic.replacements import REPLACEMENTS
from benchmarks.metamorphic.term_changes import TERM_CHANGES
from clausewatch.compare import compare
from clausewatch.errors import ExtractError
from clausewatch.evaluation.pairs import find_implausible_side
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page, Reading, Significance

TABLES: Mapping[str, Collection[str]] = {
    "terms": TERM_CHANGES,
    "page": PAGE_CHANGES,
    "replacement": REPLACEMENTS,
}
"""The kinds of change by table. Only a change of the terms must raise an alert."""


@dataclass(frozen=True)
class TrialOptions:
    """Which pages are changed, and how often."""

    corpus: Path | None
    pages: Path | None
    texts: Path | None
    group: str
    per_kind: int
    seed: int
    keep: Path | None


@dataclass(frozen=True)
class Trial:
    """One change of one page."""

    table: str
    kind: str
    group: str
    name: str
    before: str
    after: str
    expected: Expected


@dataclass(frozen=True)
class Outcome:
    """The decision on a trial."""

    trial: Trial
    is_alert: bool
    why: str

    @property
    def is_right(self) -> bool:
        """True if the decision is the right one for the trial's table."""
        return self.is_alert == (self.trial.table == "terms")


def _change(
    table: str, kind: str, page: PolicyPage, rng: random.Random, pages: Sequence[PolicyPage]
) -> tuple[str, str] | None:
    """Return the markup before and after a change, or None if it does not apply to the page."""
    if table == "replacement":
        markup = REPLACEMENTS[kind](page, rng, pages)
        return None if markup is None else (page.markup, markup)
    old, new = page.parse(), page.parse()
    if table == "page":
        is_changed = PAGE_CHANGES[kind](old, new, page, rng)
    else:
        is_changed = TERM_CHANGES[kind](new, page_tree.find_terms(page, new), page, rng)
    return (page_tree.serialise(old), page_tree.serialise(new)) if is_changed else None


def draw_trials(
    pages: Sequence[PolicyPage], table: str, kind: str, draw: tuple[str, int, int]
) -> Iterator[Trial]:
    """Yield trials of one kind of change, each on another page of a group, drawn at random.

    `draw` is the group, the largest number of trials and the seed.
    """
    group, per_kind, seed = draw
    members = [page for page in pages if page.group == group]
    # The names of kind and group are part of the seed: a renamed kind changes other pages.
    rng = random.Random(f"{seed} {kind} {group}")
    count = 0
    for page in rng.sample(members, len(members)):
        pair = _change(table, kind, page, rng, pages)
        if pair is None or pair[0] == pair[1]:
            continue
        expected = Expected(page.service, page.document.partition("#")[0].strip(), page.url)
        yield Trial(table, kind, group, page.name, *pair, expected)
        count += 1
        if count == per_kind:
            return


@lru_cache(maxsize=40)
def _read(markup: str, url: str) -> Reading:
    return read([Page(url, markup.encode(), "text/html; charset=utf-8")])


def evaluate_trial(trial: Trial) -> Outcome:
    """Run the stages on a trial, as for a stored pair."""
    url = trial.expected.url
    try:
        old, new = _read(trial.before, url), _read(trial.after, url)
    except ExtractError as error:
        return Outcome(trial, is_alert=False, why=f"unreadable: {error.reason}")
    if refusal := find_implausible_side(old, new, trial.expected):
        side, implausible = refusal
        why = f"{side}: {implausible.code}: {implausible.reason}"
        return Outcome(trial, is_alert=False, why=why)
    comparison = compare(old, new)
    edits = "; ".join(
        f"{e.kind.value} [{e.reason}] {(e.before or '')[:120]!r} -> {(e.after or '')[:120]!r}"
        for e in comparison.edits[:4]
    )
    is_alert = comparison.significance is Significance.SUBSTANTIVE
    return Outcome(trial, is_alert, f"{comparison.significance}: {edits}")


def read_pages(options: TrialOptions) -> list[PolicyPage]:
    """Return the pages of all folders and those written for this benchmark."""
    pages: list[PolicyPage] = list(page_sources.make_written_pages())
    known: frozenset[str] | None = None
    if options.corpus:
        rows = (options.corpus / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
        names = {json.loads(row)["service"] for row in rows}
        known = frozenset(n.casefold().replace(".", "-").replace(" ", "-") for n in names)
        pages += page_sources.read_corpus(options.corpus)
    if options.pages:
        pages += page_sources.read_stored_pages(options.pages, options.texts, known)
    if options.texts:
        pages += page_sources.read_texts(options.texts, known)
    return [page for page in pages if options.group in page.group]


_PAGES: list[PolicyPage] = []
"""The pages of a worker process."""


def load_pages(options: TrialOptions) -> None:
    """Read the pages once in a worker process."""
    _PAGES.extend(read_pages(options))


def run_trials(job: tuple[str, str, str, TrialOptions]) -> list[Outcome]:
    """Try one kind of change on one group; the outcomes come back without the markup."""
    table, kind, group, options = job
    outcomes = []
    trials = draw_trials(_PAGES, table, kind, (group, options.per_kind, options.seed))
    for number, trial in enumerate(trials):
        outcome = evaluate_trial(trial)
        if options.keep and not outcome.is_right:
            stem = f"{kind}-{group[:8].replace(' ', '_')}-{number}"
            (options.keep / f"{stem}.before.html").write_text(trial.before, encoding="utf-8")
            (options.keep / f"{stem}.after.html").write_text(trial.after, encoding="utf-8")
        outcomes.append(replace(outcome, trial=replace(trial, before="", after="")))
    return outcomes
