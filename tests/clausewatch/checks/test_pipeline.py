"""The route of one document, with a fake web and a fake archive, and the real stages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from clausewatch import extract
from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.examine import examine
from clausewatch.checks.outcome import (
    Changed,
    CheckOutcome,
    DocumentState,
    DueDocument,
    Filed,
    FirstVersion,
    Verdict,
)
from clausewatch.checks.pipeline import check_document
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.errors import FetchError
from clausewatch.model.documents import Access, Document, StoredVersion
from clausewatch.model.pages import NotModified, PageRequest, PageState, Snapshot
from clausewatch.model.reading import Selection
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId
from clausewatch.notifications.events import TextReverted, TextSeenAgain
from tests.observations import NOON

URL = "https://acme.example/privacy"
SECOND = "https://acme.example/cookies"


def policy(days: int = 30, menu: str = "Home", extra: str = "") -> str:
    """A page of an invented platform."""
    return (
        f"<html lang='en'><head><title>Privacy Policy</title></head><body><nav>{menu}</nav><main>"
        "<h1>Privacy Policy</h1><p>This policy explains what personal data Acme collects, why we"
        " use it and which rights you have.</p><h2>What we collect</h2><p>We collect your name and"
        " your e-mail address when you open an account with us.</p><h2>How long we keep it</h2>"
        f"<p>We keep your personal data for {days} days after you close your account.</p>{extra}"
        "<h2>Your rights</h2><p>You may ask us for a copy of your data at any time.</p>"
        "</main></body></html>"
    )


@dataclass
class World:
    """A document's web, archive and state; `look` runs one check and applies what it says."""

    pages: dict[str, str | FetchError | None]
    """Per URL its page; None answers 304 to a conditional request."""
    urls: tuple[str, ...] = (URL,)
    access: Access = field(default_factory=Access)
    state: DocumentState = field(default_factory=DocumentState)
    seen: tuple[PageState, ...] = ()
    versions: list[StoredVersion] = field(default_factory=list)
    kept: dict[str, Snapshot] = field(default_factory=dict)
    asked: list[PageRequest] = field(default_factory=list)
    examined: int = 0
    now: datetime = NOON
    timing: Timing = field(default_factory=Timing)
    has_false_validators: bool = False

    async def fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Answer as a host would."""
        self.asked.append(request)
        page = self.pages[request.url]
        if isinstance(page, FetchError):
            raise page
        if page is None and request.etag is not None:
            return NotModified(request.url)
        body = (page or policy()).encode()
        digest = hashlib.sha256(body).hexdigest()
        headers = (("content-type", "text/html"), ("etag", f'"{digest[:8]}"'))
        return Snapshot(request.url, request.url, 200, headers, body, digest, now)

    async def load_history(self, document_id: DocumentId) -> tuple[StoredVersion, ...]:
        """Newest first."""
        assert document_id == 1
        return tuple(reversed(self.versions))

    async def load_snapshots(
        self, document_id: DocumentId, sha256s: Sequence[str]
    ) -> tuple[Snapshot, ...]:
        """From what outcomes asked to keep."""
        assert document_id == 1
        return tuple(self.kept[sha] for sha in sha256s if sha in self.kept)

    async def examine(self, task: Task) -> Examination:
        """Count, and examine right here."""
        self.examined += 1
        return examine(task)

    async def look(self, after: timedelta = timedelta(minutes=10)) -> CheckOutcome:
        """Check once, and remember what the outcome says to remember."""
        self.now += after
        pages = self.seen or tuple(PageState(url) for url in self.urls)
        document = Document(
            DocumentId(1), "acme", "Acme", "privacy policy", self.urls, access=self.access
        )
        until = self.now + timedelta(minutes=9)
        claimed = DueDocument(
            document,
            pages,
            self.state,
            "t",
            until,
            has_false_validators=self.has_false_validators,
        )
        outcome = await check_document(
            claimed, Ports(self.fetch, self, self.examine), self.timing, self.now
        )
        self.state = outcome.state
        self.has_false_validators |= outcome.has_false_validators
        self.seen = outcome.pages or self.seen
        self.kept |= {snapshot.sha256: snapshot for snapshot in outcome.snapshots}
        result = outcome.result
        if isinstance(result, Filed):
            number = len(self.versions) + 1
            shas = tuple(snapshot.sha256 for snapshot in result.snapshots)
            change = ChangeId(number) if isinstance(result, Changed) else None
            version = StoredVersion(
                VersionId(number), number, result.reading, shas, self.now, URL, change
            )
            self.versions.append(version)
            self.state = replace(self.state, baseline_id=version.id)
        return outcome


async def test_a_changed_term_is_told_after_a_second_look() -> None:
    """Baseline, other terms, the same other terms: one change, with what changed in it."""
    world = World({URL: policy(30)})
    assert (await world.look()).verdict is Verdict.BASELINE
    world.pages[URL] = policy(90)
    assert (await world.look()).verdict is Verdict.UNCONFIRMED
    outcome = await world.look()
    assert outcome.verdict is Verdict.CHANGED
    assert isinstance(outcome.result, Changed)
    assert any("90" in line for line in outcome.result.comparison.summary)


async def test_the_second_look_is_fresh_and_unconditional() -> None:
    """It must not be answered from the cache that answered the first."""
    world = World({URL: policy(30)})
    await world.look()
    world.pages[URL] = policy(90)
    await world.look()
    world.asked.clear()
    await world.look()
    assert [(request.is_fresh, request.etag) for request in world.asked] == [(True, None)]


async def test_what_was_not_chosen_of_a_page_changes_nothing() -> None:
    """News beside the policy are no terms, nor are they when looks are compared and read again."""
    news = "<div class=news><p>We shall sell your personal data from {} on.</p></div>"
    chosen = Access(selections=(Selection(("main",), (".news",)),))
    world = World({URL: policy(30, extra=news.format("May"))}, access=chosen)
    first = await world.look()
    assert isinstance(first.result, FirstVersion)
    assert not any("sell" in block.text for block in first.result.reading.blocks)
    assert [name for name, _ in first.result.snapshots[0].headers] == ["content-type", "etag"]
    world.pages[URL] = policy(30, extra=news.format("June"))
    assert (await world.look()).verdict is Verdict.UNCHANGED
    again = extract.read(tuple(map(Snapshot.to_page, first.result.snapshots)))
    assert again.text_fingerprint == first.result.reading.text_fingerprint
    world.pages[URL] = policy(60, extra=news.format("June"))
    await world.look()
    assert (await world.look()).verdict is Verdict.CHANGED


async def test_pages_are_asked_for_as_the_document_wants_them() -> None:
    """Its language, and a browser where it needs one, at every look."""
    world = World({URL: policy(30)}, access=Access(needs_browser=True, language="de"))
    await world.look()
    await world.look()
    assert {(request.language, request.needs_browser) for request in world.asked} == {("de", True)}


async def test_304_and_equal_bytes_never_reach_the_stages() -> None:
    """An unchanged page costs a request and nothing else."""
    world = World({URL: policy(30)})
    await world.look()
    assert (await world.look()).verdict is Verdict.UNCHANGED
    world.pages[URL] = None
    assert (await world.look()).verdict is Verdict.UNCHANGED
    assert world.examined == 1


async def test_another_menu_leaves_the_text_as_it_was() -> None:
    """A menu is no part of the text; the next check knows the new bytes and examines nothing."""
    world = World({URL: policy(30)})
    await world.look()
    world.pages[URL] = policy(30, menu="Home Shop Careers")
    assert (await world.look()).verdict is Verdict.UNCHANGED
    assert (await world.look()).verdict is Verdict.UNCHANGED
    assert world.examined == 2


async def test_a_captcha_is_not_a_change_and_neither_is_recovery() -> None:
    """Nothing is filed while the host asks for a human, nor when it stops."""
    world = World({URL: policy(30)})
    await world.look()
    world.pages[URL] = (
        "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        "<p>Please confirm that you are human.</p><div class='captcha'></div></body></html>"
    )
    assert (await world.look()).verdict is Verdict.IMPLAUSIBLE
    world.pages[URL] = policy(30)
    assert (await world.look()).verdict is Verdict.UNCHANGED
    assert len(world.versions) == 1


async def test_a_page_that_flips_back_is_a_variant() -> None:
    """Seen once, not confirmed by two looks: nobody is told."""
    world = World({URL: policy(30)})
    await world.look()
    world.pages[URL] = policy(90)
    await world.look()
    world.pages[URL] = policy(30)
    assert (await world.look()).verdict is Verdict.UNCONFIRMED
    assert (await world.look()).verdict is Verdict.VARIANT
    assert len(world.versions) == 1


async def test_new_old_new_is_a_change() -> None:
    """Any earlier look of the candidate may confirm."""
    world = World({URL: policy(30)})
    await world.look()
    verdicts = []
    for days in (90, 30, 90):
        world.pages[URL] = policy(days)
        verdicts.append((await world.look()).verdict)
    assert verdicts == [Verdict.UNCONFIRMED, Verdict.UNCONFIRMED, Verdict.CHANGED]


async def test_what_is_never_the_same_twice_is_left_out_of_the_change() -> None:
    """A quote of the day beside a real change: the change is told, the quotes are not."""
    world = World({URL: policy(30)})
    await world.look()
    quotes = ("Patience wins the day.", "Fortune loves the bold.", "Time heals many things.")
    for quote in quotes:
        world.pages[URL] = policy(90, extra=f"<p>{quote} We thought you should know.</p>")
        outcome = await world.look()
    assert outcome.verdict is Verdict.CHANGED
    assert isinstance(outcome.result, Changed)
    shown = " ".join(f"{e.before} {e.after}" for e in outcome.result.comparison.edits)
    assert "90 days" in shown
    assert "Time heals" not in shown
    assert world.state.volatile


async def test_an_earlier_text_is_seen_again_and_reverts_in_time() -> None:
    """A note first; after three looks over two days it is the baseline again; never a change."""
    world = World({URL: policy(30)})
    await world.look()
    world.pages[URL] = policy(90)
    await world.look()
    await world.look()
    world.pages[URL] = policy(30)
    outcomes = [await world.look(timedelta(hours=30)) for _ in range(3)]
    verdicts = [outcome.verdict for outcome in outcomes]
    assert verdicts == [Verdict.SEEN_AGAIN, Verdict.SEEN_AGAIN, Verdict.REVERTED]
    assert [type(event) for event in outcomes[0].events] == [TextSeenAgain]
    assert [type(event) for event in outcomes[2].events] == [TextReverted]
    assert world.state.baseline_id == 1
    assert (await world.look()).verdict is Verdict.UNCHANGED


async def test_a_document_of_two_pages_is_fetched_whole() -> None:
    """If one page changed, both are fetched without conditions."""
    world = World({URL: policy(30), SECOND: policy(10)}, urls=(URL, SECOND))
    await world.look()
    world.pages |= {URL: policy(90), SECOND: None}
    world.asked.clear()
    outcome = await world.look()
    assert outcome.verdict is Verdict.UNCONFIRMED
    assert [(request.url, request.etag is None) for request in world.asked] == [
        (URL, False),
        (SECOND, False),
        (URL, True),
        (SECOND, True),
    ]


async def test_if_one_page_fails_nothing_is_filed() -> None:
    """The failure of a page is the document's."""
    down = FetchError(SECOND, "the host answered 503", transient=True)
    world = World({URL: policy(30), SECOND: down}, urls=(URL, SECOND))
    outcome = await world.look()
    assert outcome.verdict is Verdict.FAILED
    assert outcome.reason == "the host answered 503"
    assert world.versions == []


async def test_an_upgrade_of_the_extractor_tells_nobody() -> None:
    """The baseline is read anew by the running release before it is compared."""
    world = World({URL: policy(30)})
    await world.look()
    old = world.versions[0]
    stale = replace(
        old.reading, extractor="0", blocks=(), text_fingerprint="x", terms_fingerprint="y"
    )
    world.versions[0] = replace(old, reading=stale)
    assert stale.extractor != extract.RELEASE
    world.pages[URL] = policy(30, menu="Another menu")
    assert (await world.look()).verdict in {Verdict.UNCHANGED, Verdict.NOISE}
