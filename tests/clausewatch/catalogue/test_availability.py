"""URLs are checked at a limited pace, and an interrupted check continues."""

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


def make_fault(kind: type[FetchError]) -> FetchError:
    """Return a fault of that class."""
    return kind(url=URL, reason="why", transient=False)


def make_snapshot(final_url: str) -> Snapshot:
    """Return a page at this URL after redirects."""
    return Snapshot(URL, final_url, 200, (), b"", "", NOON)


SITUATIONS: dict[str, tuple[FetchError | Snapshot | NotModified, str]] = {
    "there": (make_snapshot(URL), "answers"),
    "there, with another slash": (make_snapshot("http://www.harbour.example/privacy/"), "answers"),
    "moved": (make_snapshot("https://harbour.example/legal/privacy"), "moved"),
    "home": (make_snapshot("https://harbour.example/"), "leads home"),
    "gone": (make_fault(Gone), "gone"),
    "refused": (make_fault(Refused), "refused"),
    "forbidden": (make_fault(Forbidden), "forbidden"),
    "silent": (make_fault(FetchError), "no answer"),
}


@pytest.mark.parametrize("name", SITUATIONS)
async def test_every_result_is_a_state(name: str) -> None:
    """Pages, redirects and faults each have a state."""
    outcome, state = SITUATIONS[name]

    async def fetch(_: PageRequest, __: datetime) -> Snapshot | NotModified:
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    assert (await check_url(URL, fetch, NOON)).state == state


class InterruptedCheckError(Exception):
    """The check is interrupted."""


@dataclass
class FakeCheck:
    """Reports every URL as working, and records URLs and pauses."""

    checked: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    fails_after: int = 10**6

    async def __call__(self, url: str) -> UrlStatus:
        """Report that the URL works."""
        if len(self.checked) >= self.fails_after:
            raise InterruptedCheckError
        self.checked.append(url)
        return UrlStatus(url, NOON.isoformat(), "answers")

    async def sleep(self, seconds: float) -> None:
        """Record a pause without sleeping."""
        self.pauses.append(seconds)


URLS = [f"https://{host}.example/{n}" for host in "abc" for n in range(3)]


async def run(path: Path, check: FakeCheck, progress: Callable[[int, int], None]) -> StatusLog:
    """Check all outdated URLs."""
    log = StatusLog(path)
    outdated = log.find_outdated(URLS, NOON - timedelta(days=1))
    await check_urls(
        outdated, log, check, RequestPacing(1, timedelta(seconds=5), check.sleep), progress
    )
    return log


async def test_requests_to_one_host_are_paced(tmp_path: Path) -> None:
    """Requests to one host have a pause in between, and requests to others have none."""
    check, calls = FakeCheck(), []
    log = await run(tmp_path / "a", check, lambda done, total: calls.append((done, total)))
    assert check.checked == URLS
    assert check.pauses == [5.0] * 6
    assert calls[-1] == (9, 9)
    assert log.count_states(URLS) == {"answers": 9}


async def test_an_interrupted_check_continues(tmp_path: Path) -> None:
    """URLs with a complete line in the file are not checked again."""
    path = tmp_path / "answers"
    first = FakeCheck(fails_after=4)
    with pytest.raises(ExceptionGroup):
        await run(path, first, lambda *_: None)
    with path.open("a") as file:
        file.write('{"url": "https://b.exa')
    second = FakeCheck()
    log = await run(path, second, lambda *_: None)
    assert second.checked == URLS[4:]
    assert StatusLog(path).statuses.keys() == log.statuses.keys() == set(URLS)


async def test_old_results_are_checked_again(tmp_path: Path) -> None:
    """A result is outdated after the given time."""
    await run(tmp_path / "a", FakeCheck(), lambda *_: None)
    log = StatusLog(tmp_path / "a")
    assert log.find_outdated(URLS, NOON - timedelta(days=1)) == []
    assert log.find_outdated(URLS, NOON + timedelta(days=1)) == URLS
