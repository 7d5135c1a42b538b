"""Modals and the App Home in every state."""

from collections.abc import Iterator
from dataclasses import replace

from bot.slack.messages import modals, redline
from bot.slack.messages.answers import render_sentence
from clausewatch.model.changes import Change
from clausewatch.model.reading import Edit, EditKind
from tests.samples import examples
from tests.samples.examples import ADA, REWRITTEN, TRAINING
from tests.samples.listing import render_home
from tests.samples.posts import many
from tests.samples.replies import COMMAND, vendors, watched
from tests.samples.sample import Sample, views

ADDRESS = "https://brillo.example/privacy"


def dialogs() -> Iterator[Sample]:
    """Yield every view of the bot."""
    yield from _add()
    yield from _redlines()
    yield from _homes()


def _add() -> Iterator[Sample]:
    yield from views(
        add_platform=modals.render_add_platform(COMMAND),
        said_alone=modals.render_answer_modal(
            render_sentence("This document is not on record for this workspace.")
        ),
        add_platform_filled=modals.render_add_platform(COMMAND, "CLEGAL", ADDRESS),
    )


def _redlines() -> Iterator[Sample]:
    bare = replace(TRAINING, comparison=replace(TRAINING.comparison, edits=()))
    yield from views(
        redline=redline.render_page(TRAINING, 0),
        redline_first_page=redline.render_page(_long(), 0),
        redline_last_page=redline.render_page(_long(), 99),
        redline_skeleton=redline.render_skeleton(TRAINING.id),
        redline_failed=redline.render_failure(
            TRAINING.id, "This change is not on record any more."
        ),
        redline_empty=redline.render_page(bare, 0),
    )


def _long() -> Change:
    """Return a change with more edits than one page of a redline holds, of every kind."""
    edits = REWRITTEN.comparison.edits * 3
    shaped = (
        *edits,
        replace(edits[0], kind=EditKind.MOVED),
        _one_sided(edits[0], EditKind.ADDED),
        _one_sided(edits[0], EditKind.REMOVED),
    )
    return replace(REWRITTEN, comparison=replace(REWRITTEN.comparison, edits=shaped))


def _one_sided(edit: Edit, kind: EditKind) -> Edit:
    is_added = kind is EditKind.ADDED
    return replace(
        edit,
        kind=kind,
        before=None if is_added else edit.before,
        after=edit.after if is_added else None,
        section="",
    )


def _homes() -> Iterator[Sample]:
    changes = (TRAINING, examples.reviewed(examples.FEES, ADA))
    yield from views(
        home=render_home(watched(), changes, COMMAND),
        home_quiet=render_home(watched()[:1], (), COMMAND),
        home_empty=render_home((), (), COMMAND),
        home_first_page=render_home(vendors(33), many(12), COMMAND),
        home_last_page=render_home(vendors(33), many(12), COMMAND, 2),
    )
