"""What may help with a document that cannot be read is found and offered, never taken."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from clausewatch.checks.decide import fail
from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.outcome import CheckOutcome, DocumentState, DueDocument
from clausewatch.checks.ports import Ports
from clausewatch.checks.remedies import suggest_remedies
from clausewatch.checks.schedule import Timing
from clausewatch.errors import ClausewatchError, FetchError, Forbidden, Gone, Refused
from clausewatch.model.documents import Access, Document, Unreadable
from clausewatch.model.pages import NotModified, PageRequest, PageState, Snapshot  # fmt: skip
from clausewatch.model.record_ids import DocumentId
from clausewatch.notifications.events import BrowserRemedy, FirstReadFailed, OtherPage, Remedy
from tests.local_search import make_search
from tests.observations import NOON

SITE = "https://acme.example"
DEAD = f"{SITE}/old/privacy"
HOME = (
    "<footer><a href=/legal/privacy>Privacy Policy</a><a href=/legal/terms>Terms of Service</a>"
    "<a href=/legal/cookies>Cookie Policy</a></footer>"
)


@dataclass
class Web:
    """A site of some pages; `archive` and `examine` are never asked."""

    pages: dict[str, str] = field(default_factory=lambda: {f"{SITE}/": HOME})
    drawn: dict[str, str] = field(default_factory=dict)
    """Pages as a browser shows them."""
    asked: list[PageRequest] = field(default_factory=list)

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Answer as a host would."""
        self.asked.append(request)
        pages = self.drawn if request.needs_browser else self.pages
        if request.url not in pages:
            raise Gone(request.url, "the page is not there any more (404)", transient=False)
        body = pages[request.url].encode()
        return Snapshot(request.url, request.url, 200, (), body, "", now)

    async def load_history(self, _: DocumentId) -> tuple[()]:
        """Nobody asks."""
        raise AssertionError

    load_snapshots = load_history

    async def examine(self, _: Task) -> Examination:
        """Nobody asks."""
        raise AssertionError


def due(url: str = DEAD, kind: str = "privacy policy", access: Access | None = None) -> DueDocument:
    """A document that was never read."""
    document = Document(DocumentId(1), "acme", "Acme", kind, (url,), access=access or Access())
    until = NOON + timedelta(minutes=9)
    return DueDocument(document, (PageState(url),), DocumentState(), "t", until)


async def rescued(
    web: Web, document: DueDocument, fault: ClausewatchError, *, renders: bool = False
) -> CheckOutcome:
    """What a failed check comes to."""
    outcome = fail(document, fault, Timing(), NOON)
    ports = Ports(web, web, web.examine, renders, make_search(web, renders=renders))  # type: ignore[arg-type]  # never asked
    return await suggest_remedies(document, outcome, ports, NOON)


def gone(url: str = DEAD) -> Gone:
    """The host's own word that it is not there."""
    return Gone(url, "the page is not there any more (404)", transient=False)


def as_found(outcome: CheckOutcome, code: str) -> CheckOutcome:
    """The same outcome for another reason."""
    trouble = Unreadable(code, "It is not the policy.", NOON, 1)
    state = DocumentState(unreadable=trouble)
    return replace(outcome, state=state)


def list_remedies(outcome: CheckOutcome) -> list[Remedy]:
    """What is offered."""
    (event,) = outcome.events
    assert isinstance(event, FirstReadFailed)
    return list(event.remedies)


async def test_a_dead_address_is_looked_for_on_its_site() -> None:
    """The document of its own kind is offered, and the document stays where it is."""
    outcome = await rescued(Web(), due(), gone())
    assert list_remedies(outcome) == [OtherPage("privacy policy", f"{SITE}/legal/privacy")]
    assert outcome.pages == ()


async def test_without_one_of_its_kind_the_best_of_each_other_is_offered() -> None:
    """Somebody who lost the DPA sees what there is."""
    outcome = await rescued(Web(), due(kind="data processing agreement"), gone())
    assert [page.kind for page in list_remedies(outcome) if isinstance(page, OtherPage)] == [
        "privacy policy", "terms of service", "cookie policy",
    ]  # fmt: skip


async def test_a_site_without_policies_offers_nothing() -> None:
    """What the reason says to do is then all there is."""
    assert list_remedies(await rescued(Web({}), due(), gone())) == []


@pytest.mark.parametrize("fault", [
    Forbidden(DEAD, "robots.txt says no", transient=False),
    Refused(DEAD, "the host refuses automated readers (403)", transient=False),
    FetchError(DEAD, "the host answered 503", transient=True),
])  # fmt: skip
async def test_a_host_that_refuses_is_not_searched(fault: FetchError) -> None:
    """Its other pages would be refused as well, or are no business of ours."""
    web = Web()
    assert list_remedies(await rescued(web, due(), fault)) == []
    assert web.asked == []


async def test_what_is_told_before_is_not_searched_again() -> None:
    """Only where somebody is told, not at every look at a dead address."""
    web = Web()
    document = due()
    second = fail(document, gone(), Timing(), NOON)
    quiet = replace(second, events=())
    ports = Ports(web, web, web.examine, search=make_search(web))  # type: ignore[arg-type]  # never asked
    assert (await suggest_remedies(document, quiet, ports, NOON)).events == ()
    assert web.asked == []


SHELLS = [
    ("script-shell", True, [BrowserRemedy.RENDER]),
    ("script-shell", False, [BrowserRemedy.INSTALL]),
    ("embed", True, [BrowserRemedy.RENDER]),
    ("captcha", True, []),
]


@pytest.mark.parametrize(("code", "renders", "offered"), SHELLS)
async def test_a_browser_is_offered_for_a_page_that_scripts_build(
    code: str, *, renders: bool, offered: list[Remedy]
) -> None:
    """Where there is none it is said that one is needed."""
    web = Web()
    outcome = as_found(fail(due(), gone(), Timing(), NOON), code)
    ports = Ports(web, web, web.examine, renders, make_search(web, renders=renders))  # type: ignore[arg-type]  # never asked
    told = await suggest_remedies(due(), outcome, ports, NOON)
    assert list_remedies(told) == offered
    rendered = due(access=Access(needs_browser=True))
    assert list_remedies(await suggest_remedies(rendered, outcome, ports, NOON)) == []


async def test_an_empty_page_may_be_a_hub_or_a_shell() -> None:
    """What it links to comes first, a browser where it links to nothing."""
    outcome = as_found(fail(due(), gone(), Timing(), NOON), "empty")
    for pages, offered in (
        ({DEAD: HOME}, [OtherPage("privacy policy", f"{SITE}/legal/privacy")]),
        ({DEAD: "<div id=app></div>"}, [BrowserRemedy.RENDER]),
    ):
        web = Web(pages)
        ports = Ports(web, web, web.examine, renders=True, search=make_search(web, renders=True))  # type: ignore[arg-type]  # never asked
        assert list_remedies(await suggest_remedies(due(), outcome, ports, NOON)) == offered


async def test_a_home_page_that_scripts_build_is_rendered_to_search_it() -> None:
    """Only where it names nothing as it is sent."""
    web = Web({f"{SITE}/": "<div id=app></div>"}, drawn={f"{SITE}/": HOME})
    outcome = await rescued(web, due(), gone(), renders=True)
    assert list_remedies(outcome) == [OtherPage("privacy policy", f"{SITE}/legal/privacy")]
    assert [r.url for r in web.asked if r.needs_browser] == [f"{SITE}/"]


async def test_an_address_that_no_button_holds_is_left_out() -> None:
    """A cut address would lead elsewhere."""
    long = f"<footer><a href='/privacy?{'x' * 3_000}'>Privacy Policy</a></footer>"
    assert list_remedies(await rescued(Web({f"{SITE}/": long}), due(), gone())) == []
