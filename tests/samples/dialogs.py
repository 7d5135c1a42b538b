"""Modals and the App Home in every state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.slack.messages import modals, redline, reviews, why_it_matters
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.redline import RedlinePlace
from clausewatch.model.changes import Change
from clausewatch.model.reading import Edit, EditKind
from clausewatch.model.reviews import WorklistFilter
from tests.samples import examples
from tests.samples.clauses import CLAUSE, make_record_view
from tests.samples.examples import NOW, REWRITTEN, TRAINING
from tests.samples.listing import render_home
from tests.samples.posts import make_worklist
from tests.samples.replies import COMMAND, make_vendors, make_watchlist
from tests.samples.sample import Sample, make_views

URL = "https://brillo.example/privacy"

LAST_PLACE = RedlinePlace(1, 99, is_in_document_order=True)


def list_dialogs() -> Iterator[Sample]:
    """Yield the views of the bot."""
    yield from _list_add_platform()
    yield from _list_redlines()
    yield from _list_homes()


def _list_add_platform() -> Iterator[Sample]:
    yield from make_views(
        add_platform=modals.render_add_platform(COMMAND),
        said_alone=modals.render_answer_modal(
            render_sentence("This document isn't stored for this workspace.")
        ),
        add_platform_filled=modals.render_add_platform(COMMAND, "CLEGAL", URL),
    )


def _list_redlines() -> Iterator[Sample]:
    without_edits = replace(TRAINING, comparison=replace(TRAINING.comparison, edits=()))
    yield from make_views(
        redline=redline.render_page(TRAINING, RedlinePlace(TRAINING.id)),
        redline_first_page=redline.render_page(_make_long_change(), RedlinePlace(1)),
        redline_last_page=redline.render_page(_make_long_change(), LAST_PLACE),
        redline_skeleton=redline.render_skeleton(TRAINING.id),
        why_it_matters=why_it_matters.render_reasons(TRAINING, CLAUSE, make_record_view(), COMMAND),
        why_it_matters_skeleton=why_it_matters.render_skeleton(),
        why_it_matters_failed=why_it_matters.render_failure("This change is no longer on record."),
        redline_failed=redline.render_failure(TRAINING.id, "This change is no longer on record."),
        redline_empty=redline.render_page(without_edits, RedlinePlace(1)),
    )


def _make_long_change() -> Change:
    """Return a change with edits of every kind, more than fit on one page of a redline."""
    edits = REWRITTEN.comparison.edits * 3
    all_kinds = (
        *edits,
        replace(edits[0], kind=EditKind.MOVED),
        _make_one_sided(edits[0], EditKind.ADDED),
        _make_one_sided(edits[0], EditKind.REMOVED),
    )
    return replace(REWRITTEN, comparison=replace(REWRITTEN.comparison, edits=all_kinds))


def _make_one_sided(edit: Edit, kind: EditKind) -> Edit:
    is_added = kind is EditKind.ADDED
    return replace(
        edit,
        kind=kind,
        before=None if is_added else edit.before,
        after=edit.after if is_added else None,
        section="",
    )


def _list_homes() -> Iterator[Sample]:
    changes = (replace(TRAINING, review=examples.ASSIGNED), examples.FEES)
    late = replace(examples.ASSIGNED, due_on=NOW.date() - timedelta(days=2))
    overdue = WorklistFilter(is_overdue=True)
    yield from make_views(
        home=render_home(make_watchlist(), changes, COMMAND, steps=examples.STEPS),
        home_overdue=render_home(
            make_watchlist(), (replace(TRAINING, review=late),), COMMAND, choice=overdue
        ),
        home_filtered_empty=render_home(make_watchlist(), (), COMMAND, choice=overdue),
        home_quiet=render_home(make_watchlist()[:1], (), COMMAND),
        home_empty=render_home((), (), COMMAND),
        home_first_page=render_home(make_vendors(33), make_worklist(12), COMMAND),
        home_last_page=render_home(make_vendors(33), make_worklist(12), COMMAND, 2),
        review_view=reviews.render_review_modal(TRAINING, "CLEGAL"),
        review_view_decided=reviews.render_review_modal(changes[0], "CLEGAL"),
    )
