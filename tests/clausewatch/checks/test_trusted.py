"""A document that somebody vouched for: taken as it shows, until a version of it is filed."""

from dataclasses import replace

import pytest
from test_pipeline import URL, World, policy

from clausewatch.checks.outcome import Verdict
from tests.observations import NOON

CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    "<p>Please confirm that you are human, with number {}.</p><div class='captcha'></div></body>"
    "</html>"
)


async def vouched_for(first: str | None, shown: str) -> World:
    """A document with that baseline, if any, for which somebody vouched."""
    world = World({URL: shown if first is None else first}, now=NOON)
    if first is not None:
        await world.look()
    world.pages[URL] = shown
    world.state = replace(world.state, is_trusted=True)
    return world


async def test_what_is_no_policy_becomes_the_baseline_of_a_new_document() -> None:
    """It is filed, and from then on the page is judged again."""
    world = await vouched_for(None, CHALLENGE.format(7))
    assert (await world.look()).verdict is Verdict.BASELINE
    assert not world.state.is_trusted
    world.pages[URL] = "<html><body><p>404 not found</p></body></html>"
    assert (await world.look()).verdict is Verdict.IMPLAUSIBLE


async def test_other_terms_than_on_record_are_a_change_after_a_second_look() -> None:
    """A person's word opens the door; the second look is asked for all the same."""
    world = await vouched_for(policy(), CHALLENGE.format(7))
    assert (await world.look()).verdict is Verdict.UNCONFIRMED
    assert world.state.is_trusted
    assert (await world.look()).verdict is Verdict.CHANGED
    assert not world.state.is_trusted


@pytest.mark.parametrize("shown", [policy(), policy(menu="Home Shop")])
async def test_the_policy_that_is_back_ends_the_trust(shown: str) -> None:
    """What is asked for once must not let a later page in."""
    world = await vouched_for(policy(), shown)
    assert (await world.look()).verdict in {Verdict.UNCHANGED, Verdict.NOISE}
    assert not world.state.is_trusted
    world.pages[URL] = CHALLENGE.format(7)
    assert (await world.look()).verdict is Verdict.IMPLAUSIBLE
