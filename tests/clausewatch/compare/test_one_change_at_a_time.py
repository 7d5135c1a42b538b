"""The changes of the metamorphic benchmark, on pages written for tests.

`python -m benchmarks.metamorphic` makes the same changes in real pages and counts the decisions.
"""

from dataclasses import replace

import pytest

from benchmarks.metamorphic import page_layouts, page_sources
from benchmarks.metamorphic.page_tree import PolicyPage
from benchmarks.metamorphic.trials import TABLES, draw_trials, evaluate_trial
from tests.clausewatch.policy_pages import render_terms

GROUP = "pages written for tests"
SEED = 20261125
MAX_WRONG_SHARES = {
    "counter": 0.6,
    "trace": 0.6,
    "folded_question": 0.4,
    "way_out_added": 0.5,
    "promo": 0.2,
    "advert": 0.35,
    "sign_up": 0.2,
    "testimonial": 0.2,
    "consent_dialog": 0.25,
    "home": 0.2,
}
"""The share of wrong decisions that a kind may have; 0 for every other kind.

No pair of pages can show that a number counts visitors (later checks do), that a hidden passage
opens without a control, or that a box among paragraphs with a single request is a passage with a
button. A class name alone drops no sentence between sentences of the terms, so some adverts and
consent dialogs among paragraphs are read.
"""


def _make_pages() -> list[PolicyPage]:
    url = "https://lumenforge.example/legal/privacy"
    drafts = [
        PolicyPage(f"frame {number}", "Lumenforge", "Privacy Policy", url, "en", markup, GROUP)
        for number in range(len(page_layouts.LAYOUTS))
        for markup in [
            page_layouts.render_page(number, "Lumenforge", "Privacy Policy", render_terms())
        ]
    ]
    pages = [page for draft in drafts if (page := page_sources.prepare_page(draft))]
    return [replace(page, group=GROUP) for page in (*pages, *page_sources.make_written_pages())]


PAGES = _make_pages()
CASES = [(table, kind) for table, kinds in TABLES.items() for kind in kinds]


@pytest.mark.parametrize(("table", "kind"), CASES, ids=[kind for _, kind in CASES])
def test_one_change(table: str, kind: str) -> None:
    """A change of the terms raises an alert and a change of the page does not, in any layout."""
    trials = draw_trials(PAGES, table, kind, (GROUP, 99, SEED))
    outcomes = [evaluate_trial(trial) for trial in trials]
    wrong = [f"{o.trial.name}: {o.why}" for o in outcomes if not o.is_right]
    assert len(wrong) <= MAX_WRONG_SHARES.get(kind, 0) * len(outcomes), wrong
