"""Terms that wait for confirmation are read and compared once, as long as nothing else changes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from clausewatch import extract
from clausewatch.checks import unconfirmed_terms
from clausewatch.checks.examination import OtherTerms, Task
from clausewatch.checks.examine import examine
from clausewatch.checks.unconfirmed_terms import UnconfirmedTerms
from clausewatch.model.reading import Expected, Page

URL = "https://acme.example/privacy"


def make_page(days: int, comment: str = "") -> Page:
    """A policy that keeps data for some days."""
    body = (
        "<html lang='en'><head><title>Acme Privacy Policy</title></head><body><main>"
        "<h1>Acme Privacy Policy</h1><p>This policy explains what personal data Acme collects, why"
        " we use it and which rights you have.</p><h2>What we collect</h2><p>We collect your name"
        " and your e-mail address when you open an account.</p><h2>How long we keep it</h2>"
        f"<p>We keep your personal data for {days} days after you close your account.</p></main>"
        f"<!-- {comment} --></body></html>"
    )
    return Page(URL, body.encode())


def make_task(page: Page, earlier: Sequence[Page] = ()) -> Task:
    """A check of a page beside a baseline of 30 days."""
    return Task(
        (page,),
        Expected("Acme", "privacy policy", URL),
        extract.read((make_page(30),)),
        earlier_checks=tuple((each,) for each in earlier),
        needs_confirmation=True,
    )


@pytest.fixture
def waiting() -> UnconfirmedTerms:
    """What a first check of 90 days found."""
    kept, task = UnconfirmedTerms(), make_task(make_page(90))
    kept.keep(task, examine(task))
    return kept


@pytest.mark.parametrize("comment", ["", "other bytes"])
def test_a_confirming_check_finds_the_same(waiting: UnconfirmedTerms, comment: str) -> None:
    """With the same bytes or others, it finds the same as without the earlier result."""
    task = make_task(make_page(90, comment), [make_page(90)])
    recalled = waiting.recall(task)
    assert recalled.earlier_examinations != ()
    found = examine(recalled)
    assert isinstance(found, OtherTerms)
    assert found.is_confirmed
    assert found == examine(task)


def test_the_same_bytes_are_not_read_again(waiting: UnconfirmedTerms) -> None:
    """The reading of the earlier check is taken over as it is."""
    task = waiting.recall(make_task(make_page(90), [make_page(90)]))
    (seen,) = task.earlier_examinations
    assert seen is not None
    marked = replace(seen, reading=replace(seen.reading, title="Read before"))
    found = examine(replace(task, earlier_examinations=(marked,)))
    assert found.reading.title == "Read before"


@pytest.mark.parametrize(
    "differ",
    [
        {"baseline": extract.read((make_page(31),))},
        {"volatile": frozenset({"a fingerprint"})},
        {"expected": Expected("Acme", "terms of service", URL)},
        {"earlier_checks": ((make_page(91),),)},
    ],
    ids=lambda differ: next(iter(differ)),
)
def test_a_result_beside_other_texts_is_not_recalled(
    waiting: UnconfirmedTerms, differ: dict[str, object]
) -> None:
    """What it depends on is the same, or it is found out again."""
    task = make_task(make_page(90), [make_page(90)])
    assert waiting.recall(task).earlier_examinations != (None,)
    assert waiting.recall(replace(task, **differ)).earlier_examinations == (None,)  # type: ignore[arg-type]  # fields of a task


def test_confirmed_terms_are_not_kept() -> None:
    """They are on record from then on."""
    kept, task = UnconfirmedTerms(), make_task(make_page(90), [make_page(90)])
    kept.keep(task, examine(task))
    assert kept.recall(task).earlier_examinations == (None,)


def test_the_oldest_results_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that changes all its pages at once costs bounded memory."""
    tasks = [make_task(make_page(days)) for days in (60, 70, 80)]
    found = [examine(task) for task in tasks]
    monkeypatch.setattr(unconfirmed_terms, "MAX_BYTES", 2_000)
    kept = UnconfirmedTerms()
    for task, each in zip(tasks, found, strict=True):
        kept.keep(task, each)
    recalled = [
        kept.recall(replace(task, earlier_checks=(task.pages,))).earlier_examinations
        for task in tasks
    ]
    assert recalled[0] == (None,)
    assert recalled[-1] == (found[-1],)
