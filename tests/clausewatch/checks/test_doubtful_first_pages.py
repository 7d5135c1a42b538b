"""First pages in doubt: proven wrong by the front page, or read with a remark and replaced."""

from dataclasses import dataclass
from datetime import timedelta

from observations import NOON
from test_pipeline import URL, World, policy

from clausewatch.checks.front_pages import FrontPages
from clausewatch.checks.outcome import FirstVersion, Verdict
from clausewatch.errors import FetchError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.notifications.events import FirstRead

FRONT_URL = "https://acme.example/"
FRONT = "<h1>Acme</h1>" + "".join(
    f"<p>Acme plays channel number {n} on every screen in your house, from the first day.</p>"
    for n in range(40)
)


@dataclass
class Site(World):
    """A site whose front page may be silent."""

    is_silent: bool = False

    async def fetch(self, request: PageRequest, now: object) -> Snapshot | NotModified:
        """Answer as a host would; the front page fails where it is silent."""
        if request.url == FRONT_URL and self.is_silent:
            self.asked.append(request)
            raise FetchError(request.url, "it did not answer", transient=True)
        return await super().fetch(request, now)  # type: ignore[arg-type]  # the same time


def remark_code(site_outcome: object) -> str | None:
    """Return the code of the remark in the event of a first read."""
    event = site_outcome.events[0]  # type: ignore[attr-defined]  # an outcome
    assert isinstance(event, FirstRead)
    return event.remark.code if event.remark else None


async def test_a_page_that_is_the_front_page_is_refused() -> None:
    """The host redirects a dead policy to its front page: proof enough."""
    site = Site({URL: FRONT, FRONT_URL: FRONT})
    outcome = await site.look()
    assert outcome.verdict is Verdict.IMPLAUSIBLE
    assert "front page" in outcome.reason


async def test_a_first_page_that_asks_for_a_human_is_no_baseline() -> None:
    """A captcha is proof enough, on a first check as on any other."""
    captcha = (
        "<title>Just a moment...</title><h1>Checking your browser</h1>"
        "<p>Verify you are human by completing the action below.</p>"
    )
    outcome = await Site({URL: captcha, FRONT_URL: FRONT}).look()
    assert outcome.verdict is Verdict.IMPLAUSIBLE
    assert outcome.state.baseline_id is None
    assert outcome.snapshots


async def test_a_policy_costs_no_request_of_the_front_page() -> None:
    """Nothing is suspected, so nothing is fetched."""
    site = Site({URL: policy(30), FRONT_URL: FRONT})
    outcome = await site.look()
    assert remark_code(outcome) is None
    assert [request.url for request in site.asked] == [URL]


async def test_a_doubt_that_nothing_settles_is_a_remark() -> None:
    """The page is read and watched, and the channel is asked."""
    site = Site({URL: FRONT, FRONT_URL: FRONT}, is_silent=True)
    outcome = await site.look()
    assert outcome.verdict is Verdict.BASELINE
    assert remark_code(outcome) == "home"
    assert outcome.state.remark is not None


async def test_a_page_with_a_text_of_its_own_keeps_its_remark() -> None:
    """The front page says something else, so the page may well be the document."""
    other = FRONT.replace("plays channel", "prints poster").replace("house", "office")
    site = Site({URL: other, FRONT_URL: FRONT})
    assert remark_code(await site.look()) == "home"


async def test_the_policy_after_a_wrong_page_is_read_anew() -> None:
    """The front page was read in doubt: the policy that follows is no change of its terms."""
    site = Site({URL: FRONT, FRONT_URL: FRONT}, is_silent=True)
    await site.look()
    site.pages[URL] = policy(30)
    outcome = await site.look()
    assert isinstance(outcome.result, FirstVersion)
    assert remark_code(outcome) is None
    assert outcome.state.remark is None


async def test_the_front_page_is_remembered_for_a_day() -> None:
    """All documents of a site cost one request of its front page."""
    site = Site({FRONT_URL: FRONT})
    front_pages = FrontPages()
    for path in ("privacy", "terms", "cookies"):
        found = await front_pages.find(f"https://acme.example/{path}", site.fetch, NOON)
        assert found is not None
    assert [request.url for request in site.asked] == [FRONT_URL]
    await front_pages.find(URL, site.fetch, NOON + timedelta(days=1))
    assert len(site.asked) == 2
