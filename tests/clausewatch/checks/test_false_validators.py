"""How long the answer 304 is believed, and what follows when it was false."""

from datetime import datetime, timedelta

from clausewatch.checks.outcome import Verdict
from clausewatch.checks.schedule import Timing
from clausewatch.errors import Refused
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from tests.clausewatch.checks.test_pipeline import SECOND, URL, World, policy

DAY = timedelta(days=1)


async def watch_false_304(urls: tuple[str, ...] = (URL,)) -> World:
    """A world whose policy was read with 90 days, and whose host answers 304 from then on.

    Without conditions the host sends a policy with 30 days.
    """
    world = World(dict.fromkeys(urls, policy(90)), urls=urls)
    await world.look()
    world.pages = dict.fromkeys(urls)
    world.asked.clear()
    return world


async def test_a_304_is_believed_for_a_week() -> None:
    """Six daily checks cost one conditional request each and read nothing."""
    world = await watch_false_304()
    for _ in range(6):
        assert (await world.look(DAY)).verdict is Verdict.UNCHANGED
    assert all(request.etag for request in world.asked)
    assert (len(world.asked), world.examined) == (6, 1)


async def test_after_a_week_the_page_is_requested_whole() -> None:
    """The host answered 304 for a page that changed: the change is seen and told."""
    world = await watch_false_304()
    outcome = await world.look(7 * DAY)
    assert [(request.etag is None, request.is_fresh) for request in world.asked] == [
        (False, False),
        (True, True),
    ]
    assert outcome.verdict is Verdict.UNCONFIRMED
    assert outcome.has_false_validators
    assert (await world.look()).verdict is Verdict.CHANGED


async def test_a_host_whose_304_was_false_gets_no_validators() -> None:
    """From then on each check requests the page once, without conditions."""
    world = await watch_false_304()
    for wait in (7 * DAY, DAY, DAY):
        await world.look(wait)
    world.asked.clear()
    assert (await world.look(DAY)).verdict is Verdict.UNCHANGED
    assert [request.etag for request in world.asked] == [None]


async def test_a_true_304_is_believed_for_another_week() -> None:
    """The whole page has the bytes on record: nothing is suspected, and the week starts again."""
    world = World({URL: policy(30)})
    await world.look()
    world.pages[URL] = None
    outcome = await world.look(8 * DAY)
    assert (outcome.verdict, outcome.has_false_validators) == (Verdict.UNCHANGED, False)
    world.asked.clear()
    for _ in range(6):
        await world.look(DAY)
    assert all(request.etag for request in world.asked)
    assert len(world.asked) == 6


async def test_another_menu_behind_a_304_is_no_lie() -> None:
    """The bytes differ and the terms do not: the host keeps its validators."""
    world = World({URL: policy(30, menu="Home Shop")})
    await world.look()
    world.pages[URL] = None
    outcome = await world.look(8 * DAY)
    assert outcome.verdict in {Verdict.NOISE, Verdict.UNCHANGED}
    assert not outcome.has_false_validators


async def test_a_refusal_behind_a_304_is_no_lie() -> None:
    """The whole page is refused: the check failed, and says nothing about the validators."""

    class RefusingWorld(World):
        async def fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
            """Answer a conditional request and refuse every other one."""
            answer = await super().fetch(request, now)
            if self.pages[URL] is None and request.etag is None:
                raise Refused(url=URL, reason="the host refuses (403)", transient=False)
            return answer

    world = RefusingWorld({URL: policy(30)})
    await world.look()
    world.pages[URL] = None
    outcome = await world.look(8 * DAY)
    assert (outcome.verdict, outcome.has_false_validators) == (Verdict.FAILED, False)


async def test_a_change_that_the_host_admits_is_no_lie() -> None:
    """One page of two is sent after a condition: both are requested whole, and trust remains."""
    world = await watch_false_304((URL, SECOND))
    world.pages[SECOND] = policy(60)
    outcome = await world.look(8 * DAY)
    assert outcome.verdict is Verdict.UNCONFIRMED
    assert not outcome.has_false_validators


async def test_the_period_is_a_setting() -> None:
    """An operator who believes no 304 gets the whole page at each check."""
    world = await watch_false_304()
    world.timing = Timing(trust_304_for=timedelta(0))
    await world.look(timedelta(hours=6))
    assert [request.etag is None for request in world.asked] == [False, True]
