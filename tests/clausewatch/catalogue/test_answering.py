"""Asking which addresses still answer: politely, resumably, and told apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clausewatch.catalogue.availability import (
    RequestPacing,
    StatusLog,
    UrlStatus,
    check_url,
    check_urls,
)
from clausewatch.errors import FetchError, Forbidden, Gone, Refused
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://harbour.example/privacy"


def fault(kind: type[FetchError]) -> FetchError:
    """A fault of that kind."""
    return kind(url=URL, reason="why", transient=False)


def landed(final_url: str) -> Snapshot:
    """A page that was found there."""
    return Snapshot(URL, final_url, 200, (), b"", "", NOON)


SITUATIONS: dict[str, tuple[FetchError | Snapshot | NotModified, str]] = {
    "there": (landed(URL), "answers"),
    "there, with another slash": (landed("http://www.harbour.example/privacy/"), "answers"),
    "moved": (landed("https://harbour.example/legal/privacy"), "moved"),
    "home": (landed("https://harbour.example/"), "leads home"),
    "gone": (fault(Gone), "gone"),
    "refused": (fault(Refused), "refused"),
    "forbidden": (fault(Forbidden), "forbidden"),
    "silent": (fault(FetchError), "no answer"),
}


@pytest.mark.parametrize("name", SITUATIONS)
async def test_an_address_comes_to_one_state(name: str) -> None:
    """Whatever a host does, its address has one answer."""
    outcome, state = SITUATIONS[name]

    async def fetch(_: PageRequest, __: datetime) -> Snapshot | NotModified:
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    assert (await check_url(URL, fetch, NOON)).state == state


class BrokenOffError(Exception):
    """Somebody stops the run."""


@dataclass
class Asker:
    """Answers at once and remembers when it was asked for what, and how long was slept."""

    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    breaks_after: int = 10**6

    async def __call__(self, url: str) -> UrlStatus:
        """Say that it answers."""
        if len(self.asked) >= self.breaks_after:
            raise BrokenOffError
        self.asked.append(url)
        return UrlStatus(url, NOON.isoformat(), "answers")

    async def sleep(self, seconds: float) -> None:
        """Sleep no time at all."""
        self.slept.append(seconds)


URLS = [f"https://{host}.example/{n}" for host in "abc" for n in range(3)]


async def run(path: Path, asker: Asker, progress: Callable[[int, int], None]) -> StatusLog:
    """Ask for all that is missing."""
    answers = StatusLog(path)
    missing = answers.find_outdated(URLS, NOON - timedelta(days=1))
    await check_urls(
        missing, answers, asker, RequestPacing(1, timedelta(seconds=5), asker.sleep), progress
    )
    return answers


async def test_a_host_is_asked_at_a_pace(tmp_path: Path) -> None:
    """Between two requests to one host there is a pause, between hosts there is none."""
    asker, seen = Asker(), []
    answers = await run(tmp_path / "a", asker, lambda done, total: seen.append((done, total)))
    assert asker.asked == URLS
    assert asker.slept == [5.0] * 6
    assert seen[-1] == (9, 9)
    assert answers.count_states(URLS) == {"answers": 9}


async def test_a_broken_run_goes_on(tmp_path: Path) -> None:
    """What was answered is on disk and is not asked again; half a line is."""
    path = tmp_path / "answers"
    first = Asker(breaks_after=4)
    with pytest.raises(ExceptionGroup):
        await run(path, first, lambda *_: None)
    with path.open("a") as file:
        file.write('{"url": "https://b.exa')
    second = Asker()
    answers = await run(path, second, lambda *_: None)
    assert second.asked == URLS[4:]
    assert StatusLog(path).statuses.keys() == answers.statuses.keys() == set(URLS)


async def test_old_answers_are_asked_for_again(tmp_path: Path) -> None:
    """An answer counts for as long as it was said to."""
    await run(tmp_path / "a", Asker(), lambda *_: None)
    answers = StatusLog(tmp_path / "a")
    assert answers.find_outdated(URLS, NOON - timedelta(days=1)) == []
    assert answers.find_outdated(URLS, NOON + timedelta(days=1)) == URLS
