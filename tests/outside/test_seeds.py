"""Every field of the reference pages has a counterpart in our records.

TEST_MATERIAL names a folder with `seeds/` and `provisions/`. Without it the tests are skipped.
"""

import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.checks.examination import Task
from clausewatch.checks.examine import examine
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.provisions import find_provisions
from tests.bot.recorded_checks import record_check
from tests.bot.team import Team, open_team
from tests.sqlite_stores import list_watches

OURS = {
    "What it is": "What it is",
    "Why it matters": "Why it matters",
    "Interpretive note": "Interpretive note",
    "Consumer impact": "Consumer impact",
    "What you can do": "What you can do",
    "Delete Your Data": "Write to privacy@studio.example",
    "These actions may": "These steps may not fully resolve the issue",
    "This analysis describes what": "This record describes what the document states",
    "It does not constitute a legal determination": "not legal advice",
    "Change history": "History",
    "modified Jun 2, 2026": "reworded (high)",
    "View full change record": "CW-C-000001",
    "View change record": "CW-C-000001",
    "Recent governance activity": "1 change to this document in 30 days",
    "Recent Activity": "1 change to this document in 30 days",
    "This document changed recently": "1 change to this document in 30 days",
    "How other platforms handle this": "How other platforms handle this",
    "Cross-platform context": "How other platforms handle this",
    "See all platforms with this clause type": "[ See all platforms ]",
    "Compare across platforms": "[ See all platforms ]",
    "View Original Clause Language": "Provision text",
    "View original clause language": "Provision text",
    "— Excerpt from": "Provision text",
    "Institutional analysis": "Regulatory landscape",
    "REGULATORY LANDSCAPE": "Regulatory landscape",
    "GOVERNANCE EXPOSURE": "Governance exposure",
    "JURISDICTION FLAGS": "Jurisdiction flags",
    "CONTRACT AND VENDOR IMPLICATIONS": "Contract and vendor implications",
    "COMPLIANCE CONSIDERATIONS": "Compliance considerations",
    "Applicable agencies": "Agencies",
    "• FTC": "Federal Trade Commission:",
    "File a complaint": "File a complaint",
    "Applicable regulations": "Regulations that may apply",
    "High severity": "High severity",
    "Medium severity Low confidence": " confidence",
    "Explicitdocumentlanguage": "express: the quoted text says it",
    "Rare · ": "of your 2 platforms:",
    "View original document": "original (",
    "Provision details": "Record",
    "Document Record": "Record",
    "Document information": "Record",
    "Document last updated": "last updated:",
    "Tracking information": "First tracked",
    "First tracked": "First tracked",
    "Last verified": "Last verified",
    "Record ID": "CW-P-000001",
    "Document ID": "CW-D-00001",
    "Evidence Provenance": "snapshot stored",
    "Evidence": "snapshot stored",
    "Source URL": "Source (",
    "Wayback Machine": "Wayback Machine (",
    "Content hash (SHA-256)": "SHA-256 ",
    "SHA-256": "SHA-256 ",
    "Analysis generated": "Analysis generated",
    "Methodology": "Methodology",
    "Read our methodology": "Methodology",
    "Snapshot stored": "snapshot stored",
    "Hash verified": "hash verified",
    "Change verified": "1 change on record",
    "Verified": "quote verified",
    "Citation Record": "Cite as:",
    "How to Cite": "Cite as:",
    "Entity: ": "Cite as: canvas.example",
    "Document: ": "(CW-D-00001, version 2)",
    "Captured: ": "captured 2026-03-0",
    "Accessed: ": "accessed ",
    "Permanent archival reference": "--out FILE.zip",
    "Classification": "AI & data use",
    "Categories": "AI & data use",
    "Severity": "High severity",
    "Other risks in this policy": "Other provisions of this document",
    "Other provisions in this document": "Other provisions of this document",
    "Related Analysis": "Related documents",
    "Share": "[ Share in channel ]",
    "PDF": "--out FILE.zip",
    # The answers are these texts; the page of the record on the web has the questions too.
    "Frequently Asked Questions": "What it is",
    "clause do?": "What it is",
    "How does this clause affect you?": "Consumer impact",
    "How many platforms have this type of clause?": "How other platforms handle this",
    "affiliated with": "This record describes what the document states",
}
"""Labels of the reference pages, and the text in our record that corresponds."""
VALUE = re.compile(
    r"^(?:[A-Z][a-z]+ \d{1,2}, \d{4}.*|[0-9a-f]{60,64}|CA-[PD]-\d+|(?:High|Medium|Low)(?: .*)?"
    r"|(?:Strava|Grindr|BeReal) \w+|(?:\S+ ){1,2}(?:· .*)?Privacy Policy"
    r"|Leonardo AI|Ideogram|Pinterest"
    r'|Document|Entity|AI .*Training .*Content|Midjourney states .*|")$'
)
"""Values and not labels: dates, hashes, ids, names."""
LAW = re.compile(
    r"Act\b|GDPR|CCPA|Opt-Out Mechanism|^(?:US|EU)(?:-\w\w)?$|European Union|USA$|Federal$"
)
"""References to laws. Ours are chosen per clause type; docs/provisions.md lists omitted laws."""
OFFER = re.compile(
    r"[Mm]onitor|free|trial|\$|Professional|Compliance (?:Governance )?[Ii]ntelligence|Watcher"
    r"|[Ll]ocked|🔒|Full compliance analysis|Regulatory citations|archived source|Governance Intel"
    r"|Analysis$|Policy Archive|Arbitration clauses AI governance"
)
"""Commercial offers."""
LONGEST_LABEL = 90
TRAINING = "ai_training"


@pytest.fixture(scope="module")
def material() -> Path:
    """The folder of real documents and reference pages."""
    given = os.getenv("TEST_MATERIAL")
    if not given:
        pytest.skip("seed tests need TEST_MATERIAL, a folder with seeds/ and provisions/")
    return Path(given)


@pytest.fixture(scope="module")
def seeds(material: Path) -> tuple[str, ...]:
    """The reference pages."""
    return tuple(path.read_text() for path in sorted((material / "seeds").glob("*.txt")))


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store."""
    async with open_team(tmp_path) as made:
        yield made


def normalise_words(text: str) -> str:
    """Return the words without Markdown and quotation marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def read_quote(page: str) -> str:
    """Return the clause that a reference page quotes."""
    quoted = re.search(r'\n"\s*(.{40,}?)\s*(?:— Excerpt|$)', page, re.DOTALL)
    after = page.partition("View original clause language\n")[2].partition("\n")[0]
    return quoted[1].strip() if quoted else after


async def show(team: Team, line: str) -> str:
    """Return the answer that only the user sees."""
    (answer,) = await team.types(f"/policy {line}")
    return answer.plain


async def check_page(team: Team, url: str, body: bytes) -> None:
    """Record a check of a URL that shows this Markdown."""
    platforms = await list_watches(team.store, await _workspace(team))
    mine = next(d for watch in platforms for d in watch.documents if d.urls[0] == url)
    await record_check(team, mine.id, body.decode())


async def _workspace(team: Team) -> WorkspaceId:
    return await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)


async def read(team: Team, name: str, *bodies: bytes) -> None:
    """Watch an invented URL and record checks that show these texts in sequence."""
    url = f"https://{name}.example/privacy"
    await team.types(f"/policy watch {url}")
    for body in bodies:
        await check_page(team, url, body)


def policy(*sentences: str) -> bytes:
    """Return a policy with these sentences and common ones."""
    usual = (
        "This privacy policy says what happens to information about people who use the studio.",
        "We collect your name, your email address and the pictures that you upload.",
        "Write to privacy@studio.example with questions about this privacy policy.",
    )
    return ("# Privacy Policy\n\n" + "\n\n".join((*usual, *sentences))).encode()


async def test_the_real_text_gives_the_quote_of_the_modelled_page(
    team: Team, material: Path, seeds: tuple[str, ...]
) -> None:
    """The sentence that the reference page quotes is among our record's quotes, verbatim."""
    body = (material / "provisions/texts/midjourney-privacy-policy.md").read_bytes()
    await read(team, "journey", body)
    wanted = normalise_words(next(read_quote(page) for page in seeds if "Applicability:" in page))
    card = await show(team, "show journey.example ai training")
    more = await show(team, "show journey.example ai training page:2")
    assert wanted.removeprefix("applicability ")[:200] in normalise_words(card + more)
    # Its sentence is long and conditional: the finding is doubtful, and is not called express.
    assert "possibly: low confidence" in card
    assert "express:" not in card


async def test_two_dated_texts_each_with_a_true_quote(team: Team, material: Path) -> None:
    """Both versions are quoted verbatim, and their difference is in the history."""
    folder = material / "provisions/texts"
    names = ("pinterest-privacy-policy-2024-09-05.md", "pinterest-privacy-policy-contrib.md")
    bodies = [(folder / name).read_bytes() for name in names]
    quotes = []
    for body in bodies:
        page = Snapshot("u", "u", 200, (("content-type", "text/markdown"),), body, "", team.now)
        found = find_provisions(examine(Task((page.to_page(),), Expected())).reading)
        held = next(one for one in found if one.clause == TRAINING)
        assert normalise_words(held.quote.text) in normalise_words(body.decode())
        quotes.append(held)
    await read(team, "pins", *bodies)
    card = await show(team, "show pins.example ai training")
    assert f"{quotes[1].severity.capitalize()} severity" in card
    evidence = await show(team, "show pins.example ai training page:4")
    assert "CW-C-000001" in evidence
    assert quotes[0].quote.text[:100] in evidence


async def test_not_found_without_the_sentence_and_express_with_it(
    team: Team, seeds: tuple[str, ...]
) -> None:
    """A policy without the sentence has no provision, and with it the provision is express."""
    page = next(page for page in seeds if "was not extractable" in page)
    assert read_quote(page) == ""
    await read(team, "canvas", policy())
    assert "not found" in await show(team, "show canvas.example ai training")
    sentence = "We may use content you input, including prompts and images, to train our AI models."
    await check_page(team, "https://canvas.example/privacy", policy(sentence))
    card = await show(team, "show canvas.example ai training")
    assert sentence in card
    assert "express:" in card


async def test_a_quoted_page_gives_its_quote_and_no_opt_out(
    team: Team, seeds: tuple[str, ...]
) -> None:
    """The quote of the reference page is found verbatim in a policy."""
    quotes = [read_quote(page) for page in seeds]
    sentence = next(quote for quote in quotes if "prompts and generated images, to train" in quote)
    await read(team, "idea", policy(sentence))
    card = await show(team, "show idea.example ai training")
    assert sentence in card
    assert "we found no opt-out in this document" in card


def test_no_line_of_the_modelled_pages_is_without_a_decision(seeds: tuple[str, ...]) -> None:
    """Each short line is a label that our record has, a value, a law or an offer."""
    lines = {line.strip() for page in seeds for line in page.splitlines()}
    short = {line for line in lines if line and len(line) <= LONGEST_LABEL and line[-1] != "."}
    known = [
        line
        for line in short
        if any(label in line for label in OURS)
        or any(shape.search(line) for shape in (VALUE, LAW, OFFER))
    ]
    assert short - set(known) == set()


async def test_every_field_of_the_modelled_pages_has_its_place(
    team: Team, seeds: tuple[str, ...]
) -> None:
    """Each label is on a reference page; its place in our record is printed (`-s`)."""
    trains = "We may use the content that you provide to train and improve our AI models."
    court = "Any dispute will be resolved by binding arbitration."
    await read(team, "canvas", policy(trains))
    await read(team, "idea", policy(trains.replace("may use", "use")))
    await team.types("/policy watch https://canvas.example/terms-of-service")
    await check_page(team, "https://canvas.example/terms-of-service", policy(court))
    more = policy(trains.replace("content", "pictures"))
    await check_page(team, "https://canvas.example/privacy", more)
    pages = [
        await show(team, f"show canvas.example ai training page:{number}")
        for number in (1, 2, 3, 4)
    ]
    theirs = "\n".join(seeds)
    for label, mark in OURS.items():
        assert label in theirs, label
        where = [number for number, page in enumerate(pages, 1) if mark in page]
        assert where, (label, mark)
        sys.stdout.write(f"{label.strip()} → page {where[0]}: {mark}\n")
