"""One kind of change tried on the pages of one group: what a worker process does."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from benchmarks.metamorphic import page_sources, page_tree
from benchmarks.metamorphic.page_changes import QUIET
from benchmarks.metamorphic.page_tree import Site
from benchmarks.metamorphic.replacements import BROKEN
from benchmarks.metamorphic.term_changes import TOLD
from clausewatch.compare import compare
from clausewatch.errors import ExtractError
from clausewatch.evaluation.pairs import find_implausible_side
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page, Reading, Significance

TABLES = {"told": TOLD, "quiet": QUIET, "broken": BROKEN}


@dataclass(frozen=True)
class Asked:
    """Which pages are changed, and how often."""

    corpus: Path | None
    page_sources: Path | None
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
    """What was decided about it."""

    trial: Trial
    told: bool
    why: str

    @property
    def is_right(self) -> bool:
        """Tell whether that is what should be."""
        return self.told == (self.trial.table == "told")


def _changed(
    table: str, kind: str, site: Site, rng: random.Random, sites: Sequence[Site]
) -> tuple[str, str] | None:
    if table == "broken":
        page = BROKEN[kind](site, rng, sites)
        return None if page is None else (site.markup, page)
    old, new = site.tree(), site.tree()
    if table == "quiet":
        done = QUIET[kind](old, new, site, rng)
    else:
        done = TOLD[kind](new, page_tree.terms(site, new), site, rng)
    return (page_tree.written(old), page_tree.written(new)) if done else None


def trials(
    sites: Sequence[Site], table: str, kind: str, asked: tuple[str, int, int]
) -> Iterator[Trial]:
    """Draw pages of a group for one kind of change, each page at most once."""
    group, per_kind, seed = asked
    members = [site for site in sites if site.group == group]
    rng = random.Random(f"{seed} {kind} {group}")
    found = 0
    for site in rng.sample(members, len(members)):
        pair = _changed(table, kind, site, rng, sites)
        if pair is None or pair[0] == pair[1]:
            continue
        expected = Expected(site.service, site.document.partition("#")[0].strip(), site.url)
        yield Trial(table, kind, group, site.name, *pair, expected)
        found += 1
        if found == per_kind:
            return


@lru_cache(maxsize=40)
def _read(markup: str, url: str) -> Reading:
    return read([Page(url, markup.encode(), "text/html; charset=utf-8")])


def tried(trial: Trial) -> Outcome:
    """Read, question and compare, as for a stored pair."""
    url = trial.expected.url
    try:
        old, new = _read(trial.before, url), _read(trial.after, url)
    except ExtractError as fault:
        return Outcome(trial, told=False, why=f"unreadable: {fault.reason}")
    if found := find_implausible_side(old, new, trial.expected):
        side, why = found
        return Outcome(trial, told=False, why=f"{side}: {why.code}: {why.reason}")
    made = compare(old, new)
    shown = "; ".join(
        f"{e.kind.value} [{e.reason}] {(e.before or '')[:120]!r} -> {(e.after or '')[:120]!r}"
        for e in made.edits[:4]
    )
    return Outcome(
        trial, made.significance is Significance.SUBSTANTIVE, f"{made.significance}: {shown}"
    )


def sites_of(asked: Asked) -> list[Site]:
    """Return all pages that the folders hold, and those written for this benchmark."""
    sites: list[Site] = list(page_sources.written())
    known: frozenset[str] | None = None
    if asked.corpus:
        rows = (asked.corpus / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
        names = {json.loads(row)["service"] for row in rows}
        known = frozenset(n.casefold().replace(".", "-").replace(" ", "-") for n in names)
        sites += page_sources.corpus(asked.corpus)
    if asked.pages:
        sites += page_sources.stored(asked.pages, asked.texts, known)
    if asked.texts:
        sites += page_sources.framed(asked.texts, known)
    return [site for site in sites if asked.group in site.group]


_LOADED: list[Site] = []


def load(asked: Asked) -> None:
    """Read the pages once in a worker process."""
    _LOADED.extend(sites_of(asked))


def done(job: tuple[str, str, str, Asked]) -> list[Outcome]:
    """Try one kind of change on one group; the pages themselves are not sent back."""
    table, kind, group, asked = job
    out = []
    for number, trial in enumerate(
        trials(_LOADED, table, kind, (group, asked.per_kind, asked.seed))
    ):
        outcome = tried(trial)
        if asked.keep and not outcome.is_right:
            stem = f"{kind}-{group[:8].replace(' ', '_')}-{number}"
            (asked.keep / f"{stem}.before.html").write_text(trial.before, encoding="utf-8")
            (asked.keep / f"{stem}.after.html").write_text(trial.after, encoding="utf-8")
        out.append(replace(outcome, trial=replace(trial, before="", after="")))
    return out
