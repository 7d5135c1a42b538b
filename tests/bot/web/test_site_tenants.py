"""Nothing crosses a workspace on the record site, whatever two workspaces have on record."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.exports.item_lists import COLLECTIONS
from bot.web.access import Audience
from bot.web.routes import ROUTES
from clausewatch.model.record_ids import WorkspaceId
from tests.bot.web.archive import COURT, SALE, TRAINS, Archive, Browser, open_archive, open_site

NAMES = ("Onlyone", "Onlytwo")
SECRETS = (
    "We may sell your amaranth records to our partners.",
    "We may sell your bellflower records to our partners.",
)
"""Sentences of the documents that only one workspace has added."""
MARKS = (("onlyone", "amaranth", "C-ONE", "U-ONE"), ("onlytwo", "bellflower", "C-TWO", "U-TWO"))
NUMBERS = range(1, 10)
FOLDERS = {"D": "/document/", "P": "/provision/", "C": "/change/"}


class Step(NamedTuple):
    """A workspace reads the shared document or its own, with some sentences."""

    workspace: int
    is_private: bool
    sentences: tuple[str, ...]


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from((0, 1)),
        st.booleans(),
        st.sets(st.sampled_from((TRAINS, SALE, COURT))).map(lambda chosen: tuple(sorted(chosen))),
    ),
    min_size=2,
    max_size=6,
)


def list_paths() -> list[str]:
    """Return paths of every route, with every number that may be on record and every name."""
    return [path for route in ROUTES for path in _list_paths_of(route.path)]


def _list_paths_of(pattern: str) -> list[str]:
    records = [
        f"CW-{letter}-{number:0{width}}"
        for letter, width in (("D", 5), ("P", 6), ("C", 6))
        for number in NUMBERS
        if pattern.startswith(FOLDERS[letter])
    ]
    values = {
        "{record": records,
        "{key": ["onlyone", "onlytwo", "shared"],
        "{channel": ["C-ONE", "C-TWO"],
        "{clause": ["ai_training", "data_sale"],
        "{number": ["1"],
        "{name": ["site.css"],
        "{suffix": ["json", "md"],
        "{month": ["2026-03"],
        "{kind": list(COLLECTIONS),
        "{sha256": ["0" * 64],
    }
    paths = [pattern]
    for start, choices in values.items():
        if start in pattern:
            paths = [_fill(path, start, choice) for path in paths for choice in choices]
    assert not [path for path in paths if "{" in path]
    return paths


def _fill(path: str, start: str, value: str) -> str:
    """Replace a field of a path, whose pattern may have braces of its own."""
    if start not in path:
        return path
    begin = path.index(start)
    depth, end = 0, begin
    for end in range(begin, len(path)):
        depth += {"{": 1, "}": -1}.get(path[end], 0)
        if depth == 0:
            break
    return path[:begin] + value + path[end + 1 :]


async def fill_archive(archive: Archive, plan: Sequence[Step]) -> None:
    """Both workspaces watch a shared document and one of their own, which then change."""
    spaces = (archive.one, archive.two)
    documents: dict[tuple[int, bool], int] = {}
    for index, space in enumerate(spaces):
        channel = MARKS[index][2]
        documents[index, False] = await archive.watch(space, "Shared", channel=channel)
        documents[index, True] = await archive.watch(
            space,
            NAMES[index],
            channel=channel,
            url=f"https://{NAMES[index].casefold()}.example/p",
            is_private=True,
        )
    for step in plan:
        sentences = step.sentences + ((SECRETS[step.workspace],) if step.is_private else ())
        document_id = documents[step.workspace, step.is_private]
        change_id = await archive.read(document_id, *sentences)  # type: ignore[arg-type]
        if change_id is not None:
            space, user = spaces[step.workspace], MARKS[step.workspace][3]
            await archive.acknowledge(space, change_id, user)


async def read_everything(browser: Browser) -> dict[str, str]:
    """Return the text of every page by its path, and of every page that those link to."""
    return {path: (await browser.get(path)).text.casefold() for path in list_paths()}


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps)
@pytest.mark.slow
@pytest.mark.long(15)
async def test_no_page_of_any_route_has_a_word_of_the_other_workspace(plan: list[Step]) -> None:
    """Names, text, channels and members of one workspace are on no page of the other."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_archive(Path(folder)) as archive:
            await fill_archive(archive, plan)
            async with open_site(archive, is_public=True) as browser:
                assert_without(await read_everything(browser), (*MARKS[0], *MARKS[1]))
            for index, space in enumerate((archive.one, archive.two)):
                async with open_site(archive, is_public=True) as browser:
                    await browser.enter(WorkspaceId(space), archive.now)
                    texts = await read_everything(browser)
                assert_without(texts, MARKS[1 - index])
                assert any(MARKS[index][2].casefold() in text for text in texts.values())


def assert_without(texts: dict[str, str], marks: Sequence[str]) -> None:
    """Assert that no page has one of the marks, other than a refused page."""
    found = [
        (path, mark) for path, text in texts.items() for mark in marks if mark.casefold() in text
    ]
    assert found == []


def test_every_route_has_an_audience() -> None:
    """Pages of a workspace are for members only."""
    members = {route.path for route in ROUTES if route.audience is Audience.MEMBERS}
    assert {"/watchlists", "/reviews"} <= members
